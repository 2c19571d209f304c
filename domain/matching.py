"""Which of the names we know somebody may have meant: found, and never taken for it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from domain.headings import heading_key
from domain.names import name_key
from domain.spellings import bare, closeness

T = TypeVar("T")

_CROWD = 60
"""Names that share a part: more, and the part tells nothing."""

_EXTRA = frozenset(
    """
    borough charity cic city cio community council county department district foundation group
    limited ltd metropolitan nhs office partnership plc royal service services team trust unitary
    uk
    """.split()  # noqa: SIM905 - words are read more easily so
)
"""Words that people add to an organisation's name, or leave out of it."""

_CONTRASTS = tuple(
    frozenset(each.split())
    for each in (
        "north south east west northern southern eastern western central mid",
        "primary secondary infant junior nursery sixth",
        "boys girls men women mens womens",
        "adult adults child children childrens young youth",
        "upper lower inner outer",
    )
)
"""Words that tell two organisations of almost one name apart."""

_TITLES = frozenset(
    """
    mr mrs ms miss mx dr doctor cllr councillor prof professor rev revd sir dame lord lady
    supt dci di ds dsupt insp sgt pc
    """.split()  # noqa: SIM905 - the same
)
_INITIALS = 2
_SECTORS = {
    "local_authority": "local authority, local authorities, la, las, council, councils, "
    "local government, county council, district council, borough council, unitary authority",
    "health": "health, nhs, health services, healthcare, icb, health sector, integrated care board",
    "police": "police, policing, police force, constabulary",
    "education": "education, school, schools, college, colleges, education schools, academies",
    "early_years": "early years, nursery, nurseries, childcare, early years childcare",
    "youth_justice": "youth justice, yot, yjs, youth offending, youth offending team",
    "probation": "probation, probation service, nps",
    "secure_estate": "secure estate, prison, prisons, hmpps, secure",
    "fire": "fire, fire rescue, fire service, frs, fire rescue service",
    "housing": "housing, housing association, housing associations, registered provider",
    "voluntary": "voluntary, voluntary sector, voluntary community, vcs, vcse, vcfs, third sector, "
    "charity, charities, voluntary community sector, community sector, vcs sector, faith",
    "other": "other, others, miscellaneous",
}
_SECTOR_OF = {
    heading_key(each): code for code, text in _SECTORS.items() for each in text.split(",")
}


def sector_code(text: str) -> str | None:
    """Give the code of the sector that we ship which a word means; None for another word."""
    key = heading_key(text)
    return _SECTOR_OF.get(key) or _SECTOR_OF.get(key.removesuffix(" sector"))


def person_key(name: str) -> str:
    """Give what the ways to write one person's name share: “Smith, Dr Jane” is “Jane Smith”."""
    words = [each for each in bare(name) if each not in _TITLES]
    return " ".join(sorted(words)) or name_key(name)


def close(one: str, other: str) -> bool:
    """Say whether two names may be two spellings of one: somebody should be asked."""
    if name_key(one) == name_key(other):
        return True
    a, b = bare(one), bare(other)
    if _contrast(a, b):
        return False
    return closeness(one, other) is not None or _longer(a, b) or _initials(a, b)


def _contrast(a: Iterable[str], b: Iterable[str]) -> bool:
    only = set(a) ^ set(b)
    return any(len(only & each) > 1 for each in _CONTRASTS)


def _longer(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say whether one has but a usual word or two more than the other."""
    more, fewer = sorted((set(a), set(b)), key=len, reverse=True)
    return bool(fewer - _EXTRA) and fewer < more and more - fewer <= _EXTRA


def _initials(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    for short, long in ((a, b), (b, a)):
        if len(short) == 1 and len(long) > _INITIALS and len(short[0]) == len(long):
            return short[0] == "".join(word[0] for word in long)
    return False


class Lookalikes(Generic[T]):
    """Finds the names close to one, among thousands, by the parts that two such names share."""

    def __init__(self) -> None:
        self._named: dict[str, list[tuple[str, T]]] = defaultdict(list)

    def add(self, name: str, thing: T) -> None:
        """Remember what has a name."""
        for part in set(_parts(name)):
            self._named[part].append((name, thing))

    def take_away(self, name: str, thing: T) -> None:
        """Forget what was added last under a name."""
        for part in set(_parts(name)):
            self._named[part].remove((name, thing))

    def like(self, name: str) -> list[tuple[str, T]]:
        """List the names that are close to one, each with what has it."""
        near: dict[tuple[str, int], tuple[str, T]] = {}
        for part in set(_parts(name)):
            crowd = self._named.get(part, ())
            if len(crowd) <= _CROWD:
                near |= {(known, id(thing)): (known, thing) for known, thing in crowd}
        return [each for each in near.values() if close(name, each[0])]


def _parts(name: str) -> Iterator[str]:
    """Give keys of which two close names share one: a word less, a letter less, the initials."""
    words = bare(name)
    telling = sorted(each for each in words if each not in _EXTRA)
    whole = "".join(words)
    yield f"w {' '.join(sorted(words))}"
    yield f"w {' '.join(telling)}"
    yield f"l {whole}"
    yield f"c {re.sub('[aeiouy]', '', whole)}"
    for place, word in enumerate(telling):
        if not re.search(r"\d", word) and len(telling) > 1:
            yield f"w {' '.join(telling[:place] + telling[place + 1 :])}"
    for place, letter in enumerate(whole):
        if not letter.isdigit():
            yield f"l {whole[:place]}{whole[place + 1 :]}"
    if len(words) == 1 or len(words) > _INITIALS:
        yield f"i {whole if len(words) == 1 else ''.join(word[0] for word in words)}"
