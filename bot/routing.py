"""What Slack can ask of us, one row each: help, manifest and listeners are made from the rows.

A handler is a plain function `(Request, Session) -> Answer` in three steps: read, do, say. It
never sees Bolt, and never acknowledges, commits or sends.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from bot.reply import Answer
from db.models import Link, Partnership
from domain.check_in import Codes
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import Role, Roles, may

MAX_DIGITS = 18
"""Digits of a number that every database holds (63 bits)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a person of the partnership, with the roles they hold today."""

    person_id: int
    name: str
    roles: frozenset[Role]
    language: str | None = None


def _nowhere(_what: object) -> str:
    raise Refused(_("There is no web address to give you yet. Whoever runs this sets PUBLIC_URL."))


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where our own pages are: a page by its path, and what a link opens, signed.

    Both raise `Refused` where the installation has no address.
    """

    page: Callable[[str], str] = _nowhere
    link: Callable[[Link], str] = _nowhere


NOWHERE = Addresses()


@dataclass(frozen=True, slots=True)
class Request:
    """What a handler is given: who asks what, of which partnership, in which workspace, and when.

    `text` is what follows the verb of a command, `word` a first word that was no verb; `value`
    what a button carries; `fields` what a form holds, by block id, and `lists` the same where
    several can be picked; `state` what the form carried along; `facts` what was looked up in
    Slack beforehand; `at_home`: it was asked on the Home tab. `happened_at` is when it was, by
    Slack's clock, and `response_url` where what was pressed can be replaced. `write` spells a
    command as this installation knows it; `addresses` says where its own pages are, `sends_mail`
    whether it has a mail server; `codes` are those to check in with.
    """

    partnership: Partnership
    caller: Caller
    now: datetime
    team_id: str = ""
    write: Callable[[str], str] = str
    commands: "tuple[Command, ...]" = ()
    text: str = ""
    word: str | None = None
    value: str = ""
    fields: dict[str, str | None] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    channel_id: str | None = None
    at_home: bool = False
    happened_at: datetime | None = None
    response_url: str = ""
    addresses: Addresses = NOWHERE
    sends_mail: bool = True
    codes: Codes | None = None

    @property
    def day(self) -> date:
        """Give today, where the partnership is."""
        return self.partnership.day(self.now)

    @property
    def at(self) -> datetime:
        """Give the moment of what somebody did, as Slack tells it; never later than now."""
        return min(self.happened_at or self.now, self.now)

    @property
    def number(self) -> int:
        """Give the number that a button carries; 0, which is nobody's id, for anything else."""
        return number_in(self.value)

    def id_in(self, name: str) -> int:
        """Give the id that was picked in a field; 0, which is nobody's, where none was."""
        return number_in(self.entered(name))

    def day_in(self, name: str) -> date | None:
        """Give the day that was picked in a field; None where none was, or it is no date."""
        try:
            return date.fromisoformat(self.entered(name))
        except ValueError:
            return None

    def time_in(self, name: str) -> time | None:
        """Give the time of day that was picked in a field; None where none was, or it is none."""
        try:
            return time.fromisoformat(self.entered(name)).replace(tzinfo=None)
        except ValueError:
            return None

    def picked(self, name: str) -> tuple[str, ...]:
        """Give what was picked in a field that takes several; empty if nothing was."""
        return self.lists.get(name, ())

    def entered(self, name: str) -> str:
        """Give what was entered into a field of the form, empty if nothing was."""
        return self.fields.get(name) or ""

    def may(self, allowed: Roles) -> bool:
        """Say whether the caller may do what is open to these roles."""
        return may(self.caller.roles, allowed)


def number_in(text: str) -> int:
    """Give the id that a text holds; 0, which is nobody's, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0


Handler = Callable[[Request, Session], Answer]
Lookup = Callable[[Request, "Facts"], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be looked up in Slack before a form's transaction begins."""

    channel: Callable[[str], dict[str, Any]]
    member: Callable[[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Command:
    """A verb of a slash command. `changes` says that it writes; else it takes no lock."""

    noun: str
    verb: str
    arguments: str
    summary: str
    handler: Handler
    role: Roles
    changes: bool = True


@dataclass(frozen=True, slots=True)
class Button:
    """A button, or another element that acts at once, by its action id."""

    name: str
    handler: Handler
    role: Roles
    changes: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is sent, by its callback id; `before` looks up facts ahead of the handler."""

    name: str
    handler: Handler
    role: Roles
    before: Lookup | None = None
    changes: bool = True


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry in Slack's shortcuts menu."""

    name: str
    title: str
    summary: str
    handler: Handler
    role: Roles
    changes: bool = True


@dataclass(frozen=True, slots=True)
class Options:
    """A field that searches while one types, by its action id; its handler answers `Choices`."""

    name: str
    handler: Handler
    role: Roles
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """The app's Home tab."""

    handler: Handler
    role: Roles
    name: str = "app_home_opened"
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes to the bot (`message`), or mentions it with (`app_mention`).

    It is answered in their direct messages.
    """

    name: str
    handler: Handler
    role: Roles
    changes: bool = True


Row = Command | Button | Form | Shortcut | Options | Home | Said


class Table:
    """All rows, found by what routes them. Two rows of one name are a mistake: `ValueError`."""

    def __init__(self, rows: Iterable[Row], nouns: dict[str, str]) -> None:
        self.rows = tuple(rows)
        self.nouns = nouns
        self.commands = tuple(row for row in self.rows if isinstance(row, Command))
        self._verbs: dict[tuple[str, str], Command] = {}
        self._named: dict[tuple[type, str], Row] = {}
        for row in self.rows:
            known = self._add(row)
            if known:
                raise ValueError(f"Two rows answer to {known}.")

    def _add(self, row: Row) -> str | None:
        if isinstance(row, Command):
            key = (row.noun, row.verb)
            if key in self._verbs:
                return f"{row.noun} {row.verb}"
            self._verbs[key] = row
            return None
        if (type(row), row.name) in self._named:
            return row.name
        self._named[type(row), row.name] = row
        return None

    def verb(self, noun: str, verb: str) -> Command | None:
        """Find the row of a command's verb; the empty verb is the bare command."""
        return self._verbs.get((noun, verb))

    def verbs(self, noun: str) -> tuple[str, ...]:
        """List the verbs of a noun, the bare command left out."""
        return tuple(verb for known, verb in self._verbs if known == noun and verb)

    def find(self, kind: type[Row], name: str) -> Row | None:
        """Find the row of a button, form, shortcut or Home."""
        return self._named.get((kind, name))

    def named(self, kind: type[Row]) -> tuple[str, ...]:
        """List the names of one kind of row."""
        return tuple(name for known, name in self._named if known is kind)
