"""The Web API as slack_sdk's clients call it: arguments in three forms, tokens, scopes, people."""

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, Sandbox, Workspace
from tests.sandbox.conftest import client_of


def error_of(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(refused.value.response["error"])


def raw(slack: Sandbox, method: str, token: str = "", data: Any = None, **query: str) -> Any:
    """Call as AsyncWebClient does: a real GET with a query, or a POST with one."""
    url = f"{slack.core.base_url}/api/{method}?{urlencode(query)}"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if isinstance(data, bytes):
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with urlopen(Request(url, data, headers)) as answer:  # noqa: S310 -- loopback
        return json.load(answer)


def test_auth_test_says_which_workspace_the_token_is_for(client: WebClient, ws: Workspace) -> None:
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == (ws.id, ws.bot_user_id)
    assert "chat:write" in str(answer.headers["x-oauth-scopes"])


def test_a_person_is_found_by_id_and_by_address(client: WebClient, coordinator: Person) -> None:
    by_id = client.users_info(user=coordinator.id, include_locale=True)["user"]
    by_address = client.users_lookupByEmail(email=by_id["profile"]["email"].upper())["user"]
    assert by_id["id"] == by_address["id"] == coordinator.id
    assert (by_id["locale"], by_id["tz"]) == ("en-GB", "Europe/London")
    assert "locale" not in by_address


def test_addresses_need_their_own_scope(
    client: WebClient, ws: Workspace, coordinator: Person
) -> None:
    ws.scopes.remove("users:read.email")
    assert "email" not in client.users_info(user=coordinator.id)["user"]["profile"]
    with pytest.raises(SlackApiError) as refused:
        client.users_lookupByEmail(email="x@example.org")
    answer = refused.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read.email")
    assert "users:read" in answer["provided"]


def test_a_guest_is_restricted(client: WebClient, ws: Workspace) -> None:
    guest = ws.add_user("Guest", is_guest=True)
    assert client.users_info(user=guest.id)["user"]["is_restricted"] is True


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@example.org"}, "users_not_found"),
        ("conversations.info", {"channel": "C404"}, "channel_not_found"),
        ("conversations.open", {}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("views.update", {"view_id": "V404"}, "not_found"),
        ("no.such.method", {}, "unknown_method"),
    ],
)
def test_what_is_not_there_is_refused_with_slacks_error(
    client: WebClient, method: str, arguments: dict[str, str], error: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, params=arguments)
    assert error_of(refused) == error
    assert refused.value.response.status_code == 200


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_bad_token_is_refused(slack: Sandbox, token: str, error: str) -> None:
    assert raw(slack, "auth.test", token) == {"ok": False, "error": error}


def test_a_revoked_token_is_refused(client: WebClient, slack: Sandbox, ws: Workspace) -> None:
    assert client.auth_revoke()["revoked"] is True
    assert raw(slack, "auth.test", ws.bot_token)["error"] == "token_revoked"


def test_a_real_get_carries_its_arguments_in_the_query(
    slack: Sandbox, ws: Workspace, coordinator: Person
) -> None:
    answer = raw(slack, "users.info", ws.bot_token, user=coordinator.id, include_locale="1")
    assert answer["user"]["locale"] == "en-GB"
    assert (
        "locale"
        not in raw(slack, "users.info", ws.bot_token, user=coordinator.id, include_locale="0")[
            "user"
        ]
    )
    assert slack.calls("users.info")[0].verb == "GET"


def test_a_post_may_carry_its_arguments_in_the_query(
    slack: Sandbox, ws: Workspace, coordinator: Person
) -> None:
    answer = raw(slack, "conversations.open", ws.bot_token, data=b"", users=coordinator.id)
    assert answer["channel"]["id"].startswith("D")


def test_a_form_may_hold_blocks_as_json_text_and_the_token(
    slack: Sandbox, ws: Workspace, coordinator: Person
) -> None:
    form = {
        "token": ws.bot_token,
        "channel": coordinator.id,
        "text": "x",
        "blocks": json.dumps([{"type": "divider"}]),
    }
    answer = raw(slack, "chat.postMessage", data=urlencode(form).encode())
    assert answer["message"]["blocks"][0]["type"] == "divider"
    assert "token" not in slack.calls("chat.postMessage")[0].arguments


def test_unknown_arguments_are_ignored(client: WebClient, ws: Workspace) -> None:
    assert client.api_call("auth.test", params={"team_id": ws.id, "nonsense": "1"})["ok"]


def test_users_list_pages_through_the_own_members(client: WebClient, ws: Workspace) -> None:
    names = {f"Person {number}" for number in range(5)}
    for name in names:
        ws.add_user(name)
    pages = [[*page["members"]] for page in client.users_list(limit=2)]
    assert [len(page) for page in pages] == [2, 2, 2]
    assert {user["real_name"] for page in pages for user in page} == names | {"Joined Up"}


def test_workspaces_do_not_see_each_other(slack: Sandbox, coordinator: Person) -> None:
    other = slack.add_workspace("Another")
    with pytest.raises(SlackApiError) as refused:
        client_of(slack, other).users_info(user=coordinator.id)
    assert error_of(refused) == "user_not_visible"


def test_every_call_is_in_the_log(client: WebClient, slack: Sandbox, ws: Workspace) -> None:
    client.team_info()
    with pytest.raises(SlackApiError):
        client.bots_info(bot="B404")
    first, second = slack.calls()
    assert (first.method, first.team_id, first.status) == ("team.info", ws.id, 200)
    assert first.answer["team"]["name"] == "Partnership business unit"
    assert second.answer == {"ok": False, "error": "bot_not_found"}
    assert 0 <= second.seconds < 1


def test_a_code_is_exchanged_once_for_a_token(slack: Sandbox, client: WebClient) -> None:
    newcomer = slack.add_workspace("Newcomers", installed=False)
    credentials = {"client_id": "1.2", "client_secret": "made-up", "code": newcomer.oauth_code()}
    with pytest.raises(SlackApiError):
        client_of(slack, newcomer).auth_test()
    answer = client.oauth_v2_access(**credentials)
    assert (answer["team"]["id"], answer["access_token"]) == (newcomer.id, newcomer.bot_token)
    assert client_of(slack, newcomer).auth_test()["team_id"] == newcomer.id
    with pytest.raises(SlackApiError) as refused:
        client.oauth_v2_access(**credentials)
    assert error_of(refused) == "invalid_code"
