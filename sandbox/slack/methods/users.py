"""users.*: who is who.

https://docs.slack.dev/reference/methods/users.info
"""

from sandbox.slack import show
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method, page
from sandbox.slack.state import Json, User


def _show(call: Call, user: User) -> Json:
    locale = call.flag("include_locale")
    return show.user(call.state, user, viewer=call.team, now=call.core.now(), locale=locale)


@method("users.info", tier=4, scope="users:read")
def users_info(call: Call) -> Json:
    """Describe a member of this workspace, or of another that shares a channel."""
    return {"user": _show(call, call.user(call.text("user")))}


@method("users.list", tier=2, scope="users:read")
def users_list(call: Call) -> Json:
    """List the workspace's own members; members of other workspaces are not among them."""
    own = [user for user in call.state.users.values() if user.team_id == call.team.id]
    some, cursor = page(call, own, 1000, 1000)
    members = [_show(call, user) for user in some]
    return {"members": members, "cache_ts": int(call.core.now().timestamp()), **cursor}


@method("users.lookupByEmail", tier=3, scope="users:read.email")
def users_lookup_by_email(call: Call) -> Json:
    """Find one of the workspace's own members by address."""
    email = call.need("email").casefold()
    for user in call.state.users.values():
        same = user.email.casefold() == email
        if same and user.team_id == call.team.id and not user.deleted:
            return {"user": _show(call, user)}
    raise SlackError("users_not_found")


@method("users.profile.get", tier=4, scope="users.profile:read")
def users_profile_get(call: Call) -> Json:
    """Give a person's profile."""
    return {"profile": _show(call, call.user(call.need("user")))["profile"]}


@method("users.getPresence", tier=3, scope="users:read")
def users_get_presence(call: Call) -> Json:
    """Say that a person is active: the sandbox's people always are."""
    call.user(call.need("user"))
    return {"presence": "active"}


@method("users.conversations", tier=3)
def users_conversations(call: Call) -> Json:
    """List the conversations a person, or the bot itself, is in."""
    member = call.user(call.text("user") or call.team.bot_user_id)
    wanted = call.text("types") or "public_channel"
    found = [
        show.channel(channel, call.team)
        for channel in call.state.channels.values()
        if member.id in channel.members
        and call.team.id in call.state.teams_in(channel)
        and (channel.kind if channel.kind == "im" else f"{channel.kind}_channel") in wanted
        and (channel.kind == "public" or call.is_member(channel))
    ]
    some, cursor = page(call, found, 100, 1000)
    return {"channels": some, **cursor}
