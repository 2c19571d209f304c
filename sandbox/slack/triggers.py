"""Trigger ids: they let the app open one modal within three seconds of what a person did.

https://docs.slack.dev/interactivity/implementing-slash-commands and the errors of views.open.
"""

import time
from dataclasses import dataclass

from sandbox.slack.errors import SlackError

LIFE = 3.0
"""Seconds; a sandbox that waits longer for an answer keeps its triggers as long."""


@dataclass
class Trigger:
    """One thing a person did; `from_modal` allows views.push, `used` forbids a second opening."""

    id: str
    team_id: str
    user_id: str
    from_modal: bool
    made: float
    used: bool = False


class Triggers:
    """The triggers handed out, by id, kept in real time for `life` seconds."""

    def __init__(self, life: float = LIFE) -> None:
        self.life = life
        self._known: dict[str, Trigger] = {}

    def make(self, team_id: str, user_id: str, *, from_modal: bool = False) -> str:
        """Hand out a trigger id for something this person has just done."""
        number = len(self._known) + 1
        trigger_id = f"{int(time.time() * 1000)}.{number}.{number * 2654435761 % 2**32:08x}"
        made = time.monotonic()
        self._known[trigger_id] = Trigger(trigger_id, team_id, user_id, from_modal, made)
        return trigger_id

    def take(self, trigger_id: str, team_id: str, *, push: bool = False) -> Trigger:
        """Use a trigger up, or say with Slack's error why it can't be."""
        trigger = self._known.get(trigger_id)
        if trigger is None or trigger.team_id != team_id:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.made > self.life:
            raise SlackError("expired_trigger_id")
        if push and not trigger.from_modal:
            raise SlackError("invalid_trigger_id")
        trigger.used = True
        return trigger
