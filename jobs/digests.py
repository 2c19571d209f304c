"""Makes the digest of each month: once, with its pictures, for a channel that is fit for it.

What is asked of Slack is asked outside of any transaction. Who kills us between two steps loses
nothing: a picture that nobody shows is all that can be left lying, and the digest is made again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.failures import SlackFailed
from bot.faults import report
from bot.language import catalogue
from bot.pictures import grid, png, reach
from bot.pictures.svg import Picture
from bot.slack import Slack
from db import digest_facts, digest_plans, digests, finding_looks, picture_facts, rooms
from db.digest_facts import Gathered
from db.digest_plans import Made
from db.engine import Database
from db.models import Partnership
from db.rooms import Room
from db.sealing import CannotOpen, Sealer
from db.tenancy import within
from domain import digests as rules
from domain.language import speaking
from domain.periods import Month
from domain.private_channels import Unfit, unfit

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which digest is made for whom: `by` is who asked for it by hand."""

    partnership_id: int
    month: Month
    by: int | None = None


class Digests:
    """Makes the digests that are due, each on its own."""

    def __init__(self, slack: Slack, sealer: Sealer) -> None:
        self._slack = slack
        self._sealer = sealer

    def run(self, database: Database, now: datetime) -> int:
        """Make what is due; say how many digests were made."""
        with database.reading() as session:
            due = digests.due(session, now=now)
        return sum(self._one(database, Asked(*each), now) for each in due)

    def _one(self, database: Database, asked: Asked, now: datetime) -> bool:
        try:
            return self.make(database, asked, now)
        except Exception as error:  # noqa: BLE001 - one partnership's trouble is not the others'
            report("digest waits", error, partnership=asked.partnership_id)
            return False

    def make(self, database: Database, asked: Asked, now: datetime) -> bool:
        """Make one digest; False: it was made before."""
        with database.writing(has_time=True) as session, within(session, asked.partnership_id):
            finding_looks.look(session, now=now)
        with database.reading() as session, within(session, asked.partnership_id):
            owner = session.get_one(Partnership, asked.partnership_id)
            room = rooms.of(session, owner, digests.ROOM, now=now)
            with speaking(catalogue(owner.language)):
                drawn = list(drawings(session, digest_facts.of(session, asked.month, now=now)))
        withheld = self._unfit(room)
        pictures = self._uploaded(room, drawn)
        with database.writing(has_time=True) as session, within(session, asked.partnership_id):
            owner = session.get_one(Partnership, asked.partnership_id)
            late = digests.is_late(owner, asked.month, now) and asked.by is None
            found = digest_facts.of(session, asked.month, now=now, late=late)
            return digest_plans.take(
                session,
                asked.month,
                rules.told_by(found.digest, found.before),
                Made(withheld.value if withheld else None, pictures, late=late, by=asked.by),
                to_check=bool(digest_facts.unchecked(session, asked.month, now=now)),
                now=now,
            )

    def _unfit(self, room: Room | None) -> Unfit | None:
        """Ask Slack who can read the channel; what it does not tell counts against it."""
        if room is None:
            return Unfit.NONE
        try:
            return self.unfit(room)
        except (SlackFailed, CannotOpen) as failed:
            log.info("channel is not known", partnership=room.partnership_id, error=str(failed))
            return Unfit.UNKNOWN

    def unfit(self, room: Room) -> Unfit | None:
        """Say why a channel is not fit. Raises `SlackFailed` and `CannotOpen`."""
        token = self._sealer.open(room.sealed_token, room.partnership_id)
        about = self._slack.conversation(token, room.channel_id)
        members = self._slack.members(token, room.channel_id) if about.get("is_member") else []
        return unfit(about, members, room.readers)

    def _uploaded(self, room: Room | None, drawn: list[Picture]) -> list[dict[str, str]]:
        """Give Slack the pictures; one that it refuses is left out, and never stops the words."""
        if room is None:
            return []
        made = []
        for each in drawn:
            try:
                token = self._sealer.open(room.sealed_token, room.partnership_id)
                content = png.drawn(each)
                file = self._slack.upload(token, "digest.png", content, title=each.alt[:_TITLE])
            except Exception as error:  # noqa: BLE001 - the words go without it
                report("picture left out", error, partnership=room.partnership_id)
                continue
            made.append({"file": file, "alt": each.alt})
        return made


_TITLE = 150
"""Characters of a picture's title."""


def drawings(session: Session, found: Gathered) -> Iterator[Picture]:
    """Draw who came to the largest body's last events, and the reach of the whole partnership.

    A month without an event has nothing new to draw.
    """
    if found.body is None or not found.digest.held:
        return
    new = picture_facts.keys(found.digest.entries)
    shown = picture_facts.grid(session, found.read, found.body, new=new, hidden=found.hidden)
    yield grid.attendance(shown)
    yield reach.line(picture_facts.reach(found.read, found.digest.month, found.digest.name))
