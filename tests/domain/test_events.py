"""Events: what was entered becomes what was meant, and a pasted joining block is found."""

import pytest

from domain.errors import Refused
from domain.events import clean_details, clean_title

TEAMS = """Microsoft Teams meeting
Join: https://teams.example.org/l/meetup-join/19%3ameeting?x=1
Meeting ID: 123 456 789
Passcode: abc"""


@pytest.mark.parametrize(
    "text", ["One\nTwo", "One\r\nTwo", "One\rTwo", "One\u2028Two", "One\x0bTwo"]
)
def test_a_title_of_two_lines_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refused) as no:
        clean_title(text)
    assert (no.value.field, no.value.sentence) == (
        "title",
        "A title is one line. Please take the line break out of it.",
    )


def test_a_title_is_tidied() -> None:
    assert clean_title("  Leadership \t Forum\n") == "Leadership Forum"


def test_a_whole_joining_block_may_be_pasted_as_the_place() -> None:
    found = clean_details(title="Forum", where=f"Town Hall\n{TEAMS}")
    assert found.place == "Town Hall"
    assert found.joining == TEAMS
    assert found.link == "https://teams.example.org/l/meetup-join/19%3ameeting?x=1"


def test_a_bare_link_is_no_place() -> None:
    found = clean_details(title="Forum", where="https://zoom.example.org/j/1.")
    assert (found.place, found.link) == ("", "https://zoom.example.org/j/1")


def test_priorities_are_read_once_each() -> None:
    found = clean_details(title="Forum", priorities="Neglect, Exploitation\nNeglect;")
    assert found.priorities == ("Neglect", "Exploitation")


def test_a_text_that_is_too_long_is_refused_at_its_field() -> None:
    with pytest.raises(Refused) as no:
        clean_details(title="Forum", agenda="a" * 3001)
    assert no.value.field == "agenda"
