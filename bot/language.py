"""Catalogues of sentences, by language: English is the source, the others are in locale/.

What else depends on the reader's language is here too: how days and times are written.
"""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.dates import get_timezone_location
from babel.support import Translations

from domain.language import gettext as _
from domain.named_days import locale, long_date, long_day
from domain.when import WallSpan

__all__ = ["catalogue", "long_date", "long_day", "time_span", "zone_said"]

FOLDER = Path(__file__).parent / "locale"
DOMAIN = "joinedup"


@cache
def catalogue(code: str, folder: Path = FOLDER) -> NullTranslations:
    """Give the sentences of a language: English ones where there is no catalogue for it."""
    return Translations.load(folder, [code], DOMAIN)


def time_span(span: WallSpan) -> str:
    """Write when an event is: Thursday 3 December 2026, 10:00 to 12:00 (London time).

    Of an event of a day without a time, as an import of attendance knows it: the day.
    """
    begins, ends = span.begins, span.ends
    if span.is_whole_day:
        return long_day(begins)
    said = _("{day}, {begins} to {ends} ({zone})")
    if ends.date() != begins.date():
        said = _("{day}, {begins} to {last_day}, {ends} ({zone})")
    return said.format(
        day=long_day(begins),
        begins=f"{begins:%H:%M}",
        last_day=long_day(ends),
        ends=f"{ends:%H:%M}",
        zone=zone_said(span.zone),
    )


def zone_said(zone: str) -> str:
    """Write a time zone by its city, in the reader's language: London time.

    A zone of no place, such as UTC, keeps its name.
    """
    city = get_timezone_location(zone, locale=locale(), return_city=True).rpartition("/")[2]
    if city == "UTC" or zone.startswith("Etc/"):
        return city if city == "UTC" else zone
    return _("{city} time").format(city=city)
