"""The JSON shapes in which Slack gives users, channels, messages, views and files."""

from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox.slack.state import Channel, File, Json, Message, State, Team, User, View


def user(state: State, who: User, *, viewer: Team, now: datetime, locale: bool) -> Json:
    """Give a user as `viewer` sees it, https://docs.slack.dev/reference/objects/user-object."""
    own = who.team_id == viewer.id
    offset = now.astimezone(ZoneInfo(who.tz)).utcoffset()
    profile: Json = {
        "real_name": who.real_name,
        "real_name_normalized": who.real_name,
        "display_name": who.name,
        "display_name_normalized": who.name,
        "title": who.title,
        "status_text": "",
        "status_emoji": "",
        "team": who.team_id,
    }
    if who.email and "users:read.email" in viewer.scopes:
        profile["email"] = who.email
    shown: Json = {
        "id": who.id,
        "team_id": who.team_id,
        "name": who.name,
        "real_name": who.real_name,
        "deleted": who.deleted,
        "tz": who.tz,
        "tz_label": who.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": who.is_guest,
        "is_ultra_restricted": False,
        "is_bot": who.is_bot,
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }
    if not own:
        bot = state.users[viewer.bot_user_id]
        shown["is_stranger"] = not state.meet(bot, who)
    elif locale and not who.is_bot:
        shown["locale"] = who.locale
    return shown


def channel(which: Channel, viewer: Team) -> Json:
    """Give a conversation object, https://docs.slack.dev/reference/objects/conversation-object."""
    if which.kind == "im":
        other = next(one for one in which.members if one != viewer.bot_user_id)
        return {
            "id": which.id,
            "created": which.created,
            "is_im": True,
            "is_org_shared": False,
            "is_ext_shared": bool(which.shared_with),
            "context_team_id": viewer.id,
            "user": other,
            "is_user_deleted": False,
            "is_open": True,
        }
    private, shared = which.kind == "private", bool(which.shared_with)
    return {
        "id": which.id,
        "name": which.name,
        "name_normalized": which.name,
        "is_channel": not private or shared,
        "is_group": private and not shared,
        "is_im": False,
        "is_mpim": False,
        "is_private": private,
        "created": which.created,
        "creator": which.creator,
        "is_archived": which.archived,
        "is_general": False,
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "is_member": viewer.bot_user_id in which.members,
        "context_team_id": viewer.id,
        "conversation_host_id": which.team_id,
        "shared_team_ids": [which.team_id, *which.shared_with],
        "topic": {"value": which.topic, "creator": "", "last_set": 0},
        "purpose": {"value": which.purpose, "creator": "", "last_set": 0},
    }


def message(state: State, which: Message, *, metadata: bool = False, base: str = "") -> Json:
    """Give a message, https://docs.slack.dev/messaging, with its metadata only when asked."""
    shown: Json = {
        "type": "message",
        "user": which.user,
        "ts": which.ts,
        "text": which.text,
        "team": which.team,
    }
    optional = {
        "subtype": which.subtype,
        "bot_id": which.bot_id,
        "app_id": which.app_id,
        "blocks": which.blocks,
        "attachments": which.attachments,
        "thread_ts": which.thread_ts,
        "edited": which.edited_ts and {"user": which.user, "ts": which.edited_ts},
        "files": [file(state.files[one], base) for one in which.files],
        "metadata": which.metadata if metadata else {},
        "reactions": [
            {"name": name, "users": users, "count": len(users)}
            for name, users in which.reactions.items()
        ],
    }
    return shown | {key: value for key, value in optional.items() if value}


def view(which: View, team: Team) -> Json:
    """Give a view as answers and payloads hold it, https://docs.slack.dev/reference/views."""
    home = which.content["type"] == "home"
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "title": None,
        "close": None,
        "submit": None,
        **which.content,
        "id": which.id,
        "team_id": which.user_team,
        "app_id": team.app_id,
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
        "hash": which.hash,
        "root_view_id": which.root_id,
        "previous_view_id": which.previous_id,
        "state": {"values": which.values},
    } | ({"title": {"type": "plain_text", "text": "View Title", "emoji": True}} if home else {})


def file(which: File, base: str) -> Json:
    """Give a file object, https://docs.slack.dev/reference/objects/file-object."""
    private = f"{base}/files-pri/{which.team_id}-{which.id}"
    return {
        "id": which.id,
        "name": which.name,
        "title": which.title or which.name,
        "size": which.size,
        "user": which.user,
        "user_team": which.team_id,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "channels": [one for one in which.channels if one.startswith("C")],
        "groups": [one for one in which.channels if one.startswith("G")],
        "ims": [one for one in which.channels if one.startswith("D")],
        "url_private": f"{private}/{quote(which.name)}",
        "url_private_download": f"{private}/download/{quote(which.name)}",
        "permalink": f"{base}/files/{which.user}/{which.id}/{quote(which.name)}",
    }
