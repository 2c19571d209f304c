"""Digests of three real bodies, posted for three months each: their figures, counted anew."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from cli.wiring import House
from db import digests
from db.models import Partnership, RoleHeld
from db.tenancy import across_partnerships
from domain.periods import Month
from jobs.deliver import Deliverer
from jobs.digests import Asked, Digests
from sandbox import Channel, Message
from tests.cli.hosts import Host
from tests.world import settings_for, words

SHARED = Path(__file__).parents[3] / "shared" / "attendance"
here = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/attendance is not here")
on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
LATE = "is late because"


@dataclass
class Came:
    """Who came to a meeting of the file, and by their member."""

    present: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)


def meetings(file: Path) -> dict[date, Came]:
    """Read the file as its README says: nothing of the product is used."""
    found: dict[date, Came] = defaultdict(Came)
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["organisation"] == "(secretariat)" or row["present"] != "1":
                continue
            came = found[date.fromisoformat(row["event_date"])]
            came.present.add(row["organisation"])
            if row["role"] in {"rep", "tac"}:
                came.members.add(row["organisation"])
    return dict(sorted(found.items()))


def months(found: dict[date, Came]) -> list[Month]:
    """Give three months of a file: one early, one in the middle and the last."""
    days = list(found)
    return [Month.of(days[place]) for place in (len(days) // 3, 2 * len(days) // 3, -1)]


def summed_up(found: dict[date, Came], month: Month) -> str:
    """Say how the month's last meeting went, counted from the file."""
    day = max(each for each in found if month.span.holds(each))
    joined = {who for each, came in found.items() if each <= day for who in came.present}
    own = found[day]
    by_deputy = len(own.present - own.members)
    return (
        f"{len(own.present)} of {len(joined)} organisations were represented "
        f"({len(own.members)} by their named member, {by_deputy} by a deputy)."
    )


@pytest.fixture
def house(prepared: Host) -> Iterator[House]:
    """Give what makes digests on the host, with a clock that stands."""
    token = prepared.workspace.bot_token
    settings = settings_for(prepared.address, prepared.slack.core.base_url, token, ())
    house = House(settings, prepared.slack.core.now)
    yield house
    house.database.close()


def post(house: House, channel: Channel, month: Month) -> Message:
    """Make the digest of a month as on its day, and give what was posted."""
    with house.database.writing() as session, across_partnerships(session):
        owner = session.scalars(select(Partnership)).one()
        own, now = owner.id, digests.moment(owner, month)
        owner.coordinators_channel, owner.live_at = channel.id, now
        for each in session.scalars(select(RoleHeld)):
            each.since = min(each.since, month.first)  # they were there already
    assert Digests(house.slack, house.sealer).make(house.database, Asked(own, month), now)
    Deliverer(house.database, house.slack, sealer=house.sealer, clock=lambda: now).drain(now)
    return channel.messages[-1]


@here
@on_sqlite
@pytest.mark.parametrize("name", ["aswf_tac", "omp_tac", "ccc_tac"])
def test_its_figures_are_those_of_the_file(prepared: Host, house: House, name: str) -> None:
    file = SHARED / f"{name}.csv"
    code, said, _ = prepared.joinedup("import", "attendance", str(file), "--as-spelt", "--yes")
    assert code == 0, said
    own = [prepared.coordinator, prepared.workspace.bot]
    channel = prepared.workspace.add_channel("digest", private=True, members=own)
    found = meetings(file)
    for month in months(found):
        message = post(house, channel, month)
        assert summed_up(found, month) in words(message)
        assert LATE not in words(message)
        assert [each["type"] for each in message.blocks].count("image") >= 1
        assert len(message.blocks) <= 14
    assert len(channel.messages) == 3
