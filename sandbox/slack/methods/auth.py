"""auth.*, api.test, team.info and bots.info: who the token is.

https://docs.slack.dev/reference/methods/auth.test
"""

from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method
from sandbox.slack.state import Json


@method("api.test", tier=4)
def api_test(call: Call) -> Json:
    """Give the arguments back."""
    return {"args": {name: value for name, value in call.args.items() if name != "token"}}


@method("auth.test", tier=0)
def auth_test(call: Call) -> Json:
    """Say which workspace and which bot the token stands for."""
    team = call.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.state.users[team.bot_user_id].name,
        "team_id": team.id,
        "user_id": team.bot_user_id,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


@method("auth.revoke", tier=3)
def auth_revoke(call: Call) -> Json:
    """Revoke the token."""
    if call.flag("test"):
        return {"revoked": False}
    call.team.token_error = "token_revoked"  # noqa: S105 -- Slack's error code
    return {"revoked": True}


@method("team.info", tier=3, scope="team:read")
def team_info(call: Call) -> Json:
    """Describe the token's workspace, or one that shares a channel with it."""
    team = call.state.teams.get(call.text("team") or call.team.id)
    if team is None:
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


@method("bots.info", tier=3, scope="users:read")
def bots_info(call: Call) -> Json:
    """Describe a bot."""
    team = call.state.team_of_bot(call.text("bot") or call.team.bot_id)
    if team is None:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": team.bot_id,
            "deleted": not team.installed,
            "name": call.state.users[team.bot_user_id].name,
            "app_id": team.app_id,
            "user_id": team.bot_user_id,
            "icons": {},
        }
    }
