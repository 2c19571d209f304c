"""What waits for a coordinator, and what a partner tells us of its seats."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.commands import TABLE
from bot.routing import Button, Form
from db import heartbeats, organisations, people
from db.models import AuditEntry, Body, Leave, Person, Post, Seat, SeatHolder, WorklistItem
from db.tenancy import across_partnerships, within
from sandbox import Outcome, View
from tests.bot.commands.arranged import live
from tests.bot.requests import Asker, Sent, send
from tests.bot.test_policy import Kept, opened
from tests.world import SIGNING_SECRET, World, shown, words

VACANT = "Anyshire Probation Service (sample) has no lead on the Leadership Forum (sample)."
NO_ADDRESS = "Housing lead (sample) of Anyshire Housing Trust (sample) has no mail address."

NO_MAIL = "No mail server is set, so every mail waits."


@pytest.fixture
def sampled(world: World) -> World:
    """Give a world with the sample data, in which the police lead speaks for the police."""
    world.coordinator.press(home(world), "sample.lay")
    day = today(world)
    with world.house.database.writing() as session, within(session, world.partnership.id):
        police = organisations.named(session, "Anyshire Police", day=day)
        person = people.by_slack(
            session, enterprise_id="", team_id=world.workspace.id, user_id=world.lead.id
        )
        assert police is not None
        assert person is not None
        session.add(Post(person_id=person.id, organisation_id=police.id, since=day))
    return world


def today(world: World) -> date:
    return world.partnership.day(world.clock.now())


def home(world: World) -> View:
    world.coordinator.open_home()
    assert world.coordinator.home is not None
    return world.coordinator.home


def told(world: World) -> str:
    return shown(home(world).blocks)


def rows(world: World, model: type[Any]) -> list[Any]:
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(model).order_by(model.id)))


def seat_id(world: World, partner: str, body: str = "Leadership Forum") -> int:
    with world.house.database.reading() as session, within(session, world.partnership.id):
        found = organisations.named(session, partner, day=today(world))
        assert found is not None
        seats = session.scalars(select(Seat).where(Seat.organisation_id == found.id))
        return next(each.id for each in seats if body_name(world, each) == f"{body} (sample)")


def body_name(world: World, seat: Seat) -> str:
    return next(str(each.name) for each in rows(world, Body) if each.id == seat.body_id)


class TestGaps:
    def test_live_without_a_mail_server_somebody_is_told(self, world: World) -> None:
        with world.house.database.writing() as session:
            heartbeats.beat(session, heartbeats.WORKER, [heartbeats.NO_MAIL])
        assert NO_MAIL not in told(world)
        live(world)
        assert NO_MAIL in told(world)
        with world.house.database.writing() as session:
            heartbeats.beat(session, heartbeats.WORKER, [])
        assert NO_MAIL not in told(world)

    def test_each_has_a_line_and_a_next_action(self, sampled: World) -> None:
        assert VACANT in told(sampled)
        assert NO_ADDRESS in told(sampled)
        sampled.coordinator.run("/partner add Housing Trust")
        assert "Housing Trust has no sector." in told(sampled)

    def test_a_gap_is_gone_as_soon_as_it_is_mended(self, sampled: World) -> None:
        lead(sampled, "Anyshire Probation Service")
        assert VACANT not in told(sampled)
        assert NO_ADDRESS in told(sampled)

    def test_a_seat_on_leave_waits_for_nobody(self, sampled: World) -> None:
        own = seat_id(sampled, "Anyshire Probation Service")
        with (
            sampled.house.database.writing() as session,
            within(session, sampled.partnership.id),
        ):
            session.add(Leave(seat_id=own, reason="vacancy", since=today(sampled)))
        assert VACANT not in told(sampled)

    def test_put_off_it_comes_back_on_its_day(self, sampled: World) -> None:
        press(sampled, "worklist.later", f"vacant:{seat_id(sampled, 'Anyshire Probation Service')}")
        until = today(sampled) + timedelta(days=7)
        sampled.coordinator.submit({"until": until.isoformat()})
        assert VACANT not in told(sampled)
        sampled.clock.moment += timedelta(days=6)
        assert VACANT not in told(sampled)
        sampled.clock.moment += timedelta(days=1)
        assert VACANT in told(sampled)

    @pytest.mark.parametrize("days", [0, -1, 400])
    def test_it_can_be_put_off_until_a_day_to_come_within_a_year(
        self, sampled: World, days: int
    ) -> None:
        press(sampled, "worklist.later", f"vacant:{seat_id(sampled, 'Anyshire Probation Service')}")
        until = today(sampled) + timedelta(days=days)
        answer = sampled.coordinator.submit({"until": until.isoformat()})
        assert list(answer.errors) == ["until"]
        assert VACANT in told(sampled)

    def test_all_is_behind_a_button_and_turns_its_pages(self, world: World) -> None:
        for number in range(20):
            world.coordinator.run(f"/partner add Agency {number:02}")
        world.coordinator.press(home(world), "worklist.list")
        assert world.coordinator.view is not None
        assert "1 to 15 of " in shown(world.coordinator.view.blocks)
        world.coordinator.press(world.coordinator.view, "worklist.after")
        assert world.coordinator.view is not None
        assert "16 to 2" in shown(world.coordinator.view.blocks)
        world.coordinator.press(world.coordinator.view, "worklist.before")
        assert world.coordinator.view is not None
        assert "1 to 15 of " in shown(world.coordinator.view.blocks)


def press(world: World, action: str, value: str) -> None:
    """Press one of several buttons of that name on Home, by its value."""
    view = home(world)
    block = next(
        block["block_id"]
        for block in view.blocks
        if any(
            each.get("action_id") == action and each.get("value") == value
            for each in block.get("elements", [])
        )
    )
    world.coordinator.press(view, action, block_id=block)


def lead(world: World, partner: str) -> None:
    """Let somebody lead a partner's seat on the forum from today."""
    own = seat_id(world, partner)
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = session.scalars(select(Person).where(Person.name == "Fire lead (sample)")).one()
        holder = SeatHolder(seat_id=own, person_id=person.id, part="lead", since=today(world))
        session.add(holder)


class TestAPartnerTellsUs:
    def tell(self, world: World, **entered: str) -> Outcome:
        world.lead.open_home()
        assert world.lead.home is not None
        own = str(seat_id(world, "Anyshire Police"))
        block = next(
            each["block_id"]
            for each in world.lead.home.blocks
            if each.get("accessory", {}).get("value") == own
        )
        world.lead.press(world.lead.home, "seat.tell", block_id=block)
        return world.lead.submit(
            {"name": "Chief", "address": "chief@police.example.org", "since": "2026-12-01"}
            | entered
        )

    def test_one_tap_makes_the_change_from_its_day_and_not_before(self, sampled: World) -> None:
        self.tell(sampled, job_title="Superintendent")
        said = (
            "Police lead says: from 1 December 2026 Chief (chief@police.example.org) leads for "
            "Anyshire Police (sample) on the Leadership Forum (sample)."
        )
        assert said in told(sampled)
        sampled.coordinator.press(home(sampled), "worklist.accept")
        assert "Done: Chief leads from 1 December 2026." in told_now(sampled)
        assert said not in told(sampled)
        own = seat_id(sampled, "Anyshire Police")
        held = [each for each in rows(sampled, SeatHolder) if each.seat_id == own]
        leads = {
            name_of(sampled, each.person_id): (each.since, each.until)
            for each in held
            if each.part == "lead"
        }
        assert leads["Police lead (sample)"][1] == date(2026, 12, 1)
        assert leads["Chief"] == (date(2026, 12, 1), None)

    def test_said_again_it_replaces_what_was_said(self, sampled: World) -> None:
        self.tell(sampled)
        self.tell(sampled, name="Deputy chief")
        assert "Deputy chief (chief@police.example.org) leads" in told(sampled)
        assert len([each for each in rows(sampled, WorklistItem) if each.kind == "told"]) == 1

    def test_nobody_is_an_answer_too(self, sampled: World) -> None:
        self.tell(sampled, part="nobody", name="", address="")
        sampled.coordinator.press(home(sampled), "worklist.accept")
        assert "Done: nobody leads this seat from 1 December 2026." in told_now(sampled)
        sampled.clock.moment += timedelta(days=10)
        assert "Anyshire Police (sample) has no lead on the Leadership Forum" in told(sampled)

    def test_a_deputy_is_added_beside_the_others(self, sampled: World) -> None:
        self.tell(sampled, part="deputy")
        sampled.coordinator.press(home(sampled), "worklist.accept")
        assert "Done: Chief deputises from 1 December 2026." in told_now(sampled)

    def test_declined_it_changes_nothing_and_its_names_are_forgotten(self, sampled: World) -> None:
        self.tell(sampled)
        before = len(rows(sampled, SeatHolder))
        sampled.coordinator.press(home(sampled), "worklist.decline")
        assert len(rows(sampled, SeatHolder)) == before
        [item] = [each for each in rows(sampled, WorklistItem) if each.kind == "told"]
        assert (item.done_at, "Chief" in str(item.facts)) == (sampled.clock.now(), False)
        verbs = [each.verb for each in rows(sampled, AuditEntry)]
        assert "decline told" in verbs

    def test_decided_twice_the_second_reads_that_it_was_decided(self, sampled: World) -> None:
        self.tell(sampled)
        both = [sampled.coordinator.run("/joinedup").ephemeral for _ in range(2)]
        for message in both:
            assert message is not None
            sampled.coordinator.press(message, "worklist.accept")
        last = words(sampled.coordinator.ephemerals[-1])
        assert last == "Somebody has decided this already."
        assert len([p for p in rows(sampled, Person) if p.name == "Chief"]) == 1

    @pytest.mark.parametrize(
        ("entered", "field"),
        [
            ({"address": ""}, "address"),
            ({"address": "chief"}, "address"),
            ({"name": "  "}, "name"),
            ({"since": "1999-12-31"}, "since"),
            ({"since": "1999-12-31", "part": "nobody"}, "since"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, sampled: World, entered: dict[str, str], field: str
    ) -> None:
        answer = self.tell(sampled, **entered)
        assert list(answer.errors) == [field]
        assert not [each for each in rows(sampled, WorklistItem) if each.kind == "told"]

    def test_only_of_their_own_seats(self, sampled: World) -> None:
        """Somebody changes the seat in the button and in the form to another organisation's."""
        foreign = seat_id(sampled, "Anyshire Housing Trust")
        asker = Asker(sampled.lead.id, sampled.workspace.id, sampled.workspace.id)
        entered = {"part": "lead", "name": "Chief", "address": "chief@police.example.org"}
        sent = Sent(
            value=str(foreign),
            entered={name: {"value": each} for name, each in entered.items()}
            | {"since": {"selected_date": "2026-12-01"}},
            state={"seat": foreign},
        )
        calls = Kept(sampled)
        ask = opened(sampled, TABLE, calls)
        for kind in (Button, Form):
            row = TABLE.find(kind, "seat.tell")
            assert row is not None
            answer = send(ask, SIGNING_SECRET, row, asker, sent)
            said = answer.body + str([each.payload for each in calls.made])
            assert "This is not a seat of your organisation" in said
        assert not [each for each in rows(sampled, WorklistItem) if each.kind == "told"]


def told_now(world: World) -> str:
    """Give what Home shows without opening it again: a press shows what is left."""
    assert world.coordinator.home is not None
    return shown(world.coordinator.home.blocks)


def name_of(world: World, person_id: int) -> str:
    return next(str(each.name) for each in rows(world, Person) if each.id == person_id)
