"""Forms that change an event people know of: its time, whether it is held, what it says."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from bot import language
from bot.messages import fields, layout
from bot.messages.fields import Choice
from bot.reply import Block, Modal
from domain.events import MAX_PLACE, Extent
from domain.language import gettext as _
from domain.when import WallSpan

Entered = Mapping[str, Any]
"""What was entered before: texts by field, and lists of choices."""


def first(title: str, span: WallSpan, note: str = "") -> list[Block]:
    """Say what is about to change, and before it what has to be known."""
    about = f"{title}\n{language.time_span(span)}"
    return [*([layout.plain(note)] if note else []), layout.plain(about)]


def reason(entered: Entered, label: str = "") -> Block:
    """Ask why, in a line that people read."""
    return fields.text(
        "reason",
        label or _("Reason, shown to all who are invited"),
        initial=str(entered.get("reason", "")),
        most=MAX_PLACE,
        optional=True,
        hint=_("One line. Please no detail of any child or family."),
    )


def entered_of(span: WallSpan, reason: str = "") -> dict[str, str]:
    """Give what a form of a time holds for one."""
    return {
        "day": span.begins.date().isoformat(),
        "time": f"{span.begins:%H:%M}",
        "end_time": f"{span.ends:%H:%M}",
        "zone": span.zone,
        "reason": reason,
    }


def times(entered: Entered) -> list[Block]:
    """Ask for a day, both times, and the zone."""
    return [
        fields.day("day", _("Day"), initial=_day(entered)),
        fields.clock("time", _("Begins"), initial=_clock(entered, "time")),
        fields.clock(
            "end_time",
            _("Ends"),
            initial=_clock(entered, "end_time"),
            hint=_("Left as it is while the beginning moves, the length stays the same."),
        ),
        fields.text(
            "zone",
            _("Time zone"),
            initial=str(entered.get("zone", "")),
            hint=_("A name like Europe/London."),
        ),
    ]


def _day(entered: Entered) -> date | None:
    try:
        return date.fromisoformat(str(entered.get("day", "")))
    except ValueError:
        return None


def _clock(entered: Entered, name: str) -> time | None:
    try:
        return time.fromisoformat(str(entered.get(name, "")))
    except ValueError:
        return None


def move(title: str, span: WallSpan, entered: Entered, state: dict[str, Any], note: str) -> Modal:
    """Ask when an event is to be instead."""
    return Modal(
        callback="event.move.look",
        title=_("Move an event"),
        submit=_("Preview"),
        close=_("Cancel"),
        state=state,
        instead=True,
        blocks=(*first(title, span, note), *times(entered), reason(entered)),
    )


ONE, ALL = Extent.ONE.value, Extent.ALL.value
"""What of a series is meant: this event, or all that is to come."""


def extent(
    entered: Entered, *, single: bool, one: str, every: str, following: str = ""
) -> list[Block]:
    """Ask what of a series is meant; nothing of an event that stands alone."""
    if single:
        return []
    rest = [(Extent.FOLLOWING.value, following)] if following else []
    offered = [(ONE, one), *rest, (ALL, every)]
    initial = str(entered.get("extent", ONE))
    return [fields.one_of("extent", _("What of the series"), offered, initial=initial)]


def cancel(
    title: str,
    span: WallSpan,
    entered: Entered,
    state: dict[str, Any],
    note: str,
    *,
    single: bool,
) -> Modal:
    """Ask why an event is off, and of a series whether all of it is."""
    one, every = _("This event only"), _("The whole series: every event to come")
    return Modal(
        callback="event.cancel.look",
        title=_("Cancel an event"),
        submit=_("Preview"),
        close=_("Keep it"),
        state=state,
        instead=True,
        blocks=(
            *first(title, span, note),
            *extent(entered, single=single, one=one, every=every),
            reason(entered),
        ),
    )


def follow(
    title: str,
    span: WallSpan,
    entered: Entered,
    state: dict[str, Any],
    note: str,
    *,
    rules: Sequence[Choice],
    whole: bool,
) -> Modal:
    """Ask when a series is from one of its events on; or all of it, before any was held."""
    says = _("This event and all that follow become a series of their own, with a new entry.")
    if whole:
        says = _("All events move with the first one. Their calendar entry stays the same.")
    return Modal(
        callback="event.all.look" if whole else "event.follow.look",
        title=_("Move the whole series") if whole else _("This and following"),
        submit=_("Preview"),
        close=_("Cancel"),
        state=state,
        instead=True,
        blocks=(
            *first(title, span, note),
            layout.context(says),
            *times(entered),
            fields.choice(
                "rule",
                _("How often"),
                rules,
                initial=str(entered.get("rule", rules[0][0])),
                hint=_("The day chosen above has to fit."),
            ),
            *([reason(entered)] if whole else []),
        ),
    )
