"""Dates and times as a reader sees them: in their zone, and Slack's `<!date^…>` tokens.

https://docs.slack.dev/messaging/formatting-message-text#date-formatting
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

SPOKEN = {-1: "yesterday", 0: "today", 1: "tomorrow"}
TOKEN = re.compile(r"\{(\w+)\}")


def local(stamp: str | float, zone: str) -> datetime:
    """Give the local time of an epoch second, or of a message's `ts`."""
    return datetime.fromtimestamp(float(stamp), ZoneInfo(zone))


def clock_time(at: datetime) -> str:
    """Write `09:30`."""
    return f"{at:%H:%M}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def long_date(day: date) -> str:
    """Write `Monday 2 March 2026`."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def short_date(day: date) -> str:
    """Write `Mon 2 Mar 2026`."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def divider(day: date, today: date) -> str:
    """Write a day as the line between two days' messages does."""
    spoken = SPOKEN.get((day - today).days)
    if spoken:
        return spoken.capitalize()
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def within(day: date, today: date) -> str:
    """Write a day as it stands within a sentence: `today`, `Monday 2 March`."""
    return SPOKEN.get((day - today).days) or divider(day, today)


def ago(at: datetime, now: datetime) -> str:
    """Write how long before or after now something is: `3 hours ago`, `in 2 days`."""
    span = now - at
    seconds = abs(span.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if count := int(seconds // length):
            words = f"{count} {unit}" + ("s" if count > 1 else "")
            return f"{words} ago" if span > timedelta(0) else f"in {words}"
    return "just now"


def write(stamp: int, layout: str, zone: str, now: datetime) -> str:
    """Fill in the tokens of a `<!date^stamp^layout>`; unknown ones stay as they are."""
    at = local(stamp, zone)
    today = now.astimezone(ZoneInfo(zone)).date()
    spoken = SPOKEN.get((at.date() - today).days)
    day = at.date()
    words = {
        "date_num": f"{day:%Y-%m-%d}",
        "date_slash": f"{day:%d/%m/%Y}",
        "date": f"{day.day} {day:%B %Y}",
        "date_short": f"{_short(day)} {day.year}",
        "date_long": long_date(day),
        "date_pretty": spoken or f"{day.day} {day:%B %Y}",
        "date_short_pretty": spoken or f"{_short(day)} {day.year}",
        "date_long_pretty": spoken or long_date(day),
        "date_long_full": long_date(day),
        "day_divider_pretty": divider(day, today),
        "time": clock_time(at),
        "time_secs": f"{at:%H:%M:%S}",
        "ago": ago(at, now),
    }
    return TOKEN.sub(lambda match: words.get(match.group(1), match.group()), layout)
