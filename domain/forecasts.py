"""When a queue of messages will have left, by what Slack and mail servers take a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.language import N_, ngettext
from domain.language import gettext as _

WORTH_SAYING = timedelta(minutes=1)
"""What is over sooner needs no word."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What may leave: so many at once, and so many a minute from then on.

    Both together stay within what Slack takes in its worst minute.
    """

    burst: float
    per_minute: float


class Step(StrEnum):
    """What is counted by itself, in each workspace or at the mail server."""

    POST = "chat.postMessage"
    UPDATE = "chat.update"
    OPEN = "conversations.open"
    HISTORY = "conversations.history"
    CHANNEL = "channel"
    MAIL = "mail"


_TIER_3 = Rate(burst=5, per_minute=45)

RATES: Mapping[Step, Rate] = {
    Step.POST: Rate(burst=30, per_minute=270),
    Step.UPDATE: _TIER_3,
    Step.OPEN: _TIER_3,
    Step.HISTORY: _TIER_3,
    Step.CHANNEL: Rate(burst=4, per_minute=60),
    Step.MAIL: Rate(burst=300, per_minute=600),
}
"""https://docs.slack.dev/apis/web-api/rate-limits: 300 posts a minute and workspace, 1 a second and
channel, tier 3. A mail server's own wishes nobody knows."""

_SENTENCES = {
    "slack": N_("Slack takes about {minutes} for this; expected by {time}."),
    "mail": N_("Mail takes about {minutes} for this; expected by {time}."),
}


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the last of some messages is expected to have left, and by which channel that is."""

    channel_kind: str
    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        """Give how long it takes, in whole minutes, at least one."""
        return max(round((self.ends - self.begins) / timedelta(minutes=1)), 1)


def finish(ahead: int, per_minute: float, now: datetime) -> datetime:
    """Say when so many messages will have left."""
    return now + timedelta(minutes=ahead / per_minute)


def forecast(channel_kind: str, ahead: Mapping[Step, int], now: datetime) -> Forecast:
    """Say when what is ahead of a channel, counted by step, will have left: the slowest counts."""
    ends = [finish(count, RATES[step].per_minute, now) for step, count in ahead.items()]
    return Forecast(channel_kind, now, max(ends, default=now))


def sentence(expected: Forecast | None, zone: str) -> str | None:
    """Say when the messages will have left; None where that is within a minute."""
    if expected is None or expected.ends - expected.begins < WORTH_SAYING:
        return None
    minutes = ngettext("{n} minute", "{n} minutes", expected.minutes).format(n=expected.minutes)
    at = expected.ends.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    return _(_SENTENCES[expected.channel_kind]).format(minutes=minutes, time=at)
