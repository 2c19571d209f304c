"""Quorum: what must be so before a body can decide. It is data, which each body has its own of."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.errors import Refused
from domain.language import gettext as _
from domain.language import ngettext

Json = dict[str, Any]


class Deputies(StrEnum):
    """Whether a seat whose deputy came counts as represented."""

    YES = "yes"
    STANDING = "standing"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Members:
    """Whom a rule names: sectors by their code, and single seats by their id.

    A sector is represented when any of its seats is. `ValueError` where nobody is named.
    """

    sectors: tuple[str, ...] = ()
    seats: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.size:
            raise ValueError("A quorum's rule names somebody.")

    @property
    def size(self) -> int:
        """Give how many are named."""
        return len(self.sectors) + len(self.seats)


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these are represented."""

    members: Members


@dataclass(frozen=True, slots=True)
class SomeOf:
    """At least `n` of these are represented."""

    n: int
    members: Members

    def __post_init__(self) -> None:
        if not 1 <= self.n <= self.members.size:
            raise ValueError("At least one and at most all of those that are named.")


@dataclass(frozen=True, slots=True)
class InAll:
    """At least `n` of the body's seats are represented."""

    n: int

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("A quorum needs somebody.")


@dataclass(frozen=True, slots=True)
class Share:
    """At least a fraction of the body's seats is represented."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 1 <= self.numerator <= self.denominator:
            raise ValueError("A share is more than nothing and at most the whole.")

    def of(self, seats: int) -> int:
        """Give how many of so many seats that is, rounded up."""
        return -(-seats * self.numerator // self.denominator)


@dataclass(frozen=True, slots=True)
class ChairPresent:
    """The chair or the vice-chair is there."""


Rule = AllOf | SomeOf | InAll | Share | ChairPresent


@dataclass(frozen=True, slots=True)
class Quorum:
    """Rules that must all hold, and whether deputies count. `ValueError` without a rule."""

    rules: tuple[Rule, ...]
    deputies: Deputies = Deputies.YES

    def __post_init__(self) -> None:
        if not self.rules:
            raise ValueError("A quorum has a rule.")


HALF = Share(1, 2)
SAFEGUARDING = AllOf(Members(sectors=("local_authority", "health", "police")))
"""The three safeguarding partners (Children Act 2004, section 16E), each represented."""

MOST = 500
"""The highest number of seats that a quorum may ask for: more than any body has."""


def as_json(quorum: Quorum) -> Json:
    """Give a quorum as data that a database keeps."""
    return {"rules": [_rule_as_json(each) for each in quorum.rules], "deputies": quorum.deputies}


def parse(data: Json) -> Quorum:
    """Read what `as_json` gave; `ValueError` for anything else."""
    try:
        rules = tuple(_READERS[each["rule"]](each) for each in data["rules"])
        return Quorum(rules, Deputies(data["deputies"]))
    except (KeyError, TypeError) as error:
        raise ValueError("This is no quorum.") from error


def compose(
    *,
    half: bool,
    safeguarding: bool,
    chair: bool = False,
    number: int | None,
    deputies: str,
    others: tuple[Rule, ...],
) -> Quorum | None:
    """Give the quorum that was ticked in a form, None where nothing was.

    `number` is None where no number of seats is asked for. Raises `Refused` for a number that can
    be none, and for an unknown word about deputies.
    """
    if number is not None and not 1 <= number <= MOST:
        raise Refused(
            _("Please say how many seats: a whole number from 1 to {most}.").format(most=MOST),
            field="number",
        )
    if deputies not in set(Deputies):
        raise Refused(_("Please choose one of these."), field="quorum_deputies")
    rules: list[Rule] = [SAFEGUARDING] if safeguarding else []
    rules += [HALF] if half else []
    rules += [InAll(number)] if number is not None else []
    rules += [ChairPresent()] if chair else []
    rules += others
    return Quorum(tuple(rules), Deputies(deputies)) if rules else None


def others(quorum: Quorum | None) -> tuple[Rule, ...]:
    """Give the rules of a quorum that the form has no box of its own for."""
    rules = quorum.rules if quorum else ()
    first = number(quorum)
    own: tuple[Rule, ...] = (HALF, SAFEGUARDING, ChairPresent(), *([InAll(first)] if first else []))
    return tuple(each for each in rules if each not in own)


def number(quorum: Quorum | None) -> int | None:
    """Give how many seats a quorum asks for in all, if it does."""
    rules = quorum.rules if quorum else ()
    return next((each.n for each in rules if isinstance(each, InAll)), None)


def seats_named(quorum: Quorum | None) -> Collection[int]:
    """Give the ids of the single seats that a quorum names."""
    rules = quorum.rules if quorum else ()
    return {i for each in rules if isinstance(each, AllOf | SomeOf) for i in each.members.seats}


def described(
    quorum: Quorum | None, sectors: Mapping[str, str] | None = None, seats: Mapping[int, str] = {}
) -> str:
    """Say a quorum in words: one sentence for the rules, one for deputies.

    `sectors` are their names by code, `seats` theirs by id; an unknown one is not left out.
    """
    if quorum is None:
        return _("No quorum.")
    rules = _("; and ").join(said(each, sectors or {}, seats) for each in quorum.rules)
    return f"{rules[:1].upper()}{rules[1:]}. {_deputies_said(quorum.deputies)}"


def said(rule: Rule, sectors: Mapping[str, str], seats: Mapping[int, str]) -> str:
    """Say one rule in words, as a part of a sentence."""
    match rule:
        case AllOf(members):
            return _("each of these represented: {names}").format(
                names=_names(members, sectors, seats)
            )
        case SomeOf(n, members):
            return _("at least {n} of these represented: {names}").format(
                n=n, names=_names(members, sectors, seats)
            )
        case InAll(n):
            one, many = "at least {n} seat represented", "at least {n} seats represented"
            return ngettext(one, many, n).format(n=n)
        case Share(1, 2):
            return _("at least half of the seats represented")
        case Share(numerator, denominator):
            return _("at least {a} in {b} of the seats represented, rounded up").format(
                a=numerator, b=denominator
            )
        case ChairPresent():
            return _("the chair or vice-chair present")


def _deputies_said(deputies: Deputies) -> str:
    return {
        Deputies.YES: _("Deputies count."),
        Deputies.STANDING: _("Only standing deputies count."),
        Deputies.NO: _("Deputies don't count."),
    }[deputies]


def _names(members: Members, sectors: Mapping[str, str], seats: Mapping[int, str]) -> str:
    named = [sectors.get(code, code) for code in members.sectors]
    named += [seats.get(each, _("a seat that is gone")) for each in members.seats]
    return ", ".join(named)


def _rule_as_json(rule: Rule) -> Json:
    match rule:
        case AllOf(members):
            return {"rule": "all of", **_members_as_json(members)}
        case SomeOf(n, members):
            return {"rule": "some of", "n": n, **_members_as_json(members)}
        case InAll(n):
            return {"rule": "in all", "n": n}
        case Share(numerator, denominator):
            return {"rule": "share", "numerator": numerator, "denominator": denominator}
        case ChairPresent():
            return {"rule": "chair present"}


def _members_as_json(members: Members) -> Json:
    return {"sectors": list(members.sectors), "seats": list(members.seats)}


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError("not a whole number")


def _members(data: Json) -> Members:
    return Members(
        tuple(str(each) for each in data["sectors"]), tuple(_whole(each) for each in data["seats"])
    )


_READERS: dict[str, Callable[[Json], Rule]] = {
    "all of": lambda data: AllOf(_members(data)),
    "some of": lambda data: SomeOf(_whole(data["n"]), _members(data)),
    "in all": lambda data: InAll(_whole(data["n"])),
    "share": lambda data: Share(_whole(data["numerator"]), _whole(data["denominator"])),
    "chair present": lambda _data: ChairPresent(),
}
