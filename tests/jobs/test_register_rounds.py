"""What the register changed for many waits like any send to many, and a coordinator can stop it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.ground import Ground
from db import (
    cards,
    event_changes,
    events,
    hand_overs,
    kept_audiences,
    people,
    roles,
    rounds,
    seats,
)
from db.engine import Database
from db.models import Delivery, Person, Series
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.roles import Role
from domain.seats import Part
from domain.spans import Span
from jobs import audiences
from jobs.kinds import KINDS, render
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register
from tests.world import shown

LATER = NOW + timedelta(hours=1)
SOON = LATER + timedelta(minutes=1)
LEAVES = LATER + timedelta(minutes=2)
JANUARY = FORUM.on(date(2027, 1, 14))


@pytest.fixture
def seven(database: Database) -> Iterator[Register]:
    with register(database, tuple(f"Partner {n}" for n in range(7))) as found:
        yield found


@pytest.fixture
def forum(seven: Register) -> Series:
    series = seven.sent()
    seven.arrived()
    return series


def replaced(held: Register, count: int, since: date = BEGAN) -> list[Person]:
    """Give the first so many seats new leads, as an import does."""
    return [replace(held, number, held.person(f"New {number}"), since) for number in range(count)]


def replace(held: Register, number: int, lead: Person, since: date = BEGAN) -> Person:
    seats.appoint(held.session, held.seats[number], lead, Part.LEAD, since=since, by=None, now=NOW)
    return lead


def keep(held: Register, now: datetime = LATER) -> int:
    with across_partnerships(held.session):
        return audiences.keep(held.session, now)


def coordinator(held: Register) -> Person:
    person = held.person("Coordinator")
    people.identify(held.session, person, enterprise_id="", team_id="T1", user_id="U1")
    roles.give(held.session, person, Role.COORDINATOR, Span(BEGAN), by=None, now=NOW)
    return person


def offers(held: Register) -> list[Delivery]:
    query = select(Delivery).where(Delivery.kind == "register.waits").order_by(Delivery.id)
    return list(held.session.scalars(query))


def test_many_wait_two_minutes_and_few_do_not(seven: Register, forum: Series) -> None:
    replaced(seven, 3)
    assert keep(seven) == 1
    [*_sent, round_] = seven.rounds()
    assert (round_.series_id, round_.people, round_.goes_at) == (forum.id, 6, LEAVES)
    rows = seven.session.scalars(select(Delivery).where(Delivery.round_id == round_.id)).all()
    assert {each.due_at for each in rows} == {LEAVES}
    seven.arrived()
    replace(seven, 6, seven.person("Other"))
    assert keep(seven, LATER + kept_audiences.EVERY) == 1
    assert seven.rounds()[-1].goes_at == LATER + kept_audiences.EVERY


def test_few_of_each_of_several_events_are_many(seven: Register, forum: Series) -> None:
    other = seven.sent(JANUARY)
    seven.arrived()
    for number, since in enumerate((date(2027, 1, 1), date(2027, 1, 1), BEGAN, BEGAN)):
        replace(seven, number, seven.person(f"New {number}"), since)
    assert keep(seven) == 2
    made = [each for each in seven.rounds() if each.goes_at == LEAVES]
    assert {each.series_id for each in made} == {forum.id, other.id}
    rounds.stop(seven.session, made[0], by=None, now=SOON)
    assert seven.messages() == []
    assert all(each.stopped_at == SOON for each in made)


def test_a_stop_gives_an_hour_to_put_the_register_right(seven: Register, forum: Series) -> None:
    replaced(seven, 7)
    keep(seven)
    rounds.stop(seven.session, seven.rounds()[-1], by=None, now=SOON)
    assert seven.messages() == []
    assert keep(seven, SOON + timedelta(minutes=59)) == 0
    for number, lead in enumerate(seven.leads):
        replace(seven, number, lead, BEGAN + timedelta(days=1))
    assert keep(seven, SOON + kept_audiences.EVERY) == 0
    assert seven.messages() == []
    assert events.of(seven.session, forum.id)[0].status == "scheduled"


def test_a_register_that_stays_as_it_is_is_told_again(seven: Register, forum: Series) -> None:
    replaced(seven, 7)
    keep(seven)
    told = seven.messages()
    rounds.stop(seven.session, seven.rounds()[-1], by=None, now=SOON)
    again = SOON + kept_audiences.EVERY
    assert keep(seven, again) == 1
    assert seven.messages() == told
    [*_before, round_] = seven.rounds()
    assert (round_.series_id, round_.goes_at) == (forum.id, again + timedelta(minutes=2))


def test_what_the_register_changed_since_is_stopped_with_it(seven: Register, forum: Series) -> None:
    replaced(seven, 7)
    keep(seven)
    first = seven.rounds()[-1]
    replace(seven, 0, seven.person("Another"))
    hand_overs.follow(seven.session, [seven.seats[0].id], by=None, now=SOON)
    assert seven.rounds()[-1] is not first
    rounds.stop(seven.session, first, by=None, now=SOON)
    assert seven.messages() == []
    again = SOON + kept_audiences.EVERY
    assert keep(seven, again) == 1
    names = sorted(name for kind, name in seven.messages() if kind == "invitation")
    assert names == ["Another", *(f"New {n}" for n in range(1, 7))]
    assert seven.rounds()[-1].series_id == forum.id


def test_a_move_that_waits_too_is_stopped_first(seven: Register, forum: Series) -> None:
    replaced(seven, 7)
    keep(seven)
    told, first = seven.messages(), seven.rounds()[-1]
    moved = event_changes.move(seven.session, seven.first(forum), JANUARY, by=None, now=SOON)
    assert moved is not None
    with pytest.raises(Refused, match="stop that first"):
        rounds.stop(seven.session, first, by=None, now=SOON)
    rounds.stop(seven.session, moved, by=None, now=SOON)
    assert sorted(seven.messages()) == sorted(told)
    rounds.stop(seven.session, first, by=None, now=SOON)
    assert seven.messages() == []


def test_a_stopped_move_is_not_told_when_what_followed_it_is_stopped(
    seven: Register, forum: Series
) -> None:
    moved = event_changes.move(seven.session, seven.first(forum), JANUARY, by=None, now=LATER)
    assert moved is not None
    replaced(seven, 7)
    keep(seven)
    followed = seven.rounds()[-1]
    rounds.stop(seven.session, moved, by=None, now=SOON)
    rounds.stop(seven.session, followed, by=None, now=SOON)
    assert seven.messages() == []


def test_each_coordinator_is_shown_what_waits_and_can_stop_it(
    seven: Register, forum: Series
) -> None:
    person = coordinator(seven)
    replaced(seven, 7)
    keep(seven)
    [offer] = offers(seven)
    assert (offer.person_id, offer.due_at, offer.expires_at) == (person.id, LATER, LEAVES)
    message = render(KINDS, seven.session, offer, Ground(LATER))
    assert message is not None
    said = shown(message.blocks)
    assert "14 people will be told at 10:02, about Leadership Forum." in said
    [actions] = [each for each in message.blocks if each["type"] == "actions"]
    [stop, _who] = actions["elements"]
    round_ = seven.rounds()[-1]
    assert (stop["text"]["text"], stop["value"]) == ("Stop", str(round_.id))
    rounds.stop(seven.session, round_, by=person.id, now=SOON)
    assert render(KINDS, seven.session, offer, Ground(SOON)) is None
    assert forum.cancelled_at is None


def test_few_are_offered_to_nobody(seven: Register, forum: Series) -> None:
    coordinator(seven)
    replaced(seven, 2)
    assert keep(seven) == 1
    assert (offers(seven), seven.rounds()[-1].series_id) == ([], forum.id)


def test_in_a_rehearsal_there_is_nothing_to_stop_in_a_hurry(seven: Register, forum: Series) -> None:
    coordinator(seven)
    seven.owner.live_at = None
    replaced(seven, 7)
    assert keep(seven) == 1
    assert (offers(seven), seven.rounds()[-1].series_id) == ([], forum.id)


@pytest.mark.parametrize("stopped", [False, True])
def test_once_it_is_too_late_no_stop_stays(
    seven: Register, forum: Series, *, stopped: bool
) -> None:
    coordinator(seven)
    replaced(seven, 7)
    keep(seven)
    [offer] = offers(seven)
    [after] = seven.session.scalars(select(Delivery).where(Delivery.kind == "register.over"))
    assert (after.stream, after.revision, after.due_at) == (offer.stream, 2, LEAVES)
    assert render(KINDS, seven.session, after, Ground(LEAVES)) is None, "nobody was shown a stop"
    offer.state, offer.provider_ref, offer.sent_to = "sent", "1.0", "U1"
    seven.session.flush()
    if stopped:
        rounds.stop(seven.session, seven.rounds()[-1], by=None, now=SOON)
    message = render(KINDS, seven.session, after, Ground(LEAVES))
    assert message is not None
    said = "14 people were told at 10:02, about Leadership Forum."
    if stopped:
        said = "It was stopped before 14 people heard of Leadership Forum."
    assert said in shown(message.blocks)
    assert "event.stop" not in str(message.blocks)
    assert cards.shown(seven.session, after, "U1") == "1.0", "it takes the place of the other"
    assert forum.cancelled_at is None
