"""How a calendar file of meetings is read (RFC 5545): its entries, and series by rules of ours.

What is received is bounded before it is parsed, its rules are never expanded, and who was invited
elsewhere is left behind: those lines are not even parsed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.cal import Component

from domain import kept_rules
from domain.errors import Refused
from domain.imports import Problem
from domain.language import gettext as _
from domain.meeting_entries import BROKEN, entries, sequence
from domain.meeting_entries import zone as known_zone
from domain.meeting_files import Meeting, Meetings, Moved, without_addresses
from domain.meeting_rules import our_rule, refuse_endless
from domain.named_days import long_day
from domain.names import tidy
from domain.recurrence import horizon

_DAY = timedelta(days=1)
_Numbered = tuple[int, Component]
_UTC = {"UTC", "Etc/UTC", "Z"}


def read_calendar(content: bytes, name: str, *, zone: str, today: date) -> Meetings:
    """Read a calendar file. Times without a zone, and in UTC, are told in the partnership's.

    Raises `Refused` for what is no calendar, or has too many entries.
    """
    found = entries(content)
    if not found:
        raise Refused(_("I find no meetings in this calendar file."), field="file")
    meetings = Meetings()
    by_uid: dict[str, list[_Numbered]] = defaultdict(list)
    for number, each in enumerate(found, 1):
        by_uid[str(each.get("UID") or f"entry {number}")].append((number, each))
    reader = _Reader(name, zone, today, meetings)
    for same in by_uid.values():
        reader.read(same)
    meetings.found.sort(key=lambda each: each.row)
    meetings.problems.sort(key=lambda each: each.row)
    return meetings


class _Reader:
    """Reads the entries of one UID after the other: a series with what is different of it."""

    def __init__(self, name: str, zone: str, today: date, meetings: Meetings) -> None:
        self._name, self._zone, self._today = name, zone, today
        self._meetings = meetings

    def read(self, entries: Sequence[_Numbered]) -> None:
        """Read all that has one UID; meetings of a series that stand alone are read as such."""
        latest = list(self._latest(entries))
        series = next(((n, each) for n, each in latest if _is_master(each)), None)
        parts = [(n, each) for n, each in latest if _is_part(each)] if series else []
        for number, each in latest:
            if series is not None and _is_part(each):
                continue
            mine = parts if series is not None and number == series[0] else []
            try:
                self._take(number, each, mine)
            except Refused as no:
                self._refuse(number, no.sentence)
            except BROKEN:
                self._refuse(number, _broken())

    def _latest(self, entries: Sequence[_Numbered]) -> Iterator[_Numbered]:
        """Give the entries without older versions of them, and tell of what is left out."""
        newest = {_key(each): (sequence(each), n) for n, each in sorted(entries, key=_age)}
        for number, each in entries:
            highest, chosen = newest[_key(each)]
            apart = not (_is_master(each) or _is_part(each))
            if number == chosen or (apart and sequence(each) == highest):
                yield number, each
            elif sequence(each) < highest:
                older = _("This is an older version of another entry, so it was left out.")
                self._meetings.left_out.append(Problem(self._name, number, older))
            else:
                self._refuse(
                    number,
                    _("Another entry of this file has the same identity. Please add this by hand."),
                )

    def _refuse(self, number: int, sentence: str) -> None:
        self._meetings.problems.append(Problem(self._name, number, sentence))

    def _take(self, number: int, entry: Component, parts: Sequence[_Numbered]) -> None:
        if _is_off(entry):
            self._meetings.cancelled += 1
            return
        _refuse_range(entry)
        zone = self._zone_of(entry) if "RRULE" in entry else self._zone
        meeting = self._meeting(number, entry, zone)
        if "RDATE" in entry or "EXRULE" in entry:
            raise Refused(_("It meets on days that follow no rule. Please add each by itself."))
        if "RRULE" in entry:
            meeting = self._series(meeting, entry, parts, zone)
        self._meetings.add(meeting)

    def _meeting(self, number: int, entry: Component, zone: str) -> Meeting:
        begins = self._wall(entry.get("DTSTART"), zone)
        ends = self._ends(entry, begins, zone)
        if ends is not None and ends - begins > _DAY:
            raise Refused(_("This lasts more than a day. Please add each day by itself."))
        if ends is not None and ends < begins:
            raise Refused(_upside_down(begins, ends))
        title = tidy(str(entry.get("SUMMARY") or ""))
        if not title:
            raise Refused(_("This entry has no title."))
        all_day = begins.time() == time() and ends in {None, begins, begins + _DAY}
        return Meeting(
            self._name,
            number,
            day=begins.date(),
            start=None if all_day else begins.time(),
            minutes=None if all_day else _minutes(begins, ends),
            title=title,
            place=tidy(without_addresses(str(entry.get("LOCATION") or ""))),
            joining=tidy(str(entry.get("URL") or "")),
            agenda=without_addresses(str(entry.get("DESCRIPTION") or "")).strip(),
        )

    def _ends(self, entry: Component, begins: datetime, zone: str) -> datetime | None:
        if "DTEND" in entry:
            return self._wall(entry.get("DTEND"), zone)
        length = entry.get("DURATION")
        return begins + length.dt if length is not None else None

    def _wall(self, value: Any, zone: str) -> datetime:  # noqa: ANN401 - icalendar has no types
        """Give a time on the wall of a zone; a day is its midnight."""
        if value is None:
            raise Refused(_("This entry doesn't say when it is."))
        when = value.dt
        if not isinstance(when, datetime):
            return datetime.combine(when, time())
        named = value.params.get("TZID")
        known = known_zone(named)
        if known is not None:  # what a file says of a zone that we know is not believed
            when = when.replace(tzinfo=ZoneInfo(known))
        if when.tzinfo is not None:
            return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if named:
            raise Refused(
                _("I don't know the time zone “{name}” of this entry.").format(name=named[:60])
            )
        return when

    def _zone_of(self, entry: Component) -> str:
        """Give the zone in which a series keeps its hour. `Refused` where that is UTC."""
        value = entry.get("DTSTART")
        when = value.dt if value is not None else None
        if not isinstance(when, datetime):
            return self._zone
        known = known_zone(value.params.get("TZID"))
        if known is None and when.tzinfo is None:
            return self._zone
        if known is None or known in _UTC:
            raise Refused(
                _("This series keeps its hour in no zone that I know. Please add it by hand.")
            )
        return known

    def _series(
        self,
        meeting: Meeting,
        entry: Component,
        parts: Sequence[_Numbered],
        zone: str,
    ) -> Meeting:
        if isinstance(entry.get("RRULE"), list) or meeting.day is None:
            raise Refused(_("It repeats by several rules. Please add it as a series of its own."))
        first = datetime.combine(meeting.day, meeting.start or time())
        rule = our_rule(entry.get("RRULE"), first, zone)
        refuse_endless(rule, meeting.day, horizon(self._today))
        return replace(
            meeting,
            rule=kept_rules.as_json(rule),
            zone="" if zone == self._zone else zone,
            moved=(*self._left_out(entry, zone, meeting), *self._moved(parts, zone, meeting)),
        )

    def _left_out(self, entry: Component, zone: str, meeting: Meeting) -> Iterator[Moved]:
        found: Any = entry.get("EXDATE") or []
        for each in found if isinstance(found, list) else [found]:
            for value in each.dts:
                yield Moved(self._original(value, zone, meeting))

    def _original(self, value: Any, zone: str, meeting: Meeting) -> datetime:  # noqa: ANN401
        """Give when a meeting of a series would be; a day means the one that is held on it."""
        when = self._wall(value, zone)
        if isinstance(value.dt, datetime):
            return when
        return datetime.combine(when, meeting.start or time())

    def _moved(self, parts: Sequence[_Numbered], zone: str, meeting: Meeting) -> Iterator[Moved]:
        """Give the meetings that differ; one that can't be read is told of by itself."""
        for number, each in parts:
            try:
                yield self._different(number, each, zone, meeting)
            except Refused as no:
                self._refuse(number, no.sentence)
            except BROKEN:
                self._refuse(number, _broken())

    def _different(self, number: int, entry: Component, zone: str, meeting: Meeting) -> Moved:
        _refuse_range(entry)
        original = self._original(entry.get("RECURRENCE-ID"), zone, meeting)
        if _is_off(entry):
            return Moved(original)
        own = self._meeting(number, entry, zone)
        minutes = own.minutes or meeting.minutes
        if own.day is None or own.start is None or minutes is None:
            raise Refused(_("This meeting of a series has no times of its own."))
        begins = datetime.combine(own.day, own.start)
        return Moved(
            original,
            begins,
            begins + timedelta(minutes=minutes),
            own.title if own.title != meeting.title else "",
            own.place if own.place != meeting.place else "",
        )


def _is_part(entry: Component) -> bool:
    """Say whether an entry is one meeting of a series."""
    return "RECURRENCE-ID" in entry


def _is_master(entry: Component) -> bool:
    return "RRULE" in entry and not _is_part(entry)


def _key(entry: Component) -> tuple[bool, str]:
    """Give what two versions of an entry have in common, besides their UID."""
    return _is_master(entry), str(getattr(entry.get("RECURRENCE-ID"), "dt", ""))


def _age(numbered: _Numbered) -> tuple[int, int]:
    number, entry = numbered
    return sequence(entry), number


def _refuse_range(entry: Component) -> None:
    """Refuse a change of one meeting of a series and of all that come after it."""
    value = entry.get("RECURRENCE-ID")
    if value is not None and value.params.get("RANGE"):
        raise Refused(_("This changes all later meetings of a series. Please do that by hand."))


def _is_off(entry: Component) -> bool:
    title = str(entry.get("SUMMARY") or "").casefold()
    return str(entry.get("STATUS") or "").upper() == "CANCELLED" or title.startswith(
        ("cancelled:", "canceled:")
    )


def _broken() -> str:
    return _("This entry is broken: I can't read its times.")


def _upside_down(begins: datetime, ends: datetime) -> str:
    said = _("This ends before it begins: {begins} and {ends}. Please put it right.")
    day = begins.date() == ends.date()
    at = [f"{each:%H:%M}" if day else long_day(each) for each in (begins, ends)]
    return said.format(begins=at[0], ends=at[1])


def _minutes(begins: datetime, ends: datetime | None) -> int | None:
    """Give how long an entry lasts; None where it says nothing, or ends when it begins."""
    if ends is None or ends == begins:
        return None
    return (ends - begins) // timedelta(minutes=1)
