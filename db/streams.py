"""From what people must hear to rows of the ledger: one message each, and no word that is stale.

A mail's stream is one person's calendar entry, a card's one person's card for one event. What has
not left yet is superseded by what tells it all; what was never sent need not be undone. Nothing
leaves before what can still be stopped: it would tell of that.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from db import bulk, causes, deliveries, ledgers
from db.deliveries import Priority
from db.ledgers import Ledger
from db.models import (
    Attendee,
    Body,
    Delivery,
    Event,
    Recipient,
    Round,
    Series,
    SlackIdentity,
)
from db.owed import Message
from db.plans import Plan
from domain.events import Calendar, Say

_ENDS = (Say.CANCELLATION, Say.WITHDRAWAL)

CHANNEL = "event.channel"
"""The kind of a card in a body's channel."""


class _Card(NamedTuple):
    """A recipient in Slack, and how many cards were planned for them."""

    id: int
    event_id: int
    attendee_id: int
    cards: int


def mail_stream(attendee_id: int) -> str:
    """Name the stream of one person's mails about a series."""
    return f"mail:{attendee_id}"


def card_stream(recipient_id: int) -> str:
    """Name the stream of one person's card for an event."""
    return f"card:{recipient_id}"


def channel_stream(event_id: int) -> str:
    """Name the stream of an event's card in the channel of its body."""
    return f"channel:{event_id}"


def plan(
    session: Session,
    series: Series,
    round_: Round,
    messages: Sequence[Message],
    open_events: Sequence[Event],
    *,
    now: datetime,
) -> dict[str, Any]:
    """Plan a round's messages; gives what a stop has to put back."""
    ledger = ledgers.read(session, series)
    leaves = max(ledger.leaves or now, round_.goes_at)
    if not causes.follows_register(round_):
        round_.goes_at = leaves
    planner = _Planner(session, series, round_, open_events, ledger, leaves, now)
    plans = [plan for each in messages if (plan := planner.mail(each))]
    planner.number(messages, plans)
    plans += planner.cards(messages)
    plans += planner.channel(messages) if plans or not planner.silent else []
    ledgers.set_superseded(session, ledger.superseded)
    deliveries.plan_many(session, plans)
    return {"superseded": ledger.superseded}


@dataclass(slots=True)
class _Planner:
    """Turns what people must hear into plans; it knows what a round shares.

    `silent` are the attendees who know already what their mail would tell.
    """

    session: Session
    series: Series
    round_: Round
    open_events: Sequence[Event]
    ledger: Ledger
    leaves: datetime
    now: datetime
    silent: set[int] = field(default_factory=set)

    def mail(self, message: Message) -> Plan | None:
        """Plan a person's mail, unless there is nothing to undo.

        It takes the place of what waits and tells everything, so that a stop brings that back.
        """
        stream, say, about = mail_stream(message.attendee.id), message.say, message.about
        knew = self.ledger.knew(stream, message.knew)
        if self.ledger.leads_back(stream, message.knows):
            self.silent.add(message.attendee.id)
            return None
        if about is not None and (untold := self.ledger.tells_all(stream)):
            say, about = untold, None
        if about is not None:
            self.ledger.supersede(stream, about)
        else:
            self.ledger.supersede(stream)
            if stream not in self.ledger.begun and not self._takes_away(say):
                if say in _ENDS:
                    return None
                say = Say.INVITATION
        attendee = message.attendee
        subject = {"attendee": attendee.id, **knew, **message.noted}
        plan = self._plan(stream, say, about, subject)
        plan["person_id"], plan["channel_kind"] = attendee.person_id, "mail"
        return plan

    def number(self, messages: Iterable[Message], plans: Sequence[Plan]) -> None:
        """Count what was planned for each person; for fresh ones it was counted already."""
        fresh = {each.attendee.id for each in messages if each.attendee.fresh}
        by_id = {each["subject"]["attendee"]: each for each in plans}
        self._count(Attendee, Attendee.messages, by_id.keys() - fresh, by_id)

    def _count(
        self,
        model: type[Attendee | Recipient],
        counter: InstrumentedAttribute[int],
        ids: Collection[int],
        plans: Mapping[int, Plan],
    ) -> None:
        """Give plans their revisions: counted and read at once, as ways round count at any time."""
        if not ids:
            return
        more = update(model).where(bulk.among(self.session, model.id, ids))
        counted = more.values({counter: counter + 1}).returning(model.id, counter)
        for own, revision in self.session.execute(counted):
            plan = plans[own]
            plan["revision"], plan["key"] = revision, f"{plan['stream']}:{revision}"

    def cards(self, messages: Sequence[Message]) -> list[Plan]:
        """Plan cards for who is in Slack: for the next event, what has one, and what changes."""
        by_id = {each.attendee.id: each for each in messages}
        in_slack = (
            select(Attendee.id)
            .join(SlackIdentity, SlackIdentity.person_id == Attendee.person_id)
            .where(Attendee.series_id == self.series.id)
        )
        query = select(
            Recipient.id, Recipient.event_id, Recipient.attendee_id, Recipient.cards
        ).where(Recipient.attendee_id.in_(in_slack))
        plans: dict[int, Plan] = {}
        for each in self.session.execute(query.order_by(Recipient.id)) if messages else ():
            row = _Card(*each)
            if row.attendee_id in by_id and (plan := self._card(row, by_id[row.attendee_id])):
                plans[row.id] = plan
        self._count(Recipient, Recipient.cards, plans, plans)
        return [*plans.values()]

    def _card(self, row: _Card, message: Message) -> Plan | None:
        say = message.say
        is_news = row.event_id == message.about and (self._knows(message) or self._stands)
        is_news = is_news or self._is_first_off(row.event_id, message)
        is_next = not row.cards and row.event_id == self._next(message)
        if message.about not in {None, row.event_id}:
            if say is not Say.CANCELLATION or not is_next or not self._knows(message):
                return None
            say = Say.INVITATION  # the one before it is off
        if row.event_id in message.off:
            say = Say.CANCELLATION
        elif row.event_id not in message.holds:
            say = Say.WITHDRAWAL
        if not (row.cards or is_news) and (
            say in _ENDS or not is_next or row.attendee_id in self.silent
        ):
            return None
        return self._card_saying(say, row, message, is_news=is_news)

    def _card_saying(self, say: Say, row: _Card, message: Message, *, is_news: bool) -> Plan | None:
        stream = card_stream(row.id)
        knew = self.ledger.knew(stream, message.knew)
        if self.ledger.leads_back(stream, message.knows):
            return None
        self.ledger.supersede(stream)
        if stream not in self.ledger.begun and not is_news:
            if say in _ENDS:
                return None
            say = Say.INVITATION
        subject = {"attendee": row.attendee_id, "recipient": row.id, **knew, **message.noted}
        plan = self._plan(stream, say, row.event_id, subject)
        plan["person_id"] = message.attendee.person_id
        return plan

    def _knows(self, message: Message) -> bool:
        """Say whether somebody was told of the series, so that one occurrence's change is news."""
        return mail_stream(message.attendee.id) in self.ledger.begun

    @property
    def _stands(self) -> bool:
        """Say whether people have it in their calendars, whatever we told them."""
        return self.series.calendar == Calendar.ELSEWHERE

    def _takes_away(self, say: Say) -> bool:
        """Say whether a message is owed to who never had one: theirs stands in their calendar."""
        return self._stands and say is Say.CANCELLATION

    def _is_first_off(self, event_id: int, message: Message) -> bool:
        """Say whether a card tells somebody, who has none, that what they were to be at is off."""
        first = min(message.off, default=None)
        return self._stands and event_id == first and not self._knows(message)

    def _next(self, message: Message) -> int | None:
        held = [each.id for each in self.open_events if each.id in message.holds]
        return held[0] if held else None

    def channel(self, messages: Sequence[Message]) -> list[Plan]:
        """Plan the card in the body's channel, where one is asked for and there is a channel."""
        body_id = self.series.body_id
        body = self.session.get(Body, body_id) if body_id and self.series.in_channel else None
        if body is None or body.channel_id is None:
            return []
        stopped = {event for each in messages for event in each.off}
        streams = {channel_stream(each): each for each in self._shown_in_channel(stopped)}
        last = dict(
            self.session.execute(
                select(Delivery.stream, func.max(Delivery.revision))
                .where(Delivery.stream.in_(streams), Delivery.body_id == body.id)
                .group_by(Delivery.stream)
            ).all()
        )
        plans = []
        for stream, event_id in streams.items():
            self.ledger.supersede(stream)
            if event_id in stopped and stream not in self.ledger.begun:
                continue
            say = Say.CANCELLATION if event_id in stopped else Say.UPDATE
            plan = self._plan(stream, say, event_id, {}, revision=last.get(stream, 0) + 1)
            plan["body_id"], plan["kind"] = body.id, CHANNEL
            plans.append(plan)
        return plans

    def _shown_in_channel(self, stopped: set[int]) -> list[int]:
        about = self.round_.event_id
        coming = [each.id for each in self.open_events]
        if about is not None:
            return [about]
        return [*stopped, *coming[:1]]

    def _plan(
        self,
        stream: str,
        say: Say,
        about: int | None,
        subject: Mapping[str, object],
        *,
        revision: int = 1,
    ) -> Plan:
        ids: dict[str, Any] = {"series": self.series.id, **subject}
        ids |= {"event": about} if about is not None else {}
        ids |= {"say": say.value}
        return Plan(
            key=f"{stream}:{revision}",
            kind=f"event.{say}",
            subject=ids,
            stream=stream,
            revision=revision,
            priority=Priority.INVITATION,
            due_at=self.leaves,
            expires_at=self._expires(about),
            round_id=self.round_.id,
            now=self.now,
        )

    def _expires(self, about: int | None) -> datetime | None:
        """Give when a message is too late: when its event begins; of a series never."""
        if about is None and self.series.rule is not None:
            return None
        return next((each.begins_at for each in self.open_events if about in (None, each.id)), None)
