"""Figures: equal to a recount by hand from the raw rows, whatever the history was."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.orm import Session

from db import figures, merges
from db.engine import Database
from db.figures import ALL, Over
from db.models import Leave
from domain.events import Status
from domain.figures import Figures, Reach
from domain.spans import Span
from tests.db.meetings import NOW, Register, register
from tests.db.past_meetings import FIRST, Meeting, days, everybody, hold, meeting, span


@pytest.fixture
def made(database: Database) -> Iterator[Register]:
    with register(database, ("Council", "Health", "Police")) as found:
        yield found


def recount(
    meetings: list[Meeting], seat: int, exists: Span, away: list[Span], within: Span | None
) -> Figures:
    """Count one seat's opportunities by hand."""
    codes = [
        told[1][-1]
        for each in meetings
        if each.status == Status.HELD
        and each.recorded
        and exists.holds(each.day)
        and not any(leave.holds(each.day) for leave in away)
        and (within is None or within.holds(each.day))
        and (told := each.seats[seat]) is not None
        and not told[0]
        and told[1]
    ]
    return Figures(*(codes.count(code) for code in ("MA", "RA", "A", "NC")))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    meetings=st.lists(meeting, max_size=8),
    exists=st.tuples(*[span] * 3),
    seat_leave=st.lists(span, max_size=1),
    own_leave=st.lists(span, max_size=1),
    within=st.none() | span,
)
def test_figures_equal_a_recount_from_the_raw_rows(
    made: Register,
    meetings: list[Meeting],
    exists: tuple[tuple[int, int | None], ...],
    seat_leave: list[tuple[int, int | None]],
    own_leave: list[tuple[int, int | None]],
    within: tuple[int, int | None] | None,
) -> None:
    """Seat 0 may be on leave by itself, seat 1 with its organisation, seat 2 never is."""
    session = made.session
    with session.begin_nested() as back:
        for seat, weeks in zip(made.seats, exists, strict=True):
            seat.since, seat.until = days(weeks).since, days(weeks).until
        leaves = [
            *(Leave(seat_id=made.seats[0].id, **_days(each)) for each in seat_leave),
            *(Leave(organisation_id=made.seats[1].organisation_id, **_days(e)) for e in own_leave),
        ]
        session.add_all(leaves)
        for each in meetings:
            hold(session, made, each)
        session.flush()
        asked = days(within) if within else None
        away = [[days(e) for e in seat_leave], [days(e) for e in own_leave], []]
        wanted = {
            seat.id: count
            for n, seat in enumerate(made.seats)
            if (count := recount(meetings, n, days(exists[n]), away[n], asked)) != Figures()
        }
        found = figures.by_seat(session, Over(span=asked))
        of_events = figures.by_event(session, Over(span=asked))
        reached = figures.reach(session, Over(span=asked), day=FIRST)
        each_reached = figures.reach_of_events(session, Over(span=asked), day=FIRST)
        back.rollback()
    session.expire_all()
    assert found == wanted
    assert figures.total(of_events.values()) == figures.total(wanted.values())
    assert each_reached == {  # each partner has one seat here
        own: Reach(each.opportunities, each.represented) for own, each in of_events.items()
    }
    assert reached == Reach(len(wanted), sum(each.represented > 0 for each in wanted.values()))


def _days(weeks: tuple[int, int | None]) -> dict[str, object]:
    found = days(weeks)
    return {"since": found.since, "until": found.until, "reason": "vacancy"}


def test_after_a_merge_an_organisation_counts_with_what_it_took_over(made: Register) -> None:
    hold(made.session, made, everybody("MA", "NC", "RA"))
    council, health = (each.organisation_id for each in made.seats[:2])
    merges.merge(made.session, health, council, since=FIRST + timedelta(weeks=2), by=None, now=NOW)
    day = FIRST + timedelta(weeks=3)
    known = figures.seats(made.session, day)
    own = figures.folded(figures.by_seat(made.session), lambda seat: known[seat].organisation_id)
    assert own[council] == Figures(members=1, no_contact=1)
    only = Over(organisations=frozenset({council}))
    assert figures.total(figures.by_seat(made.session, only).values()) == own[council]
    assert figures.reach(made.session, ALL, day=day) == Reach(2, 2)


def test_who_is_away_with_whom_they_merged_into_is_not_counted_from_then_on(
    made: Register,
) -> None:
    for week in (1, 5):
        hold(made.session, made, Meeting(week, Status.HELD, True, ((False, ("NC",)), None, None)))
    council, health = (each.organisation_id for each in made.seats[:2])
    merges.merge(made.session, council, health, since=FIRST + timedelta(weeks=3), by=None, now=NOW)
    made.session.add(Leave(organisation_id=health, since=FIRST, until=None, reason="closure"))
    made.session.flush()
    assert figures.by_seat(made.session)[made.seats[0].id] == Figures(no_contact=1)


def test_each_event_s_reach_counts_organisations(made: Register) -> None:
    hold(made.session, made, everybody("MA", "A", "RA"))
    [found] = figures.reach_of_events(made.session, day=FIRST).values()
    assert found == Reach(3, 2)
    assert found.percent == 67


def asked(session: Session) -> int:
    """Count the queries that all figures take together."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    session.flush()
    engine = session.get_bind()
    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    figures.by_seat(session)
    figures.by_event(session)
    figures.seats(session, FIRST)
    figures.reach(session, day=FIRST)
    figures.reach_of_events(session, day=FIRST)
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_figures_take_as_many_queries_for_many_meetings_as_for_few(made: Register) -> None:
    hold(made.session, made, everybody("MA", "A", "RA"))
    made.session.add(Leave(seat_id=made.seats[0].id, since=FIRST, until=None, reason="vacancy"))
    few = asked(made.session)
    for number in range(10):
        made.seats.append(made.seat(f"Partner {number}")[0])
    made.session.add_all(
        Leave(seat_id=each.id, since=FIRST, until=None, reason="vacancy")
        for each in made.seats[5:8]
    )
    for week in range(2, 9):
        hold(
            made.session,
            made,
            Meeting(week, Status.HELD, True, ((False, ("MA",)),) * len(made.seats)),
        )
    assert asked(made.session) == few


def test_reach_counts_a_partner_once_whatever_merged_and_not_while_on_leave(
    made: Register,
) -> None:
    hold(made.session, made, everybody("NC", "MA", "A"))
    council, health, police = (each.organisation_id for each in made.seats)
    day = FIRST + timedelta(weeks=3)
    merges.merge(made.session, health, council, since=day, by=None, now=NOW)
    [found] = figures.reach_of_events(made.session, day=day).values()
    assert found == Reach(2, 1)
    made.session.add(Leave(organisation_id=police, since=FIRST, until=None, reason="closure"))
    made.session.flush()
    [found] = figures.reach_of_events(made.session, day=day).values()
    assert found == Reach(1, 1)
