"""Series as people type them: how often, on which day, from when, until when, at what time."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.errors import Refused
from domain.language import gettext as _
from domain.named_days import long_day
from domain.recurrence import (
    MOST_MONTHS,
    MOST_WEEKS,
    Frequency,
    Ordinal,
    Rule,
    clean_count,
    misfit,
    ordinals_of,
    refuse_misfit,
)
from domain.typed_days import PartDate, meant, quarter_days, take_date_or_month, take_days
from domain.typed_words import (
    ORDINAL,
    WEEKDAY,
    WEEKDAY_NAMES,
    Clock,
    Words,
    day_typed,
    has_passed,
    ordinal_of,
    piece,
    take_clock,
    weekday_of,
)

_WORD = r"(?P<word>weekly|fortnightly|monthly|quarterly|yearly|annually|bi-?weekly|bi-?monthly)"
_EVERY = r"every (?:(?P<n>[0-9]{1,3}|other) )?(?P<unit>week|fortnight|month|quarter|year)s?"
_DAY = rf"(?:the )?(?:{ORDINAL} )?{WEEKDAY}"
_OFTEN_ON = piece(rf"(?:{_EVERY}|{_WORD}) (?:on )?{_DAY}(?: of the month)?")
_DAY_OFTEN = piece(rf"{_DAY} (?:{_EVERY}|{_WORD})")
_OF_EVERY = piece(
    rf"{_DAY} (?:of|in) (?:every|each) (?:(?P<n>[0-9]{{1,3}}|other) )?(?P<unit>month|quarter)s?"
)
_OF = piece(rf"{_DAY} (?:of|in) (?:the )?(?P<unit>month|quarter)")
_EVERY_DAY = piece(rf"every (?:(?P<other>other) |(?:{ORDINAL} ))?{WEEKDAY}")
_OFTEN = piece(rf"{_EVERY}|{_WORD}")
_OFTEN_FIRST = piece(
    rf"(?:{_EVERY}|{_WORD})(?= (?:from|starting|beginning|for|until|till|at|[0-9]))"
)
"""How often, where the day is said before, or after: 3 Dec 10:00 monthly, monthly from 3 Dec."""
_EVERY_DAY_OF = piece(rf"every {_DAY} (?:of|in) (?:(?:the|each|every) )?(?P<unit>month|quarter)")

_UNITS = {
    "week": (Frequency.WEEKLY, 1),
    "fortnight": (Frequency.WEEKLY, 2),
    "month": (Frequency.MONTHLY, 1),
    "quarter": (Frequency.MONTHLY, 3),
    "year": (Frequency.MONTHLY, 12),
}
_WORDS = {
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}

_FROM = piece(r"(?:from|starting|beginning)(?: on)?")
_UNTIL = piece(r"(?:until|till)(?: the end of)?")
_TIMES = piece(r"(?:for )?(?P<n>[0-9]{1,4}) times?")


@dataclass(frozen=True, slots=True)
class TypedSeries:
    """A series that was typed: its rule, its first day, and its times where they were typed."""

    rule: Rule
    first: date
    clock: Clock | None = None

    def said(self) -> str:
        """Write it as it can be typed, with nothing left open; English, as the grammar is."""
        return " ".join([_often_typed(self.rule), *self._rest()])

    def _rest(self) -> list[str]:
        parts = [f"from {day_typed(self.first)}"]
        parts += [self.clock.said()] if self.clock else []
        parts += [f"until {day_typed(self.rule.until)}"] if self.rule.until else []
        parts += [f"for {self.rule.count} times"] if self.rule.count else []
        return parts


@dataclass(slots=True)
class _Ends:
    """What was typed about a series besides its rule."""

    clock: Clock | None = None
    since: PartDate | None = None
    until: PartDate | None = None
    times: int | None = None


def take_series(words: Words, here: datetime, *, bare: bool) -> TypedSeries | None:
    """Take a series off the left, and all that belongs to it.

    `here` is the time on the wall now. With `bare`, "first Thu of month" is a series too. Raises
    `Refused` for what is no series by this grammar although it begins as one.
    """
    if found := _take_rule(words, bare=bare):
        rule, by_quarter = found
        return _ended(words, rule, _take_ends(words, _Ends()), here, by_quarter=by_quarter)
    ends = _take_dated(words, here)
    often = words.take(_OFTEN_FIRST if ends is None else _OFTEN)
    if often is None:
        return None
    ends = _take_ends(words, ends or _Ends())
    return _ended(words, _rule_from(words, often, ends, here), ends, here)


def _take_dated(words: Words, here: datetime) -> _Ends | None:
    """Take a day and its times off the left, where how often it repeats stands behind them."""
    whole = words.rest
    with suppress(Refused):
        days = take_days(words, here.date())
        clock = take_clock(words) if days else None
        if days and _OFTEN.match(words.rest):
            day = meant(words, days, clock, here)
            return _Ends(clock, since=PartDate(day.month, day.day, day.year))
    words.rest = whole
    return None


def _rule_from(words: Words, often: re.Match[str], ends: _Ends, here: datetime) -> Rule:
    """Give the rule that repeats a first day: on its weekday, with months the nth of the month."""
    if ends.since is None or ends.since.day is None:
        raise words.refused(
            _("Please say when it begins, for example: monthly from 3 Dec 10:00-12:00.")
        )
    day = ends.since.resolve(words, here.date())
    frequency, interval = _often(words, often)
    if frequency is Frequency.WEEKLY:
        return Rule(frequency, day.weekday(), interval=interval)
    nth, *others = ordinals_of(day)
    if others:
        begins = f"every {interval} months on" if interval > 1 else "every month on"
        one, other = (
            f"{begins} {each.name.casefold()} {WEEKDAY_NAMES[day.weekday()]}"
            for each in (nth, *others)
        )
        raise words.unclear(often[0], one, other)
    return Rule(frequency, day.weekday(), nth, interval)


def _ended(
    words: Words, rule: Rule, ends: _Ends, here: datetime, *, by_quarter: bool = False
) -> TypedSeries:
    """Give a series with the ends that were typed; `Refused` where it can't begin on its day."""
    first = _first(words, rule, ends, here, by_quarter=by_quarter)
    if ends.until is not None:
        rule = replace(rule, until=ends.until.last(words, first))
    elif ends.times is not None:
        rule = replace(rule, count=ends.times)
    refuse_misfit(rule, first, not_before=here.date(), field=words.field)
    return TypedSeries(rule, first, ends.clock)


def _take_rule(words: Words, *, bare: bool) -> tuple[Rule, bool] | None:
    """Take the rule, and whether it holds by the quarters of the calendar."""
    for pattern in (_OFTEN_ON, _DAY_OFTEN, _OF_EVERY, _EVERY_DAY_OF, *([_OF] if bare else [])):
        if found := words.take(pattern):
            by_quarter = pattern not in (_OFTEN_ON, _DAY_OFTEN) and found["unit"] == "quarter"
            return _rule(words, found), by_quarter
    if found := words.take(_EVERY_DAY):
        return _every(words, found), False
    return None


def _rule(words: Words, found: re.Match[str]) -> Rule:
    frequency, interval = _often(words, found)
    ordinal = ordinal_of(words, found) if found["ordinal"] else None
    if (frequency is Frequency.MONTHLY) != (ordinal is not None):
        raise words.refused(
            _("Please say which one of the month, like first Thu; with weeks, the weekday alone.")
        )
    return Rule(frequency, weekday_of(found), ordinal, interval)


def _often(words: Words, found: re.Match[str]) -> tuple[Frequency, int]:
    """Give how often a piece says; `Refused` for what may mean two things, or is too seldom."""
    parts = found.groupdict()
    word = (parts.get("word") or "").replace("-", "")
    if word == "biweekly":
        raise words.unclear(word, "every 2 weeks", _("twice a week"))
    if word == "bimonthly":
        raise words.unclear(word, "every 2 months", "every 2 weeks")
    frequency, unit = _UNITS[_WORDS.get(word) or parts["unit"]]
    n = parts.get("n") or "1"
    interval = unit * (2 if n == "other" else int(n))
    if not 1 <= interval <= (MOST_WEEKS if frequency is Frequency.WEEKLY else MOST_MONTHS):
        raise words.refused(
            _("A series can meet every 1 to {weeks} weeks, or every 1 to {months} months.").format(
                weeks=MOST_WEEKS, months=MOST_MONTHS
            )
        )
    return frequency, interval


def _every(words: Words, found: re.Match[str]) -> Rule:
    """Read "every Tuesday", "every other Tuesday"; "every second Tuesday" may be two things."""
    weekday = weekday_of(found)
    if not found["ordinal"]:
        return Rule(Frequency.WEEKLY, weekday, interval=2 if found["other"] else 1)
    ordinal, name = ordinal_of(words, found), WEEKDAY_NAMES[weekday]
    if ordinal not in (Ordinal.FIRST, Ordinal.LAST):
        raise words.unclear(
            found[0],
            f"every {ordinal.value} weeks on {name}",
            f"every month on {ordinal.name.casefold()} {name}",
        )
    return Rule(Frequency.MONTHLY, weekday, ordinal)


def _take_ends(words: Words, ends: _Ends) -> _Ends:
    while words.rest:
        if not _take_end(words, ends):
            raise words.unread()
    return ends


def _take_end(words: Words, ends: _Ends) -> bool:
    """Take one thing more that is said of the series; each once."""
    open_end = ends.until is None and ends.times is None
    if ends.clock is None and (clock := take_clock(words)):
        ends.clock = clock
    elif ends.since is None and words.take(_FROM):
        ends.since = _date(words)
    elif open_end and words.take(_UNTIL):
        ends.until = _date(words)
    elif open_end and (found := words.take(_TIMES)):
        ends.times = clean_count(found["n"], field=words.field)
    else:
        return False
    return True


def _date(words: Words) -> PartDate:
    part = take_date_or_month(words)
    if part is None:
        raise words.unread()
    return part


def _first(words: Words, rule: Rule, ends: _Ends, here: datetime, *, by_quarter: bool) -> date:
    """Give the first day of a series: as typed, else the next that the rule has."""
    if ends.since is None:
        days = _candidates(rule, here.date(), by_quarter=by_quarter)
        return next(each for each in days if not has_passed(each, ends.clock, here))
    whole_month = ends.since.day is None
    since = ends.since.resolve(words, here.date().replace(day=1) if whole_month else here.date())
    first = next(_candidates(rule, since, by_quarter=by_quarter))
    if first != since and not whole_month:
        refuse_misfit(rule, since, not_before=here.date(), field=words.field)
        raise words.refused(misfit(since, first))
    if has_passed(first, ends.clock, here):
        raise words.refused(
            _("{day} has passed. Please type a later day.").format(day=long_day(first))
        )
    return first


def _candidates(rule: Rule, since: date, *, by_quarter: bool) -> Iterator[date]:
    if by_quarter and rule.ordinal is not None:
        yield from quarter_days(rule.ordinal, rule.weekday, since)
    while True:
        yield (since := rule.first_from(since))
        since += timedelta(days=1)


def _often_typed(rule: Rule) -> str:
    unit = "week" if rule.frequency is Frequency.WEEKLY else "month"
    often = f"every {rule.interval} {unit}s" if rule.interval > 1 else f"every {unit}"
    which = f"{rule.ordinal.name.casefold()} " if rule.ordinal else ""
    return f"{often} on {which}{WEEKDAY_NAMES[rule.weekday]}"
