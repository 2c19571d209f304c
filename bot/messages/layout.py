"""The parts messages are made of, with Slack's limits and escaping in one place.

Text that people typed goes into `plain_text` objects, which can neither ping nor format; our own
sentences may use mrkdwn. Limits: Slack's Block Kit reference.
"""

from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    LinkButtonElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks import Block as SlackBlock

from bot.reply import Block, Message
from domain.language import gettext as _

HEADER = 150
BUTTON = 75
TITLE = 24
BLOCKS = 50
SECTION = 3000
OPTION = 75
CONFIRM = 300
CONFIRM_BUTTON = 30
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
    return block(HeaderBlock(text=plain_text(short(text, HEADER))))


def plain(text: str, button: InteractiveElement | None = None) -> Block:
    """Make a paragraph in which nothing is formatted, with a button beside it or none."""
    return block(SectionBlock(text=plain_text(short(text, SECTION)), accessory=button))


def marked(text: str) -> Block:
    """Make a paragraph of a sentence of ours, which may be *bold*; never of what people typed."""
    return block(SectionBlock(text=MarkdownTextObject(text=text)))


def context(text: str) -> Block:
    """Make a small note in which nothing is formatted."""
    return block(ContextBlock(elements=[plain_text(text)]))


def divider() -> Block:
    """Make a line across."""
    return block(DividerBlock())


def button(
    text: str,
    action: str,
    value: str = "",
    *,
    main: bool = False,
    spoken: str | None = None,
    sure: str | None = None,
) -> ButtonElement:
    """Make a button; `main` marks the one action to take first.

    `spoken` is what a screen reader says where the words alone would not tell it from others;
    `sure` is asked before a press that takes something away counts.
    """
    return ButtonElement(
        text=plain_text(short(text, BUTTON)),
        action_id=action,
        value=value or None,
        style="primary" if main else None,
        accessibility_label=short(spoken, BUTTON) if spoken else None,
        confirm=_confirm(sure, text) if sure else None,
    )


def link(text: str, url: str, action: str) -> LinkButtonElement:
    """Make a button that opens an address; Slack reports its press all the same, as `action`."""
    return LinkButtonElement(text=short(text, BUTTON), url=url, action_id=action)


def _confirm(sure: str, text: str) -> ConfirmObject:
    return ConfirmObject(
        title=plain_text(_("Are you sure?")),
        text=plain_text(short(sure, CONFIRM)),
        confirm=plain_text(short(text, CONFIRM_BUTTON)),
        deny=plain_text(_("Cancel")),
    )


def actions(*buttons: InteractiveElement) -> Block:
    """Make a row of buttons, menus and the like."""
    return block(ActionsBlock(elements=buttons))


def plain_text(text: str) -> PlainTextObject:
    """Make a text object in which nothing is formatted."""
    return PlainTextObject(text=text, emoji=False)


def block(model: SlackBlock) -> Block:
    """Give one of slack_sdk's blocks as data; it raises where Slack's limits are passed."""
    made: dict[str, Any] = model.to_dict()
    return made
