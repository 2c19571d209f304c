"""What a post may hold: text, blocks, attachments and metadata, checked and made into a message.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sandbox.slack.blocks import check_message
from sandbox.slack.errors import SlackError
from sandbox.slack.ids import with_ids
from sandbox.slack.state import Channel, Json, Message, State, Team

LONGEST = 40_000


@dataclass(frozen=True)
class Content:
    """A post's checked content; None means that the caller did not say."""

    text: str | None = None
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    metadata: Json | None = None

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.text or self.blocks or self.attachments)


def check(arguments: Mapping[str, object], state: State) -> Content:
    """Check decoded arguments as Slack does; blocks without an id are given one."""
    text = arguments.get("text")
    return Content(
        None if text is None else str(text)[:LONGEST],
        _blocks(arguments.get("blocks"), state),
        _objects(arguments.get("attachments"), "invalid_attachments"),
        _metadata(arguments.get("metadata")),
    )


def _objects(value: object, error: str) -> list[Json] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise SlackError(error)
    return cast("list[Json]", value)


def _blocks(value: object, state: State) -> list[Json] | None:
    blocks = _objects(value, "invalid_blocks_format")
    if blocks is None:
        return None
    check_message(blocks)
    for number, block in enumerate(blocks):
        _there(block.get("slack_file"), state, number)
    return with_ids(state, blocks)


def _there(named: object, state: State, number: int) -> None:
    """Refuse a picture of a file that is not there, or whose upload is not finished."""
    if not isinstance(named, dict) or not named.get("id"):
        return
    file = state.files.get(str(named["id"]))
    if file is None or not file.shared:
        raise SlackError(
            "invalid_blocks", [f"[ERROR] invalid slack file [json-pointer:/blocks/{number}]"]
        )


def _metadata(value: object) -> Json | None:
    if value is None or value == {}:
        return cast("Json | None", value)
    if not isinstance(value, dict) or not isinstance(value.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(value.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if set(value) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_schema")
    return value


def from_bot(team: Team, channel: Channel, ts: str, content: Content, thread_ts: str) -> Message:
    """Make the message that the app's bot posts."""
    return Message(
        ts=ts,
        channel=channel.id,
        user=team.bot_user_id,
        team=team.id,
        text=content.text or "",
        blocks=content.blocks or [],
        attachments=content.attachments or [],
        bot_id=team.bot_id,
        app_id=team.app_id,
        thread_ts=thread_ts,
        metadata=content.metadata or {},
    )


def replace(message: Message, content: Content, edited_ts: str) -> None:
    """Put new content into a message; what the caller did not name stays as it was."""
    if content.text is not None:
        message.text = content.text
    if content.blocks is not None:
        message.blocks = content.blocks
    if content.attachments is not None:
        message.attachments = content.attachments
    if content.metadata is not None:
        message.metadata = content.metadata
    message.edited_ts = edited_ts
