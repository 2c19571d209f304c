"""Who is chased about an event today, and why the others are not; and asking again by hand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import language
from bot.event_words import clock
from bot.messages import layout
from bot.reply import Block, Message
from domain.chased import Line, Look
from domain.chasing_facts import Ask, WhyNot
from domain.language import N_, ngettext
from domain.language import gettext as _

MOST = 30
"""Lines of one group: the rest is counted."""

ASKS = {
    Ask.FIRST: N_("first reminder"),
    Ask.SECOND: N_("second and last reminder"),
    Ask.UNSURE: N_("was not sure: can they say yet?"),
    Ask.COMING: N_("comes: when and where it is"),
    Ask.DEPUTIES: N_("silent: their standing deputy can be asked"),
    Ask.NUDGE: N_("asked again by hand"),
    Ask.QUORUM: N_("asked by hand for the quorum"),
}
"""What somebody gets."""

WHY = {
    WhyNot.NOT_YET: N_("Not due yet"),
    WhyNot.TOLD: N_("Told just now, so not before the next half-day"),
    WhyNot.ASKED: N_("Asked: an answer may still come"),
    WhyNot.QUIET: N_("It is quiet hours for them"),
    WhyNot.SHORT: N_("Too little time for a reminder: please phone"),
    WhyNot.OVER: N_("Everything was sent: please phone"),
    WhyNot.NO_ADDRESS: N_("No address: please phone"),
    WhyNot.OPTED_OUT: N_("Wants no reminders: please phone"),
    WhyNot.DEPUTY: N_("Their standing deputy was asked"),
    WhyNot.LEAVE: N_("On leave"),
    WhyNot.VACANT: N_("No lead"),
    WhyNot.TOO_LATE: N_("It is today: nobody is written to any more"),
    WhyNot.REHEARSAL: N_("You are in rehearsal"),
    WhyNot.ANSWERED: N_("Answered"),
}
"""Why somebody gets nothing now, in the order in which it is shown."""


def shown(look: Look, zone: ZoneInfo, now: datetime) -> Message:
    """Show who would be chased today, and the others by why they are not."""
    title = _("Reminders: {title}").format(title=look.title)
    today = [each for each in look.lines if _is_today(each, zone, now)]
    rest = [each for each in look.lines if each not in today]
    count = ngettext("{n} message today", "{n} messages today", len(today)).format(n=len(today))
    if not today:
        count = _("Nobody is written to any more today")
    return layout.message(
        f"{title}. {count}.",
        layout.header(title),
        layout.plain(language.time_span(look.span)),
        layout.plain("\n".join([count, *_today(today, zone)])),
        *_others(rest, zone),
        *_by_hand(look, zone),
    )


def _is_today(line: Line, zone: ZoneInfo, now: datetime) -> bool:
    at, today = line.verdict.at, now.astimezone(zone).date()
    soon = at is not None and at.astimezone(zone).date() == today
    return line.verdict.ask is not None or (soon and line.verdict.why is WhyNot.NOT_YET)


def _today(lines: Sequence[Line], zone: ZoneInfo) -> list[str]:
    return _cut([_one_today(each, zone) for each in lines])


def _one_today(line: Line, zone: ZoneInfo) -> str:
    if line.verdict.ask is not None:
        return f"• {_named(line)}: {_(ASKS[line.verdict.ask])}"
    at = clock(line.verdict.at, zone) if line.verdict.at else ""
    return _("• {name}: at {time}").format(name=_named(line), time=at)


def _named(line: Line) -> str:
    """Name a partner with its person; a guest, and a vacant seat, have one of them only."""
    if line.partner and line.person:
        return f"{line.partner} ({line.person})"
    return line.partner or _("{name} (guest)").format(name=line.person)


def _others(lines: Sequence[Line], zone: ZoneInfo) -> list[Block]:
    found: list[Block] = []
    for why, said in WHY.items():
        own = [each for each in lines if each.verdict.why is why]
        if own:
            names = _cut([_one_other(each, zone) for each in own])
            found.append(layout.plain("\n".join([f"{_(said)}: {len(own)}", *names])))
    return found


def _one_other(line: Line, zone: ZoneInfo) -> str:
    verdict = line.verdict
    if verdict.at is not None and verdict.why in {WhyNot.NOT_YET, WhyNot.QUIET}:
        return _("• {name}: {day}").format(name=_named(line), day=_moment(verdict.at, zone))
    if verdict.why is WhyNot.ANSWERED or verdict.last is None:
        return f"• {_named(line)}"
    asked = _("• {name}: last asked {day}")
    return asked.format(name=_named(line), day=_moment(verdict.last, zone))


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{language.long_day(local)}, {local:%H:%M}"


def _cut(lines: Iterable[str]) -> list[str]:
    every = list(lines)
    more = len(every) - MOST
    said = ngettext("and {n} more", "and {n} more", max(more, 0)).format(n=more)
    return [*every[:MOST], *([said] if more > 0 else [])]


def _by_hand(look: Look, zone: ZoneInfo) -> list[Block]:
    """Offer to ask again now, and say when somebody was asked last."""
    last = _("Nobody was asked again yet.")
    if look.last is not None:
        last = _("Last asked again: {when}.").format(when=_moment(look.last, zone))
    own = str(look.event_id)
    back = layout.button(_("Open the event"), "event.show", own)
    if not look.people:
        said = _("Nobody who owes an answer can be asked by hand just now.")
        return [layout.context(f"{last} {said}"), layout.actions(back)]
    n = look.people
    sure = ngettext(
        "{n} person who owes an answer is asked again.",
        "{n} people who owe an answer are asked again.",
        n,
    ).format(n=n)
    words = ngettext("Ask {n} person again", "Ask {n} people again", n).format(n=n)
    nudge = layout.button(words, "event.nudge", own, sure=sure)
    return [layout.context(last), layout.actions(nudge, back)]


def nudged(
    title: str, people: int, round_id: int, event_id: int, leaves: datetime | None, zone: ZoneInfo
) -> Message:
    """Say how many are asked again, and when it leaves, where it can be stopped still."""
    asked = ngettext(
        "{n} person who owes an answer for {title} is asked again.",
        "{n} people who owe an answer for {title} are asked again.",
        people,
    ).format(n=people, title=title)
    return _asked(asked, round_id, event_id, leaves, zone)


def nudged_for_quorum(
    title: str, people: int, round_id: int, event_id: int, leaves: datetime | None, zone: ZoneInfo
) -> Message:
    """Say how many are asked without whom an event has no quorum, and when it leaves."""
    asked = ngettext(
        "{n} person is asked again: the quorum of {title} needs them.",
        "{n} people are asked again: the quorum of {title} needs them.",
        people,
    ).format(n=people, title=title)
    return _asked(asked, round_id, event_id, leaves, zone)


def _asked(
    asked: str, round_id: int, event_id: int, leaves: datetime | None, zone: ZoneInfo
) -> Message:
    buttons = [layout.button(_("Open the event"), "event.show", str(event_id))]
    if leaves is not None:
        at = _when(leaves, leaves.astimezone(zone).date(), zone)
        asked = f"{asked} {at} {_('Until then you can stop it.')}"
        buttons.insert(0, layout.button(_("Stop"), "event.stop", str(round_id)))
    return layout.message(asked, layout.plain(asked), layout.actions(*buttons))


def _when(leaves: datetime, day: date, zone: ZoneInfo) -> str:
    return _("It leaves on {day} at {time}.").format(
        day=language.long_day(day), time=clock(leaves, zone)
    )
