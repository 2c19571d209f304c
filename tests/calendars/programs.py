"""A calendar program as people have it: it applies what comes by mail, and shows what it holds.

It follows RFC 5546, 2.1.5 and 3.2: the higher SEQUENCE counts, then the later DTSTAMP; a REQUEST
with a master replaces the whole entry, one with occurrences alone changes those.
"""

import email
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from typing import Any

import icalendar
from dateutil.rrule import rrulestr

Key = tuple[int, datetime]
"""SEQUENCE and DTSTAMP."""


@dataclass
class Kept:
    """One entry: its master, the occurrences that differ, and those that were cancelled."""

    key: Key
    master: Any = None
    changed: dict[datetime, tuple[Key, Any]] = field(default_factory=dict)
    gone: dict[datetime, Key] = field(default_factory=dict)


@dataclass
class Program:
    """One person's calendar."""

    entries: dict[str, Kept] = field(default_factory=dict)
    cancelled: dict[str, Key] = field(default_factory=dict)

    def receive(self, raw: bytes) -> None:
        """Apply a mail, if there is a calendar message in it."""
        message = email.message_from_bytes(raw, policy=policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                self._apply(icalendar.Calendar.from_ical(content))

    def _apply(self, calendar: Any) -> None:
        events = calendar.walk("VEVENT")
        masters = [each for each in events if "RECURRENCE-ID" not in each]
        others = [each for each in events if "RECURRENCE-ID" in each]
        for each in masters:
            (self._request if calendar["METHOD"] == "REQUEST" else self._cancel)(each)
        for each in others:
            (self._change if calendar["METHOD"] == "REQUEST" else self._leave_out)(each)

    def _request(self, event: Any) -> None:
        uid, key = str(event["UID"]), key_of(event)
        known = self.entries.get(uid)
        last = self.cancelled.get(uid) or (known.key if known else None)
        if last is None or key >= last:
            self.entries[uid] = Kept(key, event)
            self.cancelled.pop(uid, None)

    def _cancel(self, event: Any) -> None:
        uid, key = str(event["UID"]), key_of(event)
        known = self.entries.get(uid)
        if known is None or key >= known.key:
            self.entries.pop(uid, None)
            self.cancelled[uid] = key

    def _change(self, event: Any) -> None:
        uid, key = str(event["UID"]), key_of(event)
        if uid in self.cancelled and uid not in self.entries:
            return
        kept = self.entries.setdefault(uid, Kept(key))
        original = utc(event["RECURRENCE-ID"].dt)
        known = kept.changed.get(original)
        if (known is None or key >= known[0]) and key[0] >= kept.gone.get(original, key)[0]:
            kept.changed[original] = (key, event)
            kept.gone.pop(original, None)

    def _leave_out(self, event: Any) -> None:
        kept = self.entries.get(str(event["UID"]))
        if kept is not None:
            original = utc(event["RECURRENCE-ID"].dt)
            kept.gone[original] = key_of(event)
            kept.changed.pop(original, None)

    def shows(self, since: datetime, until: datetime) -> set[tuple[str, datetime]]:
        """Give the uid and the start of everything it shows in a span of time."""
        return {
            (uid, start)
            for uid, kept in self.entries.items()
            for start in _starts(kept, until)
            if since <= start < until
        }


def _starts(kept: Kept, until: datetime) -> set[datetime]:
    found = {utc(event["DTSTART"].dt) for _key, event in kept.changed.values()}
    if kept.master is None:
        return found
    start = kept.master["DTSTART"].dt
    if "RRULE" not in kept.master:
        return {*found, utc(start)}
    rule = rrulestr(kept.master["RRULE"].to_ical().decode(), dtstart=start)
    left_out = {utc(each.dt) for group in _exdates(kept.master) for each in group.dts}
    regular = {utc(each) for each in rule.between(start, until, inc=True)}
    return found | (regular - left_out - kept.changed.keys() - kept.gone.keys())


def _exdates(event: Any) -> list[Any]:
    found = event.get("EXDATE", [])
    return found if isinstance(found, list) else [found]


def key_of(event: Any) -> Key:
    return int(event.get("SEQUENCE", 0)), event["DTSTAMP"].dt


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
