"""Who somebody in a call is: by address, by domain and name, or by name; what is not sure waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from domain.call_reports import Fit, InCall, State
from domain.matching import close, person_key
from domain.outcomes import Code
from domain.people import belongs_to_domain
from domain.spellings import bare

MOST_OFFERS = 3
"""Seats that somebody may be of, as buttons: others are searched for."""

_FULL_NAME = 2
"""Words of a name that may tell one person from all others."""


class Tie(IntEnum):
    """How somebody belongs to a seat, the closest first."""

    LEAD = 1
    NAMED = 2
    GUEST = 3
    STANDING = 4
    COLLEAGUE = 5
    DIARY = 6


_CODES = {Tie.LEAD: Code.MEMBER, Tie.GUEST: Code.IN_ATTENDANCE}
_OF_EACH = frozenset({Tie.LEAD, Tie.NAMED, Tie.GUEST})
"""Ties that hold for each seat they are of: a person is present once, each of theirs counts."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may have come for a seat, or a guest; `domains` are their partner's."""

    invitation_id: int
    tie: Tie
    name: str
    person_id: int | None = None
    addresses: frozenset[str] = frozenset()

    @property
    def who(self) -> tuple[int | None, str]:
        """Give what tells them from others."""
        return self.person_id, "" if self.person_id else person_key(self.name)

    @property
    def fit(self) -> Fit:
        """Give what their being there comes to."""
        return Fit(self.invitation_id, _CODES.get(self.tie, Code.DEPUTY), self.person_id)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat that is invited: its partner, and the mail domains of that."""

    invitation_id: int
    partner: str
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """Who somebody is: sure, with what they were there for; or waiting, with what it may be."""

    state: State
    fits: tuple[Fit, ...] = ()
    offers: tuple[int, ...] = ()


def match(person: InCall, known: Sequence[Known], places: Sequence[Place]) -> Match:
    """Find who somebody in a call is. What fits two equally well, or nobody, waits."""
    by_address = [each for each in known if each.addresses & person.addresses]
    if by_address:
        return _settled(by_address)
    domains = {each.invitation_id: each.domains for each in places}
    named = [each for each in known if _is_called(each.name, person.names)]
    there = [each for each in named if _within(person, domains.get(each.invitation_id))]
    if there:
        return _settled(there)
    if named and not person.addresses:
        return _settled(named)
    return Match(State.WAITING, offers=_offers(person, named, known, places))


def _is_called(name: str, names: Iterable[str]) -> bool:
    own = person_key(name)
    return len(own.split()) >= _FULL_NAME and any(person_key(each) == own for each in names)


def _within(person: InCall, domains: frozenset[str] | None) -> bool:
    return bool(domains) and any(
        belongs_to_domain(each, domains or ()) for each in person.addresses
    )


def _settled(found: Sequence[Known]) -> Match:
    """Take what fits best, if that is one person, and one seat unless all of them are theirs."""
    ranked = sorted(found, key=lambda each: (each.tie, each.invitation_id))
    theirs = {each.invitation_id: each for each in reversed(ranked) if each.tie in _OF_EACH}
    own = theirs or {e.invitation_id: e for e in ranked if e.tie is ranked[0].tie}
    several = not theirs and len(own) > 1
    if several or ranked[0].tie is Tie.DIARY or len({each.who for each in found}) > 1:
        return Match(State.WAITING, offers=_ids(found))
    return Match(State.SURE, tuple(own[at].fit for at in sorted(own)))


def _ids(found: Iterable[Known]) -> tuple[int, ...]:
    ranked = sorted(found, key=lambda each: (each.tie, each.invitation_id))
    return tuple(dict.fromkeys(each.invitation_id for each in ranked))[:MOST_OFFERS]


def _offers(
    person: InCall, named: Sequence[Known], known: Sequence[Known], places: Sequence[Place]
) -> tuple[int, ...]:
    """List which seats somebody may be of, the likeliest first."""
    near = [each for each in known if any(close(each.name, name) for name in person.names)]
    theirs = [each.invitation_id for each in places if _within(person, each.domains)]
    both = [each for each in near if each.invitation_id in theirs]
    said = [each.invitation_id for each in places if _names_partner(person.name, each.partner)]
    found = (*_ids(named), *_ids(both), *theirs, *said, *_ids(near))
    return tuple(dict.fromkeys(found))[:MOST_OFFERS]


def _names_partner(shown: str, partner: str) -> bool:
    """Say whether somebody calls themselves by their partner too: *Sam Hill (Police)*."""
    words = bare(partner)
    return bool(words) and set(words) <= set(bare(shown))
