"""The only sender to Slack: one method a call, and one exception for whatever goes wrong.

slack_sdk's own retry is switched off: it posts a second time where Slack took the first and the
answer was lost. Who retries, and when, is for jobs/deliver.py to say.
"""

import json
import logging
import ssl
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.failures import SlackFailed, http_failure, sending
from bot.reply import Block, Message

Json = dict[str, Any]

TIMEOUT = 10
"""Seconds until an answer is given up: far less than the lease of a delivery."""

_HOOKS = ("https", "hooks.slack.com")
_FILES = ("https", "files.slack.com")
_quiet = logging.getLogger("bot.slack.sdk")
_quiet.setLevel(logging.CRITICAL)  # the library logs arguments; what fails is raised instead


class Slack:
    """Slack's Web API at one address (`https://slack.com/api/`, or a sandbox); threads share it.

    Tokens come with each call and are kept nowhere. Every method raises `SlackFailed`.
    """

    def __init__(
        self, base_url: str = WebClient.BASE_URL, *, timeout: int = TIMEOUT, pages: int = 5
    ) -> None:
        self.base_url = base_url.rstrip("/") + "/"
        self.timeout = timeout
        self._pages = pages

    def post(
        self,
        token: str,
        channel: str,
        message: Message,
        *,
        metadata: Json | None = None,
        client_msg_id: str | None = None,
    ) -> str:
        """Post a message and give its `ts`; Slack keeps `metadata` with it for `history`."""
        extra = {"metadata": metadata, "client_msg_id": client_msg_id}
        answer = self._call(
            token,
            "chat.postMessage",
            channel=channel,
            **_content(message),
            unfurl_links=False,
            unfurl_media=False,
            **{name: value for name, value in extra.items() if value is not None},
        )
        return str(answer["ts"])

    def update(self, token: str, channel: str, ts: str, message: Message) -> None:
        """Put a message in place of an earlier one of ours (at most 4,000 characters of text)."""
        self._call(token, "chat.update", channel=channel, ts=ts, **_content(message))

    def open_dm(self, token: str, user: str) -> str:
        """Give the id of our direct messages with somebody; asking twice is harmless."""
        answer = self._call(token, "conversations.open", users=user)
        return str(answer["channel"]["id"])

    def history(self, token: str, channel: str, *, oldest: float) -> Iterable[Json]:
        """Give the messages since a moment (epoch seconds), newest first, with their metadata.

        Raises `SlackFailed` (code `too_long`) after a thousand messages: what was not found by
        then may still be there.
        """
        cursor = ""
        for _ in range(self._pages):
            answer = self._call(
                token,
                "conversations.history",
                channel=channel,
                oldest=f"{oldest:.6f}",
                limit=200,
                include_all_metadata=True,
                **({"cursor": cursor} if cursor else {}),
            )
            yield from answer["messages"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return
        raise SlackFailed("conversations.history", "too_long", permanent=True)

    def open_view(self, token: str, trigger_id: str, view: Json) -> Json:
        """Open a form for whoever just did something (3 seconds, once); gives Slack's view."""
        return _view(self._call(token, "views.open", trigger_id=trigger_id, view=view))

    def push_view(self, token: str, trigger_id: str, view: Json) -> Json:
        """Put a form on top of the open one (three at most); gives Slack's view."""
        return _view(self._call(token, "views.push", trigger_id=trigger_id, view=view))

    def update_view(
        self, token: str, view_id: str, view: Json, *, view_hash: str | None = None
    ) -> Json:
        """Change an open form, unless it changed since `view_hash`; gives Slack's view."""
        guard = {"hash": view_hash} if view_hash else {}
        return _view(self._call(token, "views.update", view_id=view_id, view=view, **guard))

    def publish_home(self, token: str, user: str, view: Json) -> None:
        """Show somebody their Home tab."""
        self._call(token, "views.publish", user_id=user, view=view)

    def auth_test(self, token: str) -> Json:
        """Say who a token is: `team_id`, `enterprise_id`, `user_id` and `bot_id`."""
        return self._call(token, "auth.test")

    def user_by_email(self, token: str, email: str) -> Json | None:
        """Find a user of the workspace by mail address; None if there is none."""
        try:
            answer = self._call(token, "users.lookupByEmail", email=email)
        except SlackFailed as failure:
            if failure.code == "users_not_found":
                return None
            raise
        user: Json = answer["user"]
        return user

    def user(self, token: str, user_id: str) -> Json | None:
        """Say who a user is (users.info); None if there is none of that id."""
        try:
            user: Json = self._call(token, "users.info", user=user_id)["user"]
        except SlackFailed as failure:
            if failure.code in {"user_not_found", "user_not_visible"}:
                return None
            raise
        return user

    def conversation(self, token: str, channel: str) -> Json:
        """Say what a channel is: `is_private`, `is_ext_shared`, `is_member`."""
        channel_info: Json = self._call(token, "conversations.info", channel=channel)["channel"]
        return channel_info

    def members(self, token: str, channel: str) -> list[str]:
        """List all who are in a channel (conversations.members), us included.

        Raises `SlackFailed` (code `too_long`) where there are more than a thousand.
        """
        found: list[str] = []
        cursor = ""
        for _ in range(self._pages):
            more = {"cursor": cursor} if cursor else {}
            answer = self._call(token, "conversations.members", channel=channel, limit=200, **more)
            found += answer["members"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return found
        raise SlackFailed("conversations.members", "too_long", permanent=True)

    def upload(self, token: str, name: str, content: bytes, *, title: str) -> str:
        """Give Slack a picture that no channel shows yet, and give its file's id.

        Three steps: a place for it, its bytes, and that they are all there
        (https://docs.slack.dev/messaging/working-with-files).
        """
        place = self._call(token, "files.getUploadURLExternal", filename=name, length=len(content))
        if not self._has_files(str(place["upload_url"])):
            raise SlackFailed("file", "not_slacks", permanent=True)
        sending("file", lambda: self._put(str(place["upload_url"]), content))
        file = {"id": str(place["file_id"]), "title": title}
        self._call(token, "files.completeUploadExternal", files=json.dumps([file]))
        return file["id"]

    def _put(self, url: str, content: bytes) -> None:
        kind = {"Content-Type": "application/octet-stream"}
        request = Request(url, data=content, headers=kind, method="POST")  # noqa: S310 - Slack's
        opener = build_opener(HTTPSHandler(context=_tls()), _NoOnward())
        try:
            with opener.open(request, timeout=self.timeout):
                return
        except HTTPError as error:
            raise http_failure("file", error.code, dict(error.headers)) from error

    def file(self, token: str, file_id: str) -> Json:
        """Say what a file is (files.info): `name`, `size`, `user` and where its bytes are."""
        found: Json = self._call(token, "files.info", file=file_id)["file"]
        return found

    def fetch(self, token: str, url: str, *, most: int) -> bytes:
        """Fetch a file's bytes (`url_private_download`), one more than `most` at most.

        The token goes to Slack itself alone: any other address, and any onward one, is refused.
        """
        if not self._has_files(url):
            raise SlackFailed("file", "not_slacks", permanent=True)
        return sending("file", lambda: self._bytes(token, url, most))

    def _has_files(self, url: str) -> bool:
        asked, own = urlsplit(url), urlsplit(self.base_url)
        return (asked.scheme, asked.netloc) in {(own.scheme, own.netloc), _FILES}

    def _bytes(self, token: str, url: str, most: int) -> bytes:
        plain = quote(url, safe="/:?&=%")  # a file's own name stands in its address
        request = Request(plain, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - Slack's
        opener = build_opener(HTTPSHandler(context=_tls()), _NoOnward())
        try:
            with opener.open(request, timeout=self.timeout) as answer:
                if "text/html" in answer.headers.get("Content-Type", ""):  # the sign-in page
                    raise SlackFailed("file", "missing_scope", permanent=True)
                content: bytes = answer.read(most + 1)
                return content
        except HTTPError as error:
            raise http_failure("file", error.code, dict(error.headers)) from error

    def respond(self, response_url: str, payload: Json) -> None:
        """Answer what somebody did (5 times within 30 minutes); only ever to Slack itself.

        Raises `ValueError` for an address of anybody else.
        """
        if not self._is_slacks(response_url):
            raise ValueError("This is not an address of Slack's.")
        hook = WebhookClient(
            response_url, timeout=self.timeout, ssl=_tls(), logger=_quiet, retry_handlers=[]
        )
        answer = sending("response_url", lambda: hook.send_dict(payload))
        if answer.status_code != HTTPStatus.OK:
            raise http_failure("response_url", answer.status_code, answer.headers)

    def _is_slacks(self, url: str) -> bool:
        asked, own = urlsplit(url), urlsplit(self.base_url)
        where = (asked.scheme, asked.netloc)
        return where in {(own.scheme, own.netloc), _HOOKS}

    def scopes(self, token: str) -> frozenset[str]:
        """Say what a token may do (the `x-oauth-scopes` header of auth.test)."""
        headers = self._ask(token, "auth.test").headers
        granted = {name.lower(): value for name, value in headers.items()}.get("x-oauth-scopes")
        return frozenset(each.strip() for each in str(granted or "").split(",") if each.strip())

    def _call(self, token: str, method: str, **arguments: Any) -> Json:
        data = self._ask(token, method, **arguments).data
        assert isinstance(data, dict)  # noqa: S101 - only files answer in bytes
        return data

    def _ask(self, token: str, method: str, **arguments: Any) -> SlackResponse:
        client = WebClient(
            token,
            self.base_url,
            timeout=self.timeout,
            ssl=_tls(),
            logger=_quiet,
            retry_handlers=[],
        )
        return sending(method, lambda: _sent(client, method, arguments))


class _NoOnward(HTTPRedirectHandler):
    """Goes nowhere else: a token must not be carried to another address."""

    def redirect_request(self, *_: object) -> None:
        """Refuse to be sent on; the answer counts as it is."""


def _sent(client: WebClient, method: str, arguments: Json) -> SlackResponse:
    if method.startswith(("chat.", "views.")):
        return client.api_call(method, json=arguments)
    return client.api_call(method, params=arguments)


def _content(message: Message) -> Json:
    blocks: list[Block] = list(message.blocks)
    return {"text": message.text, **({"blocks": blocks} if blocks else {})}


def _view(answer: Json) -> Json:
    view: Json = answer["view"]
    return view


@cache
def _tls() -> ssl.SSLContext:
    """Read the machine's certificates once: that takes longer than many a call."""
    return ssl.create_default_context()
