"""The rule of a series in words, in the reader's language, and the rules that a form offers."""

from datetime import date, timedelta

from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import long_date, month_and_year, weekday_name
from domain.recurrence import Frequency, Ordinal, Rule, ordinals_of

ORDINAL_NAMES = {
    Ordinal.FIRST: N_("first {weekday}"),
    Ordinal.SECOND: N_("second {weekday}"),
    Ordinal.THIRD: N_("third {weekday}"),
    Ordinal.FOURTH: N_("fourth {weekday}"),
    Ordinal.LAST: N_("last {weekday}"),
}

INTERVALS = {
    Frequency.WEEKLY: (1, 2),
    Frequency.MONTHLY: (1, 2, 3, 6, 12),
}
"""The intervals that a form offers: weekly, fortnightly, monthly, ... quarterly, ... yearly."""


def described(rule: Rule) -> str:
    """Say a rule as a part of a sentence: first Thursday, every 3 months, until June 2027."""
    said = _("{day}, {often}").format(day=_day(rule), often=_often(rule))
    if rule.until is not None:
        return _("{rule}, until {last}").format(rule=said, last=_last(rule.until))
    if rule.count is not None:
        many = ngettext("{rule}, {n} time", "{rule}, {n} times", rule.count)
        return many.format(rule=said, n=rule.count)
    return said


def offered(first: date) -> tuple[Rule, ...]:
    """Give the rules without an end that a series may follow which begins on a day.

    A day that is both the fourth and the last of its weekday is offered as both.
    """
    weekly = [
        Rule(Frequency.WEEKLY, first.weekday(), interval=n) for n in INTERVALS[Frequency.WEEKLY]
    ]
    monthly = [
        Rule(Frequency.MONTHLY, first.weekday(), ordinal, n)
        for n in INTERVALS[Frequency.MONTHLY]
        for ordinal in ordinals_of(first)
    ]
    return (*weekly, *monthly)


def _day(rule: Rule) -> str:
    name = weekday_name(rule.weekday)
    if rule.ordinal is None:
        return name
    return _(ORDINAL_NAMES[rule.ordinal]).format(weekday=name)


def _often(rule: Rule) -> str:
    n = rule.interval
    if rule.frequency is Frequency.WEEKLY:
        return (
            _("every week")
            if n == 1
            else ngettext("every {n} week", "every {n} weeks", n).format(n=n)
        )
    return (
        _("every month")
        if n == 1
        else ngettext("every {n} month", "every {n} months", n).format(n=n)
    )


def _last(day: date) -> str:
    """Name a month by itself where its last day is meant."""
    ends_month = (day + timedelta(days=1)).day == 1
    return month_and_year(day) if ends_month else long_date(day)
