"""Who a Slack user is to the partnerships of a workspace."""

from datetime import timedelta

import pytest

from db import beginnings, callers, installations, partnerships, people
from db.beginnings import Joined, Named
from db.callers import Known
from db.engine import Database
from db.installations import Workspace
from db.sealing import Sealer
from db.tenancy import within
from domain.roles import Role
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
