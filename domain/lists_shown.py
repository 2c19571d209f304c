"""Lists that a form shows, a line each: what was added to them and what was taken out."""

from collections.abc import Callable, Iterable
from zlib import crc32

_APART = " "


def fitting(entries: Iterable[str], most: int) -> list[str]:
    """Give the first entries that fit a field of so many characters, each whole."""
    shown: list[str] = []
    left = most
    for each in entries:
        left -= len(each) + 1
        if left < 0:
            break
        shown.append(each)
    return shown


def mark(keys: Iterable[str]) -> str:
    """Give what a form carries of a list it shows: a short mark of each entry's key."""
    return _APART.join(_mark(each) for each in keys)


def _mark(key: str) -> str:
    return f"{crc32(key.encode()):08x}"


def edited(
    held: Iterable[str], entered: Iterable[str], was: str, key: Callable[[str], str] = str
) -> list[str]:
    """Give a list after an edit: what is held now, without what was taken out, and what is new.

    `was` is what `mark` gave of the entries that the form showed: what it did not show stays, and
    what it showed and somebody else has taken out since does not come back.
    """
    shown = set(was.split(_APART))
    wanted = {key(each): each for each in entered}
    kept = [each for each in held if key(each) in wanted or _mark(key(each)) not in shown]
    known = {key(each) for each in kept}
    new = [each for at, each in wanted.items() if at not in known and _mark(at) not in shown]
    return [*kept, *new]
