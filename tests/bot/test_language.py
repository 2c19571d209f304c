"""Days and times as people read them, in their language."""

from datetime import date, datetime
from gettext import NullTranslations

import pytest

from bot.language import long_date, long_day, time_span, zone_said
from domain.language import speaking
from domain.named_days import month_and_year, weekday_name
from domain.when import WallSpan


class Welsh(NullTranslations):
    """A catalogue with the sentences that times are written with."""

    def __init__(self) -> None:
        super().__init__()
        self._info = {"language": "cy"}

    def gettext(self, message: str) -> str:
        return {
            "{city} time": "amser {city}",
            "{day}, {begins} to {ends} ({zone})": "{day}, {begins} i {ends} ({zone})",
        }.get(message, message)


MEETING = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
NIGHT = WallSpan(datetime(2026, 12, 3, 22), datetime(2026, 12, 4, 1), "Europe/London")


def test_a_time_is_written_as_the_invitation_says_it() -> None:
    assert time_span(MEETING) == "Thursday 3 December 2026, 10:00 to 12:00 (London time)"


def test_of_a_day_without_a_time_the_day_is_said() -> None:
    day = WallSpan(datetime(2025, 3, 6), datetime(2025, 3, 7), "Europe/London")
    assert time_span(day) == "Thursday 6 March 2025"


def test_one_that_ends_on_another_day_says_so() -> None:
    assert time_span(NIGHT) == (
        "Thursday 3 December 2026, 22:00 to Friday 4 December 2026, 01:00 (London time)"
    )


def test_it_is_written_in_the_language_of_who_reads_it() -> None:
    with speaking(Welsh()):
        assert time_span(MEETING) == "Dydd Iau 3 Rhagfyr 2026, 10:00 i 12:00 (amser Llundain)"
        assert long_date(date(2026, 12, 3)) == "3 Rhagfyr 2026"
        assert (month_and_year(date(2027, 6, 30)), weekday_name(4)) == (
            "Mehefin 2027",
            "Dydd Gwener",
        )
    assert long_day(date(2026, 12, 3)) == "Thursday 3 December 2026"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/London", "London time"),
        ("Europe/Belfast", "London time"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("Australia/Lord_Howe", "Lord Howe Island time"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_a_zone_is_named_by_its_city(zone: str, said: str) -> None:
    assert zone_said(zone) == said
