"""The reader's language: every sentence is asked for here, in English, and given back in theirs.

The edges load catalogues and say who reads (`speaking`); the rules only ask for sentences.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

_spoken: ContextVar[NullTranslations] = ContextVar("spoken", default=NullTranslations())  # noqa: B039 - never changed


@contextmanager
def speaking(translations: NullTranslations) -> Iterator[None]:
    """Give every sentence asked for inside the block in this catalogue's language."""
    before = _spoken.set(translations)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str | None:
    """Give the code of the language that is spoken (`cy`); None for the English source."""
    translations = _spoken.get()
    return translations.info().get("language") or None


def gettext(sentence: str) -> str:
    """Give a sentence in the reader's language (GNU gettext's msgid)."""
    return _spoken.get().gettext(sentence)


def ngettext(one: str, many: str, n: int) -> str:
    """Give the sentence for `n` things, by the plural rule of the reader's language."""
    return _spoken.get().ngettext(one, many, n)


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Mark a sentence for translators where it stands; it is given in a language later."""
    return sentence
