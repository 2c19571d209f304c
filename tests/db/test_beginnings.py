"""First starts, again and again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import beginnings, partnerships, people
from db.beginnings import Joined, Named
from db.engine import Database
from db.installations import Resealed, Workspace
from db.models import (
    AuditDetail,
    AuditEntry,
    Delivery,
    Installation,
    Partnership,
    Person,
    SlackIdentity,
)
from db.sealing import Sealer
from db.tenancy import across_partnerships, within
from domain.errors import Refused
from domain.roles import Role
from tests.conftest import NOW

HERE = Joined(Workspace("", "T1", "U1", "B1"), "xoxb-1")
BY_ID = Named("Coordinator", None, "U2")
BY_ADDRESS = Named("unit@example.org", "unit@example.org", None)


def begin(
    database: Database, joined: Joined | None, *named: Named, key: str = "k", now: datetime = NOW
) -> Resealed:
    with database.writing() as session:
        return beginnings.begin(session, Sealer(key * 40), joined, list(named), now=now)


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


def test_without_slack_nothing_is_made(database: Database) -> None:
    begin(database, None, BY_ADDRESS)
    assert everything(database) == (0, 0, 0, 0)


def test_a_partnership_made_without_slack_gets_its_coordinators(database: Database) -> None:
    with database.writing() as session:
        partnerships.add(session, slug="adults", name="Adults", now=NOW)
    begin(database, None, BY_ADDRESS)
    assert everything(database) == (1, 0, 1, 0)


def test_processes_that_begin_at_once_make_everything_once(database: Database) -> None:
    together = Barrier(4)

    def start(_number: int) -> Resealed:
        together.wait(20)
        return begin(database, HERE, BY_ID)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(start, range(4))) == [Resealed(0, 0)] * 4
    assert everything(database) == (1, 1, 1, 1)


def test_with_another_key_the_token_that_is_set_takes_the_lost_ones_place(
    database: Database,
) -> None:
    begin(database, HERE, BY_ID)
    assert begin(database, None, key="n") == Resealed(0, 1)
    assert begin(database, HERE, BY_ID, key="n") == Resealed(0, 0)
    with database.reading() as session, across_partnerships(session):
        row = session.scalars(select(Installation)).one()
    assert Sealer("n" * 40).open(row.sealed_token, row.partnership_id) == "xoxb-1"


def test_somebody_of_another_workspace_is_bound_by_their_own(database: Database) -> None:
    begin(database, HERE, Named("Chief", None, "U7", "T2", "E2"), Named("Own", None, "U8", "T1"))
    with database.reading() as session, across_partnerships(session):
        found = session.scalars(select(SlackIdentity).order_by(SlackIdentity.user_id)).all()
    assert [(each.enterprise_id, each.team_id, each.user_id) for each in found] == [
        ("E2", "T2", "U7"),
        ("", "T1", "U8"),
    ]


def test_a_coordinator_is_one_in_whichever_zone_is_set_up(database: Database) -> None:
    just_after_midnight = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    begin(database, HERE, BY_ID, now=just_after_midnight)
    with database.writing() as session:
        partnerships.one(session, None).zone = "Pacific/Pago_Pago"
    with database.reading() as session:
        only = partnerships.one(session, None)
        with within(session, only.id):
            assert people.in_role(session, Role.COORDINATOR, only.day(just_after_midnight))


def test_who_became_a_coordinator_today_is_not_made_one_again(database: Database) -> None:
    begin(database, HERE, BY_ID)
    with database.writing() as session:
        only = partnerships.one(session, None)
        with within(session, only.id):
            other = people.add(session, name="Other", address="unit@example.org", now=NOW)
            day = only.day(NOW)
            people.give_role(session, other, Role.COORDINATOR, by=None, day=day, now=NOW)
        beginnings.add_coordinator(session, only, HERE, BY_ADDRESS, now=NOW)
    assert everything(database) == (1, 1, 2, 1)


def test_what_is_made_leaves_a_trail_without_secrets(database: Database) -> None:
    begin(database, HERE, Named("Coordinator", "unit@example.org", "U2"))
    with database.writing() as session:
        only = partnerships.one(session, None)
        beginnings.add_channel(session, only, HERE, "C01234567", now=NOW)
    with database.reading() as session, within(session, only.id):
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
        details = str(session.scalars(select(AuditDetail.after)).all())
    person = ["add", "add address", "give role", "identify"]
    assert verbs == ["add", "install", *person, "add channel"]
    assert "xoxb" not in details


@pytest.mark.parametrize(
    "wrong",
    [
        lambda session: partnerships.add(session, slug="k", name=" ", now=NOW),
        lambda session: partnerships.add(session, slug="k", name="a" * 200, now=NOW),
        lambda session: partnerships.add_channel(session, 1, team_id="T1", channel_id="nonsense"),
        lambda session: partnerships.add_channel(session, 1, team_id="T1", channel_id="C" * 40),
    ],
    ids=["no name", "long name", "no channel", "long channel"],
)
def test_what_can_be_no_name_or_channel_is_refused(
    database: Database, wrong: Callable[[Session], object]
) -> None:
    begin(database, HERE, BY_ID)
    with database.writing() as session, pytest.raises(Refused):
        wrong(session)
    assert everything(database) == (1, 1, 1, 1)


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
