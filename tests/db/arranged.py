"""Meetings arranged in a register, and every calendar message that follows, in its order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar
from sqlalchemy import select

from db import (
    calendar_drafts,
    diary_contacts,
    event_changes,
    event_plans,
    events,
    feeds,
    seats,
    series_changes,
)
from db.audience_items import Choice
from db.events import Shown
from db.models import Attendee, Event, Person, Recipient, Series
from domain.calendars import feed
from domain.events import Among, Details, Planned, Say, Status
from domain.recurrence import Frequency, Rule
from domain.seats import Part
from domain.when import WallSpan
from tests.db.meetings import Register

MAILBOX = "calendar@joinedup.example.org"


@dataclass(frozen=True)
class Told:
    """One message, to whom it goes, and what it means."""

    name: str
    reader: str
    method: str
    body: bytes
    uid: str
    sequence: int
    attendees: tuple[str, ...]
    organizer: str
    met: tuple[datetime, ...] | None


@dataclass
class Story:
    """A single event and a series, at one place and time of the year, from draft to the end."""

    own: Register
    span: WallSpan

    def __post_init__(self) -> None:
        self.now = self.span.begins.replace(tzinfo=UTC) - timedelta(days=30)
        self.police, self.health = self.own.leads
        self.own.owner.live_at = self.now

    def messages(self) -> Iterator[Told]:
        """Tell it."""
        yield from self._single()
        yield from self._series()

    def _single(self) -> Iterator[Told]:
        series = self._sent(None)
        yield self._told("invitation", series, self.police)
        later = replace(self.span, ends=self.span.ends + timedelta(minutes=30))
        event_changes.move(
            self.own.session, self.own.first(series), later, by=None, now=self._later()
        )
        yield self._told("update", series, self.police, Say.UPDATE)
        event_changes.cancel(self.own.session, self.own.first(series), by=None, now=self._later())
        yield self._told("cancelled", series, self.police, Say.CANCELLATION)

    def _series(self) -> Iterator[Told]:
        session = self.own.session
        series = self._sent(Rule(Frequency.WEEKLY, self.span.begins.weekday(), count=8))
        yield self._told("series", series, self.police)
        yield self._copied(series)
        third, fourth = events.of(session, series.id)[2:4]
        ahead = timedelta(days=1, hours=2)
        later = WallSpan(third.begins + ahead, third.ends + ahead, third.zone)
        event_changes.move(session, Shown(third, series), later, by=None, now=self._later())
        yield self._told("one moved", series, self.police, Say.UPDATE, third)
        event_changes.cancel(session, Shown(fourth, series), by=None, now=self._later())
        yield self._told("one cancelled", series, self.police, Say.CANCELLATION, fourth)
        yield self._told("as it is", series, self.health)
        yield from self._partly(series, third)
        yield from self._handed_over(series)
        yield from self._followed(series)

    def _partly(self, series: Series, event: Event) -> Iterator[Told]:
        session = self.own.session
        guest = self.own.person("Guest")
        whom = [Choice(Among.GUEST, guest.id)]
        event_changes.add_guests(session, series, whom, event=event, by=None, now=self._later())
        yield self._told("guest of one", series, guest)

    def _handed_over(self, series: Series) -> Iterator[Told]:
        session = self.own.session
        diary = self.own.person("Diary")
        since = self.now.date()
        diary_contacts.add(session, self.police, diary, since=since, by=None, now=self.now)
        yield self._told("copied", series, self.police, Say.UPDATE)
        fifth = events.of(session, series.id)[4]
        new = self.own.person("New lead")
        seats.appoint(
            session,
            self.own.seats[0],
            new,
            Part.LEAD,
            since=fifth.begins.date(),
            by=None,
            now=self._later(),
        )
        series_changes.keep(session, series, by=None, now=self._later())
        yield self._told("handed over", series, self.police, Say.UPDATE)
        yield self._told("taken over", series, new)
        yield self._told("withdrawn", series, self.police, Say.WITHDRAWAL)

    def _followed(self, series: Series) -> Iterator[Told]:
        session = self.own.session
        seventh = events.of(session, series.id)[6]
        rule = Rule(Frequency.WEEKLY, seventh.begins.weekday(), count=4)
        new, _rounds = series_changes.follow(
            session,
            Shown(seventh, series),
            events.span_of(seventh),
            rule,
            by=None,
            now=self._later(),
        )
        yield self._told("ended", series, self.health, Say.UPDATE)
        yield self._told("following", new, self.health)
        yield self._fed(new)
        event_changes.cancel_all(session, new, by=None, now=self._later())
        yield self._told("all cancelled", new, self.health, Say.CANCELLATION)

    def _sent(self, rule: Rule | None) -> Series:
        session = self.own.session
        planned = Planned(Details("Forum"), self.span, rule, self.own.body.id)
        whom = [Choice(Among.BODY, self.own.body.id)]
        series = event_plans.draft(session, planned, whom, by=None, now=self.now)
        event_changes.send(session, series, by=None, now=self.now)
        return series

    def _later(self) -> datetime:
        self.now += timedelta(minutes=5)
        return self.now

    def _told(
        self,
        name: str,
        series: Series,
        person: Person,
        say: Say = Say.INVITATION,
        event: Event | None = None,
    ) -> Told:
        query = select(Attendee).where(Attendee.series_id == series.id)
        reader = self.own.session.scalars(query.where(Attendee.person_id == person.id)).one()
        said = calendar_drafts.message(
            self.own.session,
            series,
            reader,
            say,
            event.id if event else None,
            organizer=MAILBOX,
            now=self.now,
        )
        assert said is not None, name
        asks = say in {Say.INVITATION, Say.UPDATE}
        met = ((event.begins_at,) if event else self._held(series, reader)) if asks else None
        return Told(
            name,
            person.name,
            said[0],
            said[1],
            series.uid,
            series.sequence,
            self._named(person),
            f"calendar+{reader.token.casefold()}@joinedup.example.org",
            met,
        )

    def _named(self, person: Person) -> tuple[str, ...]:
        """Give who stands in somebody's message: they, and who keeps their diary by then."""
        kept = diary_contacts.of(self.own.session, person.id, day=self.now.date())
        people = [person, *(each.person for each in kept)]
        return tuple(
            sorted(f"{each.name.casefold().replace(' ', '.')}@example.org" for each in people)
        )

    def _held(self, series: Series, reader: Attendee) -> tuple[datetime, ...]:
        query = (
            select(Event.begins_at)
            .join(Recipient, Recipient.event_id == Event.id)
            .where(Recipient.attendee_id == reader.id, Recipient.withdrawn_at.is_(None))
            .where(Event.series_id == series.id, Event.status != Status.CANCELLED)
        )
        return tuple(sorted(self.own.session.scalars(query)))

    def _copied(self, series: Series) -> Told:
        said = calendar_drafts.copy(
            self.own.session, series, self.police.id, organizer=MAILBOX, now=self.now
        )
        assert said is not None
        token = f"copy-{series.id}-{self.police.id}"
        [uid] = {str(each["UID"]) for each in Calendar.from_ical(said[1]).walk("VEVENT")}
        met = tuple(each.begins_at for each in events.of(self.own.session, series.id))
        return Told(
            "copy",
            "copy",
            said[0],
            said[1],
            uid,
            series.revision,
            ("police.lead@example.org",),
            f"calendar+{token}@joinedup.example.org",
            met,
        )

    def _fed(self, series: Series) -> Told:
        kept = [
            each
            for each in feeds.personal(self.own.session, self.health.id, now=self.now)
            if each.key.startswith(series.uid)
        ]
        body = feed(kept, name="Mine", zone=self.span.zone, day=self.span.begins.date())
        met = tuple(each.begins_at for each in events.of(self.own.session, series.id))
        return Told("feed", "feed", "PUBLISH", body, series.uid, series.sequence, (), "", met)
