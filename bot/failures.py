"""Why a call to Slack had no success, and whether trying again can help or can harm."""

import errno
import socket
import ssl
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TypeVar
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

T = TypeVar("T")

PASSING = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Errors after which the same call may succeed later: nothing was done."""

INSTALLATION = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""Errors of the app's installation: any call there fails until somebody mends it."""

DOUBTFUL = frozenset(
    {
        "fatal_error",
        "internal_error",
        "duplicate_message_not_found",
        "duplicate_channel_not_found",
    }
)
"""“Some aspect of the operation may have succeeded”: of a post nobody knows."""

_NEVER_LEFT = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})


class SlackFailed(Exception):  # noqa: N818 - named for what happened
    """A call to Slack that had no success, and what that means for trying again.

    `code` is Slack's own error, or ours for HTTP and the network; it holds nothing personal.
    `permanent`: the same call will fail again, unless the app is mended (`of_installation`).
    `retry_after`: seconds that Slack asked for. `in_doubt`: it may have had its effect all the
    same.
    """

    def __init__(
        self,
        method: str,
        code: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        in_doubt: bool = False,
    ) -> None:
        super().__init__(f"{method}: {code}")
        self.method = method
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.in_doubt = in_doubt

    @property
    def of_installation(self) -> bool:
        """Say whether the app itself must be mended there, whatever was asked and of whom."""
        return self.code in INSTALLATION


def sending(method: str, call: Callable[[], T]) -> T:
    """Make a call; whatever goes wrong with it becomes a `SlackFailed`."""
    try:
        return call()
    except SlackApiError as error:
        raise _api_failure(method, error) from None  # its message shows the whole answer
    except URLError as error:
        raise _network_failure(method, error.reason) from error
    except (OSError, ValueError, EOFError) as error:
        raise _network_failure(method, error) from error


def _api_failure(method: str, error: SlackApiError) -> SlackFailed:
    response = error.response
    if response.status_code != HTTPStatus.OK:
        return http_failure(method, response.status_code, response.headers)
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", "no_error_named"))
    if " " in code:  # the library's own sentence about an answer that is not JSON
        return SlackFailed(method, "unreadable_answer", in_doubt=_doubles(method))
    if code in DOUBTFUL:
        return SlackFailed(method, code, in_doubt=_doubles(method))
    return SlackFailed(method, code, permanent=code not in PASSING)


def http_failure(method: str, status: int, headers: Mapping[str, str]) -> SlackFailed:
    """Say what an HTTP status means: 429 is to wait, 5xx of a post is a doubt."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        after = {name.lower(): value for name, value in headers.items()}.get("retry-after")
        return SlackFailed(method, "ratelimited", retry_after=_seconds(after))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SlackFailed(method, f"http_{status}", in_doubt=_doubles(method))
    return SlackFailed(method, f"http_{status}", permanent=True)


def _seconds(text: str | None) -> float:
    try:
        return max(float(text or 1), 1.0)
    except ValueError:
        return 1.0


def _network_failure(method: str, reason: object) -> SlackFailed:
    never_left = isinstance(
        reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError
    ) or (isinstance(reason, OSError) and reason.errno in _NEVER_LEFT)
    code = type(reason).__name__
    return SlackFailed(method, code, in_doubt=not never_left and _doubles(method))


def _doubles(method: str) -> bool:
    """Say whether a second call would be seen by people as a second message."""
    return method == "chat.postMessage"
