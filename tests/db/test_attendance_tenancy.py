"""Of two partnerships neither sees, objects to, decides or checks in to what is the other's."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.pages.check_in_door import CheckInDoor
from db import corrections, event_visits, events, records, register_drafts, register_saves
from db.check_in_codes import KeyedCodes
from db.engine import Database
from db.models import Correction, DraftedOutcome, Invitation, Outcome, WalkIn
from db.register_saves import Settled
from db.tenancy import within
from domain.errors import Refused
from domain.outcomes import Code
from domain.outcomes import Outcome as Says
from domain.records import Said, State
from tests.db.attended import MONDAY, lines
from tests.db.meetings import register

TEN = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
DAY = MONDAY.date()
SAID = Said(Code.MEMBER)


@dataclass(frozen=True)
class Own:
    """One of the two: its event, and the invitation and lead of its only seat."""

    partnership: int
    event: int
    invitation: int
    lead: int


@pytest.fixture
def two(database: Database) -> tuple[Own, Own]:
    """Make two partnerships with one event each, at the same time."""
    made = []
    for slug in ("children", "adults"):
        with register(database, (slug.title(),)) as forum:
            forum.sent()
            forum.owner.slug = slug
            own = lines(forum)[slug.title()].seat.invitation_id
            event = forum.session.get_one(Invitation, own).event_id
            made.append(Own(forum.owner.id, event, own, forum.leads[0].id))
    return made[0], made[1]


def _record(database: Database, own: Own) -> int:
    """Record apologies for the seat, to which its partner objects; gives what it asked."""
    with database.writing() as session, within(session, own.partnership):
        shown = events.by_id(session, own.event)
        assert shown is not None
        drafted = {own.invitation: Says(code=Code.APOLOGIES)}
        register_drafts.keep(session, shown, drafted, by=None, now=MONDAY)
        register_saves.save(session, shown, Settled(nobody=True), by=None, now=MONDAY)
        entry = corrections.ask(
            session, own.lead, own.invitation, SAID, source="link", day=DAY, now=MONDAY
        )
        assert entry.latest is not None
        return entry.latest.id


def test_a_record_is_of_no_other_partnership(database: Database, two: tuple[Own, Own]) -> None:
    here, there = two
    for each in two:
        _record(database, each)
    with database.reading() as session, within(session, here.partnership):
        assert records.whose(session, there.lead, day=DAY) == frozenset()
        own = records.whose(session, here.lead, day=DAY)
        found = records.page(session, own, day=DAY, every=True)
        assert [each.invitation_id for each in found.entries] == [here.invitation]
        assert len(found.totals) == 1
        assert records.entries(session, [there.invitation], day=DAY) == []
        for whose in (own, None):
            with pytest.raises(Refused, match="not on the record"):
                records.entry(session, whose, there.invitation, day=DAY)


def test_nobody_asks_or_decides_in_another_partnership(
    database: Database, two: tuple[Own, Own]
) -> None:
    here, there = two
    asked = [_record(database, each) for each in two][1]
    with database.writing() as session, within(session, here.partnership):
        assert len(corrections.gaps(session)) == 1
        assert corrections.settled(session, asked, now=MONDAY) is None
        for who in (here.lead, there.lead):
            with pytest.raises(Refused, match="not on the record"):
                corrections.ask(
                    session, who, there.invitation, SAID, source="link", day=DAY, now=MONDAY
                )
            with pytest.raises(Refused, match="not on the record"):
                corrections.withdraw(session, who, there.invitation, day=DAY, now=MONDAY)
        for correct in (True, False):
            with pytest.raises(Refused, match="has decided this"):
                corrections.settle(session, asked, correct=correct, by=here.lead, now=MONDAY)
    with database.reading() as session, within(session, there.partnership):
        assert session.scalars(select(Correction.state)).all() == [State.WAITING]
        current = select(Outcome.code).where(Outcome.is_current)
        assert session.scalars(current).all() == [Code.APOLOGIES]


def test_an_event_of_another_partnership_is_nobody_s_to_check_in_to(
    database: Database, two: tuple[Own, Own]
) -> None:
    here, there = two
    with database.writing() as session, within(session, here.partnership):
        assert event_visits.seen(session, here.lead, there.event, now=TEN) is None
        shown = events.by_id(session, here.event)
        assert shown is not None
        with pytest.raises(Refused, match="no longer invited"):
            drafted = {there.invitation: Says(code=Code.MEMBER)}
            register_drafts.keep(session, shown, drafted, by=None, now=TEN)


def test_a_code_opens_the_register_of_its_own_event_alone(
    database: Database, two: tuple[Own, Own]
) -> None:
    here, there = two
    codes = KeyedCodes("a secret of this test that is long enough")
    door = httpx.ASGITransport(Starlette(routes=CheckInDoor(database, codes, lambda: TEN).routes))

    async def send(sent: dict[str, str]) -> int:
        async with httpx.AsyncClient(transport=door, base_url="http://bot") as client:
            return (await client.post("/check-in", data=sent)).status_code

    def post(event: str, name: str) -> int:
        typed = {"code": codes.at(here.event, TEN), "walk_in": name, "walk_in_from": ""}
        sent = {**typed, "event": event, "how": "room"}
        with ThreadPoolExecutor(1) as apart:  # a browser of another test may run a loop in ours
            return apart.submit(lambda: asyncio.run(send(sent))).result()

    assert post(str(there.event), "Mallory Wright") == 422
    assert post(str(here.event), "Adults lead") == 303
    assert post("", "Dana Young") == 303
    for own, names in ((here, ["Adults lead", "Dana Young"]), (there, [])):
        with database.reading() as session, within(session, own.partnership):
            assert list(session.scalars(select(WalkIn.name).order_by(WalkIn.id))) == names
            assert session.scalars(select(DraftedOutcome)).all() == []
