"""How a series repeats as a form asks for it: before its first day is known."""

from dataclasses import replace
from datetime import date

from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.recurrence import Frequency, Ordinal, Rule, clean_count, ordinals_of

ONCE = "once"
KEPT = "kept"
"""The choice that leaves the rule as it was, where the form has no other for it."""

LAST = "last 1"
_MONTHS = {f"month {n}": n for n in (1, 2, 3, 6, 12)}
_WEEKS = {f"week {n}": n for n in (1, 2)}

NAMES = {
    ONCE: N_("Does not repeat"),
    "week 1": N_("Every week"),
    "week 2": N_("Every 2 weeks"),
    "month 1": N_("Every month, on the same weekday of the month"),
    "month 2": N_("Every 2 months"),
    "month 3": N_("Every 3 months"),
    "month 6": N_("Every 6 months"),
    "month 12": N_("Every year"),
    LAST: N_("Every month, on its last such weekday"),
}
"""What a form offers, in order."""

MONTHLY = "month 1"
"""How the form of a new series begins."""


def rule_for(code: str, first: date) -> Rule | None:
    """Give the rule that is meant by a choice and a first day; None for a single event.

    Raises `Refused` for a choice that was never offered. The 24th is the fourth of its weekday, a
    fifth the last; a first day that is not its month's last does not fit `LAST`
    (`domain.recurrence.refuse_misfit`).
    """
    if code == ONCE:
        return None
    weekday = first.weekday()
    if code in _WEEKS:
        return Rule(Frequency.WEEKLY, weekday, interval=_WEEKS[code])
    if code == LAST:
        return Rule(Frequency.MONTHLY, weekday, Ordinal.LAST)
    if code in _MONTHS:
        return Rule(Frequency.MONTHLY, weekday, ordinals_of(first)[0], _MONTHS[code])
    raise Refused(_("Please choose how often it repeats."), field="repeats")


def code_of(rule: Rule | None, first: date) -> str:
    """Give the choice that means a rule, without its end, on that first day; else `KEPT`."""
    if rule is None:
        return ONCE
    bare = endless(rule)
    offered = (each for each in NAMES if each != ONCE)
    return next((each for each in offered if rule_for(each, first) == bare), KEPT)


def endless(rule: Rule) -> Rule:
    """Give a rule without its end."""
    return replace(rule, until=None, count=None)


def ending(rule: Rule | None, until: date | None, times: str) -> Rule | None:
    """Give a rule with the end that was entered, or none; `Refused` for both ends at once.

    An end without a rule is refused too: it would be lost.
    """
    times = times.strip()
    if rule is None and (until is not None or times):
        raise Refused(
            _("This does not repeat. Please choose how often, or leave its end empty."),
            field="repeats",
        )
    if until is not None and times:
        raise Refused(_("Please give a last day or a number of times, not both."), field="count")
    count = clean_count(times) if times else None
    return replace(rule, until=until, count=count) if rule is not None else None
