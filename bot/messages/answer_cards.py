"""Cards of events once somebody has answered, and the buttons to answer with (wording.md, D3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_sdk.models.blocks import ButtonElement, LinkButtonElement

from bot import event_words as words
from bot.answer_buttons import Carried
from bot.language import time_span
from bot.messages import answer_words, layout
from bot.reply import Block, Message
from domain import answered
from domain.answered import Own
from domain.askings import CHOICES, STANDING_IN, Asking, Mark, Pages, called, explained
from domain.language import gettext as _
from domain.when import WallSpan

ANSWER = "event.answer."
"""What the action ids of the answer buttons begin with; an answer follows."""

CHANGE = "event.answer.change"
FINE = "event.answer.fine"
APART = "event.answer.apart"
DONE = "event.answer.done"

AGENDA = "event.agenda"
"""The action id of the button that gives whoever presses it their own page."""

PAGE = "event.open.page"
FILE = "event.open.file"
JOIN = "event.open.join"
ACCESS = "event.open.access"
"""The action ids of buttons that open an address."""

MOST_LINES = 8
"""Lines about answers on one card: those that were given at once share one."""

MOST_APART = 12
"""Seats that are answered one by one on a card; whoever has more answers for the rest at once."""

CANNOT = "event.answer.cannot"
"""The button of a named deputy who can't come: nobody asks them why."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a card that was answered says of its event."""

    id: int
    title: str
    span: WallSpan
    place: str = ""
    link: str = ""


def meeting_of(asking: Asking, event_id: int) -> Meeting:
    """Give what such a card says of an event that somebody is asked about."""
    return Meeting(event_id, asking.title, asking.span, asking.place, asking.link)


def card(
    meeting: Meeting,
    own: Sequence[Own],
    about: Carried,
    *,
    pages: Pages | None = None,
    mark: Mark | None = None,
    news: str = "",
) -> Message:
    """Say what was answered, and how to change it; what is stale is to be confirmed.

    Where something is open still, that is asked; `news` is said first.
    """
    was = answered.was(own)
    moved = was is not None and was != meeting.span
    heading = meeting.title
    if moved:
        heading = _("{title}: new time").format(title=meeting.title)
    said = _said(meeting, own, news)
    fallback = " ".join([f"{meeting.title}.", *said, *answer_words.lines(own, meeting.span)])
    return layout.message(
        called(mark, fallback),
        *([layout.context(explained(mark))] if mark else []),
        layout.header(called(mark, heading)),
        layout.plain(when_and_where(meeting), join(meeting)),
        *([layout.plain(" ".join(said))] if said else []),
        *answers(own, meeting, about),
        *links(meeting, pages or Pages()),
    )


def recorded(meeting: Meeting, own: Sequence[Own]) -> Message:
    """Say what was recorded, where nothing is to be pressed."""
    lines = answer_words.lines(own, meeting.span)
    return layout.message(
        " ".join([f"{meeting.title}.", *lines]),
        layout.plain("\n".join([meeting.title, time_span(meeting.span)])),
        *(layout.plain(each) for each in lines[:MOST_LINES]),
    )


def _said(meeting: Meeting, own: Sequence[Own], news: str) -> list[str]:
    """Say what is new, and ask whether answers still hold."""
    found = [news] if news else []
    if not answered.stale(own):
        return found
    was = answered.was(own)
    if was is not None and was != meeting.span:
        asking = Asking(title=meeting.title, span=meeting.span, answer_by=None)
        found = [words.new_time(asking, was)]
    return [*found, _("Is your answer still right?")]


def answers(own: Sequence[Own], meeting: Meeting, about: Carried) -> list[Block]:
    """Lay out what was answered with what can be done about it, and ask for what is open."""
    lines = answer_words.lines(own, meeting.span)
    found = [layout.plain(each) for each in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        found.append(layout.context(_("There is more than fits here.")))
    buttons = []
    if answered.stale(own):
        buttons.append(layout.button(_("Still fine"), FINE, about.written(), main=True))
    if lines:
        change = _("Change")
        spoken = f"{change}: {meeting.title}"
        buttons.append(layout.button(change, CHANGE, about.written(), spoken=spoken))
    if lines and len(own) > 1:
        buttons.append(separately(about))
    if buttons:
        found.append(layout.actions(*buttons))
    return [*found, *_open(own, meeting, about)]


def _open(own: Sequence[Own], meeting: Meeting, about: Carried) -> list[Block]:
    """Ask for what was not answered yet."""
    left = answered.open_ones(own)
    if not left:
        return []
    said = answer_words.fell_through(left)
    names = answer_words.partners(left)
    if len(left) < len(own) and names:
        said.append(_("Not answered yet: {partners}.").format(partners=names))
    elif not said:
        said.append(_("Not answered yet."))
    only = about.about(each.invitation_id for each in left) if len(left) < len(own) else about
    row = buttons(left, only, meeting.title, apart=len(left) == len(own) > 1)
    return [layout.plain(" ".join(said)), row]


def choosing(
    meeting: Meeting, own: Sequence[Own], about: Carried, *, pages: Pages | None = None
) -> Message:
    """Give the buttons again, with what was answered before."""
    asked = _("{title}: can you be there?").format(title=meeting.title)
    if names := answer_words.partners(own):
        long = _("{title}: can {partners} be there?").format(title=meeting.title, partners=names)
        asked = long if len(long) <= layout.HEADER else asked
    lines = answer_words.lines(own, meeting.span)[:MOST_LINES]
    return layout.message(
        f"{asked} {words.heading_day(meeting.span)}.",
        layout.header(asked),
        layout.plain(when_and_where(meeting), join(meeting)),
        *(layout.plain(each) for each in lines),
        buttons(own, about, meeting.title, apart=len(own) > 1),
        *links(meeting, pages or Pages()),
    )


def apart(meeting: Meeting, own: Sequence[Own], about: Carried) -> Message:
    """Let somebody answer for each of their seats alone."""
    rows: list[Block] = []
    alone = replace(about, apart=True)
    for each in own[:MOST_APART]:
        lines = answer_words.lines([each], meeting.span) or [_("Not answered yet.")]
        rows.append(layout.plain("\n".join([answer_words.seat(each), *lines])))
        one = alone.about([each.invitation_id])
        rows.append(buttons([each], one, answer_words.seat(each), first=False))
    if len(own) > MOST_APART:
        rows.append(layout.context(_("There is more than fits here.")))
    done = layout.button(_("Done"), DONE, replace(about, apart=False).written())
    return layout.message(
        _("{title}: answer for each seat").format(title=meeting.title),
        layout.header(_("{title}: answer for each seat").format(title=meeting.title)),
        layout.plain(when_and_where(meeting)),
        *rows,
        layout.actions(done),
    )


def buttons(
    own: Sequence[Own], about: Carried, title: str, *, apart: bool = False, first: bool = True
) -> Block:
    """Make the row of answers; `first`: the main one is marked."""
    return layout.actions(
        *choices(own, about, title, first=first), *([separately(about)] if apart else [])
    )


def choices(
    own: Sequence[Own], about: Carried, title: str, *, first: bool = True
) -> list[ButtonElement]:
    """Make the answers: for a guest without a deputy, for a named deputy yes or no."""
    named = bool(own) and all(each.named for each in own)
    offered = STANDING_IN if named else CHOICES
    return [
        layout.button(
            _(text),
            CANNOT if named and choice == "apologies" else f"{ANSWER}{choice}",
            about.written(),
            main=first and choice == "attending",
            spoken=f"{_(text)}: {title}",
        )
        for choice, text in offered.items()
        if choice != "deputy" or any(each.partner for each in own)
    ]


def separately(about: Carried) -> ButtonElement:
    """Make the button of whoever answers for several seats."""
    return layout.button(_("Answer separately"), APART, about.written())


def when_and_where(meeting: Meeting) -> str:
    """Say when and where it is."""
    where = meeting.place or (_("Online") if meeting.link else "")
    if meeting.place and meeting.link:
        where = _("{place}, or online").format(place=meeting.place)
    return "\n".join(filter(None, (time_span(meeting.span), where)))


def join(meeting: Meeting) -> LinkButtonElement | None:
    """Make the button to join by, where there is a link."""
    return layout.link(_("Join link"), meeting.link, JOIN) if meeting.link else None


def links(meeting: Meeting, pages: Pages) -> list[Block]:
    """Lay out where there is more: somebody's own pages, or the button that gives them."""
    if not pages.event:
        papers = _("Agenda and papers")
        own = layout.button(papers, AGENDA, str(meeting.id), spoken=f"{papers}: {meeting.title}")
        return [layout.actions(own)]
    found = [
        layout.link(_("Agenda and papers"), pages.event, PAGE),
        layout.link(_("Calendar file"), pages.file, FILE),
    ]
    if pages.access:
        needs = _("Access needs? Tell us privately")
        found.append(layout.link(needs, pages.access, ACCESS))
    return [layout.actions(*found)]
