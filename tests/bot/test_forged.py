"""Ids that a person may have changed: in a button's value, a form's fields or its state.

Another partnership's rows have the lowest ids; here somebody who may do everything tries them all,
on every row of the table. Nothing of theirs is shown, nothing changes, and nothing breaks.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.commands import TABLE
from bot.outgoing import Call
from db import bodies, organisations, partnerships, people, samples, terms, worklist
from db import introductions as meetings
from db.engine import Database
from db.models import Base, Introduction
from db.models.base import Owned
from db.tenancy import across_partnerships, within
from domain.roles import Role
from domain.terms import Term
from domain.worklist import Kind
from tests.bot.requests import Asker, Json, Sent, send
from tests.bot.test_policy import Kept, install, key, opened
from tests.world import SIGNING_SECRET, World

BOT = Path(__file__).parents[2] / "bot"
THEIRS = "Anyshire"
"""Stands in the name of every partner of theirs."""

FAULT = "tell the business unit this reference"


def _said(pattern: str) -> list[str]:
    files = [*(BOT / "messages").glob("*.py"), *(BOT / "commands").glob("*.py")]
    return sorted({found for file in files for found in re.findall(pattern, file.read_text())})


FIELDS = _said(r'fields\.\w+\(\s*"(\w+)"') + _said(r'entered\("(\w+)"\)')
STATES = _said(r'state(?:\.get\(|=\{)\s*"(\w+)"') + _said(r'id_of\(request, "(\w+)"\)')
"""What forms hold and carry, as the code names it."""


def _entered(value: str) -> dict[str, Json]:
    days = {"since", "until", "from", "day", "first_day", "last_day"}
    return {
        name: {"selected_date": "2026-12-01"}
        if name in days
        else {"value": value, "selected_options": [{"value": value}]}
        for name in FIELDS
    }


def _tries() -> Iterator[Sent]:
    for number in range(1, 15):
        text = str(number)
        state = dict.fromkeys(STATES, number)
        yield Sent(value=text, text=text, entered=_entered(text), state=state)
    odd = ("", "-1", "9" * 18, "9" * 40, "0x1", "1 OR 1=1", "[1, 2]", json.dumps({"a": 1}), "ﷺ")
    for text in odd:
        yield Sent(value=text, text=text, entered=_entered(text), state=dict.fromkeys(STATES, text))


def _rows_of(database: Database, partnership_id: int) -> dict[str, list[tuple[object, ...]]]:
    """Give all rows of a partnership, table by table."""
    owned: list[Any] = [
        each.class_ for each in Base.registry.mappers if issubclass(each.class_, Owned)
    ]
    with database.reading() as session, across_partnerships(session):
        return {
            model.__name__: [
                tuple(getattr(row, column.key) for column in model.__mapper__.column_attrs)
                for row in session.scalars(
                    select(model)
                    .where(model.partnership_id == partnership_id)
                    .order_by(*model.__mapper__.primary_key)
                )
            ]
            for model in owned
        }


@pytest.fixture
def theirs(world: World) -> int:
    """Fill the partnership that was there first, and give its id: its ids are the lowest."""
    now, own = world.clock.now(), world.partnership
    with world.house.database.writing() as session, within(session, own.id):
        samples.lay(session, day=own.day(now), by=None, now=now)
        term = Term("Anyshire autumn", own.day(now), own.day(now))
        terms.add(session, term, by=None, now=now)
        worklist.tell(session, Kind.TOLD, 1, _told(), by=1, now=now)
        identity = {"enterprise_id": "", "team_id": "T1", "user_id": "U1"}
        meetings.note(session, [own.id], identity=identity, home_team_id="T1", now=now)
        for row in session.scalars(select(Introduction)):
            row.looked_up_at, row.name = now, "Anyshire stranger"
    return own.id


def _told() -> Json:
    return {"part": "lead", "name": "Anyshire teller", "address": "a@example.org", "by": 1} | {
        "job_title": None,
        "since": "2026-11-23",
    }


@pytest.fixture
def us(world: World, theirs: int) -> Asker:  # noqa: ARG001 - theirs is laid first
    """Make a partnership of our own in the same workspace, and give who runs it."""
    now, space = world.clock.now(), world.workspace
    who = {"enterprise_id": "", "team_id": space.id, "user_id": "U0OURS"}
    with world.house.database.writing() as session:
        own = partnerships.add(session, slug="adults", name="Adults", now=now)
        with within(session, own.id):
            install(session, own.id, world, space)
            person = people.add(session, name="Our coordinator", now=now)
            people.identify(session, person, **who)
            for role in (Role.COORDINATOR, Role.PARTNER):
                people.give_role(session, person, role, by=None, day=now.date(), now=now)
            organisations.register(session, "Ours", since=now.date(), by=None, now=now)
            bodies.add(session, "Our board", by=None, now=now)
    return Asker("U0OURS", space.id, space.id, "adults")


@pytest.mark.timeout(900)
def test_no_forged_id_reaches_another_partnership_or_breaks_anything(
    world: World, theirs: int, us: Asker
) -> None:
    before = _rows_of(world.house.database, theirs)
    calls, wrong = Kept(world), []
    ask = opened(world, TABLE, calls)
    for row in TABLE.rows:
        for sent in _tries():
            calls.made.clear()
            answer = send(ask, SIGNING_SECRET, row, us, sent)
            said = answer.body + _shown(calls.made)
            if answer.status != 200 or FAULT in said or THEIRS in said:
                wrong.append((key(row), sent.value, answer.status, _about(said)))
    assert wrong == []
    assert _rows_of(world.house.database, theirs) == before


def _shown(made: list[Call]) -> str:
    return json.dumps([each.payload for each in made], ensure_ascii=False)


def _about(said: str) -> str:
    found = re.search(rf".{{0,60}}(?:{FAULT}|{THEIRS}).{{0,60}}", said)
    return found[0] if found else ""


def test_the_tries_know_what_forms_hold_and_carry() -> None:
    assert {"person", "partner", "since", "name", "member"} <= set(FIELDS)
    assert {"seat", "person", "sector", "term", "role", "key", "introduction"} <= set(STATES)
