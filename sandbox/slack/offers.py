"""What the app offers by name: slash commands and shortcuts, as its manifest lists them.

https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SlashCommand:
    """A slash command with what Slack shows while a person types it."""

    command: str
    description: str = ""
    usage_hint: str = ""

    @property
    def usages(self) -> list[str]:
        """Give the ways of using it: the parts of the hint between ` | `."""
        return [f"{self.command} {part}".strip() for part in self.usage_hint.split(" | ")]


@dataclass(frozen=True)
class Shortcut:
    """A global shortcut, or a `message` one from a message's menu."""

    name: str
    callback_id: str
    kind: str = "global"
    description: str = ""


def slash_commands(given: Iterable[str | Mapping[str, object]]) -> tuple[SlashCommand, ...]:
    """Read commands: bare names, or entries of a manifest's `slash_commands`."""
    return tuple(
        SlashCommand(one)
        if isinstance(one, str)
        else SlashCommand(*(str(one.get(key, "")) for key in SlashCommand.__dataclass_fields__))
        for one in given
    )


def shortcuts(given: Iterable[Mapping[str, object]]) -> tuple[Shortcut, ...]:
    """Read entries of a manifest's `shortcuts`."""
    return tuple(
        Shortcut(
            str(one["name"]),
            str(one["callback_id"]),
            str(one.get("type", "global")),
            str(one.get("description", "")),
        )
        for one in given
    )
