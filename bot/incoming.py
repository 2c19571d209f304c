"""What Slack asked, read once from its payload into plain facts.

Sources: Slack's pages on slash commands, block_actions, view_submission, shortcuts and the Events
API; for members of other workspaces, on Slack Connect.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypedDict

Json = dict[str, Any]

_PICKED = (
    "selected_conversation",
    "selected_channel",
    "selected_user",
    "selected_date",
    "selected_time",
)


@dataclass(frozen=True, slots=True)
class SlackUser:
    """Who somebody is in Slack: the (enterprise, team, user) of their own workspace."""

    enterprise_id: str
    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One request of Slack's.

    `name` is what routes it: the command, action id, callback id or event type. `teams` are the
    ids that may be the workspace which installed the app, likeliest first.
    `key` is what a repeat of the same request repeats.
    `inputs` are the blocks of a form beside which Slack can show a sentence, from the top.
    `state` came back from a form of ours and is what a person may have changed: check it.
    """

    name: str
    teams: tuple[str, ...]
    user: SlackUser | None
    key: str
    text: str = ""
    channel_id: str | None = None
    value: str = ""
    block_id: str = ""
    fields: dict[str, str | None] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    state: Json = field(default_factory=dict)
    trigger_id: str | None = None
    response_url: str | None = None
    view_id: str | None = None
    view_type: str | None = None
    view_callback: str | None = None
    happened_at: datetime | None = None


def command(body: Json) -> Incoming:
    """Read a slash command; a repeat has the same trigger."""
    enterprise, team = _id(body.get("enterprise_id")), _id(body.get("team_id"))
    return Incoming(
        name=str(body.get("command", "")),
        teams=(team,),
        user=SlackUser(enterprise, team, _id(body.get("user_id"))),
        key=_key("command", body, body.get("trigger_id")),
        text=str(body.get("text", "")),
        channel_id=body.get("channel_id"),
        trigger_id=body.get("trigger_id"),
        response_url=body.get("response_url"),
    )


def action(body: Json) -> Incoming:
    """Read a press of a button (block_actions); a repeat has the same message and action_ts."""
    pressed = body["actions"][0]
    view, container = body.get("view") or {}, body.get("container") or {}
    place = container.get("message_ts") or view.get("id") or ""
    user = _user(body)
    return Incoming(
        name=str(pressed.get("action_id", "")),
        teams=_teams(body),
        user=user,
        key=_key("action", body, place, pressed.get("action_ts"), user.team_id, user.user_id),
        channel_id=(body.get("channel") or {}).get("id"),
        value=_chosen(pressed) or "",
        block_id=str(pressed.get("block_id", "")),
        **_entered(view),
        state=_state(view),
        trigger_id=body.get("trigger_id"),
        response_url=body.get("response_url"),
        view_id=view.get("id"),
        view_type=view.get("type"),
        view_callback=view.get("callback_id"),
        happened_at=_instant(pressed.get("action_ts")),
    )


def submission(body: Json) -> Incoming:
    """Read a form that was sent (view_submission); a repeat has the same view and hash.

    `fields` has what was entered by block id.
    """
    view = body["view"]
    return Incoming(
        name=str(view.get("callback_id", "")),
        teams=_teams(body),
        user=_user(body),
        key=_key("form", body, view.get("id"), view.get("hash")),
        **_entered(view),
        inputs=_inputs(view),
        state=_state(view),
        trigger_id=body.get("trigger_id"),
        view_id=view.get("id"),
        view_type=view.get("type"),
    )


def suggestion(body: Json) -> Incoming:
    """Read what was typed into a field that searches (block_suggestion): nothing is kept of it."""
    view = body.get("view") or {}
    return Incoming(
        name=str(body.get("action_id", "")),
        teams=_teams(body),
        user=_user(body),
        key="",
        text=str(body.get("value", "")),
        block_id=str(body.get("block_id", "")),
        state=_state(view),
        view_id=view.get("id"),
        view_type=view.get("type"),
    )


def shortcut(body: Json) -> Incoming:
    """Read a shortcut, global or on a message; a repeat has the same trigger."""
    return Incoming(
        name=str(body.get("callback_id", "")),
        teams=_teams(body),
        user=_user(body),
        key=_key("shortcut", body, body.get("trigger_id")),
        channel_id=(body.get("channel") or {}).get("id"),
        trigger_id=body.get("trigger_id"),
        response_url=body.get("response_url"),
    )


def happening(body: Json) -> Incoming:
    """Read an event (Events API); a repeat has the same event_id."""
    event = body.get("event") or {}
    team = _id(body.get("team_id"))
    enterprise = _id(body.get("enterprise_id"))
    person = event.get("user")
    user_team = _id(event.get("user_team") or event.get("team")) or team
    user = SlackUser(enterprise if user_team == team else "", user_team, str(person))
    return Incoming(
        name=str(event.get("type", "")),
        teams=_teams(body),
        user=user if isinstance(person, str) else None,
        key=_key("event", body, body.get("event_id")),
        channel_id=event.get("channel") if isinstance(event.get("channel"), str) else None,
        value=str(event.get("tab", "")),
        happened_at=_moment(body.get("event_time")),
    )


def said(body: Json) -> Incoming:
    """Read what somebody wrote to the bot, or mentions it with; a repeat has the same event_id.

    What programs write, and what only tells of a message, has no name: nothing listens to it.
    """
    event = body.get("event") or {}
    heard = happening(body)
    is_persons = not (event.get("bot_id") or event.get("subtype")) and heard.user is not None
    is_ours = heard.name == "app_mention" or event.get("channel_type") == "im"
    return replace(
        heard,
        name=heard.name if is_persons and is_ours else "",
        text=str(event.get("text") or ""),
        channel_id=heard.channel_id if heard.name == "message" else None,
        happened_at=_instant(event.get("ts")) or heard.happened_at,
    )


def _instant(stamp: object) -> datetime | None:
    """Read one of Slack's time stamps: seconds since 1970, with what makes it unique behind."""
    try:
        return datetime.fromtimestamp(float(str(stamp)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def _id(value: object) -> str:
    return value if isinstance(value, str) else ""


def _key(kind: str, body: Json, *parts: object) -> str:
    """Give what a repeat repeats; where Slack left an id out, that is the whole request."""
    if all(parts):
        return ":".join([kind, *(str(part) for part in parts)])
    whole = json.dumps(body, sort_keys=True, default=str)
    return f"{kind}:{sha256(whole.encode()).hexdigest()}"


def _user(body: Json) -> SlackUser:
    """Say who acted: `user.team_id` is their own workspace, where `team` may be either's."""
    user, team = body.get("user") or {}, body.get("team") or {}
    own = _id(user.get("team_id")) or _id(team.get("id"))
    enterprise = (body.get("enterprise") or {}).get("id") or team.get("enterprise_id")
    return SlackUser(_id(enterprise), own, _id(user.get("id")))


def _teams(body: Json) -> tuple[str, ...]:
    """List whose app it may be: a form says so; a message of ours stands in our workspace."""
    view, message = body.get("view") or {}, body.get("message") or {}
    found = [
        view.get("app_installed_team_id"),
        *(each.get("team_id") for each in body.get("authorizations") or []),
        body.get("team_id"),
        (body.get("team") or {}).get("id"),
        message.get("team"),
    ]
    return tuple(dict.fromkeys(filter(None, map(_id, found))))


def _state(view: Json) -> Json:
    """Read what our form carries; anything else than an object of ours counts as nothing."""
    try:
        state = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}


class _Entered(TypedDict):
    fields: dict[str, str | None]
    lists: dict[str, tuple[str, ...]]


def _entered(view: Json) -> _Entered:
    """Read what a form holds, by block id: one text each, and where several fit all of them."""
    values = (view.get("state") or {}).get("values") or {}
    elements: dict[str, Json] = {
        block: next(iter(each.values()), {}) for block, each in values.items()
    }
    return {
        "fields": {block: _chosen(each) for block, each in elements.items()},
        "lists": {
            block: several for block, each in elements.items() if (several := _several(each))
        },
    }


def _inputs(view: Json) -> tuple[str, ...]:
    """Give the blocks of a form that are fields."""
    blocks = view.get("blocks") or []
    return tuple(str(each["block_id"]) for each in blocks if each.get("type") == "input")


def _several(element: Json) -> tuple[str, ...]:
    """Give what was picked in an element that takes several; of files, their ids."""
    options = element.get("selected_options") or []
    if options:
        return tuple(str(each["value"]) for each in options)
    if files := element.get("files"):
        return tuple(str(each["id"]) for each in files)
    for kind in ("selected_users", "selected_conversations", "selected_channels"):
        if element.get(kind):
            return tuple(map(str, element[kind]))
    return ()


def _chosen(element: Json) -> str | None:
    """Give what was typed or picked in an element, as text."""
    for kind in ("value", *_PICKED):
        if element.get(kind) is not None:
            return str(element[kind])
    option = element.get("selected_option")
    return str(option["value"]) if isinstance(option, dict) else None
