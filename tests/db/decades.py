"""Ten years of one body's meetings, of any size, written in bulk: who came follows a pattern."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db import partnerships
from db.models import (
    Attendance,
    Base,
    Body,
    Event,
    Invitation,
    Leave,
    Membership,
    Organisation,
    OrganisationName,
    Outcome,
    Seat,
    Series,
)
from db.tenancy import across_partnerships, within

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIRST = date(2016, 12, 1)
CODES = ("MA", "MA", "RA", "A", "NC")


def decade(session: Session, partners: int, meetings: int, *, on_leave: int = 0) -> int:
    """Write so many meetings over ten years of a body with a seat for each partner."""
    own = partnerships.add(session, slug="main", name="Safeguarding", now=NOW).id
    with within(session, own):
        body = Body(name="Forum", name_key="forum", created_at=NOW)
        session.add(body)
        session.flush()
    with across_partnerships(session):
        seats = _seats(session, own, body.id, partners)
        _rows(session, Leave, own, [_leave(each) for each in seats[:on_leave]])
        events = _events(session, own, body.id, meetings)
        pairs = [(event, seat) for event in events for seat in seats]
        invited = [{"event_id": e, "seat_id": s, "invited_at": NOW} for e, s in pairs]
        invitations = _rows(session, Invitation, own, invited)
        _rows(session, Outcome, own, [_outcome(n, each) for n, each in enumerate(invitations)])
    return own


def _seats(session: Session, own: int, body: int, partners: int) -> list[int]:
    made = _rows(session, Organisation, own, [{"created_at": NOW}] * partners)
    names = [
        {
            "organisation_id": each,
            "name": f"Partner {n:04}",
            "name_key": f"partner {n:04}",
            "since": FIRST,
        }
        for n, each in enumerate(made)
    ]
    _rows(session, OrganisationName, own, names)
    _rows(session, Membership, own, [{"organisation_id": e, "since": FIRST} for e in made])
    held = [{"organisation_id": each, "body_id": body, "since": FIRST} for each in made]
    return _rows(session, Seat, own, held)


def _events(session: Session, own: int, body: int, meetings: int) -> list[int]:
    apart = timedelta(days=3600 / meetings)
    begins = [datetime(FIRST.year, FIRST.month, FIRST.day, 10) + apart * n for n in range(meetings)]
    series = [
        {
            "uid": f"meeting-{n}",
            "body_id": body,
            "zone": "Europe/London",
            "begins": at,
            "ends": at + timedelta(hours=2),
            "title": "Forum",
            "title_key": "forum",
            "created_at": NOW,
            "changed_at": NOW,
        }
        for n, at in enumerate(begins)
    ]
    made = zip(_rows(session, Series, own, series), begins, strict=True)
    events = _rows(session, Event, own, [_event(each, at) for each, at in made])
    held = {"source": "register", "recorded_at": NOW}
    _rows(session, Attendance, own, [{"event_id": each, **held} for each in events])
    return events


def _event(series: int, at: datetime) -> dict[str, Any]:
    ends = at + timedelta(hours=2)
    return {
        "series_id": series,
        "original": at,
        "zone": "Europe/London",
        "begins": at,
        "ends": ends,
        "begins_at": at.replace(tzinfo=UTC),
        "ends_at": ends.replace(tzinfo=UTC),
        "title": "Forum",
        "answer_by": at.date(),
        "status": "held",
        "created_at": NOW,
    }


def _leave(seat: int) -> dict[str, Any]:
    since = FIRST + timedelta(days=400)
    return {
        "seat_id": seat,
        "since": since,
        "until": since + timedelta(days=200),
        "reason": "vacancy",
    }


def _outcome(n: int, invitation: int) -> dict[str, Any]:
    return {
        "invitation_id": invitation,
        "code": CODES[n * 7 % 11 % len(CODES)],
        "source": "register",
        "recorded_at": NOW,
        "is_current": True,
    }


def _rows(session: Session, model: type[Base], own: int, rows: list[dict[str, Any]]) -> list[int]:
    """Write rows of a table, and give their ids in order."""
    if not rows:
        return []
    session.execute(insert(model), [{"partnership_id": own, **each} for each in rows])
    column: Any = model.__table__.c.id
    return list(session.scalars(select(column).order_by(column)))
