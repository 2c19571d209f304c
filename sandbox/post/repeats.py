"""What a repeating event comes to: its occurrences in a window, and its rule in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sandbox.post.notices import Occasion
from sandbox.post.rules import Place, Rule, occurrences, read_rule
from sandbox.post.texts import MALFORMED
from sandbox.post.zones import LONDON, Time, instant, key_of, moment_in, ours

PERIODS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = ["January", "February", "March", "April", "May", "June", "July", "August"]
MONTH_NAMES += ["September", "October", "November", "December"]
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
ORDINALS |= {-2: "second-last", -3: "third-last"}
A_DAY = timedelta(days=1)
WORKING_DAYS = {(day, 0) for day in range(5)}


def starts(occasion: Occasion, first: datetime, last: datetime) -> list[Time]:
    """Give the starts from `first` to `last` (RFC 5545, 3.8.5): RRULE, RDATE, without EXDATE.

    A rule that we don't understand counts as its first occurrence; wall times stay over DST.
    """
    start = occasion.start
    if start is None:
        return []
    without = {key_of(each) for each in occasion.without}
    ruled = _ruled(occasion, start, first, last)
    found = {key_of(each): each for each in (start, *ruled, *occasion.extra)}
    inside = [each for key, each in found.items() if key not in without]
    return sorted((each for each in inside if first <= instant(each) <= last), key=instant)


def _ruled(occasion: Occasion, start: Time, first: datetime, last: datetime) -> Iterator[Time]:
    rule = _understood(occasion)
    if not rule:
        return
    zone = start.tzinfo if isinstance(start, datetime) else LONDON
    begin, end = (_local(each, zone) for each in (first - A_DAY, last + A_DAY))
    until = _until(rule.until, start)
    for each in occurrences(rule, _wall(start), begin, min(end, until or end)):
        yield each.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else each.date()


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _understood(occasion: Occasion) -> Rule | None:
    """Take the rule apart; None for one that we don't know, or whose end can't be read."""
    rule = read_rule(occasion.rule)
    if rule and rule.until and occasion.start and not _until(rule.until, occasion.start):
        return None
    return rule


def _wall(moment: Time) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _until(written: str, start: Time) -> datetime | None:
    """Give UNTIL as a wall time of the series' own zone; it is inclusive (RFC 5545, 3.3.10)."""
    if not written:
        return None
    try:
        if "T" not in written:
            found = datetime.strptime(f"{written}235959", "%Y%m%d%H%M%S")  # noqa: DTZ007 - a wall
        else:
            found = datetime.strptime(written[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall time
        if not ours(found):
            return None
        if written.endswith("Z") and isinstance(start, datetime):
            return _local(found.replace(tzinfo=UTC), start.tzinfo)
    except (*MALFORMED, ArithmeticError):
        return None
    return found


def in_words(occasion: Occasion) -> str:
    """Say how an event repeats: "every 3 months on the first Thursday, 8 times"; "" if never."""
    if occasion.start is None or not occasion.rule:
        return ""
    rule = _understood(occasion)
    if not rule:
        return "repeats by a rule that this calendar doesn't know"
    every = _every(PERIODS[rule.frequency], rule.interval)
    return f"{every}{_on(rule, occasion.start)}{_how_long(rule, occasion.start)}"


def _every(period: str, interval: int) -> str:
    return f"every {period}" if interval == 1 else f"every {interval} {period}s"


def _on(rule: Rule, start: date) -> str:
    if rule.frequency == "DAILY" and not rule.days:
        return _months(rule)
    if rule.frequency == "YEARLY" and not rule.days:
        months = [MONTH_NAMES[each - 1] for each in rule.months or (start.month,)]
        dates = [_date(each) for each in rule.dates or (start.day,)]
        return f" on {_listed([each.removeprefix('day ') for each in dates])} {_listed(months)}"
    return f" on {_days(rule, start)}{_months(rule)}"


def _days(rule: Rule, start: date) -> str:
    if set(rule.days) == WORKING_DAYS:
        return f"{_nth(rule)} working day" if rule.positions else "working days"
    if rule.days and rule.positions and len(rule.days) > 1:
        return f"{_nth(rule)} of {_listed([_day(each) for each in rule.days])}"
    if rule.days and rule.positions:
        return f"{_nth(rule)} {_day(rule.days[0])}"
    if rule.days:
        return _listed([_day(each) for each in rule.days])
    if rule.frequency == "WEEKLY":
        return DAY_NAMES[start.weekday()]
    return _listed([_date(each) for each in rule.dates or (start.day,)])


def _nth(rule: Rule) -> str:
    return f"the {_listed([ORDINALS.get(each, f'{each}th') for each in rule.positions])}"


def _day(place: Place) -> str:
    day, nth = place
    return f"the {ORDINALS.get(nth, f'{nth}th')} {DAY_NAMES[day]}" if nth else DAY_NAMES[day]


def _date(number: int) -> str:
    return f"the {ORDINALS.get(number, f'{-number}th-last')} day" if number < 0 else f"day {number}"


def _months(rule: Rule) -> str:
    months = [MONTH_NAMES[each - 1] for each in rule.months]
    return f" of {_listed(months)}" if months else ""


def _how_long(rule: Rule, start: Time) -> str:
    until = _until(rule.until, start)
    if until:
        return f", until {long_day(until)}"
    if rule.count:
        return f", {rule.count} times" if rule.count > 1 else ", once"
    return ""


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def long_day(day: date) -> str:
    """Write a day with its weekday: Thursday 3 December 2026."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def date_of(series: Occasion, moment: str) -> Occasion | None:
    """Give one date of a series, by the name of its start; None when it isn't one of them."""
    start = moment_in(moment, series.start)
    if start is None or not starts(series, instant(start), instant(start)):
        return None
    end = start + length(series)
    return replace(series, moment=moment, start=start, end=end, rule="", extra=(), without=())


def length(occasion: Occasion) -> timedelta:
    """Give how long one occurrence lasts."""
    if occasion.start is None or occasion.end is None:
        return timedelta(0)
    return max(instant(occasion.end) - instant(occasion.start), timedelta(0))
