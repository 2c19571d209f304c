"""Codes to check in with: as the standard has them, through the turn of clocks and of secrets."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest
from pyotp import TOTP

from db.check_in_codes import KeyedCodes

SECRET = "a secret key of the tests, long enough"
CODES = KeyedCodes(SECRET)
EVENT = 7
NOW = datetime(2026, 12, 17, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "turn",
    [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)],
)
def test_codes_go_on_where_the_clock_is_put_forward_or_back(turn: datetime) -> None:
    minutes = [turn + timedelta(minutes=n) for n in range(-61, 62)]
    made = [CODES.at(EVENT, each) for each in minutes]
    assert len(set(made)) > len(made) - 2
    for at, each in zip(minutes, made, strict=True):
        assert CODES.read(EVENT, each, at) == "right"
        assert CODES.read(EVENT, each, at + timedelta(seconds=119)) == "right"
        assert CODES.read(EVENT, each, at + timedelta(seconds=120)) != "right"


def test_codes_are_those_of_rfc_6238() -> None:
    """Appendix B of the RFC, as far as six figures and thirty seconds go, for what makes ours."""
    made = TOTP(b32encode(b"12345678901234567890").decode(), digits=8, interval=30)
    assert [made.at(each) for each in (59, 1111111109, 20000000000)] == [
        "94287082",
        "07081804",
        "65353130",
    ]


def test_a_new_secret_understands_the_codes_of_the_one_before() -> None:
    renewed = KeyedCodes("another secret, long enough to be one", SECRET)
    assert renewed.at(EVENT, NOW) != CODES.at(EVENT, NOW)
    assert renewed.read(EVENT, CODES.at(EVENT, NOW), NOW) == "right"
