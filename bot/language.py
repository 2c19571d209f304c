"""Catalogues of sentences, by language: English is the source, the others are in locale/."""

from datetime import date
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.support import Translations

from domain.language import spoken

FOLDER = Path(__file__).parent / "locale"
DOMAIN = "joinedup"


@cache
def catalogue(code: str, folder: Path = FOLDER) -> NullTranslations:
    """Give the sentences of a language: English ones where there is no catalogue for it."""
    return Translations.load(folder, [code], DOMAIN)


def long_date(day: date) -> str:
    """Write a day as people do, in the language that is spoken: 23 November 2026."""
    return format_date(day, "d MMMM y", locale=_locale())


def _locale() -> Locale:
    return Locale.parse(spoken() or "en_GB")
