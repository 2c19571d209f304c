"""What is asked while an import is planned, and what was decided."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from db.rows import Draft, Register
from domain.imports import Choice, Entry, Offer, Question


@dataclass(frozen=True, slots=True)
class Decided:
    """What a coordinator decided about a question, with the offer that was chosen, if any."""

    choice: Choice
    offer: Offer | None = None


Decisions = Mapping[str, Decided]
"""What was decided, by the key of the question."""


class Asked(Exception):  # noqa: N818 - an entry has to wait, which is no fault
    """This waits until somebody has decided."""


class Skipped(Exception):  # noqa: N818 - it was decided so
    """Somebody decided to leave this out."""


class Pondering:
    """The register, what was decided, and the questions that come up."""

    def __init__(self, register: Register, decisions: Decisions, day: date, now: datetime) -> None:
        self.register = register
        self.day = day
        self.now = now
        self.questions: dict[str, Question] = {}
        self._decisions = decisions
        self._entry: Entry | None = None

    @contextmanager
    def about(self, entry: Entry) -> Iterator[None]:
        """Remember which row questions come from."""
        self._entry = entry
        try:
            yield
        finally:
            self._entry = None

    def ask(
        self,
        kind: str,
        identity: str,
        about: str,
        offers: Sequence[Offer],
        **facts: Any,
    ) -> Decided:
        """Give what was decided about this; raises `Asked` as long as nothing was.

        Raises `Skipped` where it was decided to leave it out.
        """
        key = key_of(kind, identity)
        decided = self._decisions.get(key)
        if decided is None:
            asked = self.questions.get(key) or Question(kind, key, about, tuple(offers), facts)
            entry = self._entry
            if entry is not None and (entry.sheet, entry.row) not in asked.rows:
                asked = replace(asked, rows=(*asked.rows, (entry.sheet, entry.row)))
            self.questions[key] = asked
            raise Asked
        if decided.choice is Choice.SKIP:
            raise Skipped
        return decided


def key_of(kind: str, identity: str) -> str:
    """Give a question's key, by what it asks and of what."""
    return f"{kind}:{sha256(identity.encode()).hexdigest()[:32]}"


def offer(draft: Draft, name: str) -> Offer:
    """Give what is offered for a row of the register, or for one that is only drafted."""
    return Offer(draft.id, name)
