"""What Slack sends to the app: signed HTTP requests that wait three seconds for an answer.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode, urlsplit

from sandbox.slack.state import Json

SUCCESS = range(200, 300)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class SignedRequest:
    """A request ready to be sent, as often as one likes; `kind` is for the log."""

    kind: str
    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Give the path of the URL, with its query."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True)
class Reply:
    """What came back: no `status` means that no whole answer came, and `error` says why."""

    status: int | None
    headers: dict[str, str]
    body: bytes
    elapsed: float
    error: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the app acknowledged with a 2xx."""
        return self.status in SUCCESS

    @property
    def timed_out(self) -> bool:
        """Tell whether the app let Slack's patience run out."""
        return self.error == "http_timeout"

    @property
    def json(self) -> Json:
        """Give the body as a JSON object; anything else is an empty one."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return cast("Json", found) if isinstance(found, dict) else {}


def sign(secret: str, body: bytes, timestamp: int) -> str:
    """Give the v0 signature of a raw body at an epoch second."""
    base = b"v0:%d:%s" % (timestamp, body)
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def signed_headers(secret: str, body: bytes, content_type: str, timestamp: int) -> dict[str, str]:
    """Give the headers Slack sends with a body."""
    return {
        "content-type": content_type,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "x-slack-request-timestamp": str(timestamp),
        "x-slack-signature": sign(secret, body, timestamp),
    }


def form_body(fields: dict[str, str]) -> bytes:
    """Give the body of a slash command."""
    return urlencode(fields).encode()


def payload_body(payload: Json) -> bytes:
    """Give the body of an interaction: a form with one JSON field."""
    return urlencode({"payload": json.dumps(payload)}).encode()


def send(request: SignedRequest, patience: float) -> Reply:
    """Send a request and wait at most `patience` seconds in all for the whole answer."""
    started = time.monotonic()
    parts = urlsplit(request.url)
    secure = parts.scheme == "https"
    make = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=patience)
    try:
        connection.request(request.method, request.path, request.body, request.headers)
        answer = _answer(connection, patience - (time.monotonic() - started))
    except TimeoutError:
        return Reply(None, {}, b"", time.monotonic() - started, "http_timeout")
    except (OSError, http.client.HTTPException):
        return Reply(None, {}, b"", time.monotonic() - started, "connection_failed")
    finally:
        connection.close()
    status, headers, body = answer
    return Reply(status, headers, body, time.monotonic() - started)


def _answer(
    connection: http.client.HTTPConnection, patience: float
) -> tuple[int, dict[str, str], bytes]:
    if patience <= 0:
        raise TimeoutError
    if connection.sock:
        connection.sock.settimeout(patience)
    response = connection.getresponse()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return response.status, headers, response.read()
