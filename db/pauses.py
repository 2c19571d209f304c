"""When seats were on leave: by themselves, or with their organisation, also after a merge."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Leave, Merge, Seat
from domain.spans import Span

Pauses = Mapping[int, tuple[Span, ...]]
"""The spans of leave of seats, by the seat; a seat that never was on leave is not in it."""


def all_of(session: Session) -> Pauses:
    """Give all leave that seats ever had, and that is planned, in three queries.

    As db.leaves.Away.pauses says it of a day: who an organisation became by a merge takes its
    seats along from the day of the merge.
    """
    found: dict[int, list[Span]] = defaultdict(list)
    held: dict[int, list[Span]] = defaultdict(list)
    for leave in session.scalars(select(Leave).order_by(Leave.id)):
        if leave.seat_id is not None:
            found[leave.seat_id].append(leave.span)
        elif leave.organisation_id is not None:
            held[leave.organisation_id].append(leave.span)
    if held:
        merged = _merged(session)
        for seat, owner in session.execute(select(Seat.id, Seat.organisation_id)):
            for organisation, since in _became(merged, owner):
                spans = (_from(each, since) for each in held.get(organisation, ()))
                found[seat].extend(each for each in spans if each is not None)
    return {seat: tuple(spans) for seat, spans in found.items() if spans}


def holds(pauses: Pauses, seat_id: int, day: date) -> bool:
    """Say whether a seat was on leave on a day."""
    return any(each.holds(day) for each in pauses.get(seat_id, ()))


def _merged(session: Session) -> dict[int, tuple[int, date]]:
    query = select(Merge.organisation_id, Merge.into_id, Merge.since)
    rows = session.execute(query.where(Merge.undone_at.is_(None)).order_by(Merge.id))
    return {row.organisation_id: (row.into_id, row.since) for row in rows}


def _became(merged: Mapping[int, tuple[int, date]], owner: int) -> list[tuple[int, date]]:
    """List an organisation and all that it became, each with the day from which it was that."""
    passed = [(owner, date.min)]
    while (step := merged.get(passed[-1][0])) is not None:
        into, since = step
        if into in {each for each, _day in passed}:
            break
        passed.append((into, max(since, passed[-1][1])))
    return passed


def _from(span: Span, day: date) -> Span | None:
    """Give what of a span is not before a day."""
    if span.until is not None and span.until <= day:
        return None
    return Span(max(span.since, day), span.until)
