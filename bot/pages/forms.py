"""Forms as parts of a page: what is asked, what was typed before, and what was wrong with it.

A form names its fields; what somebody typed into it and why it was refused are laid over them when
its page is shown again, so that nothing is lost and every sentence stands beside its field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.errors import Refused

WHICH = "form"
"""The hidden field that says which form of a page was sent."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent with a form, by the names of its fields."""

    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Give the first of what was sent under a name; empty where nothing was."""
        return next(iter(self.values.get(name, ())), "")

    def every(self, name: str) -> tuple[str, ...]:
        """Give all that was sent under a name."""
        return self.values.get(name, ())


NOTHING = Typed({})


@dataclass(frozen=True, slots=True)
class Option:
    """One of several things that can be chosen: its code, its words, and more of them below."""

    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What all fields have: a name, a label, a hint below it, and what was wrong.

    `beside` is the answer with which a field makes sense: it is hidden while another is chosen,
    where the browser can tell.
    """

    name: str
    label: str
    hint: str = ""
    error: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Field):
    """A line of text; `fills` is what of its reader's own a browser may fill in, by HTML's name."""

    value: str = ""
    kind: Literal["text", "email", "figures"] = "text"
    fills: str = ""
    width: Literal["", "short"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Field):
    """A text of several lines."""

    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Field):
    """One of several, in a list that opens."""

    options: Sequence[Option]
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Radios(Field):
    """One of several, all in sight."""

    options: Sequence[Option]
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks(Field):
    """None, one or several."""

    options: Sequence[Option]
    values: Sequence[str] = ()


Fields = Line | Box | Menu | Radios | Ticks


@dataclass(frozen=True, slots=True)
class Group:
    """Fields about one thing, such as one seat."""

    legend: str
    fields: Sequence[Fields]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """What sends a form, with a value of its own where a form has several."""

    text: str
    name: str = ""
    value: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of a page: where it goes, its name there, what it asks and carries, its buttons."""

    to: str
    name: str
    buttons: Sequence[Button]
    fields: Sequence[Fields | Group] = ()
    carried: Mapping[str, str] | None = None

    @property
    def grouped(self) -> bool:
        """Say whether it asks the same of several things."""
        return any(isinstance(each, Group) for each in self.fields)

    @property
    def hidden(self) -> dict[str, str]:
        """Give what it carries unseen."""
        return {WHICH: self.name, **(self.carried or {})}


def filled(form: Form, typed: Typed, refused: Refused) -> Form:
    """Give a form as it was typed, with what was wrong beside its field; another, as it is."""
    if typed.one(WHICH) != form.name:
        return form
    fields = [
        replace(each, fields=[_filled(one, typed, refused) for one in each.fields])
        if isinstance(each, Group)
        else _filled(each, typed, refused)
        for each in form.fields
    ]
    return replace(form, fields=fields)


def _filled(field: Fields, typed: Typed, refused: Refused) -> Fields:
    error = refused.sentence if refused.field == field.name else ""
    if isinstance(field, Ticks):
        return replace(field, values=typed.every(field.name), error=error)
    return replace(field, value=typed.one(field.name), error=error)


def place_of(refused: Refused, forms: Sequence[Form]) -> str:
    """Give the id of the field that was refused, if one of these forms asks it; else empty."""
    fields = [each for form in forms for each in form.fields]
    names = {
        one.name for each in fields for one in (each.fields if isinstance(each, Group) else (each,))
    }
    return refused.field if refused.field and refused.field in names else ""
