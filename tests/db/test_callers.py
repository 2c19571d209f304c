"""Who a Slack user is to the partnerships of a workspace."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from db import beginnings, callers, installations, partnerships, people
from db.beginnings import Joined, Named
from db.callers import Known
from db.engine import Database
from db.installations import Workspace
from db.models import Body, Organisation, Person, Post, Seat, SeatHolder
from db.sealing import Sealer
from db.tenancy import within
from domain.roles import Role
from domain.spans import Span
from tests.conftest import NOW

HERE = Joined(Workspace("E1", "T1", "U1", "B1"), "xoxb-1")
ANNE = ("E1", "T1", "U2")
SEALER = Sealer("k" * 40)


@pytest.fixture
def main(database: Database) -> int:
    with database.writing() as session:
        beginnings.begin(session, SEALER, HERE, [Named("Anne", None, "U2")], now=NOW)
        return partnerships.one(session, None).id


def known(database: Database, *user: str, days: int = 0) -> list[Known | None]:
    with database.reading() as session:
        served = callers.in_workspace(
            session,
            team_id="T1",
            user=(user[0], user[1], user[2]) if user else None,
            now=NOW + timedelta(days=days),
        )
        return [each.known for each in served]


@pytest.mark.usefixtures("main")
def test_a_person_is_known_with_the_roles_of_the_day(database: Database) -> None:
    [found] = known(database, *ANNE)
    assert found is not None
    assert (found.name, found.roles) == ("Anne", frozenset({Role.COORDINATOR}))
    [before] = known(database, *ANNE, days=-2)
    assert before is not None
    assert before.roles == set()


def test_several_roles_are_one_person(database: Database, main: int) -> None:
    with database.writing() as session, within(session, main):
        [anne] = people.in_role(session, Role.COORDINATOR, NOW.date())
        people.give_role(session, anne, Role.CHAIR, by=None, day=NOW.date(), now=NOW)
    [found] = known(database, *ANNE)
    assert found is not None
    assert found.roles == {Role.COORDINATOR, Role.CHAIR}


@pytest.mark.usefixtures("main")
def test_within_a_grid_a_person_is_known_from_any_of_its_workspaces(database: Database) -> None:
    for team in ("T1", "T2"):
        [found] = known(database, "E1", team, "U2")
        assert found is not None
    [found] = known(database, "", "T1", "U2")
    assert found is not None


@pytest.mark.usefixtures("main")
@pytest.mark.parametrize("user", [("E1", "T1", "U9"), ("", "T2", "U2"), ("E2", "T2", "U2"), ()])
def test_anybody_else_is_a_stranger(database: Database, user: tuple[str, ...]) -> None:
    assert known(database, *user) == [None]


@pytest.mark.usefixtures("main")
def test_each_partnership_knows_its_own(database: Database) -> None:
    with database.writing() as session:
        other = partnerships.add(session, slug="adults", name="Adults", now=NOW)
        beginnings.join(session, SEALER, other, HERE, [Named("Bert", None, "U3")], now=NOW)
    assert [each and each.name for each in known(database, *ANNE)] == [None, "Anne"]
    assert [each and each.name for each in known(database, "E1", "T1", "U3")] == ["Bert", None]


@pytest.mark.usefixtures("main")
def test_a_workspace_that_removed_us_serves_nobody(database: Database) -> None:
    with database.writing() as session:
        installations.revoke(session, team_id="T1", happened_at=None, now=NOW)
    assert known(database, *ANNE) == []


def place(session: Session, person: Person, model: type[Post | SeatHolder], span: Span) -> None:
    """Give somebody a post or a seat."""
    organisation = Organisation(created_at=NOW)
    session.add(organisation)
    session.flush()
    body = Body(name="Forum", name_key=f"forum {organisation.id}", created_at=NOW)
    session.add(body)
    session.flush()
    dates = {"since": span.since, "until": span.until}
    if model is Post:
        session.add(Post(person_id=person.id, organisation_id=organisation.id, **dates))
        return
    seat = Seat(organisation_id=organisation.id, body_id=body.id, title="", since=span.since)
    session.add(seat)
    session.flush()
    session.add(SeatHolder(seat_id=seat.id, person_id=person.id, part="deputy", **dates))


@pytest.mark.parametrize("model", [Post, SeatHolder])
def test_whoever_has_a_post_or_a_seat_today_is_a_partner(
    database: Database, main: int, model: type[Post | SeatHolder]
) -> None:
    today = NOW.date()
    with database.writing() as session, within(session, main):
        person = people.add(session, name="Bert", now=NOW)
        people.identify(session, person, enterprise_id="", team_id="T1", user_id="U3")
        span = Span(today + timedelta(days=2), today + timedelta(days=4))
        place(session, person, model, span)
    found = [known(database, "", "T1", "U3", days=day)[0] for day in range(6)]
    assert [Role.PARTNER in each.roles for each in found if each] == [
        False,
        False,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("zone", "partner"), [("Pacific/Kiritimati", True), ("Europe/London", False),
                          ("Pacific/Niue", False)]
)  # fmt: skip
def test_whether_it_is_today_is_for_the_partnerships_zone_to_say(
    database: Database, main: int, zone: str, *, partner: bool
) -> None:
    """At noon in London tomorrow has begun on Kiritimati."""
    with database.writing() as session:
        partnerships.by_id(session, main).zone = zone
        with within(session, main):
            [anne] = people.in_role(session, Role.COORDINATOR, NOW.date())
            place(session, anne, Post, Span(NOW.date() + timedelta(days=1)))
    with database.reading() as session:
        [served] = callers.in_workspace(session, team_id="T1", user=ANNE, now=NOW.replace(hour=12))
    assert served.known is not None
    assert (Role.PARTNER in served.known.roles) is partner


def test_it_is_one_query_however_many_posts_there_are(database: Database, main: int) -> None:
    with database.writing() as session, within(session, main):
        [anne] = people.in_role(session, Role.COORDINATOR, NOW.date())
        for _ in range(5):
            place(session, anne, Post, Span(NOW.date()))
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: seen.append(str(told[2])))
    [found] = known(database, *ANNE)
    assert found is not None
    assert found.roles == {Role.COORDINATOR, Role.PARTNER}
    assert len([each for each in seen if each.lstrip().startswith("SELECT")]) == 1
