"""What a round that is being stopped had said: who is to hear of it anyway, and who of nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.knowing import Knowing
from db.models import Delivery, Round
from db.models.deliveries import State
from db.recipients import Part
from domain.events import Say


@dataclass(frozen=True, slots=True)
class Stopped:
    """What attendees were to hear and nothing that waits says, and what they knew before, by ids.

    Left out of what they were to hear is whoever gets an earlier message after all, which the round
    had made needless, and the invitation of whoever was asked before: nothing was planned then.
    """

    says: Mapping[int, Say] = field(default_factory=dict)
    knew: Mapping[int, str] = field(default_factory=dict)

    def left_as_it_is(self, person: Part, knowing: Knowing) -> bool:
        """Say whether somebody was to hear of a change, and all is again as they knew it."""
        knew = self.knew.get(person.attendee.id)
        return knew is not None and knew == knowing.of(person.is_for)

    def owes(self, person: Part) -> Say | None:
        """Say what somebody must hear although a round was stopped: the register had changed.

        What they were to hear of the change itself was stopped; that they are asked, or are asked
        no more, was not the coordinator's doing.
        """
        say = self.says.get(person.attendee.id)
        if say is Say.WITHDRAWAL and not person.after:
            return Say.WITHDRAWAL
        return Say.INVITATION if say is Say.INVITATION and person.after else None


def read(session: Session, round_: Round | None) -> Stopped:
    """Read what a round would have said whose messages were called back; None: none was."""
    if round_ is None:
        return Stopped()
    again = Delivery.id.in_((round_.undo or {}).get("superseded", ()))
    resumed = set(session.scalars(select(Delivery.stream).where(again)))
    ours = (Delivery.round_id == round_.id) & (Delivery.channel_kind == "mail")
    query = select(Delivery).where(ours, Delivery.state == State.CANCELLED).order_by(Delivery.id)
    gone = [row for row in session.scalars(query) if "attendee" in row.subject]
    return Stopped(
        {
            row.subject["attendee"]: Say(row.subject["say"])
            for row in gone
            if row.stream not in resumed and "say" in row.subject
            if row.subject["say"] != Say.INVITATION or row.subject.get("joins")
        },
        {row.subject["attendee"]: row.subject["knew"] for row in gone if "knew" in row.subject},
    )
