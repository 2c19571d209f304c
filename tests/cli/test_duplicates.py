"""R6: whatever Slack or a finger sends twice has one effect, and each gets the same answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from db.models import AuditEntry, InboxEntry, Organisation
from sandbox import Outcome, Person
from tests.cli.hosts import Host

ROUNDS = 10
"""How often a race is run: what can be lost is lost seldom."""


@pytest.fixture
def served(prepared: Host) -> Host:
    """Give a host where a process answers Slack."""
    prepared.turn_to(prepared.copy())
    return prepared


@pytest.fixture
def before(prepared: Host) -> int:
    """Count what the first start wrote into the record."""
    return prepared.count(AuditEntry)


def has_happened(host: Host, before: int, times: int) -> None:
    """See that so many partners were registered, and that nothing else was written."""
    assert host.count(Organisation) == times
    assert host.count(AuditEntry) == before + times
    assert host.count(InboxEntry) == times


def same_answers(outcomes: list[Outcome]) -> str:
    """See that all were answered alike, and give what they were told."""
    assert [outcome.status for outcome in outcomes] == [200] * len(outcomes)
    (body,) = {outcome.body for outcome in outcomes}
    return body


def test_a_command_sent_four_times_at_once_has_one_effect(served: Host, before: int) -> None:
    for number in range(ROUNDS):
        name = f"Organisation {number}"
        request = served.coordinator.command_request(f"/partner add {name}")
        outcomes = served.slack.deliver(request, copies=4, at_once=True)
        assert f"{name} is now a partner" in same_answers(outcomes)
    has_happened(served, before, ROUNDS)


def test_a_form_sent_four_times_at_once_has_one_effect(served: Host, before: int) -> None:
    for number in range(ROUNDS):
        name = f"Organisation {number}"
        assert served.coordinator.run("/partner add").view is not None
        request = served.coordinator.submit_request({"name": name})
        outcomes = served.slack.deliver(request, copies=4, at_once=True)
        assert f"{name} is now a partner" in same_answers(outcomes)
        served.coordinator.close()
    has_happened(served, before, ROUNDS)


def test_a_command_that_reaches_two_processes_at_once_has_one_effect(
    prepared: Host, before: int
) -> None:
    processes = [prepared.copy(), prepared.copy()]
    prepared.turn_to(processes[0])
    for number in range(ROUNDS):
        request = prepared.coordinator.command_request(f"/partner add Organisation {number}")
        start = Barrier(4)

        def send(copy: int) -> Outcome:
            start.wait()  # noqa: B023 - all have ended before the next round
            return prepared.send(request, processes[copy % 2])  # noqa: B023

        with ThreadPoolExecutor(4) as pool:
            same_answers(list(pool.map(send, range(4))))
    has_happened(prepared, before, ROUNDS)


def test_a_repeat_after_a_restart_gets_the_first_answer(prepared: Host, before: int) -> None:
    first = prepared.copy()
    prepared.turn_to(first)
    request = prepared.coordinator.command_request("/partner add Housing Trust")
    assert prepared.coordinator.run("/partner add").view is not None
    form = prepared.coordinator.submit_request({"name": "County Police"})
    answers = [prepared.send(each, first) for each in (request, form)]
    first.kill()
    second = prepared.copy()
    again = [prepared.send(each, second) for each in (request, form)]
    assert "Housing Trust is now a partner" in same_answers([answers[0], again[0]])
    assert "County Police is now a partner" in same_answers([answers[1], again[1]])
    has_happened(prepared, before, 2)


FORM = "the form, with what is near"
"""What a name opens that looks like another's: acknowledged without words."""


def test_of_two_people_who_add_the_same_partner_one_is_told(served: Host, before: int) -> None:
    for number in range(ROUNDS):
        start = Barrier(2)

        def add(person: Person) -> str:
            line = f"/partner add Organisation {number}"  # noqa: B023 - ended before the next round
            request = person.command_request(line)
            start.wait()  # noqa: B023 - the same
            (outcome,) = served.slack.deliver(request)
            assert outcome.status == 200
            return str(outcome.json.get("text", FORM))

        with ThreadPoolExecutor(2) as pool:
            told = {*pool.map(add, (served.coordinator, served.colleague))}
        refused = told - {f"Organisation {number} is now a partner."}
        assert len(told) == 2
        assert refused <= {f"There is already a partner called “Organisation {number}”.", FORM}
    assert served.count(Organisation) == ROUNDS
    assert served.count(AuditEntry) == before + ROUNDS
    assert ROUNDS <= served.count(InboxEntry) <= 2 * ROUNDS  # an answer is kept, a refusal is not
