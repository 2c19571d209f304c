"""The facts of a month's digest, gathered: a fixed number of queries, however many partners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    digests,
    event_answers,
    events,
    findings,
    quorum_forecasts,
    snoozes,
    worklist,
    worklist_lines,
)
from db.events import Shown
from db.models import Body, Event, Partnership, Series
from db.standings import Day
from db.watch_lists import Read
from domain import digests as rules
from domain.digests import AHEAD, MOST_COMING, Back, Coming, Digest, Held, Key
from domain.engagement import PRESENT, Came
from domain.event_answers import NOBODY
from domain.events import Status
from domain.findings import FOUND, Spell, visible
from domain.outcomes import Quorate
from domain.periods import Month
from domain.roles import Role
from domain.standing import Level, in_order
from domain.watching import Watching
from domain.working_days import Region
from domain.worklist import REVIEWS, Line


@dataclass(frozen=True, slots=True)
class Gathered:
    """A digest's facts, with all that was read for them: its pictures are made of the same.

    `before` is where its readers know partners to stand; `hidden` are those of whom they may not
    know yet; `body` is which one is drawn.
    """

    digest: Digest
    read: Read
    before: Mapping[Key, Level]
    hidden: frozenset[Key]
    body: int | None


def of(session: Session, month: Month, *, now: datetime, late: bool = False) -> Gathered:
    """Give what the digest of a month says to its channel.

    Who is less connected and whose facts nobody has checked for less than five working days is
    left out: coordinators are told by `unchecked`.
    """
    owner = events.partnership(session)
    day = owner.day(now)
    read, before = _read(session, month, day)
    stand = _standings(session, read, before, findings.open_spells(session, owner))
    open_ = [each for each in stand if _is_open(each, day, Region(owner.region))]
    known = before if before is not None else _unseen(read)
    back = [_back(read, each) for each in stand if rules.is_back(each, month)]
    back = [each for each in back if each.missed >= rules.MISSED_BEFORE]
    again = {each.key for each in back}
    entries = [e for e in open_ if rules.is_entry(e, known) and e.key not in again]
    put_off = len(snoozes.running(session, day))
    away = {e.organisation_id for e in read.all() if e.standing.level is Level.PAUSED}
    digest = Digest(
        month=month,
        name=owner.name,
        day=day,
        entries=entries,
        back=back,
        unchanged=rules.unchanged(open_, known, on_leave=len(away), put_off=put_off),
        thin=sorted({each.body for each in stand if each.standing.held}),
        coming=_coming(session, now),
        known=_known(read),
        events=max((each.events for each in read.now.values()), default=0),
        first=before is None,
        late=late,
    )
    digest = _with_month(session, digest, read.known.events())
    lines, mails = _urgent(session, owner, day, now)
    hidden = frozenset({each.key for each in stand} - {each.key for each in open_})
    made = replace(digest, urgent=lines, mails=mails)
    return Gathered(made, read, known, hidden, _main_body(read))


def _with_month(session: Session, digest: Digest, recorded: Sequence[Day]) -> Digest:
    """Add how the month's events went."""
    held = [each for each in recorded if digest.month.span.holds(each[1])]
    summed = _held(session, held, recorded)
    return replace(digest, held=summed, others=len(held) - len(summed))


def _unseen(read: Read) -> dict[Key, Level]:
    """Give who was not seen any more a month ago: all that a first digest takes to be known."""
    lapsed = [each.key for each in read.all() if each.before.told is Level.LAPSED]
    return dict.fromkeys(lapsed, Level.LAPSED)


def unchecked(session: Session, month: Month, *, now: datetime) -> list[Watching]:
    """Give who is less connected and seen by coordinators alone until its facts are checked."""
    owner = events.partnership(session)
    day = owner.day(now)
    read, before = _read(session, month, day)
    stand = _standings(session, read, before, findings.open_spells(session, owner))
    region = Region(owner.region)
    return [each for each in stand if each.is_unchecked and not _is_open(each, day, region)]


def _is_open(each: Watching, day: date, region: Region) -> bool:
    """Say whether chair and scrutineer may see how a partner stands."""
    if each.standing.told not in FOUND:
        return True
    return visible(each.spell, {Role.CHAIR}, day, region)


def _read(session: Session, month: Month, day: date) -> tuple[Read, Mapping[Key, Level] | None]:
    return Read(session, day, month.before.last), digests.told_before(session, month)


def _standings(
    session: Session,
    read: Read,
    before: Mapping[Key, Level] | None,
    spells: Mapping[Key, Spell],
) -> list[Watching]:
    """Give all partners at all bodies in the digest's order, as its readers know them.

    Who is put off is left out.
    """
    off = snoozes.running(session, read.day)
    found = [
        replace(each, spell=spells.get(each.key)) for each in read.all() if each.key not in off
    ]
    if before is not None:
        found = [rules.as_known(each, before) for each in found]
    by_key = dict(enumerate(found))
    names = {key: f"{each.name} {each.body}" for key, each in by_key.items()}
    order = in_order({key: each.standing.as_told for key, each in by_key.items()}, names)
    return [by_key[key] for key in order]


def _known(read: Read) -> dict[Key, Level]:
    """Give where those stand who are not as usual, or on leave."""
    notable = rules.WATCHED | {Level.PAUSED}
    return {each.key: each.standing.told for each in read.all() if each.standing.told in notable}


def _back(read: Read, each: Watching) -> Back:
    """Say when a partner came again, and how many it had missed before that."""
    missed, day = 0, each.standing.seen
    assert day is not None  # noqa: S101 - who came again was seen
    run = 0
    for taken in read.known.history(each.organisation_id):
        if taken.body != each.body_id:
            continue
        if taken.came in PRESENT:
            missed, day = (run, taken.day) if run else (missed, day)
            run = 0
        else:
            run += 1
    return Back(each.organisation_id, each.body_id, each.name, each.body, day, missed)


def _held(session: Session, held: Sequence[Day], recorded: Sequence[Day]) -> list[Held]:
    """Sum up the month's latest event of each body, of those with most partners."""
    about = _about(session)
    latest = {about[each[0]][1] or -each[0]: each for each in held}
    largest = sorted(latest.values(), key=lambda each: -len(each[2]))[: rules.MOST_HELD]
    places = {each[0]: place for place, each in enumerate(recorded)}
    made = []
    for event, day, came in sorted(largest, key=lambda each: places[each[0]]):
        title, body = about[event]
        earlier = [e for e in recorded[: places[event]] if body and about[e[0]][1] == body]
        before = _came(earlier[-1][2]) if earlier else None
        members = sum(each is Came.MEMBER for each in came.values())
        deputies = sum(each is Came.DEPUTY for each in came.values())
        made.append(Held(title, day, len(came), members, deputies, before))
    return made


def _came(came: Mapping[int, Came]) -> tuple[int, int]:
    return sum(each in PRESENT for each in came.values()), len(came)


def _about(session: Session) -> dict[int, tuple[str, int | None]]:
    """Give the title and the body of each event that was held."""
    query = select(Event.id, Event.title, Series.body_id).join(Series, Series.id == Event.series_id)
    query = query.where(Event.status == Status.HELD)
    return {event: (title, body) for event, title, body in session.execute(query)}


def _main_body(read: Read) -> int | None:
    """Give the body whose picture is shown: of those with anything recorded the largest."""
    sizes = {own: len(each.partners) for own, each in read.now.items() if each.events}
    return max(sizes, key=lambda own: (sizes[own], -own), default=None)


def _urgent(
    session: Session, owner: Partnership, day: date, now: datetime
) -> tuple[list[Line], int]:
    """Give the most pressing of what waits, one of a kind, and how many replies by mail wait."""
    items = worklist.waiting(session, owner, day=day, now=now)
    mails = sum(each.kind in REVIEWS for each in items)
    pressing = [e for e in items if rules.is_urgent(e.kind) and e.kind not in REVIEWS]
    some = pressing[: rules.LOOKED_THROUGH]
    lines = rules.one_of_each(worklist_lines.read(session, some, day=day))
    return lines[: rules.MOST_URGENT - bool(mails)], mails


def _coming(session: Session, now: datetime) -> list[Coming]:
    """Give the next events, with how their seats and their quorum stand."""
    found = [
        each
        for each in events.coming(session, now=now, limit=MOST_COMING)
        if each.event.begins_at <= now + AHEAD and each.event.status == Status.SCHEDULED
    ]
    counts = event_answers.counts(session, [each.event.id for each in found])
    ruled = _ruled(session, found)
    return [
        Coming(
            each.event.id,
            each.event.title,
            events.span_of(each.event),
            counts.get(each.event.id, NOBODY),
            _quorum(session, each.event.id, now) if each.event.id in ruled else None,
            each.event.answer_by,
        )
        for each in found
    ]


def _ruled(session: Session, found: Sequence[Shown]) -> set[int]:
    """Give those of some events whose body has a quorum."""
    bodies = {each.series.body_id for each in found if each.series.body_id is not None}
    query = select(Body.id).where(Body.id.in_(bodies), Body.quorum.is_not(None))
    ruled = set(session.scalars(query))
    return {each.event.id for each in found if each.series.body_id in ruled}


def _quorum(session: Session, event_id: int, now: datetime) -> Quorate | None:
    forecast = quorum_forecasts.of(session, event_id, now=now)
    return forecast.reached.met if forecast is not None else None
