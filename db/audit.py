"""The record of who changed what: written with each change, sealed into a chain, proved true.

An entry holds no personal data: its detail lies beside it and may be erased, and the chain still
proves true (reliability.md, section 4).
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Select, Table, and_, func, insert, select, text
from sqlalchemy.orm import Session

from db.models import AuditDetail, AuditEntry, AuditSeal
from db.tenancy import NoPartnership, scope_of

Json = dict[str, Any]

FIRST = "0" * 64
"""What the first link of a chain is linked to."""

BATCH = 5_000
"""Entries sealed in one transaction: what a tick of a second or two holds."""

SOON = timedelta(minutes=10)
"""How long an entry may wait to be sealed: one that commits late is sealed late, but not this."""

_SEALERS = 7_231_002


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing in the record that can't be as it was written."""

    partnership_id: int
    entry_id: int
    sentence: str

    @property
    def line(self) -> str:
        """Say where the record breaks, and how."""
        return f"Partnership {self.partnership_id}, entry {self.entry_id}: {self.sentence}"


def record(
    session: Session,
    *,
    actor_id: int | None,
    verb: str,
    subject_kind: str,
    subject_id: int,
    before: Json | None,
    after: Json,
    now: datetime,
) -> None:
    """Write down a change in its own transaction, for the partnership of the session.

    `actor_id` is a person's id, None for the clock and the command line. `before` (None for
    something new) and `after` hold JSON values: dates as text.
    """
    partnership_id = scope_of(session)
    if not isinstance(partnership_id, int):
        raise NoPartnership("A change belongs to one partnership: within(session, id).")
    session.flush()
    salt, own = secrets.token_hex(16), {"partnership_id": partnership_id}
    entry = {
        "at": now,
        "actor_id": actor_id,
        "verb": verb,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "digest": _digest(salt, before, after),
    }
    connection = session.connection()
    entry_id = connection.execute(_ENTRY, {**own, **entry}).scalar_one()
    detail = {"entry_id": entry_id, "salt": salt, "before": before, "after": after}
    connection.execute(_DETAIL, {**own, **detail})


_entries, _details = (cast("Table", each.__table__) for each in (AuditEntry, AuditDetail))
_ENTRY = insert(_entries).returning(_entries.c.id)
_DETAIL = insert(_details)
"""Written once, past the mapped classes: every change comes by here, and half of it was this."""


def seal(session: Session, *, limit: int = BATCH) -> int:
    """Chain what is not chained yet, of every partnership in the order of ids; say how many.

    An entry that commits late, with a lower id than its neighbours, is chained after them. A
    second sealer waits for the first, so that no chain forks.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:k)")
        session.connection().execute(lock, {"k": _SEALERS})
    waiting = session.scalars(_unsealed().limit(limit)).all()
    for partnership_id, entries in groupby(waiting, key=lambda entry: entry.partnership_id):
        session.add_all(_links(_last_seal(session, partnership_id), entries))
    session.flush()
    return len(waiting)


def verify(session: Session, *, now: datetime) -> list[Flaw]:
    """List what is wrong with the record of the session's partnership, or of all: [] if nothing.

    An erased detail is no flaw, and neither is an entry that waits to be sealed for less than
    `SOON`. It can't see that the newest entries and their seals are gone, nor that somebody made
    the whole chain anew: whoever kept `heads` elsewhere can.
    """
    return [
        *_flaws_of_chains(session),
        *_flaws_of_details(session),
        *_flaws_of_the_unsealed(session, now - SOON),
    ]


def heads(session: Session) -> list[tuple[int, int, str]]:
    """Give the last link of each chain: the partnership's id, its number and its hash."""
    last = (
        select(AuditSeal.partnership_id, func.max(AuditSeal.number).label("number"))
        .group_by(AuditSeal.partnership_id)
        .subquery()
    )
    own = (AuditSeal.partnership_id == last.c.partnership_id, AuditSeal.number == last.c.number)
    found = session.execute(
        select(AuditSeal.partnership_id, AuditSeal.number, AuditSeal.chain_hash)
        .join(last, and_(*own))
        .order_by(AuditSeal.partnership_id)
    )
    return [(partnership_id, number, link) for partnership_id, number, link in found]


def _unsealed() -> Select[AuditEntry]:
    sealed = select(AuditSeal.id).where(AuditSeal.entry_id == AuditEntry.id).exists()
    return select(AuditEntry).where(~sealed).order_by(AuditEntry.partnership_id, AuditEntry.id)


def _last_seal(session: Session, partnership_id: int) -> AuditSeal | None:
    return session.scalars(
        select(AuditSeal)
        .where(AuditSeal.partnership_id == partnership_id)
        .order_by(AuditSeal.number.desc())
        .limit(1)
    ).one_or_none()


def _links(last: AuditSeal | None, entries: Iterable[AuditEntry]) -> Iterator[AuditSeal]:
    number, chain_hash = (last.number, last.chain_hash) if last else (0, FIRST)
    for number, entry in enumerate(entries, number + 1):  # noqa: B020 - goes on from the last
        chain_hash = _link(chain_hash, number, entry)
        yield AuditSeal(
            partnership_id=entry.partnership_id,
            entry_id=entry.id,
            number=number,
            chain_hash=chain_hash,
        )


def _flaws_of_chains(session: Session) -> Iterator[Flaw]:
    chain = session.execute(
        select(AuditSeal, AuditEntry)
        .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .order_by(AuditSeal.partnership_id, AuditSeal.number),
        execution_options={"yield_per": BATCH},
    )
    for partnership_id, links in groupby(chain, key=lambda link: link[0].partnership_id):
        before = FIRST
        for number, (link, entry) in enumerate(links, 1):
            if link.number != number:
                yield Flaw(partnership_id, entry.id, f"The chain lacks link {number}.")
                break
            if link.chain_hash != _link(before, number, entry):
                yield Flaw(partnership_id, entry.id, "This entry is not what was sealed.")
            before = link.chain_hash


def _flaws_of_details(session: Session) -> Iterator[Flaw]:
    details = session.execute(
        select(AuditEntry, AuditDetail)
        .join(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .order_by(AuditEntry.id),
        execution_options={"yield_per": BATCH},
    )
    for entry, detail in details:
        if entry.digest != _digest(detail.salt, detail.before, detail.after):
            yield Flaw(entry.partnership_id, entry.id, "The detail is not what was recorded.")


def _flaws_of_the_unsealed(session: Session, before: datetime) -> Iterator[Flaw]:
    for entry in session.scalars(_unsealed().where(AuditEntry.at <= before)):
        minutes = int(SOON.total_seconds() // 60)
        sentence = f"This entry has no seal after {minutes} minutes."
        yield Flaw(entry.partnership_id, entry.id, sentence)


def _digest(salt: str, before: Json | None, after: Json) -> str:
    return sha256(f"{salt}{_canonical([before, after])}".encode()).hexdigest()


def _link(before: str, number: int, entry: AuditEntry) -> str:
    row = [
        number,
        entry.partnership_id,
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.verb,
        entry.subject_kind,
        entry.subject_id,
        entry.digest,
    ]
    return sha256(f"{before}{_canonical(row)}".encode()).hexdigest()


def _canonical(value: object) -> str:
    """Give the one JSON text of a value, whatever order its keys came in (as in RFC 8785)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
