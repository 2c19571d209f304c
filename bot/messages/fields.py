"""The fields that forms are made of; what is entered comes back under the field's `name`.

Source: Slack's reference of Block Kit's input block and its elements.
"""

from collections.abc import Sequence
from datetime import date, time

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserSelectElement,
)

from bot.messages.layout import OPTION, plain_text, short
from bot.messages.layout import block as _block
from bot.reply import Block

Choice = tuple[str, str]
"""What a choice gives back, and what it reads."""

MOST_CHOICES = 100
"""Choices in a menu (Slack's limit): where there may be more, let the field search."""

_ENTERED = "entered"


def text(
    name: str,
    label: str,
    *,
    initial: str = "",
    hint: str | None = None,
    most: int | None = None,
    optional: bool = False,
    lines: bool = False,
) -> Block:
    """Make a field to type into, of one line or of several."""
    element = PlainTextInputElement(
        action_id=_ENTERED, initial_value=initial or None, max_length=most, multiline=lines or None
    )
    return _input(name, label, element, hint=hint, optional=optional)


def number(
    name: str,
    label: str,
    *,
    initial: int | None = None,
    least: int = 0,
    most: int | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Make a field for a whole number."""
    element = NumberInputElement(
        action_id=_ENTERED,
        is_decimal_allowed=False,
        initial_value=None if initial is None else str(initial),
        min_value=str(least),
        max_value=None if most is None else str(most),
    )
    return _input(name, label, element, hint=hint, optional=optional)


def day(
    name: str,
    label: str,
    *,
    initial: date | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Make a field for a day (`Request.day_in`)."""
    element = DatePickerElement(
        action_id=_ENTERED, initial_date=initial.isoformat() if initial else None
    )
    return _input(name, label, element, hint=hint, optional=optional)


def clock(
    name: str,
    label: str,
    *,
    initial: time | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Make a field for a time of day (`Request.time_in`)."""
    element = TimePickerElement(
        action_id=_ENTERED, initial_time=f"{initial:%H:%M}" if initial else None
    )
    return _input(name, label, element, hint=hint, optional=optional)


def choice(
    name: str,
    label: str,
    choices: Sequence[Choice],
    *,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Make a menu of up to a hundred choices."""
    options = _options(choices)
    element = StaticSelectElement(
        action_id=_ENTERED, options=options, initial_option=_of_value(options, initial)
    )
    return _input(name, label, element, hint=hint, optional=optional)


def choices(
    name: str,
    label: str,
    offered: Sequence[Choice],
    *,
    initial: Sequence[str] = (),
    hint: str | None = None,
    optional: bool = True,
) -> Block:
    """Make a menu of which several can be picked (`Request.picked`)."""
    options = _options(offered)
    element = StaticMultiSelectElement(
        action_id=_ENTERED, options=options, initial_options=_of_values(options, initial)
    )
    return _input(name, label, element, hint=hint, optional=optional)


def one_of(
    name: str,
    label: str,
    offered: Sequence[Choice],
    *,
    initial: str | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Make buttons of which one is pressed: for a few choices that should all be seen."""
    options = _options(offered)
    element = RadioButtonsElement(
        action_id=_ENTERED, options=options, initial_option=_of_value(options, initial)
    )
    return _input(name, label, element, hint=hint, optional=optional)


def ticks(
    name: str,
    label: str,
    offered: Sequence[Choice],
    *,
    initial: Sequence[str] = (),
    hint: str | None = None,
) -> Block:
    """Make boxes to tick (`Request.picked`); none need be."""
    options = _options(offered)
    element = CheckboxesElement(
        action_id=_ENTERED, options=options, initial_options=_of_values(options, initial)
    )
    return _input(name, label, element, hint=hint, optional=True)


def search(
    name: str,
    label: str,
    options: str,
    *,
    initial: Choice | None = None,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Make a menu that searches while one types; `options` names the `Options` row that answers."""
    element = ExternalDataSelectElement(
        action_id=options,
        initial_option=_options([initial])[0] if initial else None,
        min_query_length=0,
    )
    return _input(name, label, element, hint=hint, optional=optional)


def searches(
    name: str,
    label: str,
    options: str,
    *,
    initial: Sequence[Choice] = (),
    hint: str | None = None,
    optional: bool = True,
) -> Block:
    """Make a searching menu of which several can be picked (`Request.picked`)."""
    element = ExternalDataMultiSelectElement(
        action_id=options, initial_options=_options(initial) or None, min_query_length=0
    )
    return _input(name, label, element, hint=hint, optional=optional)


def file(
    name: str, label: str, kinds: Sequence[str], *, hint: str | None = None, most: int = 1
) -> Block:
    """Make a field for files of these kinds (`csv`), up to 10 MB; their ids come back, picked."""
    element = {
        "type": "file_input",
        "action_id": _ENTERED,
        "filetypes": list(kinds),
        "max_files": most,
    }
    made: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label).to_dict(),
        "element": element,
    }
    return made | ({"hint": plain_text(hint).to_dict()} if hint else {})


def private_channel(name: str, label: str, *, initial: str | None, hint: str) -> Block:
    """Make a field to choose a private channel of this workspace, shared with no other."""
    element = ConversationSelectElement(
        action_id=_ENTERED,
        initial_conversation=initial,
        filter=ConversationFilter(
            include=["private"],
            exclude_external_shared_channels=True,
            exclude_bot_users=True,
        ),
    )
    return _input(name, label, element, hint=hint, optional=True)


def channel(name: str, label: str, *, initial: str | None, hint: str) -> Block:
    """Make a field to choose any channel of this workspace, public or private."""
    element = ConversationSelectElement(
        action_id=_ENTERED,
        initial_conversation=initial,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    return _input(name, label, element, hint=hint, optional=True)


def member(name: str, label: str, *, hint: str) -> Block:
    """Make a field to choose a member of this workspace; guests and others are offered too."""
    return _input(name, label, UserSelectElement(action_id=_ENTERED), hint=hint, optional=True)


def _input(
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str | None,
    optional: bool,
) -> Block:
    return _block(
        InputBlock(
            block_id=name,
            label=plain_text(label),
            hint=plain_text(hint) if hint else None,
            optional=optional,
            element=element,
        )
    )


def _options(offered: Sequence[Choice]) -> list[Option]:
    return [Option(value=value, text=plain_text(short(text, OPTION))) for value, text in offered]


def _of_value(options: Sequence[Option], value: str | None) -> Option | None:
    return next((each for each in options if each.value == value), None)


def _of_values(options: Sequence[Option], values: Sequence[str]) -> list[Option] | None:
    return [each for each in options if each.value in values] or None
