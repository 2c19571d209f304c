"""What waits for a coordinator: gaps seen in the register, and what people have told us.

A gap is shown as soon as it is there and goes when it is mended. Its row remembers since when it
has waited, and until when it is put off; a tick keeps rows and gaps together (`reconcile`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db import (
    audit,
    call_lines,
    corrections,
    finding_lines,
    gaps,
    old_drafts,
    phoning,
    quorums_at_risk,
    registers_due,
)
from db.models import Partnership, WorklistItem
from db.tenancy import across_partnerships, scope_of
from domain.errors import Refused
from domain.language import gettext as _
from domain.worklist import DERIVED, ORDER, UNNOTED, Gap, Kind, Step, key_of

_AT_ONCE = 500
_STEP = "step"
"""The kind of row that remembers that a step of the first ten minutes was skipped."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits, with what its line needs; `id` is None until a tick has noted it."""

    kind: Kind
    key: str
    subject_id: int
    facts: Mapping[str, Any]
    since: datetime
    id: int | None = None


def waiting(session: Session, partnership: Partnership, *, day: date, now: datetime) -> list[Item]:
    """List what waits for the coordinators of the session's partnership, the most pressing first.

    What is put off is left out until its day.
    """
    rows = {row.key: row for row in session.scalars(_open())}
    own = [
        *gaps.of_partnerships(session, [partnership], now=now),
        *gaps.found(session, day=day, now=now),
    ]
    there = {gap.key: gap for _owner, gap in own}
    there |= {gap.key: gap for gap in phoning.gaps(session, now=now)}
    there |= {gap.key: gap for gap in old_drafts.gaps(session, partnership, now=now)}
    there |= {gap.key: gap for gap in registers_due.gaps(session, partnership, now=now)}
    there |= {gap.key: gap for gap in call_lines.gaps(session)}
    there |= {gap.key: gap for gap in corrections.gaps(session)}
    there |= {gap.key: gap for gap in finding_lines.gaps(session, day)}
    there |= {gap.key: gap for gap in quorums_at_risk.gaps(session, partnership, now=now)}
    told = [row for row in rows.values() if row.kind not in DERIVED and row.kind in ORDER]
    items = [
        *(_of_gap(gap, rows.get(key), now) for key, gap in there.items()),
        *(of_row(row) for row in told),
    ]
    shown = [item for item in items if not _put_off(rows.get(item.key), now)]
    return sorted(shown, key=lambda item: (ORDER[item.kind], item.since, item.subject_id))


def of_row(row: WorklistItem) -> Item:
    """Give what somebody told us as it waits."""
    return Item(Kind(row.kind), row.key, row.subject_id, row.facts, row.noticed_at, row.id)


def _of_gap(gap: Gap, row: WorklistItem | None, now: datetime) -> Item:
    since = row.noticed_at if row else now
    return Item(gap.kind, gap.key, gap.subject_id, gap.facts, since, row.id if row else None)


def _put_off(row: WorklistItem | None, now: datetime) -> bool:
    return row is not None and row.snoozed_until is not None and row.snoozed_until > now


def _open() -> Any:  # noqa: ANN401 - a Select of one model
    return select(WorklistItem).where(WorklistItem.done_at.is_(None)).order_by(WorklistItem.id)


def reconcile_all(session: Session, *, now: datetime) -> int:
    """Note new gaps and close mended ones in all partnerships; say how many rows changed.

    The number of queries depends on how many dates it is just now in their zones: three at most.
    """
    with across_partnerships(session):
        by_day = defaultdict(list)
        for each in session.scalars(select(Partnership)):
            by_day[each.day(now)].append(each)
        return sum(_reconcile(session, own, day, now) for day, own in by_day.items())


def _reconcile(
    session: Session, partnerships: Iterable[Partnership], day: date, now: datetime
) -> int:
    ours = {each.id: each for each in partnerships}
    there = {
        (owner, gap.key): gap
        for owner, gap in gaps.found(session, day=day, now=now)
        if owner in ours
    }
    of_whole = gaps.of_partnerships(session, ours.values(), now=now)
    there |= {(owner, gap.key): gap for owner, gap in of_whole}
    noted = WorklistItem.kind.in_(DERIVED - UNNOTED)
    over = and_(WorklistItem.kind.in_(UNNOTED), WorklistItem.snoozed_until <= now)
    rows = session.execute(
        select(
            WorklistItem.id, WorklistItem.partnership_id, WorklistItem.key, WorklistItem.kind
        ).where(WorklistItem.done_at.is_(None), or_(noted, over))
    ).all()
    known = {(row.partnership_id, row.key) for row in rows}
    mended = [
        row.id
        for row in rows
        if row.partnership_id in ours and (row.partnership_id, row.key) not in there
    ]
    new = [
        _row(owner, gap, now) for (owner, key), gap in there.items() if (owner, key) not in known
    ]
    _note(session, new)
    for first in range(0, len(mended), _AT_ONCE):
        some = WorklistItem.id.in_(mended[first : first + _AT_ONCE])
        session.execute(
            update(WorklistItem).where(some).values(done_at=now),
            execution_options={"synchronize_session": False},
        )
    return len(new) + len(mended)


def _row(owner: int, gap: Gap, now: datetime) -> dict[str, Any]:
    return {
        "partnership_id": owner,
        "kind": gap.kind,
        "key": gap.key,
        "subject_id": gap.subject_id,
        "facts": dict(gap.facts),
        "noticed_at": now,
    }


def _note(session: Session, rows: Collection[dict[str, Any]]) -> None:
    """Write rows of what waits, but for what somebody else has noted meanwhile."""
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    with across_partnerships(session):  # the hook refuses INSERT; each row names its partnership
        session.execute(dialect.insert(WorklistItem).on_conflict_do_nothing(), list(rows))


def tell(
    session: Session, kind: Kind, subject_id: int, facts: dict[str, Any], *, by: int, now: datetime
) -> WorklistItem:
    """Put what somebody told us before the coordinators; said again, it replaces what they said."""
    return put(session, Gap(kind, subject_id, facts), key_of(kind, subject_id, by), now=now)


def put(
    session: Session,
    gap: Gap,
    key: str,
    *,
    unless: Callable[[Mapping[str, Any]], bool] = lambda _facts: False,
    now: datetime,
) -> WorklistItem:
    """Let something wait under a key until somebody has dealt with it; anew, it waits as it is.

    `unless` says of what waits there whether it stays as it was.
    """
    row = waiting_row(session, key)
    owner = scope_of(session)
    assert isinstance(owner, int)  # noqa: S101 - an item is one partnership's
    while row is None:  # again, where somebody has noted and decided it in between
        _note(session, [{**_row(owner, gap, now), "key": key}])
        row = waiting_row(session, key)
    if not unless(row.facts):
        row.facts, row.noticed_at, row.snoozed_until = dict(gap.facts), now, None
        session.flush()
    return row


def waiting_row(session: Session, key: str) -> WorklistItem | None:
    """Give what waits under a key; whoever would decide or change it waits until we are done."""
    query = select(WorklistItem).where(WorklistItem.key == key, WorklistItem.done_at.is_(None))
    fresh = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(fresh).one_or_none()


def told(
    session: Session, item_id: int, kind: Kind = Kind.TOLD, *, deciding: bool = True
) -> WorklistItem:
    """Give what somebody told us and nobody has decided. Raises `Refused` where none waits.

    Whoever else would decide it waits until we are done, if we are `deciding`.
    """
    query = select(WorklistItem).where(WorklistItem.id == item_id, WorklistItem.kind == kind)
    query = query.execution_options(populate_existing=True)
    row = session.scalars(query.with_for_update() if deciding else query).one_or_none()
    if row is None or row.done_at is not None:
        raise Refused(_("Somebody has decided this already."))
    return row


def finish(session: Session, row: WorklistItem, *, by: int | None, now: datetime) -> None:
    """Take what somebody told us off the worklist; names and addresses in it are not kept."""
    row.done_at, row.done_by = now, by
    row.facts = {name: each for name, each in row.facts.items() if isinstance(each, int)}
    session.flush()


def put_off(
    session: Session, partnership: Partnership, key: str, until: date, *, by: int, now: datetime
) -> None:
    """Leave an item out of the worklist until a day. Raises `Refused` where it is not there."""
    items = waiting(session, partnership, day=partnership.day(now), now=now)
    item = next((each for each in items if each.key == key), None)
    if item is None:
        raise Refused(_("This is no longer on the worklist."))
    if item.id is None:
        _note(session, [_row(partnership.id, Gap(item.kind, item.subject_id, item.facts), now)])
    row = waiting_row(session, key)
    assert row is not None  # noqa: S101 - it was there, or has just been noted
    before = row.snoozed_until
    row.snoozed_until = datetime.combine(until, time(), tzinfo=ZoneInfo(partnership.zone))
    session.flush()
    audit.record(
        session,
        actor_id=by,
        verb="put off",
        subject_kind="worklist item",
        subject_id=row.id,
        before={"until": before.date().isoformat()} if before else None,
        after={"until": until.isoformat(), "kind": item.kind},
        now=now,
    )


def skipped(session: Session) -> set[Step]:
    """Give the steps of the first ten minutes that a coordinator has skipped."""
    keys = session.scalars(select(WorklistItem.key).where(WorklistItem.kind == _STEP))
    found = set(keys)
    return {step for step in Step if f"{_STEP}:{step}" in found}


def skip(session: Session, step: Step, *, partnership_id: int, by: int, now: datetime) -> None:
    """Leave a step of the first ten minutes out; its buttons stay where they are."""
    if step in skipped(session):
        return
    row = WorklistItem(
        kind=_STEP,
        key=f"{_STEP}:{step}",
        subject_id=partnership_id,
        facts={},
        noticed_at=now,
        done_at=now,
        done_by=by,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor_id=by,
        verb="skip step",
        subject_kind="partnership",
        subject_id=partnership_id,
        before=None,
        after={"step": step},
        now=now,
    )
