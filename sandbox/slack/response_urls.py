"""Response URLs: five answers within thirty minutes to what a person did.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import secrets
import time
from dataclasses import dataclass

LIFE = 30 * 60.0
USES = 5


@dataclass
class ResponseUrl:
    """Where an answer belongs: the person, the channel, and the message that was acted on."""

    team_id: str
    channel: str
    user_id: str
    message_ts: str
    made: float
    uses: int = 0


class ResponseUrls:
    """The response URLs handed out, by token, kept in real time."""

    def __init__(self) -> None:
        self._known: dict[str, ResponseUrl] = {}

    def make(self, team_id: str, channel: str, user_id: str, message_ts: str = "") -> str:
        """Hand out the path of a new response URL."""
        token = f"{team_id}/{len(self._known) + 1}/{secrets.token_urlsafe(12)}"
        self._known[token] = ResponseUrl(team_id, channel, user_id, message_ts, time.monotonic())
        return f"/actions/{token}"

    def expire(self) -> None:
        """Make all of them look thirty minutes old, for tests that can't wait."""
        for url in self._known.values():
            url.made -= LIFE

    def take(self, token: str) -> ResponseUrl | str:
        """Use a response URL once, or give Slack's error: `used_url` or `expired_url`."""
        url = self._known.get(token)
        if url is None or time.monotonic() - url.made > LIFE:
            return "expired_url"
        if url.uses >= USES:
            return "used_url"
        url.uses += 1
        return url
