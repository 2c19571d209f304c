"""The app in Slack workspaces: whose token answers where."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Installation
from db.sealing import Sealer
from db.tenancy import across_partnerships


@dataclass(frozen=True, slots=True)
class Workspace:
    """A Slack workspace and who we are in it (auth.test); `enterprise_id` may be empty."""

    enterprise_id: str
    team_id: str
    bot_user_id: str
    bot_id: str


def live(session: Session) -> list[Installation]:
    """List the workspaces in which the session's partnership can act."""
    return list(
        session.scalars(
            select(Installation).where(Installation.revoked_at.is_(None)).order_by(Installation.id)
        )
    )


def of_workspace(session: Session, *, enterprise_id: str, team_id: str) -> Installation | None:
    """Find a live installation in a workspace, of whichever partnership."""
    with across_partnerships(session):
        return session.scalars(
            select(Installation)
            .where(
                Installation.enterprise_id == enterprise_id,
                Installation.team_id == team_id,
                Installation.revoked_at.is_(None),
            )
            .order_by(Installation.id)
            .limit(1)
        ).one_or_none()


def install(
    session: Session,
    sealer: Sealer,
    *,
    partnership_id: int,
    workspace: Workspace,
    token: str,
    now: datetime,
) -> Installation:
    """Keep the app's token for a workspace of the session's partnership, sealed."""
    row = session.scalars(
        select(Installation).where(
            Installation.enterprise_id == workspace.enterprise_id,
            Installation.team_id == workspace.team_id,
        )
    ).one_or_none()
    if row is None:
        row = Installation(
            enterprise_id=workspace.enterprise_id, team_id=workspace.team_id, installed_at=now
        )
        session.add(row)
    row.bot_user_id, row.bot_id = workspace.bot_user_id, workspace.bot_id
    row.revoked_at = None
    row.sealed_token = sealer.seal(token, partnership_id)
    session.flush()
    return row


def reseal(session: Session, sealer: Sealer) -> int:
    """Seal with today's key what the previous one sealed, in all partnerships.

    Gives how many tokens there were. Raises `CannotOpen` for one that neither key opens.
    """
    with across_partnerships(session):
        rows = session.scalars(select(Installation).where(Installation.revoked_at.is_(None)))
        old = [row for row in rows if not sealer.is_current(row.sealed_token)]
        for row in old:
            token = sealer.open(row.sealed_token, row.partnership_id)
            row.sealed_token = sealer.seal(token, row.partnership_id)
        return len(old)


def revoke(session: Session, *, enterprise_id: str, team_id: str, now: datetime) -> int:
    """Forget the tokens of a workspace that removed the app, in all its partnerships.

    Gives how many there were.
    """
    with across_partnerships(session):
        rows = session.scalars(
            select(Installation).where(
                Installation.enterprise_id == enterprise_id,
                Installation.team_id == team_id,
                Installation.revoked_at.is_(None),
            )
        ).all()
        for row in rows:
            row.revoked_at = now
            row.sealed_token = b""
        return len(rows)
