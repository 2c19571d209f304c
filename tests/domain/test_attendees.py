"""Who stands in a calendar message, and how their addresses and names are written."""

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.enums import PARTSTAT, ROLE

from domain.attendees import Attendee, Organizer, mailto, with_token
from domain.errors import Refused
from domain.names import tidy


def read(line: bytes) -> tuple[str, dict[str, str]]:
    event = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + line + b"END:VEVENT\r\n")
    assert isinstance(event, icalendar.Event)
    (found,) = event.attendees
    return str(found), {name: str(found.params[name]) for name in found.params}


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("lead@example.org", "mailto:lead@example.org"),
        ("Mary.O'Hara+diary@Example.org", "mailto:Mary.O'Hara+diary@Example.org"),
        ("r&d/a=b@example.org", "mailto:r&d/a=b@example.org"),
        ("100%?#^`{|}@example.org", "mailto:100%25%3F%23%5E%60%7B%7C%7D@example.org"),
    ],
)
def test_an_address_is_written_as_it_stands_where_it_can_be(address: str, written: str) -> None:
    assert mailto(address) == written


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "two words@example.org",
        '"two words"@example.org',
        "é@example.org",
        "a@exämple.org",
        "a@example.org\r\nATTENDEE:mailto:eve@example.org",
        "a@example.org,b@example.org",
        "a@example.org\n",
        "<a@example.org>",
    ],
)
def test_an_address_that_can_not_be_written_is_refused_at_its_field(address: str) -> None:
    with pytest.raises(Refused) as no:
        Attendee(address).asked()
    assert no.value.field == "address"
    assert no.value.sentence.endswith("Please give one without spaces, quotes or accents.")
    assert "\n" not in no.value.sentence


@given(st.text(max_size=100))
def test_a_name_comes_back_as_it_was_typed_but_tidy(name: str) -> None:
    address, parameters = read(Attendee("lead@example.org", name).asked())
    assert address == "mailto:lead@example.org"
    assert parameters.get("CN", "") == tidy(name)


def test_who_has_answered_is_not_asked_again() -> None:
    lead = Attendee("lead@example.org", role=ROLE.OPT_PARTICIPANT)
    assert read(lead.asked())[1] == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "OPT-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert read(lead.asked(PARTSTAT.ACCEPTED))[1]["PARTSTAT"] == "ACCEPTED"
    assert read(lead.asked(PARTSTAT.ACCEPTED))[1]["RSVP"] == "FALSE"
    assert set(read(lead.told())[1]) == {"CUTYPE", "ROLE"}


def test_the_organiser_has_the_recipients_token_and_keeps_a_tag_of_its_own() -> None:
    line = Organizer("calendar+medway@example.org", "Medway, Partnership").line()
    assert with_token(line.encode(), "a-B_9").replace(b"\r\n ", b"") == (
        b'ORGANIZER;CN="Medway, Partnership":mailto:calendar+medway+a-B_9@example.org\r\n'
    )


@pytest.mark.parametrize("token", ["", "a b", "a@b", "a\r\nb", "ä"])
def test_a_token_that_breaks_an_address_is_no_token(token: str) -> None:
    with pytest.raises(ValueError, match="A token is"):
        with_token(Organizer("calendar@example.org").line().encode(), token)
