"""Chasing: who owes an answer and is asked again now, by which message, and why others are not.

Worked out when it is time to look, and once more when a message leaves (product.md, Reminders).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain import working_days
from domain.answers import NOT_KNOWN, Kind, Standing
from domain.bodies import AsksDeputies
from domain.chasing_facts import Ask, Asked, Due, Meeting, Told, Verdict, WhyNot
from domain.quiet_hours import MORNING, half_day, is_quiet, not_quiet, working_morning
from domain.reminders import reminder_times
from domain.terms import Term
from domain.when import at_wall

COOLING = timedelta(hours=24)
"""Who was asked again is left alone for so long before somebody may ask them by hand."""

COMING_BEFORE = 2
"""Working days before an event at which those who come are told once more."""

UNSURE_AFTER = 2
"""Working days that somebody who was not sure is left to find out, whatever the answer-by day."""


_SILENT = (Ask.FIRST, Ask.SECOND)
_ORDER = (Ask.SECOND, Ask.FIRST, Ask.UNSURE, Ask.COMING)
"""Which of several messages that one person would get at once is the one they get."""


def owed(
    event: Meeting, answers: Iterable[Asked], sent: Iterable[Told], now: datetime
) -> tuple[Verdict, ...]:
    """Say for each invitation which message is owed now, or why none is."""
    told = _by_person(sent)
    return tuple(_verdict(event, each, told[each.person or 0], now) for each in answers)


def nudged(
    event: Meeting, answers: Iterable[Asked], sent: Iterable[Told], now: datetime
) -> tuple[Verdict, ...]:
    """Say for each invitation whether somebody may ask again by hand, or why not.

    The clock is no reason: a message waits for the next working morning.
    """
    told = _by_person(sent)
    return tuple(_nudge(event, each, told[each.person or 0], now) for each in answers)


def needed(
    event: Meeting, answers: Iterable[Asked], sent: Iterable[Told], now: datetime
) -> tuple[Verdict, ...]:
    """Say of whom a quorum lacks whether somebody may ask them by hand, or why not.

    Apologies are no reason against it: a deputy may still be found.
    """
    lacking = list(answers)
    as_silent = [
        each if _comes(each.standing) else replace(each, standing=NOT_KNOWN) for each in lacking
    ]
    found = nudged(event, as_silent, sent, now)
    return tuple(
        replace(verdict, asked=each, ask=Ask.QUORUM if verdict.ask else None)
        for each, verdict in zip(lacking, found, strict=True)
    )


def _comes(standing: Standing) -> bool:
    return standing.is_coming and not standing.stale


def messages(verdicts: Iterable[Verdict]) -> tuple[Due, ...]:
    """Give one message a person for all that is owed: what is less urgent comes another time."""
    by_person: dict[int, dict[Ask, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in verdicts:
        if each.ask is not None and each.asked.person is not None:
            by_person[each.asked.person][each.ask].append(each.asked.invitation)
    return tuple(
        due for person, found in sorted(by_person.items()) if (due := _one_of(person, found))
    )


def _one_of(person: int, found: dict[Ask, list[int]]) -> Due | None:
    ask = next((each for each in (Ask.QUORUM, Ask.NUDGE, *_ORDER) if each in found), None)
    if ask is None:
        return None
    with_it = _SILENT if ask in _SILENT else (ask,)
    about = sorted(own for each in with_it for own in found.get(each, ()))
    return Due(person, ask, tuple(about))


def deputies_by(event: Meeting, second: date) -> date | None:
    """Give until when an answer keeps deputies from being asked, after the second reminder.

    None where they are not asked by themselves, or it would be too late.
    """
    if event.asks_deputies is not AsksDeputies.AUTOMATIC:
        return None
    return _heard_by(event, second)


def _heard_by(event: Meeting, second: date) -> date | None:
    by = working_days.after(second, 1, event.region)
    asked = at_wall(working_days.after(by, 1, event.region), MORNING, event.begins.zone)
    return by if asked < event.too_late else None


def _by_person(sent: Iterable[Told]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    for each in sorted(sent, key=lambda told: told.at):
        found[each.person].append(each)
    return found


def _verdict(event: Meeting, asked: Asked, told: Sequence[Told], now: datetime) -> Verdict:
    spared = Verdict(asked, last=_last(told))
    why = _spared(event, asked, now)
    if why is not None:
        if asked.standing.ends_chasing:
            return replace(spared, why=WhyNot.ANSWERED)
        return replace(spared, why=why, at=_phoned_at(event, asked, why, now))
    steps = _steps(event, asked, told)
    done = {each.ask for each in told}
    due = [ask for ask, at in steps if at <= now]
    if due and due[-1] not in done:
        why, at = _not_now(event, asked, told, now)
        return replace(spared, ask=None if why else due[-1], why=why, at=at, due=due[-1])
    at = next((at for _ask, at in steps if at > now), None)
    if asked.since is None or at is not None:
        ends = asked.standing.ends_chasing
        return replace(spared, why=WhyNot.ANSWERED if ends else WhyNot.NOT_YET, at=at)
    why, at = _over(event, asked, told, now)
    return replace(spared, why=why, at=at)


def _last(told: Sequence[Told]) -> datetime | None:
    return max((each.at for each in told if each.ask is not None), default=None)


def _over(
    event: Meeting, asked: Asked, told: Sequence[Told], now: datetime
) -> tuple[WhyNot, datetime | None]:
    """Say what is left where nothing more is to be sent: an answer is waited for, then a phone."""
    if asked.standing.ends_chasing:
        return WhyNot.ANSWERED, None
    if not asked.is_silent:
        return WhyNot.OVER, None
    if asked.deputy_asked:
        return WhyNot.DEPUTY, None
    chased = [event.day(each.at) for each in told if each.ask in _SILENT]
    if not chased:
        return WhyNot.SHORT, None
    phoned = _next_morning(event, max(event.answer_by, *chased))
    return (WhyNot.ASKED, phoned) if now < phoned else (WhyNot.OVER, None)


def _spared(event: Meeting, asked: Asked, now: datetime) -> WhyNot | None:
    """Say why somebody gets nothing, whatever the time; None: the time decides."""
    rules = (
        (now >= event.too_late, WhyNot.TOO_LATE),
        (asked.vacant or asked.person is None, WhyNot.VACANT),
        (asked.away, WhyNot.LEAVE),
        (asked.declined, WhyNot.OPTED_OUT),
        (not asked.reachable, WhyNot.NO_ADDRESS),
        (event.rehearses, WhyNot.REHEARSAL),
    )
    return next((why for holds, why in rules if holds), None)


def _phoned_at(event: Meeting, asked: Asked, why: WhyNot, now: datetime) -> datetime | None:
    """Give when somebody is phoned who declined reminders: when they would get the first."""
    if why is not WhyNot.OPTED_OUT or asked.since is None:
        return None
    first = next((at for _ask, at in _chasing(event, asked, asked.since, ())), None)
    return first if first is not None and now < first else None


def _not_now(
    event: Meeting, asked: Asked, told: Sequence[Told], now: datetime
) -> tuple[WhyNot | None, datetime | None]:
    """Say why what is due must wait, and until when; None: nothing is in the way."""
    zone, terms = event.begins.zone, _terms(event, asked)
    if is_quiet(now, zone, event.region, terms):
        return WhyNot.QUIET, working_morning(now, zone, event.region, terms)
    this_half = half_day(now, zone)
    if event.waits or any(half_day(each.at, zone) == this_half for each in told):
        return WhyNot.TOLD, _next_half_day(event, terms, now)
    return None, None


def _next_half_day(event: Meeting, terms: Sequence[Term], now: datetime) -> datetime:
    zone = event.begins.zone
    noon = at_wall(event.day(now), time(12), zone)
    return noon if now < noon else working_morning(now, zone, event.region, terms)


def _terms(event: Meeting, asked: Asked) -> tuple[Term, ...]:
    return event.terms if asked.keeps_terms else ()


def _steps(event: Meeting, asked: Asked, told: Sequence[Told]) -> list[tuple[Ask, datetime]]:
    """Give the messages that an invitation would get as it stands, with their times."""
    if asked.since is None:
        return []
    match asked.standing.kind:
        case None:
            return _chasing(event, asked, asked.since, told)
        case Kind.UNSURE:
            at = _unsure_at(event, asked)
            return [(Ask.UNSURE, at)] if at else []
        case Kind.APOLOGIES:
            return []
        case _:
            return _reminding(event, asked, asked.since)


def _chasing(
    event: Meeting, asked: Asked, since: datetime, told: Sequence[Told]
) -> list[tuple[Ask, datetime]]:
    times = reminder_times(
        invited=since,
        answer_by=event.answer_by,
        event=event.begins,
        region=event.region,
        terms=_terms(event, asked),
    )
    steps = list(zip(_SILENT, times, strict=False))
    second = next((each.at for each in told if each.ask is Ask.SECOND), None)
    if second is None or event.asks_deputies is AsksDeputies.OFF or not asked.deputy_left:
        return steps
    by = _heard_by(event, event.day(second))
    return [*steps, (Ask.DEPUTIES, _next_morning(event, by))] if by else steps


def _next_morning(event: Meeting, day: date) -> datetime:
    day = working_days.after(day, 1, event.region)
    return at_wall(day, MORNING, event.begins.zone)


def _unsure_at(event: Meeting, asked: Asked) -> datetime | None:
    """Give when somebody who was not sure is asked once more: at answer-by, or soon after."""
    given = asked.standing.given_at
    soonest = working_days.after(event.day(given), UNSURE_AFTER, event.region) if given else None
    day = max(event.answer_by, soonest) if soonest else event.answer_by
    return _in_time(event, asked, day, given)


def _reminding(event: Meeting, asked: Asked, since: datetime) -> list[tuple[Ask, datetime]]:
    """Give when somebody who comes is told once more; nothing where they have just answered."""
    day = working_days.before(event.begins.local.date(), COMING_BEFORE, event.region)
    given = asked.standing.given_at
    at = _in_time(event, asked, day, max(since, given) if given else since)
    return [(Ask.COMING, at)] if at else []


def _in_time(event: Meeting, asked: Asked, day: date, after: datetime | None) -> datetime | None:
    """Give the working morning for a message of a day; None where that is no good any more."""
    zone, terms = event.begins.zone, _terms(event, asked)
    at = not_quiet(at_wall(day, MORNING, zone), zone, event.region, terms, deadline=event.too_late)
    return at if (after is None or after < at) and at < event.too_late else None


def _nudge(event: Meeting, asked: Asked, told: Sequence[Told], now: datetime) -> Verdict:
    last = _last(told)
    why = _spared(event, asked, now) or _not_by_hand(event, asked, last, now)
    if asked.standing.ends_chasing:
        why = WhyNot.ANSWERED
    at = last + COOLING if last and why is WhyNot.TOLD else None
    return Verdict(asked, ask=None if why else Ask.NUDGE, why=why, at=at, last=last)


def _not_by_hand(
    event: Meeting, asked: Asked, last: datetime | None, now: datetime
) -> WhyNot | None:
    """Say why nobody may ask somebody again by hand just now; None: they may."""
    if asked.since is None:
        return WhyNot.NOT_YET
    if event.waits or (last is not None and now - last < COOLING):
        return WhyNot.TOLD
    leaves = leaves_at(event, now)
    if leaves >= event.too_late:
        return WhyNot.TOO_LATE
    resting = is_quiet(leaves, event.begins.zone, event.region, _terms(event, asked))
    return WhyNot.QUIET if resting else None


def leaves_at(event: Meeting, moment: datetime) -> datetime:
    """Give when what is sent by hand at a moment leaves: then, or on the next working morning."""
    return not_quiet(moment, event.begins.zone, event.region)
