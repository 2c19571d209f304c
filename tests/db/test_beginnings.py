"""First starts, again and again."""

import pytest
from sqlalchemy import select

from db import beginnings, partnerships, people
from db.beginnings import Joined, Named
from db.engine import Database
from db.installations import Workspace
from db.models import Delivery, Installation, Partnership, Person
from db.sealing import Sealer
from db.tenancy import across_partnerships, within
from domain.errors import Refused
from domain.roles import Role
from tests.conftest import NOW

HERE = Joined(Workspace("", "T1", "U1", "B1"), "xoxb-1")
BY_ID = Named("Coordinator", None, "U2")
BY_ADDRESS = Named("unit@example.org", "unit@example.org", None)


def begin(database: Database, joined: Joined | None, *named: Named) -> None:
    with database.writing() as session:
        beginnings.begin(session, Sealer("k" * 40), joined, list(named), now=NOW)


def everything(database: Database) -> tuple[int, int, int, int]:
    """Count partnerships, installations, people and planned messages."""
    with database.reading() as session, across_partnerships(session):
        kinds = (Partnership, Installation, Person, Delivery)
        counts = [len(session.scalars(select(kind)).all()) for kind in kinds]
    return counts[0], counts[1], counts[2], counts[3]


def test_starting_twice_makes_everything_once(database: Database) -> None:
    for _ in range(2):
        begin(database, HERE, BY_ID)
        assert everything(database) == (1, 1, 1, 1)


def test_who_is_named_by_address_is_greeted_once_slack_knows_them(database: Database) -> None:
    begin(database, HERE, BY_ADDRESS)
    assert everything(database) == (1, 1, 1, 0)
    begin(database, HERE, Named("Coordinator", "Unit@Example.org", "U2"))
    assert everything(database) == (1, 1, 1, 1)


def test_without_slack_there_is_a_partnership_and_its_coordinator(database: Database) -> None:
    begin(database, None, BY_ADDRESS)
    assert everything(database) == (1, 0, 1, 0)


def test_the_settings_name_only_the_first_coordinators(database: Database) -> None:
    begin(database, HERE, BY_ID)
    begin(database, HERE, BY_ID, Named("Newcomer", None, "U3"))
    assert everything(database) == (1, 1, 1, 1)


def test_the_command_line_adds_another(database: Database) -> None:
    begin(database, HERE, BY_ID)
    with database.writing() as session:
        only = partnerships.one(session, None)
        beginnings.add_coordinator(session, only, HERE, Named("Newcomer", None, "U3"), now=NOW)
    assert everything(database) == (1, 1, 2, 2)
    with database.reading() as session, within(session, only.id):
        assert len(people.in_role(session, Role.COORDINATOR, NOW.date())) == 2


def test_with_several_partnerships_the_slug_must_be_said(database: Database) -> None:
    with database.writing() as session, pytest.raises(Refused, match="no partnership yet"):
        partnerships.one(session, None)
    with database.writing() as session:
        for slug in ("adults", "children"):
            partnerships.add(session, slug=slug, name=slug, now=NOW)
    with database.reading() as session:
        assert partnerships.one(session, "adults").slug == "adults"
        with pytest.raises(Refused, match="--partnership: adults, children"):
            partnerships.one(session, None)
        with pytest.raises(Refused, match="There are: adults, children"):
            partnerships.one(session, "mian")
