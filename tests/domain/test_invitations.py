"""Invitations: everybody gets their own message, and none learns what is another's."""

from dataclasses import replace
from datetime import UTC, datetime

import icalendar
import pytest
from icalendar.enums import PARTSTAT, ROLE

from domain.attendees import Attendee, Organizer
from domain.entries import Entry, Status
from domain.errors import Refused
from domain.invitations import cancel, finish, guest_list, request, uninvite
from domain.when import WallSpan

STAMP = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ENTRY = Entry(
    uid="5d1c",
    sequence=0,
    span=WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London"),
    title="Leadership Forum",
    changed=STAMP,
    joining="Passcode: 0000",
)
ORGANIZER = Organizer("calendar@example.org", "Medway")
CHAIR = Attendee("chair@council.example.org", "Chair", ROLE.CHAIR)
POLICE = Attendee("Lead@police.example.org", "Police")
HOUSING = Attendee("lead@housing.example.org", "Housing")
ALL = (CHAIR, POLICE, HOUSING)


def event(body: bytes) -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert isinstance(found, icalendar.Event)
    return found


def people(body: bytes) -> dict[str, str | None]:
    """Give who stands in a message, and what answer of theirs."""
    return {str(each)[7:]: each.params.get("PARTSTAT") for each in event(body).attendees}


def asking(*, is_hidden: bool) -> bytes:
    shown = guest_list(ALL, is_hidden=is_hidden)
    return request([ENTRY], ORGANIZER, stamp=STAMP, shown=shown)


def test_a_hidden_list_shows_the_reader_and_the_chair() -> None:
    draft = asking(is_hidden=True)
    assert set(people(finish(draft, POLICE, "p"))) == {CHAIR.address, POLICE.address}
    assert set(people(finish(draft, CHAIR, "c"))) == {CHAIR.address}


def test_a_shown_list_shows_each_person_once_and_nobodys_answer_but_ones_own() -> None:
    mine = replace(POLICE, address="lead@POLICE.example.org")
    assert people(finish(asking(is_hidden=False), mine, "p", PARTSTAT.DECLINED)) == {
        CHAIR.address: "NEEDS-ACTION",
        "lead@POLICE.example.org": "DECLINED",
        HOUSING.address: "NEEDS-ACTION",
    }


def test_each_recipient_has_a_token_and_the_rest_is_one_and_the_same() -> None:
    draft = asking(is_hidden=False)
    one, other = finish(draft, POLICE, "one"), finish(draft, POLICE, "other")
    assert event(one).organizer == "mailto:calendar+one@example.org"
    assert event(other).organizer == "mailto:calendar+other@example.org"
    assert one.replace(b"\r\n ", b"").replace(b"+one@", b"+other@") == other.replace(b"\r\n ", b"")
    assert finish(draft, POLICE, "one") == one


def test_only_an_address_may_hold_what_a_draft_is_cut_at() -> None:
    sly = "\x1a\x1c\x1d\x1e\x1f"
    entry = replace(ENTRY, title=f"F{sly}", place=f"P{sly}", joining=f"J{sly}", agenda=f"A{sly}")
    organizer = replace(ORGANIZER, name=f"Medway{sly}")
    police = replace(POLICE, name=f"Police{sly}")
    body = finish(request([entry], organizer, stamp=STAMP, shown=[police]), CHAIR, "token")
    assert not set(sly.encode()) & set(body)
    assert set(people(body)) == {POLICE.address, CHAIR.address}
    assert event(body).organizer == "mailto:calendar+token@example.org"


def test_a_cancellation_for_all_says_so_and_why_and_no_more() -> None:
    entry = replace(ENTRY, sequence=2)
    draft = cancel(entry, ORGANIZER, stamp=STAMP, shown=[CHAIR], reason="Venue closed")
    body = finish(draft, POLICE, "p")
    assert event(body)["STATUS"] == "CANCELLED"
    assert event(body)["COMMENT"] == "Venue closed"
    assert event(body).sequence == 2
    assert people(body) == {CHAIR.address: None, POLICE.address: None}
    assert b"Passcode" not in body
    assert b"RSVP" not in body


def test_who_is_uninvited_reads_of_no_one_else_and_of_no_cancellation() -> None:
    body = finish(uninvite(replace(ENTRY, sequence=1), ORGANIZER, stamp=STAMP), POLICE, "p")
    assert people(body) == {POLICE.address: None}
    assert "STATUS" not in event(body)
    assert b"METHOD:CANCEL\r\n" in body
    assert b"Passcode" not in body


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [ENTRY, replace(ENTRY, uid="other")],
        [ENTRY, replace(ENTRY, sequence=1)],
        [replace(ENTRY, status=Status.CANCELLED)],
    ],
)
def test_what_no_request_may_be_is_not_drafted(entries: list[Entry]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        request(entries, ORGANIZER, stamp=STAMP)


def test_an_hour_that_clocks_repeat_is_refused_but_can_be_cancelled() -> None:
    begins = datetime(2026, 10, 25, 1, 30)
    entry = replace(ENTRY, span=WallSpan(begins, begins.replace(hour=3), "Europe/London"))
    with pytest.raises(Refused, match="comes twice on Sunday 25 October 2026"):
        request([entry], ORGANIZER, stamp=STAMP)
    assert b"20261025T013000" in cancel(entry, ORGANIZER, stamp=STAMP)


def test_an_address_that_can_not_be_written_is_refused() -> None:
    with pytest.raises(Refused, match="can't hold the address"):
        finish(asking(is_hidden=True), replace(POLICE, address='"a b"@example.org'), "p")
    with pytest.raises(Refused, match="can't hold the address"):
        request([ENTRY], replace(ORGANIZER, address="nobody"), stamp=STAMP)
