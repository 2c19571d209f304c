"""What a file says of a series' own meetings: checked as single ones are, or known already."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from db.meeting_facts import Known
from domain import planned_times
from domain.errors import Refused
from domain.events import MAX_PLACE, Status, clean_details
from domain.imports import Problem
from domain.language import gettext as _
from domain.language import ngettext
from domain.meeting_files import Meeting, Moved
from domain.named_days import long_day
from domain.recurrence import Rule, expand, horizon
from domain.when import WallSpan


@dataclass(slots=True)
class Differing:
    """The meetings of a series that differ, what is left out of them, and those that can't be."""

    taken: list[Moved] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def differing(meeting: Meeting, span: WallSpan, rule: Rule, today: date) -> Differing:
    """Check what differs of a series' meetings, as far as they are written ahead."""
    until = horizon(today)
    known = {each.begins for each in expand(rule, span, until=until).spans}
    found = Differing()
    for each in meeting.moved:
        moved = _at_its_hour(each, meeting, span)
        if moved.original in known:
            _check(meeting, moved, span.zone, today, found)
        elif moved.begins is not None or moved.original.date() > until:
            said = _("A change of {day} was left out: the series has no meeting then, or not yet.")
            found.left_out.append(_about(meeting, moved, said))
    return found


def is_as(known: Known, occurrences: Mapping[datetime, Known], rule: Rule, own: Differing) -> bool:
    """Say whether a series that is known has the rule of a file's, and all that differs of it."""
    return known.rule == rule and all(
        (event := occurrences.get(each.original)) is not None and _is_as(event, each)
        for each in own.taken
    )


def refuse_cancelled(known: Known, occurrences: Mapping[datetime, Known], now: datetime) -> None:
    """Refuse what a file still has, and was cancelled here, if any of it is to come."""
    own = [each for each in occurrences.values() if each.ends_at > now]
    if not own or any(each.status != Status.CANCELLED for each in own):
        return
    if known.single:
        raise Refused(_("This was cancelled here. If it is on after all, please arrange it anew."))
    raise Refused(
        _("This series was cancelled here. If it goes on after all, please arrange it anew.")
    )


def refuse_taken_back(occurrences: Mapping[datetime, Known], own: Differing, now: datetime) -> None:
    """Refuse a series of which a file has dates as planned that are off, or moved, here."""
    said = {each.original for each in own.taken}
    days = sorted(
        original
        for original, each in occurrences.items()
        if original not in said and each.ends_at > now and not _is_as_planned(each)
    )
    if days:
        first = long_day(days[0])
        raise Refused(
            ngettext(
                "The file has {day} as planned; here it is off or moved. "
                "If the file is right, please change it by hand.",
                "The file has {day} and {n} more as planned; here they are off or moved. "
                "If the file is right, please change them by hand.",
                len(days),
            ).format(day=first, n=len(days) - 1)
        )


def _is_as_planned(event: Known) -> bool:
    return event.status != Status.CANCELLED and event.begins == event.original


def _is_as(event: Known, moved: Moved) -> bool:
    if moved.begins is None:
        return event.status == Status.CANCELLED
    return (event.begins, event.ends) == (moved.begins, moved.ends)


def _at_its_hour(moved: Moved, meeting: Meeting, span: WallSpan) -> Moved:
    """Give an all-day series' meeting at the hour that was decided."""
    if meeting.start is not None or moved.original.time() != time():
        return moved
    return replace(moved, original=datetime.combine(moved.original, span.begins.time()))


def _check(meeting: Meeting, moved: Moved, zone: str, today: date, found: Differing) -> None:
    try:
        found.taken.append(_checked(meeting, moved, zone, today, found))
    except Refused as no:
        said = _("The change of {day} can't be taken. {why}")
        found.problems.append(_about(meeting, moved, said, why=no.sentence))


def _checked(meeting: Meeting, moved: Moved, zone: str, today: date, found: Differing) -> Moved:
    """Give a meeting that differs, as it can be. Raises `Refused` as for any meeting."""
    if moved.begins is None or moved.ends is None:
        return moved
    planned_times.refuse_length(moved.begins, moved.ends)
    planned_times.refuse_far(moved.begins.date(), today, field="file")
    WallSpan(moved.begins, moved.ends, zone).instants()
    place = moved.place if len(moved.place) <= MAX_PLACE else ""
    details = clean_details(title=moved.title or meeting.called, where=place)
    if details.place != moved.place:
        said = _("The place of {day} was left out: it is too long, or no place.")
        found.left_out.append(_about(meeting, moved, said))
    return replace(moved, title=details.title if moved.title else "", place=details.place)


def _about(meeting: Meeting, moved: Moved, said: str, **more: str) -> Problem:
    day = f"{moved.original:%Y-%m-%d}"
    return Problem(meeting.sheet, meeting.row, said.format(day=day, **more))
