"""The coming events that somebody is asked about, how they answered, and what to press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot.answer_buttons import Carried, Place
from bot.event_words import near_day
from bot.messages import answer_cards, answer_words, check_in, layout, records
from bot.messages.answer_cards import Meeting
from bot.reply import Block, Message
from domain import answered
from domain.answered import Own
from domain.language import gettext as _

MOST = 5
"""Events of one list."""

MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in somebody's list. `answer_by` None: that day has passed, or nothing is asked.

    `opened`: they want to answer anew; `here`: they can check in now.
    """

    meeting: Meeting
    own: tuple[Own, ...]
    answer_by: date | None = None
    opened: bool = False
    here: bool = False


def blocks(entries: Sequence[Entry], *, record: bool = False) -> list[Block]:
    """Lay out somebody's coming events, each with what they can do about it.

    `record`: with the way to what is recorded of theirs.
    """
    title = layout.header(_("Your coming meetings"))
    buttons = [layout.button(_("My calendar"), "feed.show")]
    calendar = layout.actions(*buttons, *([records.button()] if record else []))
    if not entries:
        return [title, layout.plain(_("You are invited to nothing just now.")), calendar]
    rows = [block for each in entries[:MOST] for block in _entry(each)]
    return [title, *rows, calendar]


def listing(entries: Sequence[Entry]) -> Message:
    """Give the same as a message."""
    titles = ", ".join(each.meeting.title for each in entries[:MOST])
    said = _("Your coming meetings: {titles}").format(titles=titles or _("none just now"))
    return layout.message(said, *blocks(entries, record=True))


def help_for_partners() -> Message:
    """Say what can be written to the bot, to somebody who wrote something else."""
    said = _("Write “my events” and I show what you are asked about, with buttons to answer.")
    elsewhere = _("Commands don't work from another organisation's Slack. The buttons do.")
    return layout.sentence(f"{said} {elsewhere}")


def _entry(entry: Entry) -> list[Block]:
    meeting = entry.meeting
    lines = [meeting.title, answer_cards.when_and_where(meeting), *_stands(entry)]
    return [layout.plain("\n".join(lines)), layout.actions(*_buttons(entry))]


def _stands(entry: Entry) -> list[str]:
    """Say how somebody answered, and what is asked of them."""
    own, span = entry.own, entry.meeting.span
    lines = answer_words.lines(own, span)
    found = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        found.append(_("There is more than fits here."))
    if answered.stale(own):
        found.append(_("It has changed since. Is your answer still right?"))
    left = answered.open_ones(own)
    if left:
        found += answer_words.fell_through(left)
        found.append(_asked(entry, left))
    return found


def _asked(entry: Entry, left: Sequence[Own]) -> str:
    if len(left) < len(entry.own) and (names := answer_words.partners(left)):
        return _("Not answered yet: {partners}.").format(partners=names)
    if entry.answer_by is None:
        return _("Not answered yet.")
    day = near_day(entry.answer_by, entry.meeting.span.begins)
    return _("Please answer by {day}.").format(day=day)


def _buttons(entry: Entry) -> list[ButtonElement]:
    meeting, own = entry.meeting, entry.own
    about = Carried(meeting.id, meeting.span, Place.LIST)
    found: list[ButtonElement] = []
    if own and (entry.opened or not answered.told(own)):
        found += answer_cards.choices(own, about, meeting.title)
    elif own:
        found += _again(entry, about)
    if len(own) > 1:
        found.append(answer_cards.separately(about))
    if entry.here:
        found.insert(0, check_in.button(meeting.id, meeting.title))
    papers = _("Agenda and papers")
    spoken = f"{papers}: {meeting.title}"
    found.append(layout.button(papers, answer_cards.AGENDA, str(meeting.id), spoken=spoken))
    link = answer_cards.join(meeting)
    return [*found, *([link] if link else [])]


def _again(entry: Entry, about: Carried) -> list[ButtonElement]:
    """Make the buttons of somebody who has answered."""
    title = entry.meeting.title
    fine, change = _("Still fine"), _("Change")
    found = []
    if answered.stale(entry.own):
        spoken = f"{fine}: {title}"
        found.append(
            layout.button(fine, answer_cards.FINE, about.written(), main=True, spoken=spoken)
        )
    spoken = f"{change}: {title}"
    return [*found, layout.button(change, answer_cards.CHANGE, about.written(), spoken=spoken)]
