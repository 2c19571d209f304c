"""Sample data to look round in: laid as one, marked everywhere, and taken away as one."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db import audit, people, sample_events
from db.models import (
    Address,
    Arrangement,
    Body,
    Contact,
    DiaryContact,
    EmailDomain,
    Leave,
    Membership,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Seat,
    SeatHolder,
    Sector,
    SectorHeld,
)
from db.sample_past import Past
from domain import quorum, samples
from domain.contacts import Way
from domain.errors import Refused
from domain.language import gettext as _
from domain.leaves import Reason
from domain.names import name_key
from domain.samples import PARTNERS, Days, Partner, marked
from domain.seats import Part


def there(session: Session) -> bool:
    """Say whether the session's partnership has sample data."""
    kinds = (Organisation, Body, Person, Arrangement)
    return any(_any(session, select(kind.id).where(kind.sample)) for kind in kinds)


def fits(session: Session) -> bool:
    """Say whether sample data may be laid: in an empty register alone."""
    return not any(_any(session, select(kind.id)) for kind in (Organisation, Body))


def _any(session: Session, query: Select[int]) -> bool:
    return session.scalars(query.limit(1)).first() is not None


def lay(session: Session, *, day: date, by: int | None, now: datetime) -> int:
    """Lay sample data around a day; gives how many partners. People known by address are used.

    Raises `Refused` unless the register is empty.
    """
    if not fits(session):
        raise Refused(
            _("Sample data fits an empty register only. There are partners or bodies already.")
        )
    _Laying(session, day, now, by).all()
    audit.record(
        session,
        actor_id=by,
        verb="lay",
        subject_kind="sample",
        subject_id=0,
        before=None,
        after={"partners": len(PARTNERS)},
        now=now,
    )
    return len(PARTNERS)


class _Laying:
    """The rows of the sample, written kind by kind."""

    def __init__(self, session: Session, day: date, now: datetime, by: int | None) -> None:
        self._session = session
        self._day, self._days = day, Days.around(day)
        self._now = now
        self._by = by
        found = session.scalars(select(Sector).where(Sector.code.is_not(None)))
        self._sectors = {str(each.code): each.id for each in found}

    def all(self) -> None:
        """Write it all."""
        bodies = self._bodies()
        organisations = {each.key: self._organisation() for each in PARTNERS}
        for each in PARTNERS:
            own = organisations[each.key]
            self._facts(each, own)
            self._people(each, own, [self._seat(each, own, bodies[b]) for b in each.bodies])
        self._arrangement()
        self._contacts(organisations)
        away = Leave(
            organisation_id=organisations[samples.ON_LEAVE].id,
            reason=Reason.REORGANISATION,
            since=self._days.away,
            until=self._days.back,
        )
        self._session.add(away)
        self._session.flush()
        self._past(bodies, organisations)
        sample_events.lay(self._session, bodies, day=self._day, by=self._by, now=self._now)

    def _past(self, bodies: dict[str, Body], organisations: dict[str, Organisation]) -> None:
        habits = {organisations[key].id: habit for key, habit in samples.HABITS.items()}
        past = Past(self._session, habits, sample=True, by=self._by, now=self._now)
        for key, meetings in samples.PAST.items():
            past.of(bodies[key], meetings, self._day)

    def _bodies(self) -> dict[str, Body]:
        made = {
            key: Body(
                name=marked(name),
                name_key=name_key(marked(name)),
                sample=True,
                created_at=self._now,
                answer_by_days=15 if key == "forum" else 10,
            )
            for key, name in samples.BODIES.items()
        }
        made["executive"].quorum = quorum.as_json(quorum.Quorum((quorum.SAFEGUARDING,)))
        made["forum"].quorum = quorum.as_json(quorum.Quorum((quorum.HALF,)))
        self._session.add_all(made.values())
        self._session.flush()
        return made

    def _organisation(self) -> Organisation:
        own = Organisation(sample=True, created_at=self._now)
        self._session.add(own)
        self._session.flush()
        return own

    def _facts(self, each: Partner, own: Organisation) -> None:
        since, name = self._days.joined, _(each.name)
        facts = [
            OrganisationName(
                organisation_id=own.id, name=name, name_key=name_key(name), since=since
            ),
            Membership(organisation_id=own.id, since=since),
            EmailDomain(organisation_id=own.id, domain=f"{each.key}.example.org"),
        ]
        if (sector := self._sectors.get(each.sector)) is not None:
            facts.append(SectorHeld(organisation_id=own.id, sector_id=sector, since=since))
        self._session.add_all(facts)

    def _seat(self, each: Partner, own: Organisation, body: Body) -> Seat:
        seat = Seat(
            organisation_id=own.id,
            body_id=body.id,
            title="",
            statutory=each.bodies == samples.TOP,
            speaks_for=_(each.speaks_for) if each.speaks_for else None,
            since=self._seated(each),
        )
        self._session.add(seat)
        self._session.flush()
        return seat

    def _people(self, each: Partner, own: Organisation, seats: list[Seat]) -> None:
        lead = self._person(each, own, each.person, "lead", main=True)
        until = self._days.left if each.key == samples.VACANT else None
        if each.key == samples.CHANGES:
            until = self._days.following
            new = self._person(each, own, samples.NEW_LEAD, "new.lead")
            self._hold(seats, new, Part.LEAD, self._days.following)
        self._hold(seats, lead, Part.LEAD, self._seated(each), until)
        for number, name in enumerate(each.deputies, 1):
            deputy = self._person(each, own, name, f"deputy{number}")
            self._hold(seats, deputy, Part.DEPUTY, self._days.arranged)
        if each.key == samples.DIARY_OF:
            office = self._person(each, own, samples.DIARY, "office")
            diary = DiaryContact(person_id=office.id, holder_id=lead.id, since=self._days.arranged)
            self._session.add(diary)

    def _seated(self, each: Partner) -> date:
        lately = each.key == samples.JOINED_LATELY
        return self._days.lately if lately else self._days.arranged

    def _person(
        self, each: Partner, own: Organisation, name: str, word: str, *, main: bool = False
    ) -> Person:
        """Find who has the address already, or add somebody; either has a post there then."""
        address = each.address(word)
        person = people.by_address(self._session, address)
        if person is None:
            person = Person(name=marked(name), sample=True, created_at=self._now)
            self._session.add(person)
            self._session.flush()
            if not (main and each.key == samples.UNREACHED):
                key = address.casefold()
                self._session.add(Address(person_id=person.id, address=address, address_key=key))
        self._session.add(
            Post(person_id=person.id, organisation_id=own.id, main=main, since=self._days.arranged)
        )
        self._session.flush()
        return person

    def _hold(
        self,
        seats: list[Seat],
        person: Person,
        part: Part,
        since: date,
        until: date | None = None,
    ) -> None:
        self._session.add_all(
            SeatHolder(seat_id=seat.id, person_id=person.id, part=part, since=since, until=until)
            for seat in seats
        )

    def _arrangement(self) -> None:
        """Name the sample's arrangement, unless the partnership has one of its own."""
        if _any(self._session, select(Arrangement.id)):
            return
        row = Arrangement(name=marked(samples.ARRANGEMENT), since=self._days.arranged, sample=True)
        self._session.add(row)

    def _contacts(self, organisations: dict[str, Organisation]) -> None:
        noted = (
            ("probation", Way.CALL, self._days.called, _("Who follows as lead? They will say.")),
            ("charity", Way.VISIT, self._days.visited, _("Would like papers a week earlier.")),
        )
        self._session.add_all(
            Contact(
                organisation_id=organisations[key].id,
                way=way,
                note=note,
                day=day,
                noted_by=self._by,
                noted_at=self._now - timedelta(days=1),
            )
            for key, way, day, note in noted
        )
