"""Merges: from a day on one organisation is another. No row of either is rewritten."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db import trail
from db.models import Merge, Organisation
from domain.errors import Refused
from domain.language import gettext as _
from domain.organisations import final, refuse_circle


def redirects(session: Session, day: date) -> dict[int, int]:
    """Give for each organisation that is another on a day which one that is, a step at a time."""
    found = session.execute(
        select(Merge.organisation_id, Merge.into_id).where(
            Merge.undone_at.is_(None), Merge.since <= day
        )
    )
    return dict(found.all())


def surviving(session: Session, ids: Iterable[int], day: date) -> dict[int, int]:
    """Give who each organisation is on a day, after every merge; itself where there was none."""
    onward = redirects(session, day)
    return {each: final(onward, each) for each in ids}


def of(session: Session, ids: Iterable[int]) -> list[Merge]:
    """List the merges that organisations have a part in, those to come too, undone ones not."""
    own = list(ids)
    return list(
        session.scalars(
            select(Merge)
            .where(
                Merge.undone_at.is_(None),
                or_(Merge.organisation_id.in_(own), Merge.into_id.in_(own)),
            )
            .order_by(Merge.made_at, Merge.id)
        )
    )


def merge(
    session: Session,
    organisation_id: int,
    into_id: int,
    since: date,
    *,
    by: int | None,
    now: datetime,
) -> Merge:
    """Let one organisation be another from a day on, or always (`domain.organisations.ALWAYS`).

    Raises `Refused` for one that is merged already, and where a circle would come of it.
    """
    _hold_still(session, organisation_id, into_id)
    known = session.execute(
        select(Merge.organisation_id, Merge.into_id).where(Merge.undone_at.is_(None))
    )
    steps = dict(known.all())
    merged_already = _("This partner is merged into another already. Please undo that first.")
    if organisation_id in steps:
        raise Refused(merged_already, field="organisation")
    refuse_circle(steps.items(), organisation_id, into_id)
    made = Merge(organisation_id=organisation_id, into_id=into_id, since=since, made_at=now)
    session.add(made)
    with trail.refusing(merged_already, field="organisation"):
        session.flush()
    after = {"into": into_id, "since": since.isoformat(), "merge": made.id}
    trail.note(session, "merge", organisation_id, None, after, by=by, now=now)
    return made


def _hold_still(session: Session, *ids: int) -> None:
    """Let nobody else merge these meanwhile: two merges at once could make a circle."""
    session.scalars(
        select(Organisation.id)
        .where(Organisation.id.in_(ids))
        .order_by(Organisation.id)
        .with_for_update(key_share=True)
    ).all()


def undo(session: Session, merge_id: int, *, by: int | None, now: datetime) -> Merge:
    """Take a merge back: it never was. Raises `Refused` where there is none to undo."""
    made = session.scalars(
        select(Merge).where(Merge.id == merge_id, Merge.undone_at.is_(None)).with_for_update()
    ).one_or_none()
    if made is None:
        raise Refused(_("This merge was undone already."))
    made.undone_at = now
    session.flush()
    before = {"into": made.into_id, "since": made.since.isoformat()}
    trail.note(
        session, "undo merge", made.organisation_id, before, {"merge": made.id}, by=by, now=now
    )
    return made
