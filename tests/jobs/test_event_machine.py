"""Whatever is planned, moved, handed over, cancelled, stopped and cut off: calendars come right.

A state machine drives events through the real ledger and the real way out. Calendars are those of
people: each applies the mails it gets. When all has left, each shows what its person is asked
about, and nothing else; and no mail came twice but with the same bytes.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import URL, select, update

from bot.mail import MailFailed
from bot.routing import Addresses
from bot.slack import Slack
from db import (
    answering,
    answers,
    audience_changes,
    audiences,
    bodies,
    deputies,
    deputy_answers,
    deputy_decisions,
    event_changes,
    events,
    people,
    register_rounds,
    rounds,
    seats,
    series_changes,
)
from db.audience_changes import Wanted
from db.audience_items import Choice
from db.engine import Database
from db.models import Delivery, NamedDeputy, Person, Round, Series
from db.tenancy import across_partnerships, within
from domain.answers import Kind, Source
from domain.errors import Refused
from domain.events import Among, Extent, Status
from domain.recurrence import Frequency, Ordinal, Rule
from domain.seats import Part
from jobs.deliver import Deliverer, Post
from jobs.pace import Pace
from jobs.ways import MailWay
from tests.calendars.programs import Program
from tests.databases import Templates
from tests.db.meetings import FORUM, NOW, Register, register
from tests.jobs import histories
from tests.jobs.notes import SEALER

MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
PACE = Pace(lease=5, deadline=2.5, doubt=0, longest_wait=0, mending=3600)
WRITTEN = date(2028, 6, 1)
"""Up to when series are written ahead in the end."""

UNTIL = datetime(2028, 5, 1, tzinfo=UTC)
"""Up to when calendars are compared."""

DAYS = (date(2026, 11, 5), date(2027, 1, 1), date(2028, 1, 15))
"""From when a seat is handed over: now, within what is written of a series, and after it."""

PLACES = ("Police", "Health", "Council", "Probation", "Fire", "Schools")
HERE = Addresses(
    page=lambda path: f"https://x.example.org{path}",
    link=lambda link: f"https://x.example.org/{link.id}",
)
ANSWERS = (Kind.ATTENDING, Kind.APOLOGIES, Kind.UNSURE)
pick = st.integers(0, 50)


class Crash(BaseException):
    """The process dies here."""


class Server:
    """A mail server that we may be cut off from, before or after it has a mail."""

    timeout = 1

    def __init__(self) -> None:
        self.dies = ""
        self.mails: dict[str, list[bytes]] = defaultdict(list)

    def send(self, raw: bytes, *, sender: str, recipients: Sequence[str]) -> dict[str, str]:
        assert sender
        if self.dies == "before":
            raise Crash
        if self.dies == "refuses":
            raise MailFailed("connect", "refused")
        for each in recipients:
            self.mails[each].append(raw)
        if self.dies == "after":
            raise Crash
        return {}


class Machine(RuleBasedStateMachine):
    """Events of one body with six seats."""

    def __init__(self, fresh: Callable[[], URL]) -> None:
        super().__init__()
        self.database = Database(fresh())
        self.now, self.server = NOW, Server()
        with register(self.database, PLACES) as made:
            self.partnership_id = made.body.partnership_id
            self.body_id = made.body.id
            self.seats = [each.id for each in made.seats]
            self.spare = [made.person(f"Spare {n}").id for n in range(3)]
        self.deliverer = Deliverer(
            self.database,
            Slack("http://127.0.0.1:1/api/", timeout=1),
            sealer=SEALER,
            clock=lambda: self.now,
            post=Post(self.server, "calendar@joinedup.example.org"),  # type: ignore[arg-type]
            addresses=HERE,
            pace=PACE,
        )

    def teardown(self) -> None:
        self.server.dies = ""
        self._do(self._catch_up)
        self.now += timedelta(minutes=3)
        self._open_again()
        self._drain()
        try:
            self._compare()
        finally:
            self.database.close()

    def _do(self, act: Callable[[Any], object]) -> None:
        """Do something in one transaction; what is refused changes nothing."""
        with (
            suppress(Refused),
            self.database.writing() as session,
            within(session, self.partnership_id),
        ):
            act(session)

    def _catch_up(self, session: Any) -> None:
        """Do what the ticks do: follow the register, and write series ahead."""
        going = (Series.scheduled_at.is_not(None), Series.cancelled_at.is_(None))
        those = session.scalars(select(Series).where(*going).order_by(Series.id)).all()
        for series in those:
            series_changes.extend(session, series, until=WRITTEN, now=self.now)
        register_rounds.keep(session, those, by=None, now=self.now)

    def _events(self, session: Any) -> list[events.Shown]:
        return events.coming(session, now=self.now)

    @initialize()
    def tell(self) -> None:
        """Begin with an event and a series that everybody was told of."""

        def act(session: Any) -> None:
            made = _register(session, self)
            for each in (made.draft(FORUM.on(date(2026, 12, 8))), made.draft(rule=MONTHLY)):
                event_changes.send(session, each, by=None, now=self.now)

        self._do(act)
        self.now += timedelta(minutes=3)
        self._drain()

    @rule(is_series=st.booleans(), week=st.integers(0, 3))
    def plan(self, *, is_series: bool, week: int) -> None:
        def act(session: Any) -> None:
            made = _register(session, self)
            if is_series:
                made.draft(rule=MONTHLY)
            else:
                made.draft(FORUM.on(FORUM.begins.date() + timedelta(weeks=week)))

        self._do(act)

    @rule(n=pick)
    def send(self, n: int) -> None:
        def act(session: Any) -> None:
            if drafts := events.drafts(session):
                event_changes.send(session, drafts[n % len(drafts)], by=None, now=self.now)

        self._do(act)

    @rule(n=pick, days=st.integers(-3, 3), hours=st.integers(0, 2))
    def move(self, n: int, days: int, hours: int) -> None:
        def act(session: Any) -> None:
            if coming := self._events(session)[:8]:
                shown = coming[n % len(coming)]
                span = events.span_of(shown.event)
                begins = span.begins + timedelta(days=days, hours=hours)
                span = type(span)(begins, begins + span.lasts, span.zone)
                event_changes.move(session, shown, span, by=None, now=self.now)

        self._do(act)

    @rule(n=pick)
    def cancel(self, n: int) -> None:
        def act(session: Any) -> None:
            if coming := self._events(session)[:8]:
                event_changes.cancel(session, coming[n % len(coming)], by=None, now=self.now)

        self._do(act)

    @rule(n=pick)
    def cancel_all(self, n: int) -> None:
        def act(session: Any) -> None:
            if coming := self._events(session)[:8]:
                series = coming[n % len(coming)].series
                event_changes.cancel_all(session, series, by=None, now=self.now)

        self._do(act)

    @rule(n=pick, hour=st.integers(9, 15))
    def follow(self, n: int, hour: int) -> None:
        def act(session: Any) -> None:
            coming = [each for each in self._events(session) if not each.is_single][:8]
            if coming:
                shown = coming[n % len(coming)]
                span = FORUM.on(shown.event.original.date())
                begins = span.begins.replace(hour=hour)
                span = type(span)(begins, begins + span.lasts, span.zone)
                series_changes.follow(session, shown, span, MONTHLY, by=None, now=self.now)

        self._do(act)

    @rule(n=pick, who=pick, day=st.sampled_from(DAYS), follows=st.booleans())
    def hand_over(self, n: int, who: int, day: date, *, follows: bool) -> None:
        def act(session: Any) -> None:
            seat = seats.locked(session, self.seats[n % len(self.seats)])
            person = session.get_one(Person, self.spare[who % len(self.spare)])
            assert seat is not None
            seats.appoint(session, seat, person, Part.LEAD, since=day, by=None, now=self.now)
            if follows:
                those = {each.series.id: each.series for each in self._events(session)}
                register_rounds.keep(session, those.values(), by=None, now=self.now)

        self._do(act)

    @rule(n=pick, who=pick, whole=st.booleans())
    def invite(self, n: int, who: int, *, whole: bool) -> None:
        def act(session: Any) -> None:
            if coming := self._events(session)[:8]:
                shown = coming[n % len(coming)]
                whom = [Choice(Among.GUEST, self.spare[who % len(self.spare)])]
                event = None if whole else shown.event
                event_changes.add_guests(
                    session, shown.series, whom, event=event, by=None, now=self.now
                )

        self._do(act)

    @rule(n=pick, who=pick, extent=st.sampled_from(Extent))
    def take_out(self, n: int, who: int, extent: Extent) -> None:
        """Take a seat, or a guest, out of one event, of those from it on, or of all of a series."""
        whom = [Choice(Among.SEAT, each) for each in self.seats]
        whom += [Choice(Among.GUEST, each) for each in self.spare]

        def act(session: Any) -> None:
            if coming := self._events(session)[:8]:
                out = Wanted(out=(whom[who % len(whom)],), extent=extent)
                shown = coming[n % len(coming)]
                audience_changes.change(session, shown, out, by=None, now=self.now)

        self._do(act)

    @rule(n=pick, who=pick, kind=st.sampled_from([None, *ANSWERS]))
    def answer(self, n: int, who: int, kind: Kind | None) -> None:
        """Let somebody who is asked answer, or confirm what they did; a named deputy replies."""

        def act(session: Any) -> None:
            if coming := self._events(session)[:8]:
                shown = coming[n % len(coming)]
                asked = audiences.resolve(session, shown.series, [shown.event])[shown.event.id]
                everybody = sorted(asked.people)
                person = everybody[who % len(everybody)]
                given: Any = {"source": Source.LINK, "at": self.now, "now": self.now}
                span = events.span_of(shown.event)
                if kind is None:
                    answering.still_fine(session, shown, person, span=span, **given)
                else:
                    answering.answer(session, shown, person, kind, span=span, **given)

        self._do(act)

    @rule(n=pick, who=pick, accept=st.booleans())
    def send_a_deputy(self, n: int, who: int, *, accept: bool) -> None:
        """Let the lead of a seat send somebody from elsewhere, who is asked if that is accepted."""

        def act(session: Any) -> None:
            own = [
                (shown, each)
                for shown in self._events(session)[:4]
                for each in answers.invited(session, shown)
                if each.seat is not None
            ]
            if own:
                shown, each = own[n % len(own)]
                person = session.get_one(Person, self.spare[who % len(self.spare)])
                [row] = deputies.send(
                    session,
                    shown,
                    [each.invitation],
                    name=person.name,
                    address=people.addresses(session, person.id)[0].address,
                    source=Source.LINK,
                    at=self.now,
                    by=each.seat.people[0] if each.seat else None,
                    now=self.now,
                )
                if row.state == "held":
                    deputy_decisions.decide(session, row.id, accept=accept, by=None, now=self.now)

        self._do(act)

    @rule(n=pick, kind=st.sampled_from([Kind.ATTENDING, Kind.APOLOGIES, Kind.APOLOGIES]))
    def deputy_replies(self, n: int, kind: Kind) -> None:
        """Let a deputy say that they can come, or cannot, though perhaps they could before."""

        def act(session: Any) -> None:
            query = select(NamedDeputy).where(NamedDeputy.person_id.is_not(None))
            if rows := session.scalars(query.order_by(NamedDeputy.id)).all():
                given: Any = {"source": Source.LINK, "at": self.now, "now": self.now}
                deputy_answers.reply(session, rows[n % len(rows)], kind, **given)

        self._do(act)

    @rule()
    def stop(self) -> None:
        def act(session: Any) -> None:
            last = session.scalars(select(Round).order_by(Round.id.desc()).limit(1)).one_or_none()
            if last is not None:
                rounds.stop(session, last, by=None, now=self.now)

        self._do(act)

    @rule(minutes=st.sampled_from([1, 3]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.now < NOW + timedelta(days=10))
    @rule()
    def sleep(self) -> None:
        self.now += timedelta(days=1)

    @rule()
    def catch_up(self) -> None:
        self._do(self._catch_up)

    @rule(dies=st.sampled_from(["", "before", "after", "refuses"]))
    def tick(self, dies: str) -> None:
        self._open_again()
        self.server.dies = dies
        with suppress(Crash):
            self._drain()
        self.server.dies = ""
        with self.database.writing() as session, across_partnerships(session):
            leased = update(Delivery).where(Delivery.state == "leased")
            session.execute(leased.values(lease_until=NOW.replace(year=2000)))

    def _open_again(self) -> None:
        """Let the time pass for which the mail server was left alone."""
        way = self.deliverer._ways["mail"]
        assert isinstance(way, MailWay)
        way.mailer._down.over()
        with self.database.writing() as session, across_partnerships(session):
            waiting = update(Delivery).where(Delivery.state == "planned")
            session.execute(waiting.values(next_try_at=None))

    def _drain(self) -> None:
        self.deliverer.drain(self.now)

    @invariant()
    def nothing_comes_twice_but_the_same(self) -> None:
        seen: dict[tuple[str, str], bytes] = {}
        for address, mails in self.server.mails.items():
            for raw in mails:
                name = (address, str(message_from_bytes(raw)["Message-ID"]))
                assert seen.setdefault(name, raw) == raw

    def _compare(self) -> None:
        programs: dict[str, Program] = {}
        for address, mails in self.server.mails.items():
            programs[address] = Program()
            for raw in mails:
                programs[address].receive(raw)
        expected = self._expected()
        for address in programs.keys() | expected.keys():
            shown = programs.get(address, Program()).shows(self.now, UNTIL)
            assert shown == expected.get(address, set()), address

    def _expected(self) -> dict[str, set[tuple[str, datetime]]]:
        """Give by address what each person is asked about by the register."""
        found: dict[str, set[tuple[str, datetime]]] = defaultdict(set)
        with self.database.reading() as session, within(session, self.partnership_id):
            for series in session.scalars(select(Series)):
                own = events.of(session, series.id)
                asked = audiences.resolve(session, series, own)
                for event in own:
                    if event.status != Status.SCHEDULED or event.begins_at >= UNTIL:
                        continue
                    if event.begins_at < self.now:
                        continue
                    for person in asked[event.id].people:
                        address = people.addresses(session, person)[0].address
                        found[address].add((series.uid, event.begins_at))
        return found


def _register(session: Any, machine: Machine) -> Register:
    body = bodies.by_id(session, machine.body_id)
    assert body is not None
    return Register(session, body, [], [])


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("engine", "examples"), [("sqlite", 12), ("postgresql", 4)])
def test_calendars_come_right(
    templates: Templates, tmp_path: Path, engine: str, examples: int
) -> None:
    histories.run(Machine, templates, engine, tmp_path, examples, steps=20)


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_calendars_come_right_over_hundreds_of_histories(
    templates: Templates, tmp_path: Path, engine: str
) -> None:
    histories.run(Machine, templates, engine, tmp_path, 400, steps=20)
