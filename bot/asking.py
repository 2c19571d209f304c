"""Which row of the table a request means, and what was understood of a typed command. Pure."""

import json
from dataclasses import dataclass, replace

from bot import grammar
from bot.incoming import Incoming
from bot.marks import slug_in
from bot.outgoing import Kind
from bot.routing import Button, Form, Home, Options, Row, Said, Shortcut, Table

CHOOSE = "partnership.choose"
"""The button that says which partnership a command was for; its value is the command."""

_ROWS: dict[Kind, type[Row]] = {
    Kind.ACTION: Button,
    Kind.FORM: Form,
    Kind.SHORTCUT: Shortcut,
    Kind.EVENT: Home,
    Kind.SUGGESTION: Options,
    Kind.SAID: Said,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the row that takes it.

    `noun` is set for typed commands; their row is None where a word was not understood. `chosen`
    is the slug of the partnership that a form or button of ours carries.
    """

    kind: Kind
    incoming: Incoming
    row: Row | None
    noun: str = ""
    text: str = ""
    word: str | None = None
    chosen: str | None = None

    @property
    def is_ours(self) -> bool:
        """Say whether anything here listens to it."""
        return self.row is not None or bool(self.noun)


def understand(table: Table, prefix: str, kind: Kind, incoming: Incoming) -> Asked:
    """Find what a request means."""
    if kind is Kind.COMMAND:
        return _command(table, prefix, kind, incoming, incoming.name, incoming.text)
    if kind is Kind.ACTION and incoming.name == CHOOSE:
        name, text = typed_before(incoming.value)
        return replace(
            _command(table, prefix, kind, incoming, name, text), chosen=slug_in(incoming.block_id)
        )
    row = table.find(_ROWS[kind], incoming.name)
    return Asked(kind, incoming, row, text=incoming.text, chosen=_chosen(kind, incoming))


def _chosen(kind: Kind, incoming: Incoming) -> str | None:
    """Give the partnership that a form or button carries; a form without one is none of ours."""
    if kind is Kind.FORM or incoming.view_type == "modal":
        return str(incoming.state.get("partnership", ""))
    return slug_in(incoming.block_id)


def to_choose(asked: Asked) -> str:
    """Give the value of the button that asks the same again for a chosen partnership."""
    if asked.kind is Kind.COMMAND:
        return json.dumps([asked.incoming.name, asked.incoming.text])
    return json.dumps([grammar.ROOT, ""])


def typed_before(value: str) -> tuple[str, str]:
    """Read what `to_choose` gave: the command and what followed it."""
    name, text = json.loads(value)
    return str(name), str(text)


def _command(
    table: Table, prefix: str, kind: Kind, incoming: Incoming, name: str, text: str
) -> Asked:
    noun = f"/{name[1:].removeprefix(f'{prefix}-')}" if prefix else name
    read = grammar.read(table, noun, text)
    return Asked(kind, incoming, read.row, read.noun, read.rest, read.word)
