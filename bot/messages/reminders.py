"""What Slack says to who has not answered, was not sure, or comes: the card's buttons (D5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import reminder_words as words
from bot.answer_buttons import Carried, Place
from bot.messages import answer_cards, check_in, layout
from bot.messages.answer_cards import CHANGE, FINE
from bot.reminder_words import Reminding
from bot.reply import Block, Message
from domain.answered import Own
from domain.askings import Mark, Pages, called, explained
from domain.chasing_facts import Ask
from domain.language import gettext as _


@dataclass(frozen=True, slots=True)
class Part:
    """What a message asks of one event; `own` are the seats that it is about."""

    told: Reminding
    own: Sequence[Own]
    event_id: int
    pages: Pages


def reminder(parts: Sequence[Part], mark: Mark | None = None) -> Message:
    """Ask again, with the same buttons as the card: of one event, or of several apart."""
    place = Place.ASIDE if len(parts) == 1 else Place.CHANNEL
    said = " ".join(f"{_heading(each, mark)}. {_said(each)}" for each in parts)
    return layout.message(
        said,
        *([layout.context(explained(mark))] if mark else []),
        *(block for each in parts for block in _blocks(each, place, mark)),
        layout.context(_("Please don't put details of any child or family here.")),
    )


def _heading(part: Part, mark: Mark | None) -> str:
    return called(mark, words.subject([part.told]))


def _said(part: Part) -> str:
    return " ".join(words.said(part.told))


def _blocks(part: Part, place: Place, mark: Mark | None) -> list[Block]:
    told = part.told
    about = Carried(part.event_id, told.asking.span, place)
    return [
        layout.header(_heading(part, mark)),
        layout.plain(_said(part)),
        *(_asking(told, part.own, about) if told.asks else _coming(told, about)),
        *answer_cards.links(answer_cards.meeting_of(told.asking, part.event_id), part.pages),
    ]


def _asking(told: Reminding, own: Sequence[Own], about: Carried) -> list[Block]:
    only = about.about(each.invitation_id for each in own)
    tap = _("Already told someone? Then please tap once; it may not have reached us.")
    said = [*words.after(told), *([] if told.unsure or told.ask is Ask.QUORUM else [tap])]
    return [
        answer_cards.buttons(own, only, told.asking.title, apart=len(own) > 1),
        *(layout.plain(each) for each in said),
    ]


def _coming(told: Reminding, about: Carried) -> list[Block]:
    title, fine = told.asking.title, _("Still fine")
    change = _("Answer") if told.unheard else _("Change my answer")
    button = layout.button(change, CHANGE, about.written(), spoken=f"{change}: {title}")
    confirm = layout.button(fine, FINE, about.written(), main=True, spoken=f"{fine}: {title}")
    stale = told.stale and not told.unheard
    represents = words.represents(told)
    return [
        *([layout.plain(represents)] if represents else []),
        layout.actions(*([confirm] if stale else []), button, check_in.button(about.event, title)),
    ]
