"""Answers as coordinators type them: whose, what, and perhaps how it came.

`police attending by phone`, or `attending police`; the event stands before or after the partner.
Nothing is guessed: what is not wholly this opens the form with what was understood.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.answers import Kind, Source
from domain.names import name_key

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

_KIND = rf"\b(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})"
_WAY = rf"(?:[\s,]+(?P<way>{'|'.join(_WAYS)}))?[\s.]*"
_ANY_CASE = re.IGNORECASE | re.DOTALL
_TYPED = re.compile(rf"(?P<who>.*?)[\s,:]*{_KIND}{_WAY}", _ANY_CASE)
_TURNED = re.compile(rf"{_KIND}[\s,:]+(?:from\s+)?(?P<who>.+?){_WAY}", _ANY_CASE)
_ASIDE = ' \t\n,:"“”„'


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What was understood: `who` is the text that should name a seat; `kind` None: no answer."""

    who: str
    kind: Kind | None = None
    source: Source = Source.COORDINATOR


def read(text: str) -> TypedAnswer:
    """Give what was understood of a text."""
    typed = " ".join(text.split())
    found = _TYPED.fullmatch(typed) or _TURNED.fullmatch(typed)
    if found is None:
        return TypedAnswer(text.strip(_ASIDE))
    way = (found["way"] or "").casefold()
    kind = _KINDS[found["kind"].casefold()]
    return TypedAnswer(found["who"].strip(_ASIDE), kind, _WAYS.get(way, Source.COORDINATOR))


def apart(text: str, titles: Iterable[str]) -> tuple[str, str]:
    """Part a text where the title of an event begins in it: what stands before it, and the rest.

    Nothing stands before where it begins with one, or holds none; of several the longest counts.
    """
    words, known = text.split(), {name_key(each) for each in titles}
    most = max((len(each.split()) for each in known), default=0)
    spans = [
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + most, len(words)) + 1)
        if name_key(_aside(words[start:end])) in known
    ]
    if not spans or any(start == 0 for start, _end in spans):
        return "", text
    start = max(spans, key=lambda span: (span[1] - span[0], span[1]))[0]
    return _aside(words[:start]), " ".join(words[start:])


def _aside(words: list[str]) -> str:
    return " ".join(words).rstrip(",:")
