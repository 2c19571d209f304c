"""Outcomes: what a register starts with, what goes together, and how it sums up."""

from datetime import UTC, datetime

import pytest

from domain.answers import NOT_KNOWN, Deputising, Kind, Standing
from domain.errors import Refused
from domain.outcomes import (
    NOTHING,
    Code,
    Note,
    Outcome,
    Source,
    Sum,
    clean,
    clean_walk_in,
    expected,
    expected_guest,
    noted,
    read_code,
    rest_absent,
    summed,
)

YES = Standing(Kind.ATTENDING, given_at=datetime(2026, 11, 1, tzinfo=UTC))
STALE = Standing(Kind.ATTENDING, stale=True)
DEPUTY = Standing(Kind.DEPUTY, deputising=Deputising.AGREED)
LEAD, SENT = 7, 8


@pytest.mark.parametrize(
    ("standing", "starts"),
    [
        (YES, Outcome(code=Code.MEMBER, person_id=LEAD)),
        (DEPUTY, Outcome(code=Code.DEPUTY, person_id=SENT)),
        (Standing(Kind.APOLOGIES), Outcome(code=Code.APOLOGIES)),
        (Standing(Kind.UNSURE), NOTHING),
        (NOT_KNOWN, NOTHING),
        (STALE, NOTHING),
    ],
)
def test_who_said_yes_is_ticked_and_the_silent_are_not_recorded(
    standing: Standing, starts: Outcome
) -> None:
    assert expected(standing, lead=LEAD, deputy=SENT) == starts


def test_a_vacant_seat_that_said_yes_is_represented_by_somebody() -> None:
    assert expected(YES, lead=None) == Outcome(code=Code.DEPUTY)


def test_a_deputy_who_is_in_no_register_is_there_by_name() -> None:
    assert expected(DEPUTY, lead=LEAD, name="Sam Hill") == Outcome(
        code=Code.DEPUTY, name="Sam Hill"
    )


def test_a_guest_who_said_yes_is_in_attendance() -> None:
    assert expected_guest(YES, LEAD) == Outcome(code=Code.IN_ATTENDANCE, person_id=LEAD)
    assert expected_guest(NOT_KNOWN, LEAD) == expected_guest(STALE, LEAD) == NOTHING


@pytest.mark.parametrize(
    ("code", "guest"),
    [(Code.MEMBER, True), (Code.NO_CONTACT, True), (Code.IN_ATTENDANCE, False)],
)
def test_guests_are_never_counted_and_seats_never_only_in_attendance(
    *, code: Code, guest: bool
) -> None:
    with pytest.raises(Refused):
        clean(Outcome(code=code), guest=guest)


def test_who_was_not_there_has_no_name_and_no_way_of_taking_part() -> None:
    said = Outcome(
        code=Code.APOLOGIES,
        remote=True,
        person_id=LEAD,
        name="x",
        minutes=5,
        note=Note.SAID_YES,
        source=Source.PAPER,
    )
    assert clean(said, guest=False) == Outcome(code=Code.APOLOGIES, source=Source.PAPER)


@pytest.mark.parametrize(
    ("code", "note", "kept"),
    [
        (Code.APOLOGIES, Note.APOLOGIES_AFTER, True),
        (Code.NO_CONTACT, Note.SAID_YES, True),
        (Code.NO_CONTACT, Note.APOLOGIES_AFTER, False),
        (Code.MEMBER, Note.SAID_YES, False),
        (None, Note.SAID_YES, False),
    ],
)
def test_a_note_stands_beside_the_code_that_it_belongs_to(
    *, code: Code | None, note: Note, kept: bool
) -> None:
    found = clean(Outcome(code=code, note=note), guest=False)
    assert found.note == (note if kept else None)


def test_who_said_yes_and_did_not_come_is_noted() -> None:
    absent = Outcome(code=Code.NO_CONTACT)
    assert noted(absent, YES).note is Note.SAID_YES
    assert noted(absent, STALE).note is None
    assert noted(absent, NOT_KNOWN).note is None
    assert noted(Outcome(code=Code.MEMBER), YES).note is None


def test_the_rest_is_set_to_no_apologies_received() -> None:
    assert rest_absent(NOTHING).code is Code.NO_CONTACT
    assert rest_absent(Outcome(code=Code.APOLOGIES)).code is Code.APOLOGIES


def test_codes_are_read_as_they_are_written() -> None:
    assert [read_code(each) for each in ("MA", "RA", "A", "NC", "not recorded", "")] == [
        *(Code.MEMBER, Code.DEPUTY, Code.APOLOGIES, Code.NO_CONTACT),
        *(None, None),
    ]
    with pytest.raises(Refused, match="what happened"):
        read_code("came")


def test_saying_the_same_is_told_apart_from_how_it_came() -> None:
    register = Outcome(code=Code.MEMBER, person_id=LEAD)
    report = Outcome(code=Code.MEMBER, person_id=LEAD, source=Source.REPORT, minutes=50)
    assert register.says_as(report)
    assert not register.says_as(Outcome(code=Code.MEMBER, person_id=SENT))


def test_a_register_sums_up_in_one_line() -> None:
    seats = [Outcome(code=each) for each in (Code.MEMBER, Code.DEPUTY, Code.APOLOGIES, None)]
    guests = [Outcome(code=Code.IN_ATTENDANCE), NOTHING]
    found = summed(seats, guests, walk_ins=2)
    assert found == Sum(1, 1, 1, 0, 1, 3)
    assert (found.represented, found.seats, found.is_empty) == (2, 4, False)
    assert summed([Outcome(code=Code.APOLOGIES), NOTHING]).is_empty


def test_a_walk_in_has_a_name_and_perhaps_where_from() -> None:
    assert clean_walk_in("  Sam   Hill ", "") == ("Sam Hill", "")
    assert clean_walk_in("Sam Hill", " Youth Club ") == ("Sam Hill", "Youth Club")
    with pytest.raises(Refused) as refused:
        clean_walk_in(" ", "Youth Club")
    assert refused.value.field == "walk_in"
