"""Times of day and lengths as people write them into a list of meetings: nothing is guessed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import time

from domain.cells import QUOTED, said
from domain.errors import Refused
from domain.language import gettext as _
from domain.sheets import Cell, is_blank

NOON = 12
_DAY = 24 * 60
_NIGHT = range(1, 7)
"""Hours that are rather meant for the afternoon where neither am nor pm is written."""

_SEVEN = 7
"""An hour of the morning, or of the evening."""

_MOST_HOURS, _FEWEST_MINUTES = 10, 15
"""A bare number up to the first is hours, and one from the second on minutes."""

_PART_OF_DAY = 0.25
"""Below it, a number is the part of a day as which a spreadsheet keeps a time."""

_ASCII = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", ",": " "})
_HALF = r"(?P<half>[ap])\.?m\.?"
_CLOCK = re.compile(
    rf"(?P<word>noon|midday)|(?P<hour>\d{{1,2}})(?:[:.h](?P<minute>\d{{2}}))?(?::\d{{2}})?"
    rf" ?(?:{_HALF})?|(?P<four>\d{{4}})"
)
_BETWEEN = re.compile(r" ?- ?| to | until | till ")
_HOURS_WORD = re.compile(r" ?(?:hours|hrs?|h)\b\.?")
_NOON_WORD = re.compile(r"\b12(?:[:.]00)? ?(?:noon|midday)\b")
_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:\.\d{1,2})?) ?(?:hours?|hrs?|h))?"
    r"(?: ?(?:and )?(?P<minutes>\d{1,3}) ?(?:minutes?|mins?|m)?)?"
)
_FIGURES = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day as it was written; `plain` is without am or pm, and may be one of two."""

    hour: int
    minute: int
    half: str | None
    whole_day: bool
    text: str

    @property
    def plain(self) -> bool:
        return self.half is None and not self.whole_day

    def at(self, half: str | None) -> int | None:
        """Give the minutes since midnight in a half of the day; None where there is none."""
        hour = self.hour
        if half is not None:
            if not 1 <= hour <= NOON:
                return None
            hour = hour % NOON + (NOON if half == "p" else 0)
        return hour * 60 + self.minute


def read_times(
    time_cell: Cell, start_cell: Cell, end_cell: Cell, length_cell: Cell
) -> tuple[time | None, int | None]:
    """Read when a meeting begins, and how many minutes it lasts, None for what is not said.

    “10:00 - 12:00” may stand in any one cell. Raises `Refused` for what is no time, and for what
    can be read in two ways, with both.
    """
    first = time_cell if is_blank(start_cell) else start_cell
    written = _parts(first)
    if len(written) < 2 and not is_blank(end_cell):  # noqa: PLR2004 - a beginning and an end
        written = [*written[:1], *_parts(end_cell)[-1:]] if written else []
    clocks = [_clock(each) for each in written]
    if not clocks or _is_blank_time(clocks):
        return None, read_length(length_cell)
    begins = _begins(clocks)
    if len(clocks) == 1:
        return _time(begins), read_length(length_cell)
    return _time(begins), _ends(begins, clocks[1]) - begins


def _is_blank_time(clocks: list[_Clock]) -> bool:
    """Say whether a cell holds a time of a spreadsheet's that nobody entered: midnight."""
    return all(each.at(None) == 0 and each.half is None for each in clocks)


def _parts(cell: Cell) -> list[str]:
    if is_blank(cell):
        return []
    if isinstance(cell, float) and 0 < cell < 1:
        return [_of_fraction(cell)]
    text = unicodedata.normalize("NFKC", said(cell)).translate(_ASCII).casefold()
    text = _HOURS_WORD.sub("", text) if re.search(r"\d{4} ?h|:\d{2} ?h", text) else text
    text = _NOON_WORD.sub("noon", text.removeprefix("at ").removeprefix("from "))
    found = [each.strip() for each in _BETWEEN.split(" ".join(text.split()))]
    if len(found) > 2 or not all(found):  # noqa: PLR2004 - a beginning and an end
        raise _no_time(text)
    return found


def _of_fraction(part: float) -> str:
    """Give the time of day that a spreadsheet counts as a part of a day.

    Who types 2:00 into one may mean the afternoon: no leading zero was written.
    """
    hour, minute = divmod(round(part * _DAY), 60)
    return f"{hour}:{minute:02}" if hour in _NIGHT else f"{hour:02}:{minute:02}"


def _clock(text: str) -> _Clock:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise _no_time(text)
    if found["word"]:
        return _Clock(NOON, 0, None, whole_day=True, text=text)
    if found["four"]:
        hour, minute = int(text[:2]), int(text[2:])
        written, half = text[:2], None
    else:
        written, half = found["hour"], found["half"]
        hour, minute = int(written), int(found["minute"] or 0)
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= NOON):  # noqa: PLR2004 - a clock's
        raise _no_time(text)
    whole_day = half is None and (hour > NOON or hour == 0 or written.startswith("0"))
    return _Clock(hour, minute, half, whole_day=whole_day, text=text)


def _begins(clocks: list[_Clock]) -> int:
    """Give the beginning, in minutes since midnight: “2-4pm” begins in the afternoon, too."""
    start = clocks[0]
    if start.half is not None or start.whole_day:
        return start.at(start.half) or 0
    end = clocks[1] if len(clocks) > 1 else None
    if end is not None and end.half is not None:
        ends = end.at(end.half) or 0
        other = "a" if end.half == "p" else "p"
        same = [at for half in (end.half, other) if (at := start.at(half)) is not None]
        fits = [at for at in same if at < ends]
        if fits:
            return fits[0]
    if end is not None and end.whole_day and start.hour in _NIGHT and _only_early(start, end):
        return start.at(None) or 0
    if start.hour in _NIGHT or _may_be_evening(start, end):
        raise _unclear(start)
    return start.at(None) or 0


def _only_early(start: _Clock, end: _Clock) -> bool:
    """Say whether “1:30” before an end of the 24-hour clock can be of the night alone."""
    ends = end.at(None) or 0
    return (start.at(None) or 0) < ends <= (start.at("p") or 0)


def _may_be_evening(start: _Clock, end: _Clock | None) -> bool:
    """Say whether “7-9” may be meant for the evening: not where its end comes before then."""
    if start.hour != _SEVEN:
        return False
    return end is None or end.plain or (end.at(end.half) or 0) > (start.at("p") or 0)


def _ends(begins: int, end: _Clock) -> int:
    """Give the end, in minutes since midnight: after the beginning, on the same day."""
    readings = [end.at(end.half)] if not end.plain else [end.at(None), end.at("p")]
    after = [each for each in readings if each is not None and each > begins]
    if not after:
        raise Refused(
            _("This ends before it begins: {begins} and {ends}. Please put it right.").format(
                begins=_time(begins).strftime("%H:%M"), ends=end.text[:QUOTED]
            )
        )
    return min(after)


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def read_length(cell: Cell) -> int | None:
    """Read how long something lasts, in minutes: “2 hours”, “1h30”, “90 min”, 1.5, 2:00."""
    if is_blank(cell):
        return None
    text = " ".join(said(cell).casefold().split())
    if re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        return _bare_length(float(text), text)
    if found := _FIGURES.fullmatch(text):
        return _in_a_day(int(found[1]) * 60 + int(found[2]), text)
    found = _LENGTH.fullmatch(text)
    if found is None or not (found["hours"] or found["minutes"]):
        raise _no_length(text)
    return _in_a_day(round(float(found["hours"] or 0) * 60) + int(found["minutes"] or 0), text)


def _bare_length(number: float, text: str) -> int:
    if 0 < number < _PART_OF_DAY:
        return _in_a_day(round(number * _DAY), text)
    if number <= _MOST_HOURS:
        return _in_a_day(round(number * 60), text)
    if number < _FEWEST_MINUTES or not number.is_integer():
        raise _no_length(text)
    return _in_a_day(int(number), text)


def _in_a_day(minutes: int, text: str) -> int:
    if not 0 < minutes <= _DAY:
        raise _no_length(text)
    return minutes


def _no_time(text: str) -> Refused:
    return Refused(
        _("“{text}” is no time that I know. Please write one like 14:00 or 10:00-12:00.").format(
            text=text[:QUOTED]
        )
    )


def _no_length(text: str) -> Refused:
    return Refused(
        _("“{text}” is no length that I know. Please write one like 2 hours or 90 min.").format(
            text=text[:QUOTED]
        )
    )


def _unclear(start: _Clock) -> Refused:
    early, late = start.at(None) or 0, (start.at("p") or 0)
    return Refused(
        _("“{text}” may mean {one} or {other}. Please write one of them.").format(
            text=start.text[:QUOTED],
            one=_time(early).strftime("%H:%M"),
            other=_time(late).strftime("%H:%M"),
        )
    )
