"""Seats, guests, bodies and sectors taken out of an event without calling it off for the others."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import (
    answers,
    audience_changes,
    bodies,
    deputies,
    event_changes,
    events,
    rounds,
    seats,
    sector_lists,
    sectors,
    series_changes,
)
from db.audience_changes import Wanted
from db.audience_items import Choice
from db.engine import Database
from db.events import Shown
from db.models import Answer, Delivery, Event, Invitation, Round, Series
from domain.answers import Given, Kind, Source
from domain.errors import Refused
from domain.events import Among, Extent, Say
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from domain.spans import Span
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register
from tests.db.test_calendars import days, read, told

LATER = NOW + timedelta(minutes=5)
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
YES = Given(kind=Kind.ATTENDING, source=Source.SLACK, at=NOW, span=FORUM)


@pytest.fixture
def three(database: Database) -> Iterator[Register]:
    with register(database, ("Police", "Health", "Fire")) as found:
        yield found


def seat(own: Register, place: int = 0) -> Choice:
    return Choice(Among.SEAT, own.seats[place].id)


def body(own: Register) -> Choice:
    return Choice(Among.BODY, own.body.id)


def out(
    own: Register,
    series: Series,
    *whom: Choice,
    at: int = 0,
    extent: Extent = Extent.ONE,
    reason: str = "",
    into: Sequence[Choice] = (),
) -> Round | None:
    shown = Shown(events.of(own.session, series.id)[at], series)
    wanted = Wanted(into, whom, extent, reason)
    return audience_changes.change(own.session, shown, wanted, by=None, now=LATER)


def invited(own: Register, event: Event) -> list[int | None]:
    query = select(Invitation.seat_id).where(
        Invitation.event_id == event.id, Invitation.withdrawn_at.is_(None)
    )
    return list(own.session.scalars(query.order_by(Invitation.seat_id)))


def dates(own: Register, series: Series, place: int) -> list[int]:
    """Give at which dates of a series a seat is invited, by their places."""
    wanted = own.seats[place].id
    every = events.of(own.session, series.id)
    return [at for at, each in enumerate(every) if wanted in invited(own, each)]


def test_a_seat_of_a_body_is_taken_out_and_only_its_lead_hears(three: Register) -> None:
    series = three.sent()
    three.arrived()
    round_ = out(three, series, seat(three), reason="Moved on")
    assert three.messages() == [("withdrawal", "Police lead")]
    assert round_ is not None
    assert (round_.people, round_.reason, series.cancelled_at) == (1, "Moved on", None)
    assert series_changes.keep(three.session, series, by=None, now=LATER) is None
    assert len(invited(three, three.first(series).event)) == 2


def test_what_they_had_answered_stays_in_the_record_and_is_counted_no_more(
    three: Register,
) -> None:
    series = three.sent()
    three.arrived()
    shown = three.first(series)
    own = answers.invited(three.session, shown)[0].invitation
    answers.give(three.session, shown.event, [own], YES, now=NOW)
    out(three, series, seat(three))
    assert [each.kind for each in three.session.scalars(select(Answer))] == ["attending"]
    left = answers.invited(three.session, shown)
    assert own.id not in {each.invitation.id for each in left}
    reminded = select(Delivery.person_id).where(
        Delivery.kind.startswith("reminder."), Delivery.state == "planned"
    )
    assert three.leads[0].id not in set(three.session.scalars(reminded))


def test_the_deputy_that_a_seat_named_leaves_with_it(three: Register) -> None:
    series = three.sent()
    three.arrived()
    shown, deputy = three.first(series), three.person("Deputy")
    seats.appoint(three.session, three.seats[0], deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW)
    own = answers.invited(three.session, shown)[0].invitation
    deputies.send(
        three.session,
        shown,
        [own],
        person_id=deputy.id,
        source=Source.SLACK,
        at=NOW,
        by=None,
        now=NOW,
    )
    three.arrived()
    out(three, series, seat(three))
    mine = [each for each in three.messages() if each[0] == "withdrawal"]
    assert sorted(mine) == [("withdrawal", "Deputy"), ("withdrawal", "Police lead")]


def test_a_body_is_taken_out_but_not_the_seat_chosen_by_itself(three: Register) -> None:
    series = three.sent()
    event_changes.add_guests(three.session, series, [seat(three, 2)], by=None, now=NOW)
    three.arrived()
    out(three, series, body(three))
    assert sorted(three.messages()) == [
        ("withdrawal", "Health lead"),
        ("withdrawal", "Police lead"),
    ]
    assert invited(three, three.first(series).event) == [three.seats[2].id]


def test_no_other_seat_of_a_partner_comes_in_for_its_sector(three: Register) -> None:
    police = three.seats[0].organisation_id
    sector = sector_lists.add(
        three.session, "Blue lights", place=1, keeps_terms=False, by=None, now=NOW
    )
    sectors.assign(three.session, police, sector.id, BEGAN, by=None, now=NOW)
    other = bodies.add(three.session, "Leadership", by=None, now=NOW)
    seats.add(three.session, police, other.id, Span(BEGAN), by=None, now=NOW)
    series = three.sent()
    by_sector = Choice(Among.SECTOR, sector.id)
    event_changes.add_guests(three.session, series, [by_sector], by=None, now=NOW)
    three.arrived()
    out(three, series, seat(three))
    assert invited(three, three.first(series).event) == [each.id for each in three.seats[1:]]


def test_more_than_five_wait_and_a_stop_brings_them_back(database: Database) -> None:
    with register(database, tuple(f"Partner {n}" for n in range(7))) as many:
        series = many.sent()
        many.arrived()
        round_ = out(many, series, *(seat(many, n) for n in range(6)))
        assert round_ is not None
        assert round_.goes_at == LATER + timedelta(minutes=2)
        rounds.stop(many.session, round_, by=None, now=LATER)
        assert many.messages() == []
        assert len(invited(many, many.first(series).event)) == 7


@pytest.mark.parametrize(
    ("extent", "left"),
    [(Extent.ONE, [0, 1, 3]), (Extent.FOLLOWING, [0, 1]), (Extent.ALL, [])],
)
def test_of_a_series_one_date_or_those_from_it_on_or_all(
    three: Register, extent: Extent, left: list[int]
) -> None:
    series = three.sent(rule=Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST, count=4))
    three.arrived()
    out(three, series, seat(three), at=2, extent=extent)
    assert dates(three, series, 0) == left
    assert dates(three, series, 1) == [0, 1, 2, 3]
    [(kind, name)] = three.messages()
    assert (kind, name) == ("update" if left else "withdrawal", "Police lead")
    if left:
        every = events.of(three.session, series.id)
        said = read(told(three, series, three.leads[0], Say.UPDATE, None, LATER))
        assert days(said) == [every[n].begins.date() for n in left]


def test_who_was_at_what_was_held_is_still_whom_that_invited(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    january = NOW.replace(year=2027, month=1, day=2)
    shown = Shown(events.of(three.session, series.id)[1], series)
    wanted = Wanted(out=[seat(three)], extent=Extent.ALL)
    audience_changes.change(three.session, shown, wanted, by=None, now=january)
    asked = rounds.asked(three.session, series)
    first, second, *_others = events.of(three.session, series.id)
    assert [len(asked[each.id].seats) for each in (first, second)] == [3, 2]


def test_dates_that_are_written_later_keep_out_whom_those_before_did(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    out(three, series, seat(three), at=3, extent=Extent.FOLLOWING)
    three.arrived()
    series_changes.extend(three.session, series, until=date(2028, 6, 1), now=LATER)
    assert dates(three, series, 0) == [0, 1, 2]
    assert three.messages() == []


def test_what_follows_a_series_keeps_them_out_too(three: Register) -> None:
    series = three.sent(rule=MONTHLY)
    three.arrived()
    out(three, series, seat(three), at=3, extent=Extent.FOLLOWING)
    out(three, series, seat(three, 1), at=4)
    three.arrived()
    third = events.of(three.session, series.id)[2]
    span = events.span_of(third)
    new, _made = series_changes.follow(
        three.session, Shown(third, series), span, MONTHLY, by=None, now=LATER
    )
    every = range(len(events.of(three.session, new.id)))
    assert dates(three, new, 0) == [0]
    assert dates(three, new, 1) == [each for each in every if each != 2]


def test_who_was_taken_out_can_be_invited_again(three: Register) -> None:
    series = three.sent()
    three.arrived()
    out(three, series, seat(three))
    three.arrived()
    again = Wanted(into=[seat(three)])
    audience_changes.change(three.session, three.first(series), again, by=None, now=LATER)
    assert three.messages() == [("invitation", "Police lead")]
    assert len(invited(three, three.first(series).event)) == 3


def test_some_are_taken_out_and_others_asked_in_one_round(three: Register) -> None:
    series = three.sent()
    three.arrived()
    guest = three.person("Guest")
    out(three, series, seat(three), into=[Choice(Among.GUEST, guest.id)])
    assert three.messages() == [("withdrawal", "Police lead"), ("invitation", "Guest")]


@pytest.mark.parametrize(
    ("whom", "sentence"),
    [("guest", "is not invited"), ("body", "Then nobody would be invited")],
)
def test_nobody_is_taken_out_who_is_not_in_and_never_everybody(
    three: Register, whom: str, sentence: str
) -> None:
    series = three.sent()
    three.arrived()
    guest = Choice(Among.GUEST, three.person("Guest").id)
    with pytest.raises(Refused, match=sentence) as no:
        out(three, series, body(three) if whom == "body" else guest)
    assert no.value.field == "out"
