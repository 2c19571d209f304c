"""oauth.v2.access: an app exchanges a code for a workspace's bot token.

https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from sandbox.slack.methods.registry import Call, method
from sandbox.slack.state import Json


@method("oauth.v2.access", tier=4)
def oauth_access(call: Call) -> Json:
    """Give the bot token of the workspace in which the code was made; a code works once."""
    team = call.team
    team.oauth_code, team.token_error, team.installed = "", "", True
    people = (user.id for user in call.state.users.values() if user.team_id == team.id)
    installer = next((one for one in people if one != team.bot_user_id), team.bot_user_id)
    return {
        "app_id": team.app_id,
        "authed_user": {"id": installer},
        "scope": ",".join(team.scopes),
        "token_type": "bot",
        "access_token": team.bot_token,
        "bot_user_id": team.bot_user_id,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
