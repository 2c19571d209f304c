"""Facts to check before chair and scrutineer see them: a line of the worklist each."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events, findings, organisations, snoozes
from db.models import Body, Finding
from db.named_rows import names_of
from domain.standing import Level
from domain.worklist import Found, Gap, Kind, key_of


def gaps(session: Session, day: date) -> list[Gap]:
    """Give what nobody has checked; who is put off is left out."""
    rows = [each for each in findings.open_ones(session).values() if each.checked_at is None]
    away = snoozes.running(session, day) if rows else {}
    shown = [each for each in rows if (each.organisation_id, each.body_id) not in away]
    return [Gap(Kind.FACTS, each.id) for each in shown]


def read(session: Session, ids: Collection[int], day: date) -> dict[str, dict[str, Any]]:
    """Give who it is, at which body, and since when it is known, by the key of each line."""
    if not ids:
        return {}
    own = events.partnership(session)
    rows = session.scalars(select(Finding).where(Finding.id.in_(ids)).order_by(Finding.id)).all()
    called = organisations.called(session, {each.organisation_id for each in rows}, day=day)
    bodies = names_of(session, Body, {each.body_id for each in rows})
    return {
        key_of(Kind.FACTS, each.id): {
            "partner": called[each.organisation_id].name,
            "body": bodies[each.body_id],
            "found": Found(each.level == Level.LAPSED, own.day(each.noticed_at)),
        }
        for each in rows
    }
