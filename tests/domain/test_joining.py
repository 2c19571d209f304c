"""Joining details as meeting programs give them: what is read out of a block."""

import pytest

from domain.joining import Joining, parts, without_codes

TEAMS = """Microsoft Teams meeting
Click here to join <https://teams.example.org/l/4412345678901>
Meeting ID: 343 123 234 12
Passcode: aBcDeF
Or call in (audio only)
+44 20 1234 5678,,123456789# United Kingdom, London
Phone Conference ID: 123 456 789#"""

ZOOM = """Meeting ID: 812 3456 7890 Passcode: 123456
One tap mobile
+442034815237,,81234567890# United Kingdom"""


@pytest.mark.parametrize(
    ("block", "found"),
    [
        (TEAMS, Joining("343 123 234 12", "+44 20 1234 5678", has_code=True)),
        (ZOOM, Joining("812 3456 7890", "+442034815237", has_code=True)),
        ("By phone: (01632) 960 000", Joining("", "(01632) 960 000")),
        ("Ask at the door", Joining()),
    ],
)
def test_numbers_are_found_and_codes_noticed(block: str, found: Joining) -> None:
    assert parts(block) == found


def test_codes_are_left_out() -> None:
    assert without_codes(ZOOM).splitlines()[0] == "Meeting ID: 812 3456 7890"
    assert "aBcDeF" not in without_codes(TEAMS)
    assert without_codes("By phone: 01632 960000") == "By phone: 01632 960000"
