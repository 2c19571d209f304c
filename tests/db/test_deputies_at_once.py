"""A deputy who is named by several presses at once, or by two ways, is asked once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from db import answering, deputies, events, seats
from db.engine import Database
from db.events import Shown
from db.models import Delivery, NamedDeputy, Series
from db.tenancy import within
from domain.answers import Kind, Source
from domain.seats import Part
from tests.db.meetings import BEGAN, NOW, register


def test_pressed_several_times_at_once_a_deputy_is_asked_once(database: Database) -> None:
    partnership, lead, deputy = _told(database)

    def press(_n: int) -> None:
        with database.writing() as session, within(session, partnership):
            found, own = _mine(session, lead)
            given: dict[str, Any] = {"source": Source.SLACK, "at": NOW, "by": lead, "now": NOW}
            deputies.send(session, found, own, person_id=deputy, **given)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(4)))
    with database.reading() as session, within(session, partnership):
        assert [each.state for each in session.scalars(select(NamedDeputy))] == ["asked"]
        assert _planned(session, deputy) == ["event.invitation"]
        assert _planned(session, lead) == ["deputy.notice"]


def test_a_deputy_named_and_an_answer_given_at_once_leave_one_of_them(database: Database) -> None:
    partnership, lead, deputy = _told(database)

    def press(n: int) -> None:
        with database.writing() as session, within(session, partnership):
            found, own = _mine(session, lead)
            given: dict[str, Any] = {"source": Source.SLACK, "at": NOW, "now": NOW}
            if n % 2:
                deputies.send(session, found, own, person_id=deputy, by=lead, **given)
            else:
                span = events.span_of(found.event)
                answering.answer(session, found, lead, Kind.ATTENDING, span=span, **given)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(4)))
    with database.reading() as session, within(session, partnership):
        (standing,) = answering.mine(session, _mine(session, lead)[0], lead, now=NOW).invited
        asked = session.scalars(select(NamedDeputy).where(NamedDeputy.state == "asked")).all()
        assert standing.standing.kind is (Kind.DEPUTY if asked else Kind.ATTENDING)
        assert asked in ([], [standing.deputy])
        assert bool(asked) == (standing.deputy is not None)


def test_a_deputy_who_says_both_at_once_has_said_one(database: Database) -> None:
    partnership, lead, deputy = _told(database)
    with database.writing() as session, within(session, partnership):
        found, own = _mine(session, lead)
        given: dict[str, Any] = {"source": Source.SLACK, "at": NOW, "now": NOW}
        deputies.send(session, found, own, person_id=deputy, by=lead, **given)

    def press(n: int) -> None:
        with database.writing() as session, within(session, partnership):
            found = _mine(session, lead)[0]
            kind = Kind.APOLOGIES if n % 2 else Kind.ATTENDING
            span = events.span_of(found.event)
            answering.answer(session, found, deputy, kind, span=span, **given)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, range(4)))
    with database.reading() as session, within(session, partnership):
        state = session.scalars(select(NamedDeputy.state)).one()
        (standing,) = answering.mine(session, _mine(session, lead)[0], lead, now=NOW).invited
        assert (state, standing.standing.kind) in {("agreed", Kind.DEPUTY), ("declined", None)}


def _told(database: Database) -> tuple[int, int, int]:
    """Send an event; gives the partnership, the lead, and a standing deputy of the seat."""
    with register(database, ("Police",)) as made:
        deputy = made.person("Standing deputy")
        seats.appoint(
            made.session, made.seats[0], deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW
        )
        made.sent()
        made.arrived()
        return made.body.partnership_id, made.leads[0].id, deputy.id


def _mine(session: Any, lead: int) -> tuple[Shown, list[Any]]:
    series = session.scalars(select(Series)).one()
    found = Shown(events.of(session, series.id)[0], series)
    own = answering.mine(session, found, lead, now=NOW).invited
    return found, [each.invitation for each in own]


def _planned(session: Any, person: int) -> list[str]:
    query = select(Delivery.kind).where(Delivery.person_id == person, Delivery.state == "planned")
    return list(session.scalars(query.order_by(Delivery.id)))
