"""Where a message goes: resolved when it is sent, from who the person or what the body is today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from db import (
    bodies,
    cards,
    copies,
    diary_copies,
    diary_endings,
    digests,
    golive,
    installations,
    people,
    rooms,
)
from db.models import Delivery, Installation, Partnership, Person
from db.tenancy import within

NO_IDENTITY = "no_slack_identity"
NO_INSTALLATION = "no_installation"
NO_ADDRESS = "no_address"
NO_CHANNEL = "no_channel"
NO_WORKSPACE = "no_workspace"

_OWN = {copies.KIND, diary_endings.KIND, golive.INTRODUCTION}
"""Kinds of letters that are copied to nobody: diary contacts are introduced by their own."""


@dataclass(frozen=True, slots=True)
class Target:
    """A Slack user or channel, and the workspace whose bot reaches it, with its sealed token.

    `card` is the `ts` of the card there that the message is a newer state of. `alone`: the
    partnership has no other workspace. `readers` are the users who may read what is said there:
    where there are others, nothing is; None: whoever is there may.
    """

    partnership_id: int
    team_id: str
    place: str
    sealed_token: bytes
    alone: bool = True
    is_channel: bool = False
    card: str | None = None
    readers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class MailTarget:
    """Whom a letter goes to, and in whose name; `copies` are diary contacts, by their addresses."""

    sender_name: str
    to: str
    to_name: str
    copies: Mapping[str, int] = field(default_factory=dict)


class Unreachable(Exception):  # noqa: N818 - named for what the person is
    """There is no way there now; the message says which part is missing."""

    @property
    def permanent(self) -> bool:
        """Say whether a body is not in Slack: somebody has to choose where it is."""
        return str(self) in {NO_CHANNEL, NO_WORKSPACE}

    @property
    def of_installation(self) -> bool:
        """Say whether the app is missing, and with it the way to everybody."""
        return str(self) == NO_INSTALLATION


def find(session: Session, delivery: Delivery, now: datetime) -> Target:
    """Find where a message goes in Slack: to a person, a body's channel, or one of our own.

    Raises `Unreachable`.
    """
    with within(session, delivery.partnership_id):
        if delivery.room is not None:
            return _room(session, delivery, now)
        workspaces = {row.team_id: row for row in installations.live(session)}
        if delivery.body_id is not None:
            home, place = _channel(session, delivery.body_id, workspaces)
        else:
            home, place = _user(session, delivery.person_id or 0, workspaces)
        return Target(
            delivery.partnership_id,
            home.team_id,
            place,
            home.sealed_token,
            alone=len(workspaces) == 1,
            is_channel=delivery.body_id is not None,
            card=cards.shown(session, delivery, place),
        )


def _room(session: Session, delivery: Delivery, now: datetime) -> Target:
    owner = session.get_one(Partnership, delivery.partnership_id)
    room = rooms.of(session, owner, str(delivery.room), now=now)
    if room is None:
        raise Unreachable(NO_CHANNEL)
    return Target(
        delivery.partnership_id,
        room.team_id,
        room.channel_id,
        room.sealed_token,
        alone=len(installations.live(session)) == 1,
        is_channel=True,
        card=cards.shown(session, delivery, room.channel_id),
        readers=room.readers if delivery.room == digests.ROOM else None,
    )


def _user(
    session: Session, person_id: int, workspaces: Mapping[str, Installation]
) -> tuple[Installation, str]:
    """Prefer a workspace that is the person's own; by Slack Connect we reach others too."""
    identities = people.slack_identities(session, person_id)
    if not identities:
        raise Unreachable(NO_IDENTITY)
    if not workspaces:
        raise Unreachable(NO_INSTALLATION)
    known = next((one for one in identities if one.team_id in workspaces), identities[0])
    return workspaces.get(known.team_id) or next(iter(workspaces.values())), known.user_id


def _channel(
    session: Session, body_id: int, workspaces: Mapping[str, Installation]
) -> tuple[Installation, str]:
    body = bodies.by_id(session, body_id)
    if body is None or body.channel_id is None:
        raise Unreachable(NO_CHANNEL)
    if not workspaces:
        raise Unreachable(NO_INSTALLATION)
    home = workspaces.get(body.channel_team or "")
    if home is None:
        raise Unreachable(NO_WORKSPACE)
    return home, body.channel_id


def find_address(session: Session, delivery: Delivery, now: datetime) -> MailTarget:
    """Find where a letter goes: the person's main address, and those who keep their diary.

    Letters of introduction, copies for who arranges an event, and what a rehearsal sends, are for
    nobody else. Raises `Unreachable` for a person without an address.
    """
    partnership = session.get_one(Partnership, delivery.partnership_id)
    alone = delivery.kind in _OWN or partnership.in_rehearsal(now)
    with within(session, delivery.partnership_id):
        person = session.get_one(Person, delivery.person_id)
        own = people.addresses(session, person.id)
        day = partnership.day(delivery.due_at)
        keepers = [] if alone else diary_copies.of_delivery(session, delivery, day=day)
    if not own:
        raise Unreachable(NO_ADDRESS)
    copied = {each.address: each.person_id for each in keepers}
    return MailTarget(partnership.name, own[0].address, person.name, copied)
