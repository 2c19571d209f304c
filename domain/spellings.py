"""When two names are so close that they may be two spellings of one."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from domain.names import name_key

ALIKE = 0.8
"""How much two words share that may be one, misspelled (difflib's ratio)."""

LEAST = 4
"""Letters of a word that may be misspelled: shorter ones are abbreviations, and differ."""

_FILLERS = {"the", "and", "of", "y", "yr", "a"}
_WORD = re.compile(r"\w+")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


class Close(StrEnum):
    """How close one name is to another."""

    SAME = "same"
    ACCENT = "accent"
    SPELLING = "spelling"


@lru_cache(maxsize=16_384)
def bare(name: str) -> tuple[str, ...]:
    """Give a name's words without accents, punctuation, and words that carry nothing."""
    words = _WORD.findall(unaccented(name).replace("'", "").replace("’", ""))
    return tuple(each for each in words if each not in _FILLERS) or tuple(words)


@lru_cache(maxsize=16_384)
def unaccented(name: str) -> str:
    """Give a name's key without accents: what searching compares."""
    letters = unicodedata.normalize("NFKD", name_key(name)).translate(_PLAIN)
    return "".join(c for c in letters if not unicodedata.combining(c))


def closeness(one: str, other: str) -> Close | None:
    """Say how close two names are; None where they are different names.

    Numbers are never misspelled ("School 1", "School 2"), nor are words of a few letters.
    """
    a, b = bare(one), bare(other)
    if a == b and a and unaccented(one) == unaccented(other):
        return Close.SAME if name_key(one) == name_key(other) else Close.ACCENT
    if sorted(a) == sorted(b) or "".join(a) == "".join(b):
        return Close.SPELLING if a else None
    moved = tuple(sorted(a)), tuple(sorted(b))
    return Close.SPELLING if _misspelled(a, b) or _misspelled(*moved) else None


def _misspelled(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say whether the same words stand there, one or more of them misspelled."""
    return len(a) == len(b) and all(
        one == other or _one_word(one, other) for one, other in zip(a, b, strict=True)
    )


def _one_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) < LEAST or one[0] != other[0]:
        return False
    if not (one.isalpha() and other.isalpha()):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def close_to(name: str, others: Iterable[str]) -> list[tuple[str, Close]]:
    """List the names that are close to one, the closest first."""
    found = [(other, how) for other in others if (how := closeness(name, other)) is not None]
    return sorted(found, key=lambda each: list(Close).index(each[1]))
