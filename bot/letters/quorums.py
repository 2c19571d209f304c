"""The letter to a coordinator who is not in Slack: how the quorum of an event stands."""

from bot.letters.feet import foot
from bot.letters.layout import Paragraph, letter
from bot.letters.letter import Letter
from bot.messages import quorums as words
from domain.askings import Asker
from domain.language import gettext as _
from domain.quorum_forecasts import Forecast


def changed(found: Forecast, asker: Asker, preferences: str = "") -> Letter:
    """Tell a coordinator how a quorum stands now."""
    return letter(
        words.news(found).removesuffix("."),
        Paragraph(_("Hello,")),
        Paragraph(words.news(found), main=True),
        Paragraph("\n".join(words.standing(found))),
        *foot(asker, [_("You get this because you coordinate this partnership.")], preferences),
        reply_to=asker.mailbox,
    )
