"""files.*: uploading in three steps, and looking files up.

https://docs.slack.dev/messaging/working-with-files
"""

import re
from typing import cast

from sandbox.slack import posting, show
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method
from sandbox.slack.state import Channel, File, Json

CHANNEL_ID = re.compile(r"^[CGDZ][A-Z0-9]{8,}$")


@method("files.getUploadURLExternal", tier=4, scope="files:write")
def get_upload_url(call: Call) -> Json:
    """Promise a place for a file's bytes."""
    name, length = call.need("filename"), call.number("length", 0, 2**30)
    file = File(call.state.new_id("F"), call.team.id, name, length, call.team.bot_user_id)
    call.state.files[file.id] = file
    return {"upload_url": f"{call.core.base_url}/upload/v1/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", tier=4, scope="files:write")
def complete_upload(call: Call) -> Json:
    """Finish uploads and share them in a channel, if one is named."""
    wanted = call.json("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    channel = _channel(call)
    files = [_finish(call, one) for one in wanted]
    if channel:
        _share(call, channel, files)
    return {"files": [show.file(file, call.core.base_url) for file in files]}


def _channel(call: Call) -> Channel | None:
    channel_id = call.text("channel_id") or call.text("channels")
    if not channel_id:
        return None
    if not CHANNEL_ID.match(channel_id):
        pattern = f"[ERROR] must match a pattern: {CHANNEL_ID.pattern} [json-pointer:/channel_id]"
        raise SlackError("invalid_arguments", [pattern])
    channel = call.channel(channel_id)
    if not call.is_member(channel):
        raise SlackError("not_in_channel")
    return channel


def _finish(call: Call, wanted: object) -> File:
    named = cast("Json", wanted) if isinstance(wanted, dict) else {}
    file = call.state.files.get(str(named.get("id")))
    if file is None or file.team_id != call.team.id or not file.uploaded:
        raise SlackError("file_not_found")
    file.title = str(named.get("title") or file.name)
    file.shared = True
    return file


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    ts = call.state.new_ts(call.core.now(), channel.id)
    content = posting.Content(text=call.text("initial_comment"))
    message = posting.from_bot(call.team, channel, ts, content, call.text("thread_ts"))
    message.files = [file.id for file in files]
    channel.messages.append(message)
    for file in files:
        file.channels.append(channel.id)


def _file(call: Call) -> File:
    file = call.state.files.get(call.need("file"))
    if file is None or not file.shared:
        raise SlackError("file_not_found")
    if file.team_id != call.team.id:
        seen = [call.state.channels[one] for one in file.channels]
        if not any(call.is_member(channel) for channel in seen):
            raise SlackError("file_not_found")
    return file


@method("files.info", tier=4, scope="files:read")
def files_info(call: Call) -> Json:
    """Describe a file."""
    return {"file": show.file(_file(call), call.core.base_url)}


@method("files.delete", tier=3, scope="files:write")
def files_delete(call: Call) -> Json:
    """Delete a file."""
    file = _file(call)
    if file.user != call.team.bot_user_id:
        raise SlackError("cant_delete_file")
    for channel_id in file.channels:
        for message in call.state.channels[channel_id].messages:
            message.files = [one for one in message.files if one != file.id]
    del call.state.files[file.id]
    return {}
