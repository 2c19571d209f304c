"""Attendance as it is taken away: what counts in it is what figures count, whatever happened."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from db import attendance_exports, figure_pages, figures
from db.engine import Database
from db.figures import Over
from db.models import Leave, Outcome, Person
from domain.events import Status
from domain.sheets import Cell, Table
from tests.db.meetings import NOW, Register, register
from tests.db.past_meetings import FIRST, Meeting, days, everybody, hold, meeting, span

LATE = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
"""After all that is made up."""

NAMES = ("Council", "Health", "Police")
Weeks = tuple[int, int | None]


@pytest.fixture
def made(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as found:
        yield found


def lines(table: Table) -> list[dict[str, Cell]]:
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def tables(made: Register) -> tuple[list[dict[str, Cell]], list[dict[str, Cell]]]:
    made.session.flush()
    outcomes, of_periods = attendance_exports.tables(made.session, now=LATE)
    return lines(outcomes), lines(of_periods)


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
)
def test_what_counts_is_what_figures_count(
    made: Register,
    meetings: list[Meeting],
    exists: tuple[Weeks, ...],
    seat_leave: list[Weeks],
    own_leave: list[Weeks],
) -> None:
    session = made.session
    with session.begin_nested() as back:
        for seat, weeks in zip(made.seats, exists, strict=True):
            seat.since, seat.until = days(weeks).since, days(weeks).until
        for n, asked in enumerate((seat_leave, own_leave)):
            own = [
                {"seat_id": made.seats[0].id},
                {"organisation_id": made.seats[1].organisation_id},
            ]
            for away in map(days, asked):
                leave = Leave(**own[n], since=away.since, until=away.until, reason="vacancy")
                session.add(leave)
        for each in meetings:
            hold(session, made, each)
        session.flush()
        told, of_periods = tables(made)
        periods = figure_pages.choices(session, LATE.date())
        wanted = {
            (period.name, seat): figure.opportunities
            for period in periods
            for seat, figure in figures.by_seat(session, Over(period.span)).items()
        }
        back.rollback()
    session.expire_all()
    found = Counter(each["Seat number"] for each in told if each["Counted"] == "yes")
    ever = {seat: n for (name, seat), n in wanted.items() if name == "everything recorded"}
    assert found == ever
    assert all(bool(each["Why not counted"]) != (each["Counted"] == "yes") for each in told)
    names = {seat.id: name for seat, name in zip(made.seats, NAMES, strict=True)}
    assert {
        (each["Period"], each["Partner"]): each["Opportunities"]
        for each in of_periods
        if each["Figures of"] == "Seat"
    } == {(name, names[seat]): n for (name, seat), n in wanted.items()}


def why(made: Register) -> list[Cell]:
    return [each["Why not counted"] for each in tables(made)[0]]


def test_why_a_line_does_not_count_is_said(made: Register) -> None:
    for week, status in enumerate((Status.ABANDONED, Status.HELD, Status.HELD, Status.HELD)):
        hold(made.session, made, Meeting(week, status, True, ((False, ("MA",)), None, None)))
    made.seats[0].since = FIRST + timedelta(weeks=2)
    away = FIRST + timedelta(weeks=3)
    made.session.add(Leave(seat_id=made.seats[0].id, since=away, until=None, reason="vacancy"))
    assert why(made) == ["on leave", "", "the seat was not there", "not held"]


def test_a_register_that_is_not_filled_in_is_nobody_s_absence(made: Register) -> None:
    hold(made.session, made, Meeting(1, Status.SCHEDULED, False, ((False, ()), (True, ()), None)))
    told, of_periods = tables(made)
    assert [(each["Outcome"], each["Why not counted"]) for each in told] == [
        ("Not recorded", "not recorded"),
        ("Not recorded", "withdrawn"),
    ]
    assert of_periods == []


def test_a_line_says_who_came_how_and_by_whom_it_is_known(made: Register) -> None:
    hold(made.session, made, everybody("RA", "NC", "A"))
    row = made.session.scalars(select(Outcome).where(Outcome.code == "RA")).one()
    row.person_id, row.remote, row.recorded_by = made.leads[1].id, True, made.leads[2].id
    [found] = [each for each in tables(made)[0] if each["Outcome code"] == "RA"]
    lead = made.session.get_one(Person, made.leads[1].id)
    assert (found["Partner"], found["Who came"], found["How"]) == ("Council", lead.name, "by call")
    assert found["Recorded by"] == made.leads[2].name
    assert (found["Date"], found["Recorded on"]) == (FIRST + timedelta(weeks=1), NOW.date())
    assert found["Source"] == "from the register"


def test_no_per_cent_is_made_of_few_events(made: Register) -> None:
    for week in range(3):
        hold(made.session, made, Meeting(week, Status.HELD, True, ((False, ("MA",)),) * 3))
    few = tables(made)[1]
    assert {each["Represented %"] for each in few} == {None}
    hold(made.session, made, everybody("RA", "NC", "A"))
    [whole] = [
        each
        for each in tables(made)[1]
        if (each["Period"], each["Figures of"]) == ("everything recorded", "All bodies")
    ]
    assert (whole["Represented"], whole["Opportunities"], whole["Represented %"]) == (10, 12, 83)
    assert (whole["Named member"], whole["Named member %"]) == (9, 75)


def asked(made: Register) -> int:
    made.session.flush()
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = made.session.get_bind()
    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    attendance_exports.tables(made.session, now=LATE)
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_it_takes_as_many_queries_for_many_events_as_for_few(made: Register) -> None:
    hold(made.session, made, everybody("MA", "A", "RA"))
    few = asked(made)
    for week in range(2, 9):
        hold(made.session, made, Meeting(week, Status.HELD, True, ((False, ("MA",)),) * 3))
    assert asked(made) == few


def test_what_is_to_come_is_not_in_it(made: Register) -> None:
    made.sent()
    assert tables(made) == ([], [])
