"""Partner organisations: what a typed name may mean, which are one and the same, their domains."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, name_key, tidy

ALWAYS = date.min
"""From when a merge of two spellings holds: before everything that is known of either."""

MOST = 50
"""Mail domains, or aliases, of one organisation."""

_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "‘": "’", "'": "'"}
_ENDINGS = " ,;:.!-–—"
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_MAX_DOMAIN = 253


class Status(StrEnum):
    """Which partners a list shows."""

    MEMBER = "member"
    LEAVE = "leave"
    VACANT = "vacant"
    LATER = "later"
    CLOSED = "closed"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of partners is narrowed to: `text` is in the name, or in another it has."""

    status: Status = Status.MEMBER
    sector_id: int | None = None
    body_id: int | None = None
    text: str = ""

    @property
    def narrows(self) -> bool:
        """Say whether some partners may be left out."""
        return self != Wanted()


def openings(text: str) -> list[tuple[str, str]]:
    """List the names that a typed text may begin with, the longest first, each with the rest.

    A name in quotes is that name and no other. Punctuation between name and rest is neither's.
    """
    words = tidy(text)
    if words and words[0] in _QUOTES:
        name, closed, rest = words[1:].partition(_QUOTES[words[0]])
        if closed and name.strip() and not rest[:1].isalnum():
            return [(name.strip(), rest.lstrip(_ENDINGS))]
    ends = [*(place for place, c in enumerate(words) if c == " "), len(words)]
    found: dict[str, str] = {}
    for end in reversed(ends):
        for name in (words[:end], words[:end].rstrip(_ENDINGS)):
            if name:
                found.setdefault(name, words[end:].lstrip(_ENDINGS))
    return list(found.items())


def final(redirects: Mapping[int, int], organisation_id: int) -> int:
    """Give who an organisation is, after every merge; itself where it was not merged."""
    return chain(redirects, organisation_id)[-1]


def chain(redirects: Mapping[int, int], organisation_id: int) -> list[int]:
    """List an organisation and all that it became by merges, one after the other."""
    passed = [organisation_id]
    while (into := redirects.get(passed[-1])) is not None and into not in passed:
        passed.append(into)
    return passed


def family(redirects: Mapping[int, int], organisation_id: int) -> frozenset[int]:
    """Give an organisation and all that were merged into it, at however many removes."""
    return frozenset(
        {
            organisation_id,
            *(each for each in redirects if final(redirects, each) == organisation_id),
        }
    )


def read_names(text: str, *, field: str = "aliases") -> list[str]:
    """Give the names that were typed, one a line; `Refused` for a line that is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    by_key = {name_key(line): clean_name(line, field=field) for line in lines}
    if len(by_key) > MOST:
        raise Refused(_("At most {n} fit. Please leave some out.").format(n=MOST), field=field)
    return list(by_key.values())


def read_domains(text: str, *, field: str = "domains") -> list[str]:
    """Give the mail domains that were typed, with anything between; `Refused` for what is none."""
    found = dict.fromkeys(_domain(each, field) for each in re.split(r"[\s,;]+", text) if each)
    if len(found) > MOST:
        raise Refused(_("At most {n} fit. Please leave some out.").format(n=MOST), field=field)
    return list(found)


def _domain(text: str, field: str) -> str:
    domain = text.rpartition("@")[2].rstrip(".").lower()
    try:
        domain = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    proper = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    if not proper or len(domain) > _MAX_DOMAIN:
        raise Refused(
            _("“{text}” is not a mail domain. Please write one like police.uk.").format(
                text=tidy(text)[:60]
            ),
            field=field,
        )
    return domain


def refuse_circle(redirects: Iterable[tuple[int, int]], organisation_id: int, into: int) -> None:
    """Raise `Refused` where a merge would lead back to where it began, whenever each holds."""
    onward = dict(redirects)
    if organisation_id == into or final(onward, into) == organisation_id:
        raise Refused(
            _("That would make a circle: each would be the other. Please choose another partner."),
            field="into",
        )
