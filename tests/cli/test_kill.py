"""Persist, then acknowledge: what was acknowledged outlives the process, kill -9 or not."""

import http.client
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from db.models import AuditEntry, InboxEntry, OrganisationName
from db.tenancy import across_partnerships
from sandbox import Outcome, SignedRequest
from tests.cli.hosts import Host
from tests.cli.processes import PATIENCE, Program, wait_until

KILLS = 100
FROM_THE_COMMAND_LINE = 20
"""Every so many processes is started in full; the others are copies of a loaded one."""

IN_FLIGHT = 24


@dataclass
class Standby:
    """Processes that are started ahead, so that the next one answers when one is killed."""

    host: Host
    ready: list[Program] = field(default_factory=list)
    started: Iterator[int] = field(default_factory=count)

    def next(self) -> Program:
        """Give a process that answers, and start those after the next."""
        while len(self.ready) < 3:
            full = next(self.started) % FROM_THE_COMMAND_LINE == 0
            arguments = ("web", "--host", "127.0.0.1", "--port", "0")
            self.ready.append(self.host.start(*arguments) if full else self.host.copy())
        return self.ready.pop(0)


@pytest.fixture
def standby(prepared: Host) -> Standby:
    return Standby(prepared)


def add(host: Host, name: str, program: Program) -> SignedRequest:
    """Make the request that registers a partner, for a process."""
    host.turn_to(program)
    return host.coordinator.command_request(f"/partner add {name}")


def test_what_was_acknowledged_outlives_a_hundred_kills(prepared: Host, standby: Standby) -> None:
    before = prepared.count(AuditEntry)
    acknowledged = []
    for number in range(KILLS):
        program = standby.next()
        name = f"OrganisationName {number}"
        request = add(prepared, name, program)
        (outcome,) = prepared.slack.deliver(request)
        program.kill()
        registers(outcome, name)
        acknowledged.append(name)
    assert register(prepared) == Counter(acknowledged)
    assert prepared.count(AuditEntry) == before + KILLS
    assert prepared.count(InboxEntry) == KILLS
    is_whole(prepared)


def test_what_was_on_its_way_at_a_kill_happens_once_when_it_is_sent_again(
    prepared: Host, standby: Standby
) -> None:
    usual = seconds_of_a_first_request(prepared, standby.next())
    sent = {}
    for number in range(IN_FLIGHT):
        program, name = standby.next(), f"OrganisationName {number}"
        sent[name] = add(prepared, name, program)
        with connected(program) as connection:
            hand_over(connection, sent[name])
            if number % 2:
                wait_until("it is committed", lambda: register(prepared)[name])  # noqa: B023
            else:
                time.sleep(usual * number / IN_FLIGHT)  # where the kill hits, not what it awaits
            program.kill()
    assert sum(register(prepared)[name] for name in sent) >= IN_FLIGHT // 2
    program = standby.next()
    for name, request in sent.items():
        registers(prepared.send(request, program), name)
    assert set(sent) < set(register(prepared))
    assert set(register(prepared).values()) == {1}
    is_whole(prepared)


def registers(outcome: Outcome, name: str) -> None:
    """See that somebody was told that their partner is registered."""
    assert outcome.status == 200
    assert outcome.json["text"] == f"{name} is now a partner."


def register(host: Host) -> Counter[str]:
    """Count the names on the register."""
    with host.database.reading() as session, across_partnerships(session):
        return Counter(session.scalars(select(OrganisationName.name)))


def is_whole(host: Host) -> None:
    """See that the database is sound, and the record of changes proves true."""
    if host.database.is_sqlite:
        with host.database.engine.connect() as connection:
            checked = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert (checked, broken) == (["ok"], [])
    assert host.joinedup("audit", "verify")[0] == 0


def seconds_of_a_first_request(host: Host, program: Program) -> float:
    """Measure how long a fresh process takes over a request that nothing interrupts."""
    return host.send(add(host, "Partner before", program), program).elapsed


def connected(program: Program) -> closing[http.client.HTTPConnection]:
    """Open a connection that has been used once, so that the next request is taken at once."""
    connection = http.client.HTTPConnection(urlsplit(program.url).netloc, timeout=PATIENCE)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    return closing(connection)


def hand_over(connection: http.client.HTTPConnection, request: SignedRequest) -> None:
    """Send a request without waiting for its answer."""
    connection.request(request.method, urlsplit(request.url).path, request.body, request.headers)
