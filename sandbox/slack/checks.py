"""A small language for what JSON may look like; its complaints read like Slack's.

A check is called with a value and the JSON pointer to it, and yields one line per fault:
`[ERROR] must be less than 25 characters [json-pointer:/view/title/text]`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Check = Callable[[object, str], Iterator[str]]


def error(text: str, pointer: str) -> str:
    """Word one fault as Slack does."""
    return f"[ERROR] {text} [json-pointer:{pointer}]"


def anything(_value: object, _pointer: str) -> Iterator[str]:
    """Accept every value."""
    return iter(())


def yes_or_no(value: object, pointer: str) -> Iterator[str]:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield error("must provide a boolean", pointer)


def string(most: int, least: int = 1, pattern: str = "") -> Check:
    """Accept a string of limited length, of a pattern if one is given."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield error("must provide a string", pointer)
        elif len(value) < least:
            yield error(f"must be more than {least - 1} characters", pointer)
        elif len(value) > most:
            yield error(f"must be less than {most + 1} characters", pointer)
        elif pattern and not re.fullmatch(pattern, value):
            yield error(f"must match a pattern: {pattern}", pointer)

    return check


def number(least: int, most: int) -> Check:
    """Accept a whole number within bounds."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield error("must provide a number", pointer)
        elif not least <= value <= most:
            yield error(f"must be between {least} and {most}", pointer)

    return check


def one_of(*words: str) -> Check:
    """Accept one of several words."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if value not in words:
            yield error(f"must be one of: {', '.join(words)}", pointer)

    return check


def items(of: Check, most: int, least: int = 1) -> Check:
    """Accept a list of limited length whose items pass a check."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield error("must provide an array", pointer)
            return
        if len(value) < least:
            yield error(f"no fewer than {least} items allowed", pointer)
        if len(value) > most:
            yield error(f"no more than {most} items allowed", pointer)
        for index, item in enumerate(value):
            yield from of(item, f"{pointer}/{index}")

    return check


@dataclass(frozen=True)
class Shape:
    """Accept an object with these fields; `needed` must be there, and no others may."""

    fields: Mapping[str, Check]
    needed: tuple[str, ...] = ()
    extra: bool = False

    def __call__(self, value: object, pointer: str) -> Iterator[str]:
        """Yield what is wrong with the object."""
        if not isinstance(value, dict):
            yield error("must provide an object", pointer)
            return
        for name in self.needed:
            if value.get(name) is None:
                yield error(f"missing required field: {name}", pointer)
        for name, field in value.items():
            if name in self.fields:
                yield from (
                    self.fields[name](field, f"{pointer}/{name}") if field is not None else ()
                )
            elif not self.extra:
                yield error(f"invalid additional property: {name}", pointer)


def in_turn(*checks: Check) -> Check:
    """Accept what passes one check after the other; a later one may trust the earlier ones."""

    def check(value: object, pointer: str) -> Iterator[str]:
        for one in checks:
            faults = list(one(value, pointer))
            yield from faults
            if faults:
                return

    return check


def typed(table: Mapping[str, Check]) -> Check:
    """Accept an object whose `type` is in a table and which passes that type's check."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield error("must provide an object", pointer)
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            yield error("missing required field: type", pointer)
        elif kind not in table:
            yield error(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            yield from table[kind](value, pointer)

    return check
