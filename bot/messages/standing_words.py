"""What is said of a partner's standing: its level in people's words, and the reasons for it.

Every sentence is engagement.md's, section 7 (Explanation); nobody ever reads a level's code.
"""

from datetime import date

from domain.days import said
from domain.engagement import NEXT, SHOWN, Reason, State
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import month_and_year, month_name
from domain.standing import Level, Standing

WORDS = {
    Level.STEADY: N_("as usual"),
    Level.WATCH: N_("a little less connected"),
    Level.ACT: N_("less connected"),
    Level.NEW: N_("new here"),
    Level.PAUSED: N_("on leave"),
}
"""What people read; of one that is not seen any more, since when (`word`)."""


def word(standing: Standing, day: date, level: Level | None = None) -> str:
    """Give the level in people's words, on a day."""
    level = standing.level if level is None else level
    if level is Level.LAPSED and standing.seen is not None:
        return _("not seen since {month}").format(month=_month(standing.seen, day))
    if level is Level.NEW and standing.not_yet_seen:
        return _("not yet seen")
    return _(WORDS.get(level, N_("less connected")))


def _month(seen: date, day: date) -> str:
    """Give the month, with its year where it may be taken for a later one of that name."""
    months = 12 * (day.year - seen.year) + day.month - seen.month
    return month_name(seen) if months < _YEAR else month_and_year(seen)


_YEAR = 12


def reasons(standing: Standing) -> list[str]:
    """Say why the chance is what it is, the largest reason first; those that matter little not."""
    made = (_SAY[each](standing) for each in standing.state.points.largest())
    return [each for each in made if each]


def run_said(standing: Standing) -> str:
    """Say what was missed in a row, and what they came to of the twelve events before that."""
    state = standing.state
    if not state.missed:
        return ""
    gap = ngettext("Missed the last event", "Missed the last {count} events", state.missed)
    gap = _with_apologies(gap.format(count=state.missed), state)
    came, whole = state.attended_before, state.out_of_before
    if came < whole or whole == SHOWN:
        return _("{gap}; before that they came to {came} of {whole}.").format(
            gap=gap, came=came, whole=whole
        )
    return ngettext(
        "{gap}; before that they came to the only one.",
        "{gap}; before that they came to all {count}.",
        whole,
    ).format(gap=gap, count=whole)


def _with_apologies(gap: str, state: State) -> str:
    """Say how much of a gap was announced, and whether all of that counts half."""
    if not state.of_those:
        return gap
    if state.missed == 1:
        return _("{gap}, with apologies (counted half)").format(gap=gap)
    if state.of_those > state.halved:
        return _("{gap}, {count} of them with apologies ({halved} counted half)").format(
            gap=gap, count=state.of_those, halved=state.halved
        )
    return _("{gap}, {count} of them with apologies (counted half)").format(
        gap=gap, count=state.of_those
    )


def chance_said(standing: Standing) -> str:
    """Say what became of partners with such a record, as a number of ten; nothing of one unseen."""
    state = standing.state
    if state.p is None or state.expected is None:
        return ""
    return _(
        "Of partners with this record about {tenths} in 10 did not come to any of the next {next}."
        " Expected: {expected} of {next}."
    ).format(tenths=round(10 * state.p), expected=round(state.expected), next=NEXT)


def would_change_said(standing: Standing) -> str:
    """Say what one attendance would bring the chance to."""
    if (chance := standing.state.p_if_attended) is None:
        return ""
    return _("One attendance would bring this to {percent}%.").format(percent=round(100 * chance))


def change_said(now: Standing, before: Standing) -> str:
    """Say what the chance was, and what made most of the change; nothing where it did not rise."""
    if now.state.p is None or before.state.p is None or now.state.p <= before.state.p:
        return ""
    why = _(GREW[now.state.points.most_beyond(before.state.points)])
    return _("It is {now}% now, and was {before}% last month: {why}.").format(
        now=round(100 * now.state.p), before=round(100 * before.state.p), why=why
    )


def _level_said(standing: Standing) -> str:
    state = standing.state
    if state.usual >= _LOW or state.opportunities < _ENOUGH:
        return ""
    return _("Comes to about {came} of {whole}, so a short gap says little.").format(
        came=state.attended, whole=state.out_of
    )


def _newness_said(standing: Standing) -> str:
    since = standing.state.opportunities - 1
    if standing.state.tenure > since:
        return ""
    if not since:
        return _("Seen once, at the last event; too early to know their habit.")
    return ngettext(
        "Joined {count} event ago; too early to know their habit.",
        "Joined {count} events ago; too early to know their habit.",
        since,
    ).format(count=since)


def _deputy_said(standing: Standing) -> str:
    if standing.seen is None or standing.member_seen is None:
        return ""
    return _("Last came through a deputy ({day}); its member was last seen {before}.").format(
        day=said(standing.seen), before=said(standing.member_seen)
    )


GREW = {
    Reason.RUN: N_("more missed in a row"),
    Reason.LEVEL: N_("they come less often"),
    Reason.NEWNESS: N_("they are newer here"),
    Reason.DEPUTY: N_("last seen only through a deputy"),
}
"""What made most of a change, in few words: the reason itself stands before it."""

_LOW = 0.45
"""Below this usual attendance a short gap says little (engagement.md, section 7)."""

_ENOUGH = 4
"""Of fewer opportunities nobody can say how often they come: newness says so."""

_SAY = {
    Reason.RUN: run_said,
    Reason.LEVEL: _level_said,
    Reason.NEWNESS: _newness_said,
    Reason.DEPUTY: _deputy_said,
}
