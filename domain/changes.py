"""Changes as they are read back: who changed what, when, and how it was before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.language import N_

KINDS = {
    "organisation": N_("Partners"),
    "seat": N_("Seats"),
    "person": N_("People"),
    "body": N_("Bodies"),
    "arrangement": N_("Arrangements"),
    "series": N_("Events"),
    "invitation": N_("Answers"),
    "event": N_("Attendance"),
    "paper": N_("Papers"),
    "import": N_("Imports"),
    "partnership": N_("Settings"),
    "sector": N_("Sectors"),
    "term": N_("Term dates"),
    "introduction": N_("Introductions"),
    "worklist item": N_("Worklist"),
    "sample": N_("Sample data"),
    "installation": N_("Slack workspaces"),
}
"""What a change can be about, by its name in the record."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are asked for; 0, an empty text and None mean any."""

    actor_id: int = 0
    kind: str = ""
    organisation_id: int = 0
    since: date | None = None
    until: date | None = None
    offset: int = 0

    @property
    def narrows(self) -> bool:
        """Say whether some changes are left out."""
        return any((self.actor_id, self.kind, self.organisation_id, self.since, self.until))

    def as_text(self, offset: int) -> str:
        """Give it as a button carries it, to go on from an offset."""
        days = [each.isoformat() if each else "" for each in (self.since, self.until)]
        return json.dumps([self.actor_id, self.kind, self.organisation_id, *days, offset])


def read_wanted(text: str) -> Wanted:
    """Read what a button carried; anything else asks for everything."""
    try:
        actor, kind, organisation, since, until, offset = json.loads(text)
        return Wanted(
            _number(actor),
            str(kind) if kind in KINDS else "",
            _number(organisation),
            date.fromisoformat(since) if since else None,
            date.fromisoformat(until) if until else None,
            _number(offset),
        )
    except (ValueError, TypeError):
        return Wanted()


def _number(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 10**18:
        raise ValueError("not an id")
    return value


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the record: `who` None is the clock or the command line.

    `after` None: its detail was erased. Ids in the detail are names already.
    """

    at: datetime
    who: str | None
    verb: str
    kind: str
    what: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


_IDS = {"contact", "merge", "leave", "seats", "team", "user", "enterprise", "slug"}
"""Facts that say something to a program only."""

_NAMED_ALREADY = {"seat": {"organisation", "body"}, "person": {"person"}}
"""Facts that stand in the name of what changed, by what it is about."""


def differences(change: Change) -> list[tuple[str, Any, Any]]:
    """Give each fact that changed, with what it was (None: nothing) and what it is.

    A fact of before that the change does not speak of did not change: it is told as it was.
    """
    before, after = change.before or {}, change.after or {}
    own = _NAMED_ALREADY.get(change.kind, set()) if before else set()
    found = []
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if name not in after:
            was, now = None, None if name in own else was
        if name not in _IDS and (was or None) != (now or None):
            found.append((name, was, now))
    return found
