"""What a partner told us: whom the address names, put right before it is accepted, and gone."""

from datetime import date

import pytest

from db import people
from db.models import Address, Person, SeatHolder, WorklistItem
from db.tenancy import within
from sandbox import Outcome
from tests.bot.commands import test_worklist
from tests.bot.commands.register import found, rows
from tests.bot.commands.test_worklist import home, name_of, seat_id, told, told_now
from tests.world import World, shown, words

sampled = test_worklist.sampled

CLASH = "This address is Fire lead's, of Anyshire Fire and Rescue (sample)."
FIRE = "fire.lead@fire.example.org"


def tell(world: World, **entered: str) -> Outcome:
    return test_worklist.TestAPartnerTellsUs().tell(world, **entered)


@pytest.fixture
def clashing(sampled: World) -> World:
    """Give a world in which a partner told us a name with somebody else's address."""
    with sampled.house.database.writing() as session, within(session, sampled.partnership.id):
        [fire] = people.named(session, "Fire lead (sample)")
        fire.name = "Fire lead"
        people.add_address(session, fire, FIRE, main=False, now=sampled.clock.now())
    assert tell(sampled, name="Somebody Else", address=FIRE.upper()).ok
    return sampled


def leads(world: World) -> list[tuple[str, date]]:
    """Give who leads the police's seat, and since when, the latest last."""
    own = seat_id(world, "Anyshire Police")
    found = [
        (name_of(world, each.person_id), each.since)
        for each in rows(world, SeatHolder)
        if each.seat_id == own and each.part == "lead"
    ]
    return sorted(found, key=lambda each: each[1])


def test_somebody_elses_address_is_said_and_cannot_be_accepted_unread(clashing: World) -> None:
    assert CLASH in told(clashing)
    assert not [each for block in home(clashing).blocks for each in accepting(block)]


def accepting(block: dict[str, object]) -> list[object]:
    parts = block.get("elements", [])
    assert isinstance(parts, list)
    return [each for each in parts if each.get("action_id") == "worklist.accept"]


def test_an_accept_of_before_seats_nobody_when_the_address_has_become_anothers(
    sampled: World,
) -> None:
    tell(sampled, name="Somebody Else", address=FIRE)
    before = sampled.coordinator.run("/joinedup").ephemeral
    assert before is not None
    with sampled.house.database.writing() as session, within(session, sampled.partnership.id):
        [fire] = people.named(session, "Fire lead (sample)")
        people.add_address(session, fire, FIRE, main=False, now=sampled.clock.now())
    seated = leads(sampled)
    sampled.coordinator.press(before, "worklist.accept")
    last = words(sampled.coordinator.ephemerals[-1])
    assert "This address is Fire lead (sample)'s, of Anyshire Fire and Rescue (sample)." in last
    assert leads(sampled) == seated
    assert sampled.clock.now() not in [each.done_at for each in rows(sampled, WorklistItem)]


def test_the_choice_is_made_in_a_form_and_none_is_made_beforehand(clashing: World) -> None:
    clashing.coordinator.press(home(clashing), "worklist.change")
    assert CLASH in shown(clashing.coordinator.view.blocks if clashing.coordinator.view else ())
    assert clashing.coordinator.submit({"meant": "known"}).ok
    assert leads(clashing)[-1] == ("Fire lead", date(2026, 12, 1))
    assert "says: from" not in told(clashing)


def test_somebody_else_needs_their_own_address(clashing: World) -> None:
    clashing.coordinator.press(home(clashing), "worklist.change")
    refused = clashing.coordinator.submit({"meant": "other", "address": FIRE})
    assert refused.errors["address"].startswith(f"{FIRE} is the address of Fire lead.")
    assert clashing.coordinator.submit({"address": "else@police.example.org"}).ok
    assert leads(clashing)[-1] == ("Somebody Else", date(2026, 12, 1))
    owners = {each.address: name_of(clashing, each.person_id) for each in rows(clashing, Address)}
    assert owners["else@police.example.org"] == "Somebody Else"


def test_the_address_of_the_one_who_was_told_is_no_reason_to_ask(sampled: World) -> None:
    with sampled.house.database.writing() as session, within(session, sampled.partnership.id):
        people.add(session, name="CHIEF", address=FIRE, now=sampled.clock.now())
    tell(sampled, name="Chief", address=FIRE)
    assert "This address is" not in told(sampled)
    sampled.coordinator.press(home(sampled), "worklist.accept")
    assert leads(sampled)[-1] == ("CHIEF", date(2026, 12, 1))


def test_what_was_told_is_put_right_before_it_counts(sampled: World) -> None:
    tell(sampled, job_title="Superintendent")
    sampled.coordinator.press(home(sampled), "worklist.change")
    assert sampled.coordinator.submit({"new_name": "Chief Two", "since": "2026-12-08"}).ok
    assert leads(sampled)[-1] == ("Chief Two", date(2026, 12, 8))
    chief = next(each for each in rows(sampled, Person) if each.name == "Chief Two")
    assert chief.job_title == "Superintendent"
    assert "says: from" not in told(sampled)


def test_somebody_known_can_be_chosen_instead_or_nobody(sampled: World) -> None:
    tell(sampled)
    sampled.coordinator.press(home(sampled), "worklist.change")
    entered = {"person": found(sampled, "search.people", "Fire lead")}
    refused = sampled.coordinator.submit(entered)
    assert list(refused.errors) == ["new_name"]
    empty = {"new_name": "", "address": "", "job_title": ""}
    assert sampled.coordinator.submit(empty).ok
    assert leads(sampled)[-1] == ("Fire lead (sample)", date(2026, 12, 1))
    tell(sampled)
    sampled.coordinator.press(home(sampled), "worklist.change")
    assert sampled.coordinator.submit({"part": "nobody", "since": "2026-12-09"}).ok
    sampled.clock.moment = sampled.clock.moment.replace(month=12, day=10)
    assert "Anyshire Police (sample) has no lead on the Leadership Forum" in told(sampled)


def test_a_day_on_which_nobody_leads_is_said_to_the_partner(sampled: World) -> None:
    tell(sampled, part="nobody", name="", address="")
    sampled.coordinator.press(home(sampled), "worklist.accept")
    assert "nobody leads this seat" in told_now(sampled)
    refused = tell(sampled, part="nobody", name="", address="", since="2026-12-02")
    assert refused.errors["since"] == "Nobody leads this seat on 2 December 2026."


def test_it_goes_with_the_seat_that_sample_data_takes_away(sampled: World) -> None:
    tell(sampled)
    sampled.coordinator.press(home(sampled), "sample.remove")
    assert "says: from" not in told(sampled)
    [item] = [each for each in rows(sampled, WorklistItem) if each.kind == "told"]
    assert (item.done_at, "Chief" in str(item.facts)) == (sampled.clock.now(), False)


def test_a_line_about_a_seat_that_is_gone_is_left_out(sampled: World) -> None:
    tell(sampled)
    with sampled.house.database.writing() as session, within(session, sampled.partnership.id):
        [item] = [each for each in rows(sampled, WorklistItem) if each.kind == "told"]
        session.get_one(WorklistItem, item.id).subject_id = 10**6
    assert "says: from" not in told(sampled)
