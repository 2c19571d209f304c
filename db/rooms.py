"""Channels of a partnership's own, and who of their members may know what it says there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import digests, installations
from db.models import Installation, Partnership, PartnershipChannel


@dataclass(frozen=True, slots=True)
class Room:
    """A channel with the workspace it is in: its bot's token, sealed, and who may read a digest."""

    partnership_id: int
    channel_id: str
    team_id: str
    sealed_token: bytes
    readers: frozenset[str]


def of(session: Session, owner: Partnership, name: str, *, now: datetime) -> Room | None:
    """Give a channel; None where none is chosen, or the app is not in a workspace any more."""
    channel, live = digests.channel_of(owner, name), installations.live(session)
    if channel is None or not live:
        return None
    home = _home(session, channel, live)
    readers = frozenset(digests.readers(session, owner.day(now)))
    return Room(owner.id, channel, home.team_id, home.sealed_token, readers)


def _home(session: Session, channel: str, live: list[Installation]) -> Installation:
    """Give the workspace that a channel is in: the one in which it was chosen, or the first."""
    query = select(PartnershipChannel.team_id).where(PartnershipChannel.channel_id == channel)
    teams = set(session.scalars(query))
    return next((each for each in live if each.team_id in teams), live[0])
