"""Which form of a calendar message a reader needs: all of it, one occurrence, or its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Self

from db.models import Series
from domain.events import Say

REQUEST = "REQUEST"
CANCEL = "CANCEL"

ASKS = (Say.INVITATION, Say.UPDATE)


class Form(StrEnum):
    """What a message is: all of a series or one occurrence, asked for, cancelled or taken back.

    Who is at one occurrence and no more has it as a single event of that uid: no reader needs to
    know of the series.
    """

    ALL = "all"
    ONE = "one"
    SINGLE = "single"
    OFF = "off"
    ONE_OFF = "one-off"
    OUT = "out"

    @property
    def method(self) -> str:
        """Give its METHOD."""
        return REQUEST if self in {Form.ALL, Form.ONE, Form.SINGLE} else CANCEL


@dataclass(frozen=True, slots=True)
class Known:
    """One event of a series, and whether a reader is asked about it."""

    id: int
    is_held: bool
    is_off: bool
    sequence: int


@dataclass(frozen=True, slots=True)
class Draft:
    """Which draft a reader needs; `but` are the events that they are not at.

    `ends`: of a series they have no more than what is written.
    """

    form: Form
    about: int | None = None
    but: tuple[int, ...] = ()
    turn: int = 0
    ends: bool = False

    def alone(self, event_id: int) -> Self:
        """Give what a reader needs who is at this event of a series and no more."""
        if self.form in {Form.ALL, Form.ONE}:
            return type(self)(Form.SINGLE, event_id)
        return type(self)(self.form, event_id) if self.form is Form.OFF else self

    def key(self, revision: int) -> str:
        """Give what the draft is kept by."""
        parts = [self.form.value, str(revision)]
        parts += [f"event {self.about}"] if self.about is not None else []
        if self.but:
            text = ",".join(map(str, self.but))
            parts.append(f"not {blake2b(text.encode(), digest_size=12).hexdigest()}")
        parts += [f"again {self.turn}"] if self.turn else []
        parts += ["ends"] if self.ends else []
        return ":".join(parts)


def of(series: Series, known: Sequence[Known], say: Say, about: int | None) -> Draft | None:
    """Say which draft a reader needs, by what holds now."""
    if say is Say.WITHDRAWAL:
        return Draft(Form.OUT)
    is_off = series.cancelled_at is not None
    if say in ASKS:
        return None if is_off else _asked(series, known, say, about)
    if is_off or series.rule is None:
        return Draft(Form.OFF)
    if about is None and any(each.is_held and not each.is_off for each in known):
        about = max((each for each in known if each.is_off), key=lambda each: each.sequence).id
    return Draft(Form.ONE_OFF, about) if about is not None else Draft(Form.OFF)


def _asked(series: Series, known: Sequence[Known], say: Say, about: int | None) -> Draft | None:
    held = {each.id for each in known if each.is_held and not each.is_off}
    if about is not None and series.rule is not None:
        return Draft(Form.ONE, about) if about in held else None
    if not held:  # all that they had was taken off the end of a series
        return Draft(Form.OUT) if say is Say.UPDATE else None
    but = (each.id for each in known if not each.is_held and not each.is_off)
    return Draft(Form.ALL, None, tuple(but))
