"""Where a message goes: resolved when it is sent, from who the person is today."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import installations, people
from db.models import Delivery
from db.tenancy import within

NO_IDENTITY = "no_slack_identity"
NO_INSTALLATION = "no_installation"


@dataclass(frozen=True, slots=True)
class Target:
    """A Slack user, and the workspace whose bot reaches them, with its sealed token."""

    partnership_id: int
    team_id: str
    user_id: str
    sealed_token: bytes
    alone: bool = True
    """Whether the partnership has no other workspace."""


class Unreachable(Exception):  # noqa: N818 - named for what the person is
    """There is no way to this person now; the message says which part is missing."""

    @property
    def of_installation(self) -> bool:
        """Say whether the app is missing, and with it the way to everybody."""
        return str(self) == NO_INSTALLATION


def find(session: Session, delivery: Delivery) -> Target:
    """Find where a message goes.

    Prefers a workspace that is the person's own; with Slack Connect our bot writes to people of
    other workspaces too. Raises `Unreachable`.
    """
    with within(session, delivery.partnership_id):
        identities = people.slack_identities(session, delivery.person_id)
        workspaces = {row.team_id: row for row in installations.live(session)}
    if not identities:
        raise Unreachable(NO_IDENTITY)
    if not workspaces:
        raise Unreachable(NO_INSTALLATION)
    known = next((one for one in identities if one.team_id in workspaces), identities[0])
    home = workspaces.get(known.team_id) or next(iter(workspaces.values()))
    return Target(
        delivery.partnership_id,
        home.team_id,
        known.user_id,
        home.sealed_token,
        alone=len(workspaces) == 1,
    )
