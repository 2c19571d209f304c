"""What a repeating event comes to: its occurrences in a window, and its rule in words."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from sandbox.post.notices import Occasion
from sandbox.post.zones import LONDON, Time, instant, key_of

UNDERSTOOD = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}
UNDERSTOOD |= {"WKST"}
PERIODS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = ["January", "February", "March", "April", "May", "June", "July", "August"]
MONTH_NAMES += ["September", "October", "November", "December"]
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
ORDINALS |= {-2: "second-last"}
MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIVE_MONDAYS = ["MO", "TU", "WE", "TH", "FR"]


def starts(occasion: Occasion, first: datetime, last: datetime) -> list[Time]:
    """Give the starts from `first` to `last` (RFC 5545, 3.8.5): RRULE, RDATE, without EXDATE.

    A rule that we don't understand counts as its first occurrence; wall times stay over DST.
    """
    start = occasion.start
    if start is None:
        return []
    without = {key_of(each) for each in occasion.without}
    found = {key_of(each): each for each in (*_ruled(occasion, start, last), *occasion.extra)}
    inside = [each for key, each in found.items() if key not in without]
    return sorted((each for each in inside if first <= instant(each) <= last), key=instant)


def _ruled(occasion: Occasion, start: Time, last: datetime) -> Iterator[Time]:
    yield start
    rule = _understood(occasion.rule)
    if not rule:
        return
    wall = _wall(start)
    end = last.astimezone(_zone(start)).replace(tzinfo=None)
    parts = ";".join(f"{key}={value}" for key, value in rule.items() if key != "UNTIL")
    until = _until(rule.get("UNTIL", ""), start)
    for each in rrulestr(parts, dtstart=wall):
        if each > min(end, until or end):
            return
        yield each.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else each.date()


def _understood(rule: str) -> dict[str, str]:
    """Take a rule apart; nothing when it could run for ever without an occurrence."""
    parts = dict(part.upper().split("=", 1) for part in rule.split(";") if "=" in part)
    if not parts or set(parts) - UNDERSTOOD or parts.get("FREQ") not in PERIODS:
        return {}
    try:
        months = [int(each) for each in parts.get("BYMONTH", "").split(",") if each]
        days = [abs(int(each)) for each in parts.get("BYMONTHDAY", "").split(",") if each]
        possible = not days or min(days) <= max(MONTH_DAYS[each - 1] for each in months or [1])
        usable = possible and int(parts.get("INTERVAL", "1")) > 0
        rrulestr(";".join(f"{k}={v}" for k, v in parts.items() if k != "UNTIL"))
    except (ValueError, IndexError, TypeError):
        return {}
    return parts if usable else {}


def _wall(moment: Time) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _zone(moment: Time) -> tzinfo | None:
    return moment.tzinfo if isinstance(moment, datetime) else LONDON


def _until(written: str, start: Time) -> datetime | None:
    """Give UNTIL as a wall time of the series' own zone; it is inclusive (RFC 5545, 3.3.10)."""
    if not written:
        return None
    try:
        if "T" not in written:
            return datetime.strptime(f"{written}235959", "%Y%m%d%H%M%S")  # noqa: DTZ007 - a wall
        if written.endswith("Z") and isinstance(start, datetime):
            moment = datetime.strptime(f"{written[:-1]}+0000", "%Y%m%dT%H%M%S%z")
            return moment.astimezone(start.tzinfo).replace(tzinfo=None)
        return datetime.strptime(written[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall time
    except ValueError:
        return None


def in_words(occasion: Occasion) -> str:
    """Say how an event repeats: "every 3 months on the first Thursday, 8 times"; "" if never."""
    if occasion.start is None or not occasion.rule:
        return ""
    rule = _understood(occasion.rule)
    if not rule:
        return "repeats by a rule that this calendar doesn't know"
    every = _every(PERIODS[rule["FREQ"]], int(rule.get("INTERVAL", "1")))
    return f"{every}{_on(rule, occasion.start)}{_how_long(rule, occasion.start)}"


def _every(period: str, interval: int) -> str:
    return f"every {period}" if interval == 1 else f"every {interval} {period}s"


def _on(rule: dict[str, str], start: date) -> str:
    days = [each for each in rule.get("BYDAY", "").split(",") if each]
    if rule["FREQ"] == "DAILY" and not days:
        return ""
    if rule["FREQ"] == "YEARLY" and not days:
        return f" on {start.day} {MONTH_NAMES[start.month - 1]}"
    return f" on {_days(rule, days, start)}{_months(rule)}"


def _days(rule: dict[str, str], days: list[str], start: date) -> str:
    if sorted(days) == sorted(FIVE_MONDAYS) and rule.get("BYSETPOS") == "-1":
        return "the last working day"
    if sorted(days) == sorted(FIVE_MONDAYS):
        return "working days"
    if days:
        return _listed([_day(each, rule.get("BYSETPOS", "")) for each in days])
    if rule["FREQ"] == "WEEKLY":
        return DAY_NAMES[start.weekday()]
    dates = rule.get("BYMONTHDAY", str(start.day)).split(",")
    return _listed(["the last day" if each == "-1" else f"day {each}" for each in dates])


def _day(written: str, position: str) -> str:
    name = DAY_NAMES[DAYS[written[-2:]]]
    place = written[:-2] or position
    return f"the {ORDINALS.get(int(place), f'{place}th')} {name}" if place else name


def _months(rule: dict[str, str]) -> str:
    months = [MONTH_NAMES[int(each) - 1] for each in rule.get("BYMONTH", "").split(",") if each]
    return f" of {_listed(months)}" if months else ""


def _how_long(rule: dict[str, str], start: Time) -> str:
    until = _until(rule.get("UNTIL", ""), start)
    if until:
        return f", until {long_day(until)}"
    if "COUNT" in rule:
        return f", {rule['COUNT']} times" if rule["COUNT"] != "1" else ", once"
    return ""


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def long_day(day: date) -> str:
    """Write a day with its weekday: Thursday 3 December 2026."""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def length(occasion: Occasion) -> timedelta:
    """Give how long one occurrence lasts."""
    if occasion.start is None or occasion.end is None:
        return timedelta(0)
    return max(instant(occasion.end) - instant(occasion.start), timedelta(0))
