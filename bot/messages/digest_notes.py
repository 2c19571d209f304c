"""What is said beside a digest: to coordinators alone, and words of thanks to copy."""

from collections.abc import Sequence
from datetime import date

from bot import event_words
from bot.messages import engagement, layout
from bot.reply import Message
from domain import private_channels
from domain.language import gettext as _
from domain.language import ngettext
from domain.watching import Watching

REHEARSAL = "rehearsal"
"""Why a digest is not in its channel before a partnership is live."""


def to_you(made: Message, why: str) -> Message:
    """Say to a coordinator above a digest why it is not in its channel; `why` is an Unfit's."""
    if why == REHEARSAL:
        said = _("Rehearsal: when you go live, this goes to its channel.")
        return Message(made.text, (layout.plain(said), *made.blocks))
    said = _("This digest came to coordinators alone, because {why}.").format(
        why=private_channels.why(why)
    )
    return Message(
        made.text, (layout.plain(f"{said} {private_channels.remedy(why)}"), *made.blocks)
    )


def to_check(waiting: Sequence[Watching], day: date) -> Message:
    """Ask coordinators to check the facts of those who are newly less connected or not seen."""
    n = len(waiting)
    said = ngettext(
        "{n} partner is newly less connected. Are the facts right? Nobody else sees it yet.",
        "{n} partners are newly less connected. Are the facts right? Nobody else sees it yet.",
        n,
    ).format(n=n)
    blocks = [layout.plain(said)]
    for each in waiting[:_MOST_TO_CHECK]:
        text = "\n".join([engagement.named(each, day), *engagement.reasons(each)])
        blocks += [
            layout.plain(text),
            layout.actions(engagement.why(each), *engagement.acting(each)),
        ]
    note = _("Chair and scrutineer see it once it is checked, or after five working days.")
    return layout.message(said, *blocks, layout.context(note))


_MOST_TO_CHECK = 20
"""Partners whose facts are asked about at once: two blocks each, and a message takes 50."""


def thanks(names: Sequence[str]) -> Message:
    """Give words of thanks to copy; nothing is sent."""
    if not names:
        return layout.sentence(_("They are not on the register any more."))
    said = _("Thank you for coming. It was good to have {names} at the table again.")
    how = _("Copy this, or say it in your own words. I send nothing.")
    words = said.format(names=event_words.listed(names))
    return layout.message(how, layout.plain(words), layout.context(how))
