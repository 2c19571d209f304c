"""Who owes an answer and what they get now: by a table, by properties, in all hours of the year."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.answers import NOT_KNOWN, Kind, Standing
from domain.bodies import AsksDeputies
from domain.chasing import COOLING, deputies_by, messages, nudged, owed
from domain.chasing_facts import Ask, Asked, Due, Meeting, Told, Verdict, WhyNot
from domain.when import WallTime, zone_named
from domain.working_days import Region

LONDON = "Europe/London"


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone_named(LONDON))  # type: ignore[arg-type,misc]


FORUM = Meeting(
    begins=WallTime(datetime(2026, 12, 3, 10), LONDON),
    answer_by=date(2026, 11, 19),
    region=Region.ENGLAND,
)
INVITED = london(2026, 11, 2, 10)
POLICE = Asked(invitation=1, person=11, since=INVITED)
FIRST = london(2026, 11, 16, 9)
SECOND = london(2026, 11, 20, 9)
COMING = london(2026, 12, 1, 9)
TOLD_FIRST = Told(11, FIRST, Ask.FIRST)
TOLD_SECOND = Told(11, SECOND, Ask.SECOND)

YES = Standing(Kind.ATTENDING, given_at=INVITED)
NO = Standing(Kind.APOLOGIES, given_at=INVITED)
UNSURE = Standing(Kind.UNSURE, given_at=INVITED)
STALE = replace(YES, stale=True)
DEPUTY = Standing(Kind.DEPUTY, given_at=INVITED)


def judged(asked: Asked, now: datetime, *told: Told, meeting: Meeting = FORUM) -> Verdict:
    [found] = owed(meeting, [asked], told, now)
    assert (found.ask is None) != (found.why is None)
    return found


@pytest.mark.parametrize(
    ("standing", "told", "now", "ask", "why"),
    [
        (NOT_KNOWN, (), london(2026, 11, 16, 8, 59), None, WhyNot.NOT_YET),
        (NOT_KNOWN, (), FIRST, Ask.FIRST, None),
        (NOT_KNOWN, (), london(2026, 11, 17, 14), Ask.FIRST, None),
        (NOT_KNOWN, (TOLD_FIRST,), FIRST, None, WhyNot.NOT_YET),
        (NOT_KNOWN, (TOLD_FIRST,), SECOND, Ask.SECOND, None),
        (NOT_KNOWN, (), SECOND, Ask.SECOND, None),
        (NOT_KNOWN, (), london(2026, 11, 20, 18), None, WhyNot.QUIET),
        (NOT_KNOWN, (), london(2026, 11, 21, 11), None, WhyNot.QUIET),
        (NOT_KNOWN, (), london(2026, 12, 2, 17), Ask.SECOND, None),
        (NOT_KNOWN, (), london(2026, 12, 2, 23, 59), None, WhyNot.QUIET),
        (NOT_KNOWN, (), london(2026, 12, 3), None, WhyNot.TOO_LATE),
        (NOT_KNOWN, (), london(2026, 12, 3, 9), None, WhyNot.TOO_LATE),
        (NOT_KNOWN, (TOLD_FIRST, TOLD_SECOND), london(2026, 11, 20, 15), None, WhyNot.ASKED),
        (NOT_KNOWN, (TOLD_FIRST, TOLD_SECOND), london(2026, 11, 23, 9), None, WhyNot.OVER),
        (NOT_KNOWN, (Told(11, london(2026, 11, 16, 8, 5)),), FIRST, None, WhyNot.TOLD),
        (
            NOT_KNOWN,
            (Told(11, london(2026, 11, 16, 8, 5)),),
            london(2026, 11, 16, 12),
            Ask.FIRST,
            None,
        ),
        (NOT_KNOWN, (Told(12, FIRST),), FIRST, Ask.FIRST, None),
        (YES, (), FIRST, None, WhyNot.ANSWERED),
        (STALE, (), SECOND, None, WhyNot.ANSWERED),
        (YES, (), COMING, Ask.COMING, None),
        (DEPUTY, (), COMING, Ask.COMING, None),
        (YES, (Told(11, COMING, Ask.COMING),), london(2026, 12, 2, 9), None, WhyNot.ANSWERED),
        (replace(YES, given_at=COMING), (), london(2026, 12, 1, 14), None, WhyNot.ANSWERED),
        (NO, (), COMING, None, WhyNot.ANSWERED),
        (UNSURE, (), FIRST, None, WhyNot.NOT_YET),
        (UNSURE, (), london(2026, 11, 19, 9), Ask.UNSURE, None),
        (
            UNSURE,
            (Told(11, london(2026, 11, 19, 9), Ask.UNSURE),),
            SECOND,
            None,
            WhyNot.OVER,
        ),
        (
            replace(UNSURE, given_at=london(2026, 11, 19, 10)),
            (),
            london(2026, 11, 20, 9),
            None,
            WhyNot.NOT_YET,
        ),
        (
            replace(UNSURE, given_at=london(2026, 11, 19, 10)),
            (),
            london(2026, 11, 23, 9),
            Ask.UNSURE,
            None,
        ),
    ],
)
def test_what_somebody_gets_now(
    standing: Standing,
    told: tuple[Told, ...],
    now: datetime,
    ask: Ask | None,
    why: WhyNot | None,
) -> None:
    found = judged(replace(POLICE, standing=standing), now, *told)
    assert (found.ask, found.why) == (ask, why)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"away": True}, WhyNot.LEAVE),
        ({"vacant": True}, WhyNot.VACANT),
        ({"person": None}, WhyNot.VACANT),
        ({"declined": True}, WhyNot.OPTED_OUT),
        ({"reachable": False}, WhyNot.NO_ADDRESS),
        ({"since": None}, WhyNot.NOT_YET),
        ({"since": london(2026, 11, 18, 10)}, WhyNot.SHORT),
        ({"away": True, "standing": YES}, WhyNot.ANSWERED),
    ],
)
def test_why_a_seat_is_left_alone(change: dict[str, object], why: WhyNot) -> None:
    assert judged(replace(POLICE, **change), FIRST).why is why  # type: ignore[arg-type]


def test_a_rehearsal_and_what_can_be_stopped_still_hold_everything() -> None:
    assert judged(POLICE, FIRST, meeting=replace(FORUM, rehearses=True)).why is WhyNot.REHEARSAL
    assert judged(POLICE, FIRST, meeting=replace(FORUM, waits=True)).why is WhyNot.TOLD


def test_who_wants_no_reminders_is_phoned_when_the_first_would_come() -> None:
    declined = replace(POLICE, declined=True)
    before = judged(declined, FIRST - timedelta(minutes=1))
    assert (before.why, before.at, before.to_phone) == (WhyNot.OPTED_OUT, FIRST, False)
    assert judged(declined, FIRST).to_phone


@pytest.mark.parametrize(
    ("change", "phoned"),
    [
        ({"since": london(2026, 11, 18, 10)}, True),
        ({"reachable": False}, True),
        ({"declined": True}, True),
        ({"away": True}, False),
        ({"vacant": True}, False),
        ({}, False),
        ({"standing": YES, "reachable": False}, False),
    ],
)
def test_only_the_silent_with_nothing_left_to_send_are_phoned(
    change: dict[str, object],
    phoned: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert judged(replace(POLICE, **change), FIRST).to_phone is phoned  # type: ignore[arg-type]


AUTOMATIC = replace(FORUM, asks_deputies=AsksDeputies.AUTOMATIC)
WITH_DEPUTY = replace(POLICE, deputy_left=True)


@pytest.mark.parametrize(
    ("meeting", "asked", "now", "ask"),
    [
        (AUTOMATIC, WITH_DEPUTY, london(2026, 11, 23, 9), None),
        (AUTOMATIC, WITH_DEPUTY, london(2026, 11, 24, 9), Ask.DEPUTIES),
        (AUTOMATIC, POLICE, london(2026, 11, 24, 9), None),
        (FORUM, WITH_DEPUTY, london(2026, 11, 24, 9), None),
        (AUTOMATIC, replace(WITH_DEPUTY, standing=NO), london(2026, 11, 24, 9), None),
    ],
)
def test_deputies_are_asked_after_the_day_that_the_lead_was_told(
    meeting: Meeting, asked: Asked, now: datetime, ask: Ask | None
) -> None:
    assert judged(asked, now, TOLD_FIRST, TOLD_SECOND, meeting=meeting).ask is ask


def test_one_message_a_person_covers_all_their_seats_and_the_most_pressing_goes_first() -> None:
    seats = [
        Verdict(replace(POLICE, invitation=3), Ask.FIRST),
        Verdict(replace(POLICE, invitation=2), Ask.SECOND),
        Verdict(replace(POLICE, invitation=4), Ask.COMING),
        Verdict(replace(POLICE, invitation=5), None, WhyNot.ANSWERED),
        Verdict(replace(POLICE, invitation=6, person=10), Ask.UNSURE),
        Verdict(replace(POLICE, invitation=7, person=12), Ask.DEPUTIES),
    ]
    assert messages(seats) == (Due(10, Ask.UNSURE, (6,)), Due(11, Ask.SECOND, (2, 3)))


def test_by_hand_those_who_owe_are_asked_whatever_the_time_but_not_within_a_day() -> None:
    now = london(2026, 11, 21, 11)
    last = Told(11, now - COOLING + timedelta(minutes=1), Ask.FIRST)
    old = Told(11, now - COOLING, Ask.NUDGE)

    def by_hand(asked: Asked, *told: Told) -> Verdict:
        [found] = nudged(FORUM, [asked], told, now)
        return found

    assert by_hand(POLICE).ask is Ask.NUDGE
    assert by_hand(replace(POLICE, standing=UNSURE)).ask is Ask.NUDGE
    assert by_hand(replace(POLICE, standing=YES)).why is WhyNot.ANSWERED
    assert by_hand(replace(POLICE, declined=True)).why is WhyNot.OPTED_OUT
    assert by_hand(POLICE, old).ask is Ask.NUDGE
    cooling = by_hand(POLICE, last)
    assert (cooling.why, cooling.at) == (WhyNot.TOLD, last.at + COOLING)


def test_by_hand_nobody_is_asked_on_the_day_itself() -> None:
    for now, why in ((london(2026, 12, 2, 17), None), (london(2026, 12, 2, 19), WhyNot.TOO_LATE)):
        [found] = nudged(FORUM, [POLICE], (), now)
        assert found.why is why


def test_who_was_told_of_a_move_just_now_is_not_told_once_more() -> None:
    moved = replace(POLICE, since=london(2026, 12, 1, 9, 30), standing=YES)
    assert judged(moved, london(2026, 12, 1, 10)).why is WhyNot.ANSWERED


@pytest.mark.parametrize(
    ("mode", "second", "by"),
    [
        (AsksDeputies.AUTOMATIC, date(2026, 11, 20), date(2026, 11, 23)),
        (AsksDeputies.AUTOMATIC, date(2026, 12, 1), None),
        (AsksDeputies.ASK, date(2026, 11, 20), None),
    ],
)
def test_deputies_are_promised_only_where_they_will_be_asked_in_time(
    mode: AsksDeputies, second: date, by: date | None
) -> None:
    assert deputies_by(replace(FORUM, asks_deputies=mode), second) == by
