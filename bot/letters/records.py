"""The letter that tells a partner what was decided of what it asked of its record."""

from bot.letters.feet import foot
from bot.letters.layout import Actions, Link, Paragraph, Part, letter
from bot.letters.letter import Letter
from bot.messages import record_words as words
from domain.askings import Asker
from domain.language import gettext as _
from domain.records import Settled


def settled(found: Settled, asker: Asker, record: str, preferences: str) -> Letter:
    """Tell what was decided; `record` is where the reader's record is, empty without an address."""
    thanks, *rest = words.settled(found.entry, found.asked)
    why = [_("You get this because you asked us to correct your record.")]
    parts: list[Part] = [
        Paragraph(_("Hello,")),
        Paragraph(thanks),
        *(Paragraph(each, main=not n) for n, each in enumerate(rest)),
        *([Actions([Link(words.title(), record)])] if record else []),
        *foot(asker, why, preferences),
    ]
    return letter(words.subject(found.entry), *parts, reply_to=asker.mailbox)
