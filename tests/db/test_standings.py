"""Standings: equal to a recount by hand from the raw rows, whatever the history was."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.orm import Session

from db import bodies, merges, standings
from db.engine import Database
from db.models import Arrangement, Leave, Seat
from db.standings import Watched
from domain.events import Status
from domain.spans import Span
from tests import recounts
from tests.db.meetings import BEGAN, NOW, Register, register
from tests.db.past_meetings import AFTER, FIRST, Meeting, days, hold, span

COUNCIL, HEALTH, POLICE = range(3)
OWNERS = (COUNCIL, HEALTH, POLICE, COUNCIL, COUNCIL, HEALTH)
BODIES = (0, 0, 0, 0, 1, 1)
"""Six seats: three on the first body, a second of the council's there, and two on another body."""

MARKS = {"MA": "M", "RA": "D", "A": "A", "NC": "0", AFTER: "0"}
WEEKS = st.integers(0, 15)
said = st.tuples(
    st.sampled_from([False] * 6 + [True]),
    st.lists(
        st.sampled_from(["MA", "MA", "MA", "RA", "A", "A", AFTER, "NC", "NC", None]), max_size=2
    ).map(tuple),
)
meeting = st.builds(
    Meeting,
    WEEKS,
    st.sampled_from([*[Status.HELD] * 12, *Status]),
    st.sampled_from([True] * 8 + [False]),
    st.tuples(*[st.none() | said | said | said] * 6),
    st.integers(8, 23),
)
MOST_QUERIES = 9
until = st.tuples(st.sampled_from([None, None, 0, 3]), st.none() | st.integers(4, 16))
"""From which week on a seat is held, from before the records where None; and until which."""


@dataclass(frozen=True)
class Past:
    """All that is made up: meetings, when seats were held, leave, a merge, and arrangements."""

    meetings: list[Meeting]
    held: tuple[tuple[int | None, int | None], ...]
    seat_leave: list[tuple[int, int | None]]
    own_leave: list[tuple[int, int | None]]
    merged: int | None
    renewed: list[int]

    def seat(self, at: int) -> Span:
        """Give the days on which a seat is held."""
        since, end = self.held[at]
        return Span(
            FIRST + timedelta(weeks=since) if since is not None else BEGAN,
            FIRST + timedelta(weeks=end) if end is not None else None,
        )

    def away(self, at: int, day: date) -> bool:
        """Say whether a seat is on leave: seat 0 by itself, others with Council after a merge."""
        if at == 0 and any(days(each).holds(day) for each in self.seat_leave):
            return True
        if OWNERS[at] == HEALTH:
            return any(days(each).holds(day) for each in self.own_leave)
        return False

    def owner(self, at: int, day: date) -> int:
        """Say whose seat it is on a day: from a day on Police is the council."""
        merged = self.merged is not None and FIRST + timedelta(weeks=self.merged) <= day
        return COUNCIL if merged and OWNERS[at] == POLICE else OWNERS[at]


past = st.builds(
    Past,
    st.lists(meeting, min_size=2, max_size=12),
    st.tuples(*[until] * 6),
    st.lists(span, max_size=1),
    st.lists(span, max_size=1),
    st.none() | WEEKS,
    st.lists(WEEKS, max_size=2, unique=True).map(sorted),
)


@pytest.fixture
def made(database: Database) -> Iterator[Register]:
    with register(database, ("Council", "Health", "Police")) as found:
        session, council, health = found.session, found.seats[COUNCIL], found.seats[HEALTH]
        board = bodies.add(session, "Board", by=None, now=NOW)
        for whose, body, title in (
            (council, found.body, "Schools"),
            (council, board, ""),
            (health, board, ""),
        ):
            owner = whose.organisation_id
            seat = Seat(organisation_id=owner, body_id=body.id, title=title, since=BEGAN)
            session.add(seat)
            session.flush()
            found.seats.append(seat)
        yield found


def write(own: Register, made_up: Past) -> None:
    """Write all of a past as rows."""
    session = own.session
    for at, seat in enumerate(own.seats):
        seat.since, seat.until = made_up.seat(at).since, made_up.seat(at).until
    health = own.seats[HEALTH].organisation_id
    session.add_all(
        [
            *(_leave(days(each), seat_id=own.seats[0].id) for each in made_up.seat_leave),
            *(_leave(days(each), organisation_id=health) for each in made_up.own_leave),
        ]
    )
    for each in made_up.meetings:
        hold(session, own, each)
    if made_up.merged is not None:
        since = FIRST + timedelta(weeks=made_up.merged)
        police, council = (own.seats[each].organisation_id for each in (POLICE, COUNCIL))
        merges.merge(session, police, council, since, by=None, now=NOW)
    begins = [FIRST + timedelta(weeks=each) for each in made_up.renewed]
    for at, day in enumerate(begins):
        ends = begins[at + 1] if at + 1 < len(begins) else None
        session.add(Arrangement(name=f"Arrangement {at}", since=day, until=ends))
        session.flush()
    session.flush()


def _leave(away: Span, **whose: int) -> Leave:
    return Leave(since=away.since, until=away.until, reason="vacancy", **whose)


Told = tuple[object, ...]


def recount(made_up: Past, body: int | None, day: date) -> tuple[int, dict[int, Told]]:
    """Say how many events a body has by a day, and where each partner stands, from what is said."""
    ordered = sorted(
        (each for each in made_up.meetings if each.day <= day),
        key=lambda each: (each.day, each.hour),
    )
    marks = dict.fromkeys(range(3), "")
    dates: dict[int, list[date]] = {own: [] for own in range(3)}
    first, events = None, 0
    for each in ordered:
        taken = _taken(made_up, each, body, day)
        if not taken:
            continue
        first, events = first or each.day, events + 1
        for own, mark in taken.items():
            marks[own] += mark
            dates[own].append(each.day)
    sitting: dict[int, list[int]] = {}
    for at in range(6):
        if body in {None, BODIES[at]} and made_up.seat(at).holds(day):
            sitting.setdefault(made_up.owner(at, day), []).append(at)
    found: dict[int, Told] = {}
    for own, at_seats in sitting.items():
        old = any(
            made_up.seat(at).since < first
            for at in range(6)
            if first and body in {None, BODIES[at]} and made_up.owner(at, day) == own
        )
        anew = {
            at
            for at, (one, other) in enumerate(zip(dates[own], dates[own][1:], strict=False), 1)
            if any(one < FIRST + timedelta(weeks=week) <= other for week in made_up.renewed)
        }
        before = 12.0 if old else 0.0
        away = all(made_up.away(at, day) for at in at_seats)
        level = (recounts.levels(marks[own], before=before, anew=anew) or ["new"])[-1]
        counted = recounts.numbers(marks[own], before=before, anew=anew)
        found[own] = ("paused" if away else level, *_rounded(counted))
    return events, found


def _rounded(numbers: recounts.Numbers) -> Told:
    chance, comes, usual = (
        None if each is None else round(each, 9)
        for each in (numbers.p, numbers.expected, numbers.usual)
    )
    return (chance, comes, usual, numbers.missed, numbers.opportunities, numbers.attended)


def _taken(made_up: Past, each: Meeting, body: int | None, day: date) -> dict[int, str]:
    """Say how each partner took up a meeting through its seats on a body, or on any."""
    if each.status != Status.HELD or not each.recorded:
        return {}
    known = {
        at: MARKS[told[1][-1] or ""]
        for at, told in enumerate(each.seats)
        if told is not None and not told[0] and told[1] and told[1][-1]
        if made_up.seat(at).holds(each.day)
    }
    if not {"M", "D"} & set(known.values()):
        return {}  # nobody was there: this register was not filled in
    found: dict[int, list[str]] = {}
    for at, mark in known.items():
        if not made_up.away(at, each.day) and body in {None, BODIES[at]}:
            found.setdefault(made_up.owner(at, day), []).append(mark)
    return {own: max(marks, key="0ADM".index) for own, marks in found.items()}


def told(found: Watched, own: Register) -> tuple[int, dict[int, Told]]:
    """Give what the product says in the recount's form."""
    number = {own.seats[at].organisation_id: at for at in range(3)}
    rows: dict[int, Told] = {}
    for who, each in found.partners.items():
        state = each.state
        counts = recounts.Numbers(
            state.p,
            state.expected,
            state.usual if state.seen else None,
            state.missed,
            state.opportunities,
            state.attended,
        )
        rows[number[who]] = (each.level.value, *_rounded(counts))
    return found.events, rows


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made_up=past, week=st.integers(8, 18))
def test_standings_equal_a_recount_from_the_raw_rows(
    made: Register, made_up: Past, week: int
) -> None:
    """Leave, merges, seats' dates, arrangements: whatever there was, and at whichever body."""
    times: dict[tuple[int, int], Meeting] = {(e.week, e.hour): e for e in made_up.meetings}
    made_up = replace(made_up, meetings=list(times.values()))
    day = FIRST + timedelta(weeks=week)
    with made.session.begin_nested() as back:
        write(made, made_up)
        each = standings.by_body(made.session, day)
        whole = standings.pooled(made.session, day)
        back.rollback()
    made.session.expire_all()
    assert told(whole, made) == recount(made_up, None, day)
    found = [told(each[made.seats[at].body_id], made) for at in (0, 4)]
    assert found == [recount(made_up, body, day) for body in (0, 1)]


def everyone(week: int, *codes: str | None, hour: int = 10) -> Meeting:
    rows = tuple((False, (each,)) if each else None for each in codes)
    return Meeting(week, Status.HELD, True, (*rows, *[None] * (6 - len(rows))), hour)


def test_of_two_events_of_a_day_the_later_counts_as_the_later(made: Register) -> None:
    hold(made.session, made, everyone(2, "NC", "MA", hour=18))
    hold(made.session, made, everyone(1, "MA", "MA"))
    hold(made.session, made, everyone(2, "MA", "MA", hour=9))
    found = standings.pooled(made.session, FIRST + timedelta(weeks=3))
    council = found.partners[made.seats[COUNCIL].organisation_id]
    assert (council.state.missed, council.state.opportunities) == (1, 3)


def test_an_event_at_which_nobody_was_represented_counts_for_nobody(made: Register) -> None:
    for week, codes in enumerate([("MA", "MA"), ("NC", "A"), ("MA", "NC")]):
        hold(made.session, made, everyone(week, *codes))
    found = standings.pooled(made.session, FIRST + timedelta(weeks=3))
    health = found.partners[made.seats[HEALTH].organisation_id]
    assert (found.events, health.state.missed, health.state.opportunities) == (2, 1, 2)


def asked(session: Session, day: date) -> int:
    """Count the queries that standings of all bodies, and over them, take."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    session.flush()
    engine = session.get_bind()
    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    standings.by_body(session, day)
    standings.pooled(session, day)
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_standings_take_as_many_queries_for_much_as_for_little(made: Register) -> None:
    hold(made.session, made, everyone(1, "MA", "MA"))
    health = made.seats[HEALTH].organisation_id
    made.session.add(_leave(Span(FIRST), organisation_id=health))
    few = asked(made.session, FIRST + timedelta(weeks=20))
    assert few <= 2 * MOST_QUERIES
    for number in range(5):
        made.seats.append(made.seat(f"Partner {number}")[0])
    for week in range(2, 9):
        rows = ((False, ("MA",)),) * len(made.seats)
        hold(made.session, made, Meeting(week, Status.HELD, True, rows))
    assert asked(made.session, FIRST + timedelta(weeks=20)) == few


def test_apologies_from_after_the_event_do_not_count_half(made: Register) -> None:
    for week, codes in enumerate([("MA", "MA", "MA"), ("MA", "A", AFTER)]):
        hold(made.session, made, everyone(week, *codes))
    found = standings.pooled(made.session, FIRST + timedelta(weeks=3)).partners
    runs = [found[made.seats[at].organisation_id].state.run for at in (HEALTH, POLICE)]
    assert runs == [0.5, 1.0]
