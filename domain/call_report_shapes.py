"""Reports of calls whose headings are of another language: read by what stands below each.

Teams and Zoom write the headings in the language of whoever downloads a report, and leave the
columns where they are: a name, when somebody came and went, for how long, and their addresses.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from domain.call_report_times import Order, read_moment, read_seconds

Row = Mapping[str, str]
"""What one row says of somebody, by fact."""

Words = Sequence[str]

_NUMBERED = re.compile(r"(\d)\.\s+\S.*")
_DIGITS = re.compile(r"[\d\s.,]+")
_WAITING = re.compile(r"warte|wacht|attente|espera|attesa|aros", re.IGNORECASE)
_NO = frozenset({"", "no", "nein", "non", "nee", "não", "nao", "na", "nac oes", "false"})
_PEOPLE, _EACH_JOIN = 2, 3
"""Numbers of the sections of Teams: all people, and each time that one of them joined."""

_JOIN_AND_LEAVE = 2
_OF_A_LIST = 3
"""Columns of the older list of Teams: a name, whether they joined or left, and when."""

_FEWEST_WITH_WAITING = 7
_MOST_ACTIONS = 4
_ROUNDING = 60


class _Kind(Enum):
    """What the cells of a column are."""

    BLANK = auto()
    MOMENT = auto()
    LENGTH = auto()
    ADDRESS = auto()
    TEXT = auto()


@dataclass(slots=True)
class _Block:
    """Rows that belong together, the headings first; `section` is the number above them."""

    section: int | None
    rows: list[Words]

    @property
    def headings(self) -> Words:
        """Give its first row."""
        return self.rows[0]

    def column(self, at: int) -> list[str]:
        """Give what stands below a heading."""
        return [row[at] if at < len(row) else "" for row in self.rows[1:]]


def shaped(rows: Mapping[int, Words]) -> tuple[list[Row], bool]:
    """Give the rows about people of a sheet, and whether Zoom wrote it."""
    found: list[tuple[_Block, dict[str, int]]] = []
    for block in _blocks(rows):
        columns = _columns(block)
        if columns is not None:
            found.append((block, columns))
    numbered = any(block.section for block, _own in found)
    own = [
        (block, columns)
        for block, columns in found
        if (block.section if numbered else block.headings == found[-1][0].headings)
    ]
    told = [row for block, columns in own for row in _told(block, columns)]
    return told, any(_is_zoom(block) for block, _own in own)


def _blocks(rows: Mapping[int, Words]) -> Iterator[_Block]:
    """Part a sheet where a row is empty, and at the title of each section."""
    block, before = _Block(None, []), 0
    for number, words in rows.items():
        filled = [each for each in words if each]
        title = _NUMBERED.fullmatch(filled[0]) if len(filled) == 1 else None
        if title or not filled or number != before + 1:
            if len(block.rows) > 1:
                yield block
            block = _Block(int(title[1]) if title else block.section, [])
        if filled and not title:
            block.rows.append(words)
        before = number
    if len(block.rows) > 1:
        yield block


def _columns(block: _Block) -> dict[str, int] | None:
    """Give which column says what; None where this is no list of people in a call."""
    kinds = [_kind(block.column(at)) for at in range(len(block.headings))]
    if kinds[0] is not _Kind.TEXT or any(_kind([each]) is not _Kind.TEXT for each in _said(block)):
        return None
    moments, lengths, addresses = (
        [at for at, kind in enumerate(kinds) if kind is wanted]
        for wanted in (_Kind.MOMENT, _Kind.LENGTH, _Kind.ADDRESS)
    )
    times = _times(block, moments, lengths)
    if times is None:
        return None
    found = {"name": 0, **times, **dict(zip(("address", "login"), addresses, strict=False))}
    return _with_waiting(block, found)


def _said(block: _Block) -> list[str]:
    return [each for each in block.headings if each]


def _kind(cells: Sequence[str]) -> _Kind:
    """Say what the cells of a column are, as far as they are filled."""
    filled = [each for each in cells if each]
    if not filled:
        return _Kind.BLANK
    if all("@" in each for each in filled):
        return _Kind.ADDRESS
    if any(all(read_moment(each, order) for each in filled) for order in Order):
        return _Kind.MOMENT
    if all(read_seconds(each) is not None for each in filled):
        return _Kind.LENGTH
    return _Kind.BLANK if all(map(_DIGITS.fullmatch, filled)) else _Kind.TEXT


def _times(block: _Block, moments: Sequence[int], lengths: Sequence[int]) -> dict[str, int] | None:
    """Give which columns say how long somebody was there, by the layouts that there are."""
    if len(moments) == _JOIN_AND_LEAVE and block.section in {None, _PEOPLE, _EACH_JOIN}:
        names = ("first", "last") if block.section == _PEOPLE else ("joined", "left")
        within = [at for at in lengths if _within(block, moments, at)]
        return {**dict(zip(names, moments, strict=True)), "length": within[0]} if within else None
    if len(moments) == 1 and _is_list(block, moments[0]):
        return {"action": 1, "at": moments[0]}
    if not moments and lengths and _is_zoom(block):
        return {"length": lengths[0]}
    return None


def _within(block: _Block, moments: Sequence[int], length: int) -> bool:
    """Say whether the lengths of a column are never more than the time from first to last."""
    columns = (block.column(at) for at in (*moments, length))
    return not any(_is_longer(*row) for row in zip(*columns, strict=True))


def _is_longer(first: str, last: str, length: str) -> bool:
    seconds = read_seconds(length)
    for order in Order:
        joined, left = read_moment(first, order), read_moment(last, order)
        if joined is not None and left is not None and seconds is not None:
            return seconds > abs((left - joined).total_seconds()) + _ROUNDING
    return False


def _is_list(block: _Block, moment: int) -> bool:
    """Say whether a block is the older list of Teams, of who joined or left and when."""
    few = len(set(block.column(1))) <= _MOST_ACTIONS
    return (
        block.section is None
        and len(_said(block)) == _OF_A_LIST
        and moment == _OF_A_LIST - 1
        and few
    )


def _is_zoom(block: _Block) -> bool:
    """Say whether Zoom wrote a block: it puts in brackets that a name may be another."""
    return block.headings[0].endswith(")")


def _with_waiting(block: _Block, found: dict[str, int]) -> dict[str, int] | None:
    """Add the column of Zoom's waiting room. None: there may be one, and it is not known which."""
    named = [at for at, each in enumerate(block.headings) if _WAITING.search(each)]
    if named:
        return {**found, "waiting": named[-1]}
    unsure = _is_zoom(block) and len(_said(block)) >= _FEWEST_WITH_WAITING
    return None if unsure else found


def _told(block: _Block, columns: Mapping[str, int]) -> Iterator[Row]:
    """Give what each row says, with what was joined and left and answered put into English."""
    joins: dict[str, str] = {}
    rows = [
        {fact: row[at] if at < len(row) else "" for fact, at in columns.items()}
        for row in block.rows[1:]
    ]
    for row in rows:
        joins.setdefault(row["name"], row.get("action", ""))
    for row in rows:
        if "action" in row:  # whatever anybody does first is to join
            row["action"] = "joined" if row["action"] in joins.values() else "left"
        if "waiting" in row:
            row["waiting"] = "no" if row["waiting"].casefold() in _NO else "yes"
        yield row
