"""Calendar entries from rows: what a series and its events are in people's calendars."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db import events
from db.models import Event, FeedPart, Series
from domain import calendars
from domain.entries import Entry
from domain.entries import Status as Shown
from domain.events import Status

NO_ORGANIZER = "calendar@invalid.example"


def master(series: Series, own: Sequence[Event], *, but: Collection[int] = ()) -> Entry:
    """Give the entry of a series, or of a single event; `but` are events that one reader is not at.

    Left out are the occurrences that were cancelled and those.
    """
    single = series.rule is None
    left_out = (
        ()
        if single
        else tuple(
            each.original for each in own if each.status == Status.CANCELLED or each.id in but
        )
    )
    return Entry(
        uid=series.uid,
        sequence=series.sequence,
        span=events.span_of(series),
        title=series.title,
        changed=series.changed_at,
        place=series.place,
        link=series.link,
        joining=series.joining,
        agenda=series.agenda,
        status=Shown.CANCELLED if series.cancelled_at else Shown.CONFIRMED,
        rule=events.rule_of(series),
        left_out=left_out,
    )


def occurrence(series: Series, event: Event) -> Entry:
    """Give the entry of one occurrence alone."""
    return Entry(
        uid=series.uid,
        sequence=event.sequence,
        span=events.span_of(event),
        title=event.title,
        changed=series.changed_at,
        place=event.place,
        link=event.link,
        joining=event.joining,
        agenda=event.agenda,
        status=Shown.CANCELLED if event.status == Status.CANCELLED else Shown.CONFIRMED,
        original=event.original,
    )


def publish(session: Session, series: Series) -> None:
    """Write the parts of a series in every feed anew, as it is now."""
    session.execute(delete(FeedPart).where(FeedPart.series_id == series.id))
    own = events.of(session, series.id)
    organizer = NO_ORGANIZER
    entries: list[tuple[int | None, Entry]] = [(None, master(series, own))]
    entries += [
        (each.id, occurrence(series, each))
        for each in own
        if each.changed and each.status == Status.SCHEDULED and series.rule is not None
    ]
    for event_id, entry in entries:
        made = calendars.publish(entry, organizer=organizer)
        session.add(
            FeedPart(
                series_id=series.id,
                event_id=event_id,
                key=made.key,
                body=made.body,
                zone=made.zone,
                first_year=made.first,
                last_year=made.last,
                gone_at=series.cancelled_at,
            )
        )
    session.flush()
