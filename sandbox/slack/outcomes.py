"""What came of something a person did: the app's answer, and what Slack then shows."""

from dataclasses import dataclass, field

from sandbox.slack.requests import Reply, SignedRequest
from sandbox.slack.state import Json, Message, View

NO_ANSWER = Reply(None, {}, b"", 0.0)


@dataclass
class Outcome:
    """One deed and its consequences.

    `request` is None when Slack itself refused, without asking the app. `shown` is what Slack tells
    the person on its own account; `refused` is why the client refused a form, or why Slack refused
    the app's answer; `errors` are the app's, by block_id.
    """

    request: SignedRequest | None = None
    attempts: list[Reply] = field(default_factory=list)
    shown: str = ""
    refused: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    ephemeral: Message | None = None
    posted: Message | None = None
    offered: list[Json] = field(default_factory=list)
    view: View | None = None

    @property
    def reply(self) -> Reply:
        """Give the last answer, an empty one if there was none."""
        return self.attempts[-1] if self.attempts else NO_ANSWER

    @property
    def status(self) -> int | None:
        """Give the HTTP status of the last answer."""
        return self.reply.status

    @property
    def ok(self) -> bool:
        """Tell whether the app acknowledged and Slack accepted its answer."""
        return self.reply.ok and not (self.refused or self.errors or self.shown)

    @property
    def body(self) -> str:
        """Give the last answer's body as text."""
        return self.reply.body.decode(errors="replace")

    @property
    def json(self) -> Json:
        """Give the last answer's body as a JSON object."""
        return self.reply.json

    @property
    def elapsed(self) -> float:
        """Give the seconds that the last answer took."""
        return self.reply.elapsed

    @property
    def timed_out(self) -> bool:
        """Tell whether the last answer did not come in time."""
        return self.reply.timed_out


def failure(reply: Reply) -> str:
    """Give the word Slack uses for a request that was not acknowledged."""
    return "operation_timeout" if reply.timed_out else "dispatch_failed"
