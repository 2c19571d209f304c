"""The parts messages are made of, with Slack's limits and escaping in one place.

Text that people typed goes into `plain_text` objects, which can neither ping nor format; our own
sentences may use mrkdwn. Limits: Slack's Block Kit reference.
"""

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    ConversationFilter,
    ConversationSelectElement,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks import Block as SlackBlock

from bot.reply import Block, Message

HEADER = 150
BUTTON = 75
TITLE = 24
BLOCKS = 50
SECTION = 3000
QUOTED = 80
"""How much of a text is quoted back to whoever typed it."""


def escape(text: str) -> str:
    """Escape text for mrkdwn and for fallback texts: Slack gives meaning to `&`, `<` and `>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def short(text: str, limit: int) -> str:
    """Cut a text to a limit of Slack's, with an ellipsis where something is missing."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def message(fallback: str, *blocks: Block) -> Message:
    """Make a message; the fallback is what notifications and screen readers say."""
    if len(blocks) > BLOCKS:
        raise ValueError(f"A message takes {BLOCKS} blocks, not {len(blocks)}.")
    return Message(escape(fallback), blocks)


def sentence(text: str) -> Message:
    """Make a message of one plain sentence, in which nothing is formatted."""
    return message(text, plain(text))


def header(text: str) -> Block:
    """Make a heading."""
    return _block(HeaderBlock(text=_plain(short(text, HEADER))))


def plain(text: str, button: ButtonElement | None = None) -> Block:
    """Make a paragraph in which nothing is formatted, with a button beside it or none."""
    return _block(SectionBlock(text=_plain(short(text, SECTION)), accessory=button))


def marked(text: str) -> Block:
    """Make a paragraph of a sentence of ours, which may be *bold*; never of what people typed."""
    return _block(SectionBlock(text=MarkdownTextObject(text=text)))


def context(text: str) -> Block:
    """Make a small note in which nothing is formatted."""
    return _block(ContextBlock(elements=[_plain(text)]))


def divider() -> Block:
    """Make a line across."""
    return _block(DividerBlock())


def button(
    text: str, action: str, value: str = "", *, main: bool = False, spoken: str | None = None
) -> ButtonElement:
    """Make a button; `main` marks the one action to take first.

    `spoken` is what a screen reader says where the words alone would not tell it from others.
    """
    return ButtonElement(
        text=_plain(short(text, BUTTON)),
        action_id=action,
        value=value or None,
        style="primary" if main else None,
        accessibility_label=short(spoken, BUTTON) if spoken else None,
    )


def actions(*buttons: ButtonElement) -> Block:
    """Make a row of buttons."""
    return _block(ActionsBlock(elements=buttons))


def text_input(
    name: str,
    label: str,
    *,
    initial: str = "",
    hint: str | None = None,
    most: int | None = None,
    optional: bool = False,
) -> Block:
    """Make a field to type into; what is entered comes back under `name`."""
    return _block(
        InputBlock(
            block_id=name,
            label=_plain(label),
            hint=_plain(hint) if hint else None,
            optional=optional,
            element=PlainTextInputElement(
                action_id="entered", initial_value=initial or None, max_length=most
            ),
        )
    )


def private_channel_input(name: str, label: str, *, initial: str | None, hint: str) -> Block:
    """Make a field to choose a private channel of this workspace, shared with no other."""
    return _block(
        InputBlock(
            block_id=name,
            label=_plain(label),
            hint=_plain(hint),
            optional=True,
            element=ConversationSelectElement(
                action_id="entered",
                initial_conversation=initial,
                filter=ConversationFilter(
                    include=["private"],
                    exclude_external_shared_channels=True,
                    exclude_bot_users=True,
                ),
            ),
        )
    )


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)


def _block(block: SlackBlock) -> Block:
    made: dict[str, Any] = block.to_dict()
    return made
