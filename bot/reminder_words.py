"""What reminders say, in letters and in Slack alike (wording.md, D5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import event_words as words
from bot.language import time_span
from domain.askings import Asking
from domain.chasing_facts import Ask
from domain.language import gettext as _
from domain.language import ngettext


@dataclass(frozen=True, slots=True)
class Reminding:
    """One message of one person: what it asks, of which event, for the seats that owe it.

    `due` is until when answers were asked for, `over` that this day has passed. `by` is until when
    an answer keeps `deputies`, by their roles, from being asked. `unsure`: that is what they said;
    `stale`: they said that they come before the event was moved. `unheard`: they were named as a
    deputy, and have not said whether they can.
    """

    ask: Ask
    asking: Asking
    due: date
    over: bool = False
    by: date | None = None
    deputies: tuple[str, ...] = ()
    unsure: bool = False
    stale: bool = False
    unheard: bool = False

    @property
    def asks(self) -> bool:
        """Say whether it asks for an answer."""
        return self.ask is not Ask.COMING


def named(told: Reminding) -> str:
    """Name its event with its day."""
    day = words.bare_day(told.asking.span.begins)
    return _("{title}, {day}").format(title=told.asking.title, day=day)


def subject(all_told: Sequence[Reminding]) -> str:
    """Say what it is about and what is asked, in a line."""
    if len(all_told) > 1:
        return _subject_of_several(all_told)
    (told,) = all_told
    title, day = told.asking.title, words.bare_day(told.asking.span.begins)
    if told.unheard:
        return _("{title}, {day}: can you represent {partners}?").format(
            title=title, day=day, partners=words.listed(told.asking.partners)
        )
    if told.ask is Ask.COMING:
        return _("{title}, {day}: see you there").format(title=title, day=day)
    if told.unsure and told.ask is not Ask.QUORUM:
        return _("{title}, {day}: can you say yet?").format(title=title, day=day)
    if told.ask is Ask.SECOND:
        return _("{title}, {day}: still time to answer").format(title=title, day=day)
    return _("{title}, {day}: can you come?").format(title=title, day=day)


def _subject_of_several(all_told: Sequence[Reminding]) -> str:
    about = "; ".join(map(named, all_told))
    if all(told.ask is Ask.COMING for told in all_told):
        return _("{meetings}: see you there").format(meetings=about)
    return _("{meetings}: can you come?").format(meetings=about)


def several(all_told: Sequence[Reminding]) -> str:
    """Say that a letter is about several events."""
    n = len(all_told)
    if all(told.ask is Ask.COMING for told in all_told):
        return ngettext("This is about {n} meeting.", "This is about {n} meetings.", n).format(n=n)
    return ngettext(
        "This is about {n} meeting. Please answer for it.",
        "This is about {n} meetings. Please answer for each.",
        n,
    ).format(n=n)


def said(told: Reminding) -> list[str]:
    """Say what is asked, the sentence that matters first."""
    if told.ask is Ask.COMING:
        return _coming(told)
    if told.ask is Ask.QUORUM:
        return _quorum(told)
    if told.unsure:
        return [_unsure(told)]
    return _second(told) if told.ask is Ask.SECOND else _first(told)


def _first(told: Reminding) -> list[str]:
    asking, names = told.asking, words.listed(told.asking.partners)
    begins = asking.span.begins
    none = _("We have no answer yet from {partners} for {event} on {day}, {time}.")
    mine = _("We have no answer from you yet for {event} on {day}, {time}.")
    silent = (none if asking.seats else mine).format(
        partners=names,
        event=words.at_the(asking.title),
        day=words.near_day(begins, told.due),
        time=f"{begins:%H:%M}",
    )
    were = _("Answers were due on {day}.") if told.over else _("Answers are due on {day}.")
    tap = _("One tap is enough, and a deputy counts just the same.")
    one = tap if asking.seats else _("One tap is enough.")
    return [silent, were.format(day=words.near_day(told.due, begins)), one]


def _second(told: Reminding) -> list[str]:
    asking = told.asking
    day = words.bare_day(asking.span.begins)
    plan = _("We would still like to plan for {partners} on {day}.").format(
        partners=words.listed(asking.partners), day=day
    )
    if not asking.seats:
        plan = _("We would still like to plan for you on {day}.").format(day=day)
    return [plan, _("This is our last reminder for this meeting.")]


def _unsure(told: Reminding) -> str:
    day = words.bare_day(told.asking.span.begins)
    return _("You were not sure about {day}. Can you say yet?").format(day=day)


def _quorum(told: Reminding) -> list[str]:
    asking, begins = told.asking, told.asking.span.begins
    if not asking.seats:
        own = _("{event} on {day} can only decide if you are there. Can you be there?").format(
            event=words.at_the(asking.title), day=words.bare_day(begins)
        )
        return [words.sentence_of(own)]
    said = ngettext(
        "{event} on {day} can only decide if {partners} is represented.",
        "{event} on {day} can only decide if {partners} are represented.",
        len(asking.partners),
    ).format(
        event=words.at_the(asking.title),
        day=words.bare_day(begins),
        partners=words.listed(asking.partners),
    )
    return [words.sentence_of(said), _("Can you, or a deputy, be there?")]


def _coming(told: Reminding) -> list[str]:
    asking = told.asking
    if told.unheard:
        asked = _("You are asked to represent {partners} at {event}: {when}.").format(
            partners=words.listed(asking.partners),
            event=words.at_the(asking.title),
            when=time_span(asking.span),
        )
        return [asked, _("We have not heard from you yet. Can you?")]
    said = _("We look forward to seeing you at {event}: {when}.").format(
        event=words.at_the(asking.title), when=time_span(asking.span)
    )
    if told.stale:
        return [said, _("You answered before it was moved: is your answer still right?")]
    return [said]


def after(told: Reminding) -> list[str]:
    """Say what follows if nobody answers, after the last reminder."""
    if told.ask is not Ask.SECOND or told.unsure:
        return []
    if told.by is None or not told.asking.seats or not told.deputies:
        return [_("Someone from the business unit may phone.")]
    n = len(told.deputies)
    named = [each for each in told.deputies if each]
    day = words.near_day(told.by, told.asking.span.begins)
    if not named:
        unnamed = ngettext(
            "If we hear nothing by {day}, we will ask your standing deputy, and copy you.",
            "If we hear nothing by {day}, we will ask your standing deputies, and copy you.",
            n,
        )
        return [unnamed.format(day=day)]
    asked = ngettext(
        "If we hear nothing by {day}, we will ask your standing deputy, the {role}, and copy you.",
        "If we hear nothing by {day}, we will ask your standing deputies ({role}), and copy you.",
        n,
    )
    return [asked.format(day=day, role=words.listed(named))]


def represents(told: Reminding) -> str:
    """Say for whom somebody comes; empty for a guest, and where it is asked."""
    if not told.asking.seats or told.unheard:
        return ""
    return _("You represent {partners}.").format(partners=words.listed(told.asking.partners))
