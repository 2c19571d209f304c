"""How claimed messages went: each settled by its claim's token, by whoever still holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Table, and_, bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from db import bulk
from db.clock import database_clock, database_now
from db.deliveries import Claim
from db.models import Delivery
from db.models.deliveries import State

Outcome = partial[bool]
"""One of the acknowledgements below, with all but its session."""

Copied = Mapping[int, str | None]
"""Who was to have a copy, and why the server refused it; None: they have one."""


@dataclass(frozen=True, slots=True)
class Hold:
    """How long a claim still holds (seconds; 0: it is lost), and whether to send at all."""

    seconds: float
    owed: bool


_CLOCK = database_clock().label("clock")


def hold(session: Session, claim: Claim, *, now: datetime) -> Hold:
    """Say how long a claim still holds, and whether its message is still owed."""
    row = session.execute(
        select(Delivery.lease_until, Delivery.expires_at, _CLOCK).where(_held(claim))
    ).one_or_none()
    if row is None or row.lease_until is None:
        return Hold(0, owed=False)
    left = (row.lease_until - row.clock).total_seconds()
    return Hold(max(left, 0), owed=row.expires_at is None or row.expires_at > now)


def sent(
    session: Session,
    claim: Claim,
    *,
    ref: str,
    to: str | None = None,
    now: datetime,
    copied: Copied | None = None,  # noqa: ARG001 - for whoever follows it (jobs/fallbacks.py)
) -> bool:
    """Settle: it arrived at `to`, and the provider calls it `ref`. False if the claim was lost."""
    values = {"provider_ref": ref, "sent_to": to, "sent_at": now, "last_error": None}
    return _settle(session, claim, State.SENT, **values)


def settle(session: Session, landed: Sequence[Outcome]) -> list[bool]:
    """Write down how some messages went; says for each whether the claim was still ours.

    What arrived is written in one statement, across partnerships.
    """
    arrived = [each.keywords for each in landed if each.func is sent]
    ours = _sent(session, arrived)
    return [
        each.keywords["claim"].token in ours if each.func is sent else each(session)
        for each in landed
    ]


def _sent(session: Session, arrived: Sequence[dict[str, Any]]) -> set[str]:
    """Write down what arrived; gives the tokens that still held."""
    if not arrived:
        return set()
    if len(arrived) == 1:
        [one] = arrived
        result = session.execute(_ONE_ARRIVED, {**_row(one), "token": one["claim"].token})
        assert isinstance(result, CursorResult)  # noqa: S101 - what an UPDATE gives
        return {one["claim"].token} if result.rowcount else set()
    tokens = {each["claim"].token: each for each in arrived}
    held = select(Delivery.id, Delivery.lease_token).where(
        Delivery.id.in_([each["claim"].delivery.id for each in arrived]),
        Delivery.state == State.LEASED,
        Delivery.lease_token.in_(tokens),
    )
    found = session.execute(held.with_for_update()).all()
    rows = [_row(tokens[token]) for _own, token in found if token is not None]
    if rows:
        session.execute(_ARRIVED, rows)
    return {token for _own, token in found if token is not None}


def _row(arrived: dict[str, Any]) -> dict[str, Any]:
    """Give the values of `_ARRIVED` for one message."""
    own, now = arrived["claim"].delivery.id, arrived["now"]
    return {"own": own, "ref": arrived["ref"], "to": arrived.get("to"), "at": now}


_TABLE = cast("Table", Delivery.__table__)
_ARRIVED = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("own"))
    .values(
        state=State.SENT,
        lease_token=None,
        lease_until=None,
        last_error=None,
        provider_ref=bindparam("ref"),
        sent_to=bindparam("to"),
        sent_at=bindparam("at"),
    )
)
"""Written once for many: each row is ours, and locked."""

_ONE_ARRIVED = _ARRIVED.where(
    _TABLE.c.state == State.LEASED, _TABLE.c.lease_token == bindparam("token")
)
"""Written for one, if it is still ours."""


_KEPT = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("own"))
    .values(payload=bindparam("text"), content_hash=bindparam("digest"))
)
"""Written once for many: a mapped row at a time takes three times as long."""


def keep(session: Session, texts: Sequence[tuple[Delivery, dict[str, Any], str]]) -> None:
    """Keep what claimed messages send, with its hash: every attempt sends that."""
    rows = [{"own": each.id, "text": text, "digest": digest} for each, text, digest in texts]
    if rows:
        session.execute(_KEPT, rows)
    for each, text, digest in texts:
        set_committed_value(each, "payload", text)
        set_committed_value(each, "content_hash", digest)


def failed(session: Session, claim: Claim, *, error: str) -> bool:
    """Settle: it can't be sent; a person has to look. False if the claim was lost."""
    return _settle(session, claim, State.FAILED, last_error=error)


def unknown(session: Session, claim: Claim, *, error: str) -> bool:
    """Settle: nobody can say whether it arrived, so it is not sent again. False if lost."""
    return _settle(session, claim, State.UNKNOWN, last_error=error)


def cancelled(session: Session, claim: Claim) -> bool:
    """Settle: it is no longer owed. False if the claim was lost."""
    return _settle(session, claim, State.CANCELLED)


def expired(session: Session, claim: Claim) -> bool:
    """Settle: it did not go out, and now it is too late. False if the claim was lost."""
    return _settle(session, claim, State.EXPIRED)


def again(
    session: Session, claim: Claim, *, retry_in: float, error: str | None, tried: bool = True
) -> bool:
    """Give it back: it did not go out; try in `retry_in` seconds. False if the claim was lost.

    What was not `tried`, because Slack asked us to wait, does not count as an attempt; what never
    was is rendered anew, from what holds when it leaves.
    """
    moment = database_now(session) + timedelta(seconds=retry_in)
    attempts = Delivery.attempts if tried else Delivery.attempts - 1
    values: dict[str, Any] = {"next_try_at": moment, "attempts": attempts, "last_error": error}
    if not tried and claim.delivery.attempts == 1:
        values |= {"payload": None, "content_hash": None}
    return _settle(session, claim, State.PLANNED, **values)


def in_doubt(
    session: Session, claim: Claim, *, retry_in: float, error: str, tried: bool = True
) -> bool:
    """Give it back: it may have gone out. Whoever claims it in `retry_in` seconds looks first."""
    moment = database_now(session) + timedelta(seconds=retry_in)
    attempts = Delivery.attempts if tried else Delivery.attempts - 1
    values = {"lease_until": moment, "attempts": attempts, "last_error": error}
    return _settle(session, claim, State.LEASED, **values)


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(
        Delivery.id == claim.delivery.id,
        Delivery.lease_token == claim.token,
        Delivery.state == State.LEASED,
    )


def _settle(session: Session, claim: Claim, state: State, **values: Any) -> bool:
    row = {"state": state, "lease_token": None, "lease_until": None, **values}
    return bulk.changed(session, update(Delivery).where(_held(claim)).values(**row)) == 1
