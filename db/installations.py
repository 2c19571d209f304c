"""The app in Slack workspaces: whose token answers where."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import audit
from db.models import Installation
from db.sealing import CannotOpen, Sealer
from db.tenancy import across_partnerships, within

_WHOLE_SECOND = timedelta(seconds=1)
"""Slack's events tell their time in whole seconds, rounded down."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A Slack workspace and who we are in it (auth.test); `enterprise_id` may be empty."""

    enterprise_id: str
    team_id: str
    bot_user_id: str
    bot_id: str


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many tokens were sealed anew, and how many no key of ours opens."""

    sealed: int
    unreadable: int


def live(session: Session) -> list[Installation]:
    """List the workspaces in which the session's partnership can act."""
    return list(
        session.scalars(
            select(Installation).where(Installation.revoked_at.is_(None)).order_by(Installation.id)
        )
    )


def install(
    session: Session,
    sealer: Sealer,
    *,
    partnership_id: int,
    workspace: Workspace,
    token: str,
    now: datetime,
) -> Installation:
    """Keep the app's token for a workspace of the session's partnership, sealed.

    What is kept already may be unreadable: it is sealed anew.
    """
    row = session.scalars(
        select(Installation).where(
            Installation.enterprise_id == workspace.enterprise_id,
            Installation.team_id == workspace.team_id,
        )
    ).one_or_none()
    if row is None:
        row = Installation(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            sealed_token=b"",
        )
        session.add(row)
    known = row.revoked_at is None and _opened(sealer, row, partnership_id) == token
    row.bot_user_id, row.bot_id = workspace.bot_user_id, workspace.bot_id
    row.revoked_at = None
    if not known:
        row.installed_at = now
        row.sealed_token = sealer.seal(token, partnership_id)
        session.flush()
        _record(session, "install", row, now)
    session.flush()
    return row


def reseal(session: Session, sealer: Sealer) -> Resealed:
    """Seal with today's key what the previous one sealed, in all partnerships.

    What no key opens stays as it is, and is counted.
    """
    sealed = unreadable = 0
    with across_partnerships(session):
        for row in live(session):
            token = _opened(sealer, row, row.partnership_id)
            if token is None:
                unreadable += 1
            elif not sealer.is_current(row.sealed_token):
                row.sealed_token = sealer.seal(token, row.partnership_id)
                sealed += 1
    return Resealed(sealed, unreadable)


def unreadable(session: Session, sealer: Sealer) -> int:
    """Say how many live tokens, of all partnerships, no key of ours opens."""
    with across_partnerships(session):
        return sum(_opened(sealer, row, row.partnership_id) is None for row in live(session))


def revoke(session: Session, *, team_id: str, happened_at: datetime | None, now: datetime) -> int:
    """Forget the tokens of a workspace that removed the app, in all its partnerships.

    Gives how many there were. What was installed after it `happened_at` stays: the event is late.
    """
    with across_partnerships(session):
        rows = session.scalars(
            select(Installation).where(
                Installation.team_id == team_id, Installation.revoked_at.is_(None)
            )
        ).all()
    gone = [row for row in rows if not _is_newer(row, happened_at)]
    for row in gone:
        with within(session, row.partnership_id):
            row.revoked_at = now
            row.sealed_token = b""
            _record(session, "revoke", row, now)
    return len(gone)


def _is_newer(row: Installation, happened_at: datetime | None) -> bool:
    return happened_at is not None and row.installed_at >= happened_at + _WHOLE_SECOND


def _opened(sealer: Sealer, row: Installation, partnership_id: int) -> str | None:
    """Give a token, None where no key of ours opens it."""
    try:
        return sealer.open(row.sealed_token, partnership_id)
    except CannotOpen:
        return None


def _record(session: Session, verb: str, row: Installation, now: datetime) -> None:
    """Write down that a workspace took us in or removed us: its ids, never its token."""
    audit.record(
        session,
        actor_id=None,
        verb=verb,
        subject_kind="installation",
        subject_id=row.id,
        before=None,
        after={"enterprise": row.enterprise_id, "team": row.team_id},
        now=now,
    )
