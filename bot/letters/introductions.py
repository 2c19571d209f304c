"""The letter at go-live: who writes from now on, and whom we have on record (wording.md, D9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.event_words import listed
from bot.language import long_date
from bot.letters.feet import foot
from bot.letters.layout import Paragraph, Part, letter
from bot.letters.letter import Letter
from domain.askings import Asker
from domain.language import gettext as _


@dataclass(frozen=True, slots=True)
class Known:
    """A seat of the reader's own partner, its lead if it has one, and its standing deputies."""

    partner: str
    body: str
    lead: str | None
    deputies: tuple[str, ...] = ()


def introduction(
    asker: Asker, since: date, sender: str, known: Sequence[Known], preferences: str = ""
) -> Letter:
    """Introduce ourselves before the first invitation comes."""
    begins = _("From {day} the business unit uses Joined Up to arrange meetings.")
    parts: list[Part] = [
        Paragraph(_("Hello,")),
        Paragraph(begins.format(day=long_date(since)), main=True),
        Paragraph(" ".join(_how(sender))),
    ]
    if known:
        parts.append(Paragraph(_("This is who we have for your organisation:")))
        parts += [Paragraph(f"{each.partner}, {each.body}. {_who(each)}") for each in known]
    parts.append(Paragraph(_correct(asker)))
    parts += foot(asker, [_("You get this because you are on our register.")], preferences)
    title = _("{partnership}: how meetings are arranged from {day}")
    return letter(
        title.format(partnership=asker.name, day=long_date(since)), *parts, reply_to=asker.mailbox
    )


def _how(sender: str) -> list[str]:
    said = []
    if sender:
        safe = _("You will get invitations from {address}; please mark it as safe.")
        said.append(safe.format(address=sender))
    return [
        *said,
        _("You need no account."),
        _("Each seat belongs to your organisation, and a deputy always counts."),
    ]


def _correct(asker: Asker) -> str:
    can = _("You can see and correct your record.")
    if asker.mailbox:
        return f"{can} {_('Reply to this message, and we put it right.')}"
    return f"{can} {_('Tell the business unit, and we put it right.')}"


def _who(known: Known) -> str:
    said = [_("Nobody leads this seat yet.")]
    if known.lead:
        said = [_("Lead: {name}.").format(name=known.lead)]
    if known.deputies:
        said.append(_("Deputies: {names}.").format(names=listed(known.deputies)))
    return " ".join(said)
