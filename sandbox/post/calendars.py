"""One person's calendar, which obeys the invitations in their mail as a good client does.

It keeps every message by its UID and works out what holds from all of them, so that it makes no
difference in which order they arrive (RFC 5546, 2.1.5 and 5.2.1: a CANCEL may come first).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.post.mails import Mail
from sandbox.post.notices import Notice, Occasion, Party
from sandbox.post.repeats import date_of, length, starts
from sandbox.post.zones import Time, instant, key_of

SERIES = ""
"""The key of an event itself, where an occurrence has its RECURRENCE-ID."""
LONGEST = timedelta(days=62)
"""How far before a window an occurrence may begin and still reach into it."""


@dataclass(frozen=True)
class Message:
    """What one mail said of one event or occurrence: it stands, or it is cancelled."""

    occasion: Occasion
    mail: str
    cancelled: bool = False

    @property
    def rank(self) -> tuple[int, datetime, bool]:
        """Give what makes a message newer (RFC 5546, 2.1.5); of equals the CANCEL counts."""
        return (*self.occasion.version, self.cancelled)


@dataclass(frozen=True)
class Answer:
    """What the person has answered from here, to which version, and when."""

    partstat: str
    sequence: int
    at: datetime


@dataclass(frozen=True)
class Entry:
    """One occurrence as the calendar shows it."""

    occasion: Occasion
    start: Time
    end: Time
    partstat: str
    mail: str
    moment: str = SERIES

    @property
    def all_day(self) -> bool:
        """Say whether it is a matter of days, not hours."""
        return not isinstance(self.start, datetime)


class PersonalCalendar:
    """What somebody's mail program has made of the invitations sent to their address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers: dict[tuple[str, str], Answer] = {}
        self._heard: dict[str, list[Message]] = {}

    def take(self, mail: Mail, *, by_hand: bool = False) -> bool:
        """Obey a mail's REQUEST or CANCEL; say whether it was one. Others change no calendar.

        What a person answers is put in `by_hand`, a date that is only published too.
        """
        notice = mail.notice
        methods = ("REQUEST", "CANCEL", "PUBLISH", "ADD") if by_hand else ("REQUEST", "CANCEL")
        if not isinstance(notice, Notice) or notice.method not in methods:
            return False
        taken = False
        for occasion in notice.occasions:
            cancels = notice.method == "CANCEL" or occasion.status == "CANCELLED"
            if self.stranger(occasion) or (cancels and not self._concerns(occasion)):
                continue
            heard = self._heard.setdefault(occasion.uid, [])
            heard.append(Message(occasion, mail.id, cancels))
            taken = True
        return taken

    def _concerns(self, occasion: Occasion) -> bool:
        """Say whether a CANCEL means this person: without STATUS it only uninvites those named."""
        if occasion.status == "CANCELLED" or not occasion.attendees:
            return True
        return occasion.attendee(self.address) is not None

    def stranger(self, occasion: Occasion) -> str:
        """Name the organiser whom an event has, when a message about it comes from another.

        Whoever knows an event's UID can write such a message: programs don't obey it.
        """
        known = next((each.occasion.organizer for each in self._heard.get(occasion.uid, [])), None)
        if known is None or _mailbox(known) == _mailbox(occasion.organizer):
            return ""
        return known.address

    # What holds

    def newest(self, uid: str, moment: str = SERIES) -> Message | None:
        """Give the newest message about an event, or about one occurrence of it."""
        about = [each for each in self._heard.get(uid, []) if each.occasion.moment == moment]
        return max(about, key=lambda message: message.rank, default=None)

    def before(self, occasion: Occasion, mail: str) -> Occasion | None:
        """Give what the reader knew when a mail came: what it changes ("was 3 December")."""
        older = [
            message
            for message in self._heard.get(occasion.uid, [])
            if message.occasion.moment in (occasion.moment, SERIES)
            and message.occasion.version < occasion.version
            and int(message.mail) < int(mail)
        ]
        known = max(older, key=lambda each: (each.occasion.moment, each.rank), default=None)
        if known is None or known.cancelled:
            return None
        one = occasion.moment and not known.occasion.moment
        return date_of(known.occasion, occasion.moment) if one else known.occasion

    def dates(self, uid: str, first: datetime, last: datetime) -> list[Entry]:
        """Give the dates of a series as they stand: moved ones moved, cancelled ones left out."""
        entries = self._entries(uid, first, last) if uid in self._heard else iter(())
        return sorted(
            (each for each in entries if each.moment), key=lambda each: instant(each.start)
        )

    def occurrence(self, series: Occasion, moment: str) -> Occasion | None:
        """Give one date of a series as it stands, by its original start; None if there is none."""
        changed = self._changes(series.uid, self.newest(series.uid)).get(moment)
        if changed:
            return None if changed.cancelled else changed.occasion
        return date_of(series, moment)

    def first_mail(self, occasion: Occasion) -> str:
        """Give the mail that first brought exactly this version, or nothing."""
        return next(
            (
                each.mail
                for each in self._heard.get(occasion.uid, [])
                if each.occasion.moment == occasion.moment
                and each.occasion.version == occasion.version
            ),
            "",
        )

    def partstat(self, occasion: Occasion) -> str:
        """Give the person's answer to an event or occurrence, as their calendar knows it.

        An own answer counts until SEQUENCE rises (RFC 5546, 2.1.4), or until a later message
        from the organiser says that they have answered elsewhere.
        """
        me = occasion.attendee(self.address)
        told = me.partstat if me else "NEEDS-ACTION"
        for moment in (occasion.moment, SERIES):
            own = self.answers.get((occasion.uid, moment))
            if own is None or own.sequence < occasion.sequence:
                continue
            elsewhere = told != "NEEDS-ACTION" and occasion.stamp > own.at
            return told if elsewhere else own.partstat
        return told

    def answer(self, occasion: Occasion, partstat: str, at: datetime, moment: str = SERIES) -> None:
        """Remember what the person has answered, to an event or to one occurrence."""
        key = (occasion.uid, moment or occasion.moment)
        self.answers[key] = Answer(partstat, occasion.sequence, at)

    # What is shown

    def between(self, first: datetime, last: datetime) -> list[Entry]:
        """Give the occurrences that touch a window, in order of time."""
        found = [
            entry
            for uid in self._heard
            for entry in self._entries(uid, first - LONGEST, last)
            if instant(entry.end) > first or instant(entry.start) >= first
        ]
        return sorted(found, key=lambda entry: (instant(entry.start), entry.occasion.title))

    def _entries(self, uid: str, first: datetime, last: datetime) -> Iterator[Entry]:
        master = self.newest(uid)
        changes = self._changes(uid, master)
        if master and not master.cancelled:
            for start in starts(master.occasion, first, last):
                key = key_of(start)
                if key not in changes:
                    series = replace(master.occasion, moment=key) if _repeats(master) else None
                    yield self._entry(series or master.occasion, start, master.mail)
        for change in changes.values():
            start_of_change = change.occasion.start
            if change.cancelled or start_of_change is None:
                continue
            if first <= instant(start_of_change) <= last:
                yield self._entry(change.occasion, start_of_change, change.mail)

    def _entry(self, occasion: Occasion, start: Time, mail: str) -> Entry:
        end = start + length(occasion)
        return Entry(occasion, start, end, self.partstat(occasion), mail, occasion.moment)

    def _changes(self, uid: str, master: Message | None) -> dict[str, Message]:
        """Give what holds for single occurrences: what no later change of the series undid."""
        moments = {each.occasion.moment for each in self._heard.get(uid, [])} - {SERIES}
        newest = ((moment, self.newest(uid, moment)) for moment in moments)
        return {
            moment: message
            for moment, message in newest
            if message and not (master and self._undone(message, master))
        }

    def _undone(self, change: Message, master: Message) -> bool:
        """Say whether the series was cancelled or moved after an occurrence was changed."""
        if self._repeated(change, master):
            return False
        series = [each for each in self._heard[change.occasion.uid] if not each.occasion.moment]
        later = [each for each in series if each.rank > change.rank]
        earlier = [each for each in series if each.rank <= change.rank and not each.cancelled]
        known = max(earlier, key=lambda each: each.rank, default=None)
        return any(
            each.cancelled or (known and _timing(each.occasion) != _timing(known.occasion))
            for each in later
        )

    def _repeated(self, change: Message, master: Message) -> bool:
        """Say whether the mail about the series tells of the changed occurrence too."""
        return any(
            each.mail == master.mail and each.occasion.moment == change.occasion.moment
            for each in self._heard[change.occasion.uid]
        )


def _mailbox(party: Party | None) -> str:
    """Give an address without its detail: we may give each reader another (calendar.md, 0.7)."""
    local, _, domain = (party.address.lower() if party else "").rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _repeats(message: Message) -> bool:
    return bool(message.occasion.rule or message.occasion.extra)


def _timing(occasion: Occasion) -> tuple[object, ...]:
    start = key_of(occasion.start) if occasion.start else ""
    return start, length(occasion), occasion.rule
