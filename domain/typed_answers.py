"""Answers as coordinators type them: whose, what, and perhaps how it came.

`police attending by phone`. Nothing is guessed: what is not wholly this opens the form with what
was understood.
"""

import re
from dataclasses import dataclass

from domain.answers import Kind, Source

_KINDS = {
    "attending": Kind.ATTENDING,
    "yes": Kind.ATTENDING,
    "apologies": Kind.APOLOGIES,
    "unsure": Kind.UNSURE,
    "not sure": Kind.UNSURE,
    "not sure yet": Kind.UNSURE,
    "deputy": Kind.DEPUTY,
    "sending a deputy": Kind.DEPUTY,
}
_WAYS = {"by phone": Source.PHONE, "on paper": Source.PAPER}

_TYPED = re.compile(
    rf"(?P<who>.*?)[\s,:]*\b(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})"
    rf"(?:[\s,]+(?P<way>{'|'.join(_WAYS)}))?[\s.]*",
    re.IGNORECASE | re.DOTALL,
)
_ASIDE = ' \t\n,:"“”„'


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What was understood: `who` is the text that should name a seat; `kind` None: no answer."""

    who: str
    kind: Kind | None = None
    source: Source = Source.COORDINATOR


def read(text: str) -> TypedAnswer:
    """Give what was understood of a text."""
    found = _TYPED.fullmatch(" ".join(text.split()))
    if found is None:
        return TypedAnswer(text.strip(_ASIDE))
    way = (found["way"] or "").casefold()
    kind = _KINDS[found["kind"].casefold()]
    return TypedAnswer(found["who"].strip(_ASIDE), kind, _WAYS.get(way, Source.COORDINATOR))
