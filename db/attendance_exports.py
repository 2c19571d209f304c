"""Attendance as tables to take away: what happened for each invited seat, and the figures of it.

The number of queries is the same for any number of events. It never imports back: the register's
own sheets are db/exports.py.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from db import events, figure_pages, figures, organisations, pauses, sectors
from db.figures import SeatOf
from db.models import (
    Attendance,
    Body,
    Event,
    Invitation,
    Outcome,
    Partnership,
    Person,
    Seat,
    Sector,
)
from domain.attendance_exports import Place, Told, figures_table
from domain.events import Status
from domain.language import gettext as _
from domain.outcomes import CODES, NOT_RECORDED, NOTES, PRESENT, SOURCES, Code, Note, Source
from domain.sheets import Cell, Table
from domain.spans import Span


def tables(session: Session, *, now: datetime) -> list[Table]:
    """Give what happened for every seat that was invited to an event that has begun, and figures.

    Partners, bodies and sectors are as the register has them today, as in all figures.
    """
    own = events.partnership(session)
    read = list(session.execute(_query(now)))
    found = _told(session, read, own, now)
    lines = sorted(zip(found, read, strict=True), key=_order)
    outcomes = [_cells(told, row, own) for told, row in lines]
    periods = figure_pages.choices(session, own.day(now))
    return [Table(_("Outcomes"), _headings(), outcomes), figures_table(found, periods)]


def told(session: Session, *, now: datetime) -> list[Told]:
    """Give every seat that was invited to an event that has begun, with why it counts or not."""
    read = list(session.execute(_query(now)))
    return _told(session, read, events.partnership(session), now)


def _query(now: datetime) -> Any:  # noqa: ANN401 - a Select of nineteen columns
    """Select all invitations of seats to events that were held, or have begun."""
    recorder = aliased(Person)
    return (
        select(
            Event.id.label("event_id"),
            Event.title,
            Event.begins,
            Event.status,
            Invitation.seat_id,
            Invitation.withdrawn_at,
            Seat.title.label("seat_title"),
            Seat.since,
            Seat.until,
            Body.name.label("body"),
            Attendance.id.label("attendance_id"),
            Outcome.code,
            Outcome.remote,
            Outcome.note,
            Outcome.name,
            Outcome.source,
            Outcome.recorded_at,
            Person.name.label("person"),
            recorder.name.label("recorded_by"),
        )
        .select_from(Invitation)
        .join(Event, Event.id == Invitation.event_id)
        .join(Seat, Seat.id == Invitation.seat_id)
        .join(Body, Body.id == Seat.body_id)
        .outerjoin(Attendance, Attendance.event_id == Event.id)
        .outerjoin(Outcome, (Outcome.invitation_id == Invitation.id) & Outcome.is_current)
        .outerjoin(Person, Person.id == Outcome.person_id)
        .outerjoin(recorder, recorder.id == Outcome.recorded_by)
        .where(Event.status != Status.DRAFT)
        .where(or_(Event.status == Status.HELD, Event.begins_at <= now))
        .order_by(Event.begins.desc(), Event.id, Invitation.id)
    )


def _told(session: Session, rows: list[Any], own: Partnership, now: datetime) -> list[Told]:
    away = pauses.all_of(session)
    places = _places(session, rows, own, now)
    return [
        Told(
            row.event_id,
            day := row.begins.date(),
            places[row.seat_id],
            Status(row.status),
            row.attendance_id is not None,
            Code(row.code) if row.code else None,
            row.withdrawn_at is not None,
            Span(row.since, row.until).holds(day),
            pauses.holds(away, row.seat_id, day),
        )
        for row in rows
    ]


def _places(
    session: Session, rows: list[Any], own: Partnership, now: datetime
) -> Mapping[int, Place]:
    """Give whose each seat is today, by name."""
    day = own.day(now)
    known: Mapping[int, SeatOf] = figures.seats(session, day)
    called = organisations.called(session, {each[0] for each in known.values()}, day=day)
    said = {each.id: sectors.said(each) for each in session.scalars(select(Sector))}
    return {
        row.seat_id: Place(
            row.seat_id,
            row.seat_title,
            called[known[row.seat_id].organisation_id].name,
            row.body,
            said.get(known[row.seat_id].sector_id or 0, ""),
        )
        for row in rows
    }


def _order(line: tuple[Told, Any]) -> tuple[Any, ...]:
    """Order the latest event first, and its seats by body, sector and partner."""
    told, row = line
    place = told.place
    named = (place.body, place.sector, place.partner.casefold(), place.title, place.seat)
    return (-row.begins.toordinal(), -row.begins.hour, -row.begins.minute, told.event, *named)


def _headings() -> tuple[str, ...]:
    return (
        _("Date"),
        _("Event"),
        _("Body"),
        _("Sector"),
        _("Partner"),
        _("Seat"),
        _("Outcome code"),
        _("Outcome"),
        _("Note"),
        _("Who came"),
        _("How"),
        _("Source"),
        _("Recorded by"),
        _("Recorded on"),
        _("Counted"),
        _("Why not counted"),
        _("Event number"),
        _("Seat number"),
    )


def _cells(told: Told, row: Any, own: Partnership) -> list[Cell]:  # noqa: ANN401 - a row
    place, why_not = told.place, told.why_not
    names = [told.day, row.title, place.body, place.sector, place.partner, place.title]
    counted = [_("no") if why_not else _("yes"), why_not, told.event, place.seat]
    if row.code is None:
        return [*names, "", _(NOT_RECORDED), *[""] * 6, *counted]
    there = row.code in PRESENT
    how = "" if row.remote is None or not there else _("by call") if row.remote else _("in person")
    said = [
        row.code,
        _(CODES[Code(row.code)]),
        _(NOTES[Note(row.note)]) if row.note else "",
        row.person or row.name if there else "",
        how,
        _(SOURCES[Source(row.source)]),
        row.recorded_by or "",
        own.day(row.recorded_at),
    ]
    return [*names, *said, *counted]
