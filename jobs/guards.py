"""What is looked at right before a post that partners must not read, and posts without pictures."""

from bot.reply import Message
from bot.slack import Slack
from domain.private_channels import Unfit, unfit
from jobs.targets import Target

UNFIT = "unfit"
"""How the error of a message begins whose channel is not fit for it any more."""

PICTURES_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "slack_file_not_found"})
"""What Slack says of a message whose picture it can't show, or not yet."""


def look(slack: Slack, token: str, target: Target) -> Unfit | None:
    """Ask Slack who can read a channel that is for some alone. Raises `SlackFailed`."""
    if target.readers is None:
        return None
    about = slack.conversation(token, target.place)
    members = slack.members(token, target.place) if about.get("is_member") else []
    return unfit(about, members, target.readers)


def error(why: Unfit) -> str:
    """Give the error of a message that was stopped."""
    return f"{UNFIT}: {why}"


def reason(said: str) -> str:
    """Give why a message was stopped, by its error; `Unfit.UNKNOWN` for any other."""
    head, _colon, why = said.partition(": ")
    return why if head == UNFIT and why in set(Unfit) else Unfit.UNKNOWN.value


def without_pictures(message: Message) -> Message | None:
    """Give a message without its pictures; None where it has none."""
    blocks = tuple(each for each in message.blocks if each.get("type") != "image")
    return Message(message.text, blocks) if len(blocks) < len(message.blocks) else None
