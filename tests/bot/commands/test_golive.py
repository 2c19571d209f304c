"""The end of the rehearsal: what is missing, who would hear, two minutes, and what leaves then."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.ground import Ground
from bot.letters.letter import Letter
from bot.routing import NOWHERE
from db.models import AuditEntry, Delivery, Partnership
from db.tenancy import across_partnerships, within
from domain.events import Calendar
from jobs import retention
from jobs.kinds import LETTERS, render_letter
from sandbox import Message
from tests.bot.commands.arranged import DECEMBER, arranged
from tests.bot.commands.register import BEGAN, lead, partner, rows, seat
from tests.world import World, words


@pytest.fixture
def rehearsing(register: World) -> World:
    """Give a world in rehearsal: the police are led, with an address, and invited."""
    lead(register, new_name="Chief", address="chief@example.org", since=BEGAN)
    arranged(register)
    return register


def shown(world: World) -> Message:
    told = world.coordinator.run("/joinedup golive").ephemeral
    assert told is not None
    return told


def now_reads(world: World, page: Message) -> str:
    """Give what a page says by now: buttons change it in place."""
    return words(next(each for each in world.coordinator.ephemerals if each.ts == page.ts))


def go(world: World) -> str:
    page = shown(world)
    world.coordinator.press(page, "golive.go")
    return words(world.coordinator.ephemerals[-1])


def many(world: World, count: int) -> None:
    for number in range(count):
        name = f"Partner {number}"
        partner(world, name)
        seat(world, name)
        lead(world, name, new_name=f"Lead {number}", address=f"{number}@example.org", since=BEGAN)
        world.coordinator.submit({})  # it shows first what moves


def introductions(world: World, state: str = "planned") -> list[Delivery]:
    found = rows(world, Delivery)
    return [each for each in found if each.kind == "introduction" and each.state == state]


def rendered(world: World, row: Delivery) -> Letter | None:
    """Give what a letter says when it leaves now."""
    ground = Ground(world.clock.now(), NOWHERE, "calendar@example.org")
    with world.house.database.reading() as session, across_partnerships(session):
        return render_letter(LETTERS, session, session.get_one(Delivery, row.id), ground)


class TestWhatIsShown:
    def test_what_is_missing_is_listed(self, rehearsing: World) -> None:
        partner(rehearsing, "Fire")
        seat(rehearsing, "Fire")
        told = words(shown(rehearsing))
        assert "In rehearsal: nothing reaches partners until you go live." in told
        missing = "To go live: 1 seat without a lead, no reply mailbox, no mail server."
        assert missing in told

    def test_who_would_hear_is_named_with_what(self, rehearsing: World) -> None:
        told = words(shown(rehearsing))
        assert "1 person would hear from you in the next 14 days." in told
        assert (
            "• Chief: a letter that introduces us, the invitation to Forum, 3 December 2026" in told
        )

    def test_coordinators_who_hear_already_are_left_out(self, rehearsing: World) -> None:
        assert "• Coordinator" not in words(shown(rehearsing))
        kinds = {(each.kind, each.person_id) for each in rows(rehearsing, Delivery)}
        assert "event.copy" in {kind for kind, _person in kinds}

    def test_whoever_has_no_address_would_not_hear(self, rehearsing: World) -> None:
        partner(rehearsing, "Fire")
        seat(rehearsing, "Fire")
        lead(rehearsing, "Fire", new_name="Fire lead", since=BEGAN)
        rehearsing.coordinator.submit({})
        told = words(shown(rehearsing))
        assert "Fire lead" not in told
        assert "To go live: 1 address missing" in told

    def test_many_are_paged(self, rehearsing: World) -> None:
        many(rehearsing, 21)
        first = shown(rehearsing)
        assert "1 to 20 of 22" in words(first)
        rehearsing.coordinator.press(first, "golive.after")
        second = rehearsing.coordinator.ephemerals[-1]
        assert "21 to 22 of 22" in words(second)
        rehearsing.coordinator.press(second, "golive.before")
        assert "1 to 20 of 22" in words(rehearsing.coordinator.ephemerals[-1])

    def test_sample_data_has_to_go_first(self, world: World) -> None:
        world.coordinator.open_home()
        assert world.coordinator.home is not None
        world.coordinator.press(world.coordinator.home, "sample.lay")
        page = shown(world)
        assert "sample data still there" in words(page)
        assert "golive.go" not in str(page.blocks)
        world.coordinator.press(page, "sample.remove")
        assert "sample data" not in words(shown(world))

    def test_a_page_of_before_the_sample_data_is_refused(self, world: World) -> None:
        page = shown(world)
        world.coordinator.open_home()
        assert world.coordinator.home is not None
        world.coordinator.press(world.coordinator.home, "sample.lay")
        world.coordinator.press(page, "golive.go")
        assert "Please remove the sample data first" in words(world.coordinator.ephemerals[-1])
        assert world.partnership.live_at is None


class TestGoing:
    def test_few_go_live_at_once(self, rehearsing: World) -> None:
        told = go(rehearsing)
        assert "is live. 1 person will hear from you." in told
        assert rehearsing.partnership.live_at == rehearsing.clock.now()
        [letter] = introductions(rehearsing)
        assert rendered(rehearsing, letter)
        assert (letter.channel_kind, letter.key) == ("mail", f"introduction:{letter.person_id}")
        verbs = [each.verb for each in rows(rehearsing, AuditEntry)]
        assert verbs.count("go live") == 1

    def test_a_second_press_says_that_it_is_live(self, rehearsing: World) -> None:
        page, other = shown(rehearsing), shown(rehearsing)
        rehearsing.coordinator.press(page, "golive.go")
        assert "has been live since 23 November 2026." in words(shown(rehearsing))
        rehearsing.coordinator.press(other, "golive.go")
        assert "This has been done already" in words(rehearsing.coordinator.ephemerals[-1])
        assert len(introductions(rehearsing)) == 1

    def test_many_wait_two_minutes_and_can_be_stopped(self, rehearsing: World) -> None:
        many(rehearsing, 6)
        assert "7 people will hear from you. You go live at 09:32." in go(rehearsing)
        waiting, other = shown(rehearsing), shown(rehearsing)
        assert "Until then you can stop it." in words(waiting)
        rehearsing.coordinator.press(waiting, "golive.stop")
        assert "you are in rehearsal still" in now_reads(rehearsing, waiting)
        assert rehearsing.partnership.live_at is None
        assert (introductions(rehearsing), len(introductions(rehearsing, "cancelled"))) == ([], 7)
        go(rehearsing)
        assert len(introductions(rehearsing)) == 7
        rehearsing.clock.moment += timedelta(minutes=2)
        rehearsing.coordinator.press(other, "golive.stop")
        assert "It is too late to stop this" in words(rehearsing.coordinator.ephemerals[-1])
        assert not rehearsing.partnership.in_rehearsal(rehearsing.clock.now())

    def test_whoever_is_no_lead_any_more_gets_no_letter(self, rehearsing: World) -> None:
        many(rehearsing, 6)
        go(rehearsing)
        rehearsing.coordinator.press(shown(rehearsing), "golive.stop")
        rehearsing.coordinator.run("/partner close Partner 0")
        rehearsing.coordinator.submit({"day": rehearsing.clock.now().date()})
        go(rehearsing)
        assert len(introductions(rehearsing)) == 6
        assert len(introductions(rehearsing, "cancelled")) == 1

    def test_whoever_leaves_before_the_letter_does_gets_none(self, rehearsing: World) -> None:
        go(rehearsing)
        rehearsing.coordinator.run("/partner close County Police")
        rehearsing.coordinator.submit({"day": rehearsing.clock.now().date()})
        assert rendered(rehearsing, introductions(rehearsing)[0]) is None

    def test_what_has_changed_since_the_page_is_shown_first(self, rehearsing: World) -> None:
        page = shown(rehearsing)
        many(rehearsing, 1)
        rehearsing.coordinator.press(page, "golive.go")
        told = now_reads(rehearsing, page)
        assert "Please look once more." in told
        assert "2 people would hear from you" in told
        assert rehearsing.partnership.live_at is None

    def test_others_who_would_hear_are_shown_first_though_they_are_as_many(
        self, rehearsing: World
    ) -> None:
        page = shown(rehearsing)
        many(rehearsing, 1)
        rehearsing.coordinator.run("/partner close County Police")
        rehearsing.coordinator.submit({"day": rehearsing.clock.now().date()})
        rehearsing.coordinator.press(page, "golive.go")
        told = now_reads(rehearsing, page)
        assert "Please look once more." in told
        assert "1 person would hear from you" in told
        assert rehearsing.partnership.live_at is None

    def test_what_was_held_until_its_event_has_passed_expires(self, rehearsing: World) -> None:
        arranged(rehearsing, "Later", DECEMBER + timedelta(days=60), calendar=Calendar.NONE)
        rehearsing.clock.moment += timedelta(days=20)
        told = words(shown(rehearsing))
        assert "Forum" not in told
        assert "Later, 1 February 2027" in told
        with rehearsing.house.database.writing() as session:
            assert retention.expire(session, rehearsing.clock.now()) >= 1
        own = rehearsing.partnership.id
        with rehearsing.house.database.reading() as session, within(session, own):
            states = session.execute(
                select(Delivery.state, Delivery.expires_at)
                .where(Delivery.kind == "event.invitation")
                .order_by(Delivery.expires_at)
            ).all()
        assert [state for state, _at in states] == ["expired", "planned"]


def test_only_this_partnership_goes_live(rehearsing: World) -> None:
    with rehearsing.house.database.writing() as session, across_partnerships(session):
        session.add(
            Partnership(
                slug="other",
                name="Other",
                zone="Europe/London",
                language="en",
                created_at=rehearsing.clock.now(),
            )
        )
    go(rehearsing)
    live = {each.slug: each.live_at for each in every(rehearsing)}
    assert live["other"] is None
    assert (
        date(2026, 11, 23) == (live[rehearsing.partnership.slug] or rehearsing.clock.now()).date()
    )


def every(world: World) -> list[Partnership]:
    with world.house.database.reading() as session, across_partnerships(session):
        return list(session.scalars(select(Partnership)))
