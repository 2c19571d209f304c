"""Drafts that were left lying: nobody has heard of them, and their coordinator has moved on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.when import WallSpan

LONG = timedelta(days=30)
"""How long a draft may lie untouched before a coordinator is reminded of it."""

MOST_LINES = 3
"""Old drafts that have a line each on the worklist; more of them are one line."""


@dataclass(frozen=True, slots=True)
class OldDraft:
    """A draft left lying, as a line says it; `over`: no date of it is to come."""

    title: str
    span: WallSpan
    since: date
    over: bool


def is_over(last: datetime, now: datetime) -> bool:
    """Say whether no date of a draft is to come any more: `last` is when its last begins."""
    return last <= now


def is_old(last: datetime, changed_at: datetime, now: datetime) -> bool:
    """Say whether a draft was left lying: its dates have passed, or nobody has touched it long."""
    return is_over(last, now) or changed_at <= now - LONG
