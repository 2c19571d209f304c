"""What is written down of a change to an organisation, or a seat of it: one entry, in one way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit
from domain.errors import Refused


def note(
    session: Session,
    verb: str,
    organisation_id: int,
    before: audit.Json | None,
    after: audit.Json,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Write down what was done to an organisation; the values are JSON's, dates as text."""
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="organisation",
        subject_id=organisation_id,
        before=before,
        after=after,
        now=now,
    )


def note_seat(
    session: Session,
    verb: str,
    seat_id: int,
    before: audit.Json | None,
    after: audit.Json,
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Write down what was done to a seat; the values are JSON's, dates as text."""
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="seat",
        subject_id=seat_id,
        before=before,
        after=after,
        now=now,
    )


@contextmanager
def refusing(sentence: str, *, field: str | None = None) -> Iterator[None]:
    """Say a sentence where the database finds that somebody else was faster."""
    try:
        yield
    except IntegrityError as error:
        raise Refused(sentence, field=field) from error
