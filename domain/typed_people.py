"""Names as coordinators type them in a row: `Police, Fire and rescue and Ann Lead`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.names import name_key

T = TypeVar("T")

_COMMA = re.compile(r"\s*[,;]\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_ASIDE = " \t\n,;:."


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """Whom a text names; `left` is what names nobody, or may be several."""

    found: tuple[T, ...]
    left: str = ""


def read(text: str, known: Mapping[str, Iterable[T]]) -> Named[T]:
    """Give whom a text names, of some who are known by `name_key`; a name may have an "and" in it.

    A name that several share names all of them: whoever asks says which may.
    """
    found: list[T] = []
    left: list[str] = []
    for piece in filter(None, _COMMA.split(text.strip(_ASIDE))):
        words = _AND.split(piece)
        while words:
            most = next(
                (n for n in range(len(words), 0, -1) if name_key(" and ".join(words[:n])) in known),
                0,
            )
            if most:
                found += known[name_key(" and ".join(words[:most]))]
            else:
                left.append(words[0])
            words = words[most or 1 :]
    return Named(tuple(dict.fromkeys(found)), ", ".join(left))
