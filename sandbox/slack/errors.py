"""The one way a Web API method refuses: Slack's own error code, with its details."""

from collections.abc import Sequence

from sandbox.slack.state import Json


class SlackError(Exception):
    """A refusal that Slack answers with HTTP 200 and `{"ok": false, "error": code}`."""

    def __init__(self, code: str, messages: Sequence[str] = (), **details: object) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = list(messages)
        self.details = details

    def answer(self) -> Json:
        """Give the JSON answer, with `response_metadata.messages` where Slack explains."""
        answer: Json = {"ok": False, "error": self.code, **self.details}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer
