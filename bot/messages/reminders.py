"""What Slack says to who has not answered, was not sure, or comes: the card's buttons (D5)."""

from collections.abc import Sequence

from bot import reminder_words as words
from bot.answer_buttons import Carried, Place
from bot.messages import answer_cards, layout
from bot.messages.answer_cards import CHANGE
from bot.reminder_words import Reminding
from bot.reply import Block, Message
from domain.answered import Own
from domain.askings import Asking, Mark, Pages, called, explained
from domain.language import gettext as _


def reminder(
    told: Reminding, own: Sequence[Own], event_id: int, pages: Pages, mark: Mark | None = None
) -> Message:
    """Ask again, with the same buttons as the card; `own` are the seats that it is about."""
    said = " ".join(words.said(told))
    heading = called(mark, words.subject(told))
    meeting = answer_cards.meeting_of(told.asking, event_id)
    marked = [layout.context(explained(mark))] if mark else []
    blocks = _asking(told, own, event_id) if told.asks else _coming(told, event_id)
    return layout.message(
        f"{heading}. {said}",
        *marked,
        layout.header(heading),
        layout.plain(said),
        *blocks,
        *answer_cards.links(meeting, pages),
        layout.context(_("Please don't put details of any child or family here.")),
    )


def _about(asking: Asking, event_id: int, own: Sequence[Own] = ()) -> Carried:
    only = tuple(each.invitation_id for each in own)
    return Carried(event_id, asking.span, Place.ASIDE, only)


def _asking(told: Reminding, own: Sequence[Own], event_id: int) -> list[Block]:
    about = _about(told.asking, event_id, own)
    tap = _("Already told someone? Then please tap once; it may not have reached us.")
    said = [*words.after(told), *([] if told.unsure else [tap])]
    return [
        answer_cards.buttons(own, about, told.asking.title, apart=len(own) > 1),
        *(layout.plain(each) for each in said),
    ]


def _coming(told: Reminding, event_id: int) -> list[Block]:
    change, title = _("Change my answer"), told.asking.title
    about = _about(told.asking, event_id).written()
    button = layout.button(change, CHANGE, about, spoken=f"{change}: {title}")
    represents = words.represents(told)
    return [*([layout.plain(represents)] if represents else []), layout.actions(button)]
