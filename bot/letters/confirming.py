"""What a letter says of an answer that stands: how it stands, and how to confirm or change it."""

from collections.abc import Sequence

from bot.letters.layout import Actions, Link, Paragraph, Part
from bot.messages import answer_words
from domain import answered
from domain.answered import Own
from domain.askings import Pages
from domain.language import gettext as _
from domain.when import WallSpan


def confirming(own: Sequence[Own], span: WallSpan, pages: Pages) -> list[Part]:
    """Say what was answered; what was for another time, or by another lead, is to be confirmed."""
    lines = [Paragraph(each) for each in answer_words.lines(own, span)]
    change = Link(_("Change my answer"), pages.answer)
    if not answered.stale(own):
        return [*lines, Actions([change])]
    ask = Paragraph(_("Is your answer still right?"), main=True)
    return [ask, *lines, Actions([Link(_("Still fine"), pages.answer), change])]
