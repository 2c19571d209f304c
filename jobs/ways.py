"""The ways out of the building, all of one shape: Slack and mail."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.reply import Message
from db import outcomes
from db.deliveries import Claim, Wanted
from db.models import Delivery
from db.outcomes import Outcome
from jobs.kinds import Kinds, Letters, render, render_letter
from jobs.mailing import Mailer
from jobs.sending import Sender
from jobs.targets import MailTarget, Target, Unreachable, find, find_address

Json = dict[str, Any]
Send = Callable[[], Outcome]


class Way(Protocol):
    """A channel that messages leave by."""

    def wanted(self) -> Wanted | None:
        """Say what can be sent by it now; None: nothing at all."""

    def render(self, session: Session, delivery: Delivery, ground: Ground) -> Json | None:
        """Give what every attempt sends; None: it is no longer owed."""

    def address(self, session: Session, claim: Claim, now: datetime) -> Send:
        """Find whom a message goes to, and give what sends it there."""

    def names(self) -> list[str]:
        """Name what ails: [] when all is well."""


@dataclass(frozen=True, slots=True)
class SlackWay:
    """Direct messages of the bot."""

    sender: Sender
    kinds: Kinds

    def wanted(self) -> Wanted | None:
        """Leave those alone who have to wait for Slack, and those whose installation ails."""
        people, bodies = self.sender.crowds.waiting()
        return Wanted("slack", self.kinds.keys(), self.sender.waiting(), people, bodies)

    def render(self, session: Session, delivery: Delivery, ground: Ground) -> Json | None:
        """Render a message with its blocks."""
        message = render(self.kinds, session, delivery, ground)
        return frozen(message) if message is not None else None

    def address(self, session: Session, claim: Claim, now: datetime) -> Send:
        """Find the person's Slack user or the channel, and whose bot reaches them."""
        target: Target | Unreachable
        try:
            target = find(session, claim.delivery, now)
        except Unreachable as unreachable:
            target = unreachable
        return lambda: self.sender.send(claim, target)

    def names(self) -> list[str]:
        """Name the installations that can't post as they are."""
        return self.sender.ailing.names()


@dataclass(frozen=True, slots=True)
class MailWay:
    """Letters, by one mail server."""

    mailer: Mailer
    letters: Letters

    def wanted(self) -> Wanted | None:
        """Leave all of it alone while the server is down."""
        return None if self.mailer.waiting() else Wanted("mail", self.letters.keys())

    def render(self, session: Session, delivery: Delivery, ground: Ground) -> Json | None:
        """Render a letter, and date it: every attempt sends the same bytes."""
        letter = render_letter(self.letters, session, delivery, ground)
        return {"letter": letter.as_json(), "date": ground.now.isoformat()} if letter else None

    def address(self, session: Session, claim: Claim, now: datetime) -> Send:
        """Find the person's address, and who keeps their diary."""
        target: MailTarget | Unreachable
        try:
            target = find_address(session, claim.delivery, now)
        except Unreachable as unreachable:
            target = unreachable
        return lambda: self.mailer.send(claim, target)

    def names(self) -> list[str]:
        """Name what is wrong with the mail server."""
        return self.mailer.names()


def frozen(message: Message) -> Json:
    """Give the content that every attempt posts."""
    return {"text": message.text, "blocks": list(message.blocks)}


def digest(payload: Json) -> str:
    """Give the SHA-256 of what is sent, which stays when the words are forgotten."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed message, and what sends it."""

    partnership_id: int
    send: Send


@dataclass(frozen=True, slots=True)
class Made:
    """A claimed message as it was rendered, not written down yet; no payload: not owed any more."""

    claim: Claim
    payload: Json | None
    send: Send | None

    def job(self) -> Job | None:
        """Give what sends it; None where nothing is owed."""
        return Job(self.claim.delivery.partnership_id, self.send) if self.send else None


def keep(session: Session, made: Sequence[Made]) -> list[Job]:
    """Keep the bytes that every attempt sends; gives what sends them, where they are owed."""
    texts = []
    for each in made:
        delivery = each.claim.delivery
        if each.payload is None:
            outcomes.cancelled(session, each.claim)
        elif delivery.payload is None:
            texts.append((delivery, each.payload, digest(each.payload)))
    outcomes.keep(session, texts)
    return [job for each in made if (job := each.job())]
