"""The rule of a series as data that a database keeps."""

from datetime import date
from typing import Any

from domain.recurrence import Frequency, Ordinal, Rule

Json = dict[str, Any]


def as_json(rule: Rule) -> Json:
    """Give a rule as JSON values."""
    return {
        "frequency": rule.frequency.value,
        "weekday": rule.weekday,
        "ordinal": rule.ordinal.value if rule.ordinal else None,
        "interval": rule.interval,
        "until": rule.until.isoformat() if rule.until else None,
        "count": rule.count,
    }


def parse(data: Json) -> Rule:
    """Read what `as_json` gave. Raises `ValueError` or `KeyError` for anything else."""
    ordinal, until = data["ordinal"], data["until"]
    return Rule(
        Frequency(data["frequency"]),
        data["weekday"],
        Ordinal(ordinal) if ordinal is not None else None,
        data["interval"],
        date.fromisoformat(until) if until else None,
        data["count"],
    )
