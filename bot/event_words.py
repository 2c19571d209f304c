"""What letters and cards say of an event in the same words, whichever of them is read."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.lists import format_list

from bot.language import long_day, time_span, zone_said
from domain.askings import Asking, News, Standing, Through
from domain.events import Calendar
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import locale, weekday_name
from domain.recurrence import Ordinal, Rule
from domain.rule_words import described
from domain.when import WallSpan

SHOWN = 3
"""How many dates of a series a message names."""


_FOUR_WEEKS = 28


def near_day(day: date, beside: date) -> str:
    """Write a day near another one: Thursday 19 November, with its year only where that differs."""
    same = day.year == beside.year
    return format_date(day, "EEEE d MMMM", locale=locale()) if same else long_day(day)


def bare_day(day: date) -> str:
    """Write a day as headings do that say the year elsewhere: 19 November."""
    return format_date(day, "d MMMM", locale=locale())


def heading_day(span: WallSpan) -> str:
    """Write when something begins, as headings do: Thu 3 December 2026, 10:00."""
    return f"{format_date(span.begins, 'EEE d MMMM y', locale=locale())}, {span.begins:%H:%M}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Write when something leaves, to the minute by which it has: 14:31."""
    minute = at.astimezone(zone).replace(second=0, microsecond=0)
    return f"{minute if minute == at else minute + timedelta(minutes=1):%H:%M}"


def fifth(rule: Rule | None, first: date) -> list[str]:
    """Say what a series does that begins on the fifth of its weekday: most months have none."""
    if rule is None or rule.ordinal is not Ordinal.LAST or first.day <= _FOUR_WEEKS:
        return []
    said = _("{day} is a fifth {weekday}, which most months lack: it meets on the last one.")
    return [said.format(day=long_day(first), weekday=weekday_name(first.weekday()))]


def listed(names: Sequence[str]) -> str:
    """Write names in a row: Police, Fire and Health."""
    return format_list(names, locale=locale())


def sentence_of(text: str) -> str:
    """Let a part of a sentence begin one."""
    return text[:1].upper() + text[1:]


def when(asking: Asking) -> str:
    """Say when it is: a day with both times, or the rule of a series."""
    if asking.rule is None:
        return time_span(asking.span)
    usual = asking.usual or asking.span
    begins, ends = usual.begins, usual.ends
    return _("{rule}: {begins} to {ends} ({zone})").format(
        rule=sentence_of(described(asking.rule)),
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M}",
        zone=zone_said(usual.zone),
    )


def is_usual(asking: Asking, span: WallSpan) -> bool:
    """Say whether one of a series is at its usual time of day."""
    usual = asking.usual or asking.span
    return (span.begins.time(), span.ends.time()) == (usual.begins.time(), usual.ends.time())


def dates(asking: Asking) -> list[str]:
    """List the next dates of a series, with what differs from its rule."""
    planned = asking.planned or [each.begins for each in asking.coming]
    return [_date(asking, *each) for each in list(zip(asking.coming, planned, strict=True))[:SHOWN]]


def _date(asking: Asking, span: WallSpan, planned: datetime) -> str:
    said = long_day(span.begins) if is_usual(asking, span) else time_span(span)
    if span.begins == planned:
        return said
    same_day = span.begins.date() == planned.date()
    was = f"{planned:%H:%M}" if same_day else bare_day(planned)
    return _("{when}, moved from {was}").format(when=said, was=was)


def first_of(asking: Asking) -> str:
    """Write when something is, as headings do; of a series, without a time that is not its own."""
    if asking.rule is None or is_usual(asking, asking.span):
        return heading_day(asking.span)
    return format_date(asking.span.begins, "EEE d MMMM y", locale=locale())


def at_the(title: str) -> str:
    """Name an event within a sentence: the Leadership Forum."""
    return title if title.casefold().startswith("the ") else _("the {title}").format(title=title)


def cancelled(asking: Asking, reason: str | None) -> str:
    """Say that an event is off, and why if that was said."""
    day = bare_day(asking.span.begins)
    if asking.rule is not None:
        said = _("Cancelled: {title}, all dates from {day}.").format(title=asking.title, day=day)
    else:
        said = _("Cancelled: {title}, {day}.").format(title=asking.title, day=day)
    return f"{said} {because(reason)}".strip()


def because(reason: str | None) -> str:
    """Say the reason that was given, as one sentence; nothing where there is none."""
    clean = (reason or "").strip().rstrip(".")
    return _("Reason: {reason}.").format(reason=clean) if clean else ""


def withdrawn(asking: Asking, replaced: Sequence[str], reason: str | None = None) -> str:
    """Say kindly that somebody is asked no more, and why if that was said.

    `replaced` are partners that have a new lead.
    """
    day = near_day(asking.span.begins, asking.span.begins)
    of_all = _("You are no longer asked about {event}, from {day} on.")
    of_one = _("You are no longer asked about {event} on {day}.")
    said = (of_one if asking.rule is None else of_all).format(event=at_the(asking.title), day=day)
    if not replaced:
        return f"{said} {because(reason)}".strip()
    leads = ngettext("{partners} has a new lead.", "{partners} have new leads.", len(replaced))
    return f"{said} {leads.format(partners=listed(replaced))}"


def new_time(asking: Asking, was: WallSpan) -> str:
    """Say the new time of an event, and what it was."""
    begins, before = asking.span.begins, was.begins
    new = _("New time: {day}, {time}.").format(day=near_day(begins, before), time=f"{begins:%H:%M}")
    if before == begins:
        old = f"{before:%H:%M}–{was.ends:%H:%M} ({zone_said(was.zone)})"
        new = _("New time: {when}.").format(when=time_span(asking.span))
    elif before.date() == begins.date():
        old = f"{before:%H:%M}"
    elif (before.time(), before.year) == (begins.time(), begins.year):
        old = bare_day(before)
    else:
        old = f"{near_day(before, begins)}, {before:%H:%M}"
    return f"{new} {_('It was {when}.').format(when=old)}"


CHANGED = {
    "title": N_("New title: {new}. It was “{old}”."),
    "place": N_("New place: {new}. It was {old}."),
    "joining": N_("There are new joining details."),
    "agenda": N_("The agenda has changed."),
}
"""What is said of each thing that changed; what was empty before has words of its own."""

_ADDED = {
    "place": N_("The place is known now: {new}."),
    "agenda": N_("There is an agenda now."),
    "joining": N_("You can join online now."),
}


def whats_new(asking: Asking, news: News) -> list[str]:
    """Say what is new of an event, a sentence each, the time before all else."""
    said = [_moved(asking, news.was)] if news.was is not None else []
    said += [_changed(asking, name, old) for name, old in news.changed if name in CHANGED]
    if asking.answer_by is not None and "answer_by" in dict(news.changed):
        said.append(due_now(asking.answer_by))
    said += _ended(asking, news) if news.ended else _other_dates(asking, news)
    if news.others and not said:
        said.append(_("What you are asked for has changed. It is below as it is now."))
    said = said or [_("The details have changed. They are below as they are now.")]
    return [*said, *([because(news.reason)] if news.reason else [])]


def due_now(day: date) -> str:
    """Say until when answers are due, where that was another day."""
    return _("Answers are due {day} now.").format(day=bare_day(day))


def _ended(asking: Asking, news: News) -> list[str]:
    said = [_("This series ends earlier.")]
    if news.last is not None:
        last = near_day(news.last, asking.span.begins)
        said = [_("This series ends earlier. Its last date is {day}.").format(day=last)]
    return [f"{said[0]} {_('What follows it comes as an invitation.')}"]


def _other_dates(asking: Asking, news: News) -> list[str]:
    """Say which dates came, and which went."""
    said = []
    if news.came:
        more = ngettext(
            "You are asked about one more date: {days}.",
            "You are asked about more dates: {days}.",
            len(news.came),
        )
        said.append(more.format(days=_days(asking, news.came)))
    if news.gone:
        less = _("You are no longer asked about {days}.")
        said.append(less.format(days=_days(asking, news.gone)))
    return said


def _days(asking: Asking, days: Sequence[date]) -> str:
    named = [near_day(each, asking.span.begins) for each in days[:SHOWN]]
    rest = len(days) - SHOWN
    return listed([*named, _("{n} more").format(n=rest)] if rest > 0 else named)


def _moved(asking: Asking, was: WallSpan) -> str:
    """Say the new time; whose calendar is not ours to change is asked to."""
    said = new_time(asking, was)
    if asking.calendar is not Calendar.ELSEWHERE:
        return said
    return f"{said} {_('Please change it in your calendar.')}"


def take_out(asking: Asking) -> str:
    """Ask to take out of a calendar what is off, where the entry in it is not ours."""
    if asking.calendar is not Calendar.ELSEWHERE:
        return ""
    one = _("Please take it out of your calendar.")
    return one if asking.rule is None else _("Please take them out of your calendar.")


def _changed(asking: Asking, name: str, old: str) -> str:
    new = str(getattr(asking, name))
    if name == "place" and not new:
        return _("The place has changed. It was {old}.").format(old=old)
    sentence = _ADDED[name] if name in _ADDED and not old else CHANGED[name]
    return _(sentence).format(new=new, old=old)


def asked_for(seats: Sequence[Standing]) -> list[str]:
    """Say for which seats somebody is asked, a sentence for each way in which they are."""
    return [
        _asked(through, len(names)).format(partners=listed(names))
        for through in Through
        if (names := partners(seats, through))
    ]


def partners(seats: Sequence[Standing], through: Through) -> list[str]:
    """Name the partners for whose seats somebody is asked in one way, each once."""
    return list(dict.fromkeys(each.partner for each in seats if each.through is through))


def _asked(through: Through, n: int) -> str:
    match through:
        case Through.LEAD:
            return ngettext(
                "You hold the seat for {partners}.", "You hold the seats for {partners}.", n
            )
        case Through.DEPUTY:
            return ngettext(
                "The seat for {partners} has no lead, and you are its deputy.",
                "The seats for {partners} have no lead, and you are their deputy.",
                n,
            )
        case Through.CONTACT:
            return ngettext(
                "The seat for {partners} has no lead, and you are the main contact.",
                "The seats for {partners} have no lead, and you are the main contact.",
                n,
            )
        case Through.NAMED:
            return ngettext(
                "You are named to represent {partners}.",
                "You are named to represent {partners}.",
                n,
            )
        case Through.SILENCE:
            return ngettext(
                "There is no answer yet for {partners}'s seat, and you are its deputy.",
                "There is no answer yet for the seats of {partners}, and you are their deputy.",
                n,
            )
