"""Stops: what waits can be stopped as long as nobody has heard of it, and nothing overtakes it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import select

from bot.ground import Ground
from bot.routing import Addresses
from db import deliveries, event_changes, events, rounds, seats, series_changes
from db.audience_items import Choice
from db.engine import Database
from db.events import Shown
from db.models import Delivery, Series
from db.tenancy import across_partnerships, within
from domain.errors import Refused
from domain.events import Among
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from jobs.event_kinds import LETTERS
from jobs.kinds import render_letter
from tests.db.meetings import FORUM, NOW, Register, register

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
MOVED = FORUM.on(date(2027, 1, 12))
HERE = Addresses(
    page=lambda path: f"https://x.example.org{path}",
    link=lambda link: f"https://x.example.org/{link.id}",
)


@pytest.fixture
def nine(database: Database) -> Iterator[Register]:
    with register(database, tuple(f"Partner {n}" for n in range(9))) as found:
        yield found


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def second(register: Register, series: Series) -> Shown:
    return Shown(events.of(register.session, series.id)[1], series)


def replace_lead(register: Register) -> None:
    new = register.person("New Lead")
    seats.appoint(
        register.session,
        register.seats[0],
        new,
        Part.LEAD,
        since=date(2026, 11, 1),
        by=None,
        now=NOW,
    )


def waiting(register: Register, now: datetime) -> list[Delivery]:
    """List the mails that may leave now."""
    query = select(Delivery).where(Delivery.state == "planned", Delivery.due_at <= now)
    return list(register.session.scalars(query.where(Delivery.channel_kind == "mail")))


def calendar(register: Register, delivery: Delivery, now: datetime) -> str:
    ground = Ground(now, HERE, "calendar@x.example.org")
    letter = render_letter(LETTERS, register.session, delivery, ground)
    assert letter is not None
    assert letter.calendar is not None
    return letter.calendar.content.decode()


def test_nobody_hears_of_a_move_by_an_older_message_while_it_can_be_stopped(
    nine: Register,
) -> None:
    series = nine.sent(rule=MONTHLY)
    shown = second(nine, series)
    was = events.span_of(shown.event)
    moved = event_changes.move(nine.session, shown, MOVED, by=None, now=after(60))
    assert moved is not None
    assert waiting(nine, after(125)) == []
    assert [each.round_id for each in waiting(nine, after(180))] == [moved.id] * 9
    assert "20270112T100000" in calendar(nine, waiting(nine, after(180))[0], after(180))
    rounds.stop(nine.session, moved, by=None, now=after(150))
    assert events.span_of(shown.event) == was
    rows = waiting(nine, after(150))
    assert [each.person_id for each in rows] == [each.id for each in nine.leads]
    assert "20270112T100000" not in calendar(nine, rows[0], after(150))


def test_what_is_on_its_way_can_not_be_stopped(nine: Register) -> None:
    series = nine.sent()
    [round_] = nine.rounds()
    with across_partnerships(nine.session):
        assert deliveries.claim(nine.session, now=after(120), limit=3, lease_seconds=30)
    with pytest.raises(Refused, match="leaving already"):
        rounds.stop(nine.session, round_, by=None, now=after(119.5))
    assert series.scheduled_at is not None
    assert len(nine.messages()) == 6


def test_a_stop_waits_for_a_change_under_way_and_sees_it(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(9))) as found:
        series_id, [round_], owner = found.sent().id, found.rounds(), found.owner.id
        round_id = round_.id
    refusals: list[str] = []

    def stop() -> None:
        with database.writing() as session, within(session, owner):
            sent = rounds.by_id(session, round_id)
            assert sent is not None
            try:
                rounds.stop(session, sent, by=None, now=after(60))
            except Refused as refused:
                refusals.append(refused.sentence)

    other = Thread(target=stop)
    with database.writing() as session, within(session, owner):
        series = events.locked(session, series_id)
        assert series is not None
        shown = Shown(events.of(session, series_id)[0], series)
        event_changes.move(session, shown, MOVED, by=None, now=after(50))
        other.start()
        sleep(0.5)
    other.join()
    [said] = refusals
    assert "stop that first" in said


def test_a_lead_who_changes_meanwhile_does_not_take_the_stop_away(nine: Register) -> None:
    series = nine.sent()
    [sent] = nine.rounds()
    replace_lead(nine)
    series_changes.keep(nine.session, series, by=None, now=after(30))
    assert waiting(nine, after(119)) == []
    rounds.stop(nine.session, sent, by=None, now=after(60))
    assert events.drafts(nine.session) == [series]
    event_changes.send(nine.session, series, by=None, now=after(70))
    names = {"New Lead", *(each.name for each in nine.leads[1:])}
    assert {name for _kind, name in nine.messages()} == names
    assert len(nine.messages()) == len(names)


def test_a_lead_who_changes_while_a_move_waits_is_told_the_old_time(nine: Register) -> None:
    series = nine.sent()
    nine.arrived()
    moved = event_changes.move(nine.session, nine.first(series), MOVED, by=None, now=NOW)
    assert moved is not None
    replace_lead(nine)
    series_changes.keep(nine.session, series, by=None, now=after(30))
    rounds.stop(nine.session, moved, by=None, now=after(60))
    assert sorted(nine.messages()) == [
        ("invitation", "New Lead"),
        ("withdrawal", nine.leads[0].name),
    ]
    [invited] = [each for each in waiting(nine, after(120)) if each.kind == "event.invitation"]
    assert "20261203T100000" in calendar(nine, invited, after(120))


def test_a_guest_added_meanwhile_waits_and_is_stopped_first(nine: Register) -> None:
    series = nine.sent()
    [sent] = nine.rounds()
    guest = nine.person("Guest")
    whom = [Choice(Among.GUEST, guest.id)]
    added = event_changes.add_guests(nine.session, series, whom, by=None, now=after(30))
    assert added is not None
    assert waiting(nine, after(119)) == []
    with pytest.raises(Refused, match="stop that first"):
        rounds.stop(nine.session, sent, by=None, now=after(60))
    rounds.stop(nine.session, added, by=None, now=after(60))
    rounds.stop(nine.session, sent, by=None, now=after(61))
    assert nine.messages() == []


def test_in_a_rehearsal_a_round_can_be_stopped_until_somebody_has_heard(nine: Register) -> None:
    nine.owner.live_at = None
    series = nine.sent()
    [sent] = nine.rounds()
    rounds.stop(nine.session, sent, by=None, now=after(3600))
    assert events.drafts(nine.session) == [series]


def test_two_stops_at_one_moment_tell_each_of_its_own_round(nine: Register) -> None:
    series = nine.sent()
    nine.arrived()
    replace_lead(nine)
    for _turn in range(2):
        moved = event_changes.move(nine.session, nine.first(series), MOVED, by=None, now=NOW)
        assert moved is not None
        rounds.stop(nine.session, moved, by=None, now=after(60))
    assert sorted(nine.messages()) == [
        ("invitation", "New Lead"),
        ("withdrawal", nine.leads[0].name),
    ]
