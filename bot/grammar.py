"""How a typed command is read: `/noun verb name`, a name alone means `show`."""

from dataclasses import dataclass
from difflib import get_close_matches

from bot.routing import Command, Table
from domain.names import tidy

ROOT = "/joinedup"
"""The command under which every other is found too: `/joinedup partner list`."""

SAME = {"new": "add"}
"""Verbs that mean another."""

_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "‘": "’", "«": "»"}


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood: the row, and what follows the verb.

    `word` is a first word that is no verb, or only means one; it may be a name, or misspelled.
    """

    noun: str
    row: Command | None
    rest: str
    word: str | None = None


_APOSTROPHES = {"'", "’"}
"""Closing quotes that a name may have inside."""


def spelled(noun: str, prefix: str) -> str:
    """Give a command as an installation knows it: `/event` is `/ju-event` with the prefix `ju`."""
    return f"/{prefix}-{noun[1:]}" if prefix else noun


def read(table: Table, noun: str, text: str) -> Read:
    """Read what was typed after a command.

    A word that takes nothing may have something behind it, unless it may be part of a name.
    """
    first, _, rest = tidy(text).partition(" ")
    inner = f"/{first.lower()}"
    if noun == ROOT and inner != ROOT and inner in table.nouns:
        return read(table, inner, rest)
    verb = SAME.get(first.lower(), first.lower())
    row, by_name = table.verb(noun, verb), table.verb(noun, "show")
    if row is not None and (row.arguments or not rest or by_name is None):
        return Read(noun, row, unquoted(rest), word=first if first.lower() in SAME else None)
    whole = unquoted(tidy(text))
    return Read(noun, by_name, whole, word=first)


def unquoted(name: str) -> str:
    """Give a name without the quotes it was typed in; two quoted parts are no name in quotes."""
    inside = name[1:-1]
    if len(name) > 1 and _QUOTES.get(name[0]) == name[-1]:
        apostrophe = name[-1] in _APOSTROPHES
        return inside.strip() if apostrophe or name[-1] not in inside else name
    return name


def nearest(word: str, known: list[str]) -> list[str]:
    """Give up to three known words or names that a misspelled one may have meant."""
    by_key = {each.casefold(): each for each in known}
    return [by_key[key] for key in get_close_matches(word.casefold(), by_key, n=3, cutoff=0.6)]
