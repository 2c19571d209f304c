"""What a message is when it is planned: the columns that its planner says, and the usual rest."""

from datetime import datetime
from typing import Any, NotRequired, TypedDict

from db.models.deliveries import State


class Plan(TypedDict):
    """What is to be sent to whom and when; `priority` is one of db.deliveries.Priority.

    It is for a person, for a body's channel, or for one of the partnership's own (`room`).
    `subject` holds ids, no texts. `stream` orders the revisions of one message, counted from 1;
    without it the message stands alone.
    """

    key: str
    kind: str
    channel_kind: NotRequired[str]
    person_id: NotRequired[int | None]
    body_id: NotRequired[int | None]
    room: NotRequired[str | None]
    round_id: NotRequired[int | None]
    subject: NotRequired[dict[str, Any]]
    stream: NotRequired[str]
    revision: NotRequired[int]
    priority: int
    due_at: datetime
    expires_at: NotRequired[datetime | None]
    now: datetime


def row(partnership_id: int, plan: Plan) -> dict[str, Any]:
    """Give a plan's row in the ledger."""
    usual: dict[str, Any] = {
        "channel_kind": "slack",
        "person_id": None,
        "body_id": None,
        "room": None,
        "round_id": None,
        "subject": {},
        "stream": plan["key"],
        "revision": 1,
        "expires_at": None,
        "state": State.PLANNED,
        "attempts": 0,
    }
    given = {name: value for name, value in plan.items() if name != "now"}
    return {"partnership_id": partnership_id, "created_at": plan["now"], **usual, **given}
