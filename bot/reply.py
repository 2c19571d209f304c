"""What a handler can answer, and what a message is: data, before anything is sent."""

from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """A message for people. `text` is what notifications and screen readers say: never left out."""

    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A message for the person who asked, and nobody else."""

    message: Message


@dataclass(frozen=True, slots=True)
class Edit:
    """A message in place of the one whose button was pressed.

    A form that a message's button opened says which: `at` is that press's response_url.
    """

    message: Message
    at: str = ""


@dataclass(frozen=True, slots=True)
class Modal:
    """A form to open: `callback` names who takes the answer, `state` comes back with it.

    Asked for in a form, it lies on top of that one (three at most), or comes `instead` of it.
    What was written before a form is opened is rolled back, unless it says `saved`.
    """

    callback: str
    title: str
    blocks: tuple[Block, ...]
    submit: str | None = None
    close: str | None = None
    state: dict[str, Any] = field(default_factory=dict)
    instead: bool = False
    saved: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What a field that searches offers for what was typed: (value, text), a hundred at most."""

    offered: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """What a person finds on the app's Home tab; `saved` as for a form."""

    blocks: tuple[Block, ...]
    saved: bool = False


Answer = Reply | Edit | Modal | HomeView | Choices | None
"""What a handler gives back; None acknowledges and says nothing."""
