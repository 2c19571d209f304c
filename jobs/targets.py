"""Where a message goes: resolved when it is sent, from who the person is today."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db import diary_contacts, installations, people
from db.models import Delivery, Partnership, Person
from db.tenancy import within

NO_IDENTITY = "no_slack_identity"
NO_INSTALLATION = "no_installation"
NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class Target:
    """A Slack user, and the workspace whose bot reaches them, with its sealed token."""

    partnership_id: int
    team_id: str
    user_id: str
    sealed_token: bytes
    alone: bool = True
    """Whether the partnership has no other workspace."""


@dataclass(frozen=True, slots=True)
class MailTarget:
    """Whom a letter goes to, with the diary contacts who get a copy, and in whose name."""

    sender_name: str
    to: str
    to_name: str
    copies: tuple[str, ...] = ()


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
        identities = people.slack_identities(session, delivery.person_id or 0)
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


def find_address(session: Session, delivery: Delivery) -> MailTarget:
    """Find where a letter goes: the person's main address, and those who keep their diary.

    Raises `Unreachable` for a person without an address.
    """
    partnership = session.get_one(Partnership, delivery.partnership_id)
    day = partnership.day(delivery.due_at)
    with within(session, delivery.partnership_id):
        person = session.get_one(Person, delivery.person_id)
        own = people.addresses(session, person.id)
        keepers = [
            address.address
            for kept in diary_contacts.of(session, person.id, day=day)
            if kept.row.span.holds(day)
            for address in people.addresses(session, kept.person.id)[:1]
        ]
    if not own:
        raise Unreachable(NO_ADDRESS)
    return MailTarget(partnership.name, own[0].address, person.name, tuple(keepers))
