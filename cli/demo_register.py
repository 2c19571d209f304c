"""The register a demo begins with: a made-up county, its bodies, and a year of who came to two.

Only in an empty register, and unlike sample data as real as one's own: messages about it leave,
once the demo has gone live, for the post office and the Slack beside.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from db import bodies, diary_contacts, organisations, people, posts, samples, seats, sectors
from db.models import Body, Leave, Organisation, Partnership, Person
from db.sample_past import Past
from db.tenancy import within
from domain.bodies import Channel, Terms
from domain.leaves import Reason
from domain.quorum import SAFEGUARDING, Quorum
from domain.sample_past import (
    ALWAYS,
    BY_DEPUTY,
    LESS_CONNECTED,
    MONTHLY,
    NOW_AND_THEN,
    TWO_MONTHLY,
    USUAL,
    Habit,
)
from domain.seats import Part
from domain.seats import Terms as SeatTerms
from domain.sectors import SHIPPED
from domain.spans import Span

BEGAN = date(2019, 9, 2)
FORUM, EXECUTIVE, PRACTICE = "Leadership Forum", "Executive", "Practice Sub-group"


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner: its people's addresses are at `{host}.example.org`."""

    name: str
    host: str
    sector: str
    lead: str
    deputy: str | None = None
    executive: bool = False
    practice: bool = False
    habit: Habit = ALWAYS


PARTNERS = (
    Partner(
        "Anyshire Council",
        "council",
        "local_authority",
        "Council lead",
        "Council deputy",
        executive=True,
        practice=True,
    ),
    Partner("Borough Council", "borough", "local_authority", "Borough lead", habit=NOW_AND_THEN),
    Partner("Market Town Council", "town", "local_authority", "Town lead", habit=USUAL),
    Partner(
        "Health Trust",
        "health",
        "health",
        "Health lead",
        "Health deputy",
        executive=True,
        practice=True,
        habit=USUAL,
    ),
    Partner("Community Health", "community", "health", "Community health lead", habit=NOW_AND_THEN),
    Partner("Hospital Trust", "hospital", "health", "Hospital lead", habit=USUAL),
    Partner(
        "County Police",
        "police",
        "police",
        "Police lead",
        "Police deputy",
        executive=True,
        practice=True,
        habit=BY_DEPUTY,
    ),
    Partner(
        "Youth Charity", "charity", "voluntary", "Charity lead", practice=True, habit=LESS_CONNECTED
    ),
    Partner("Young Carers", "carers", "voluntary", "Carers lead", practice=True),
    Partner(
        "Families Together", "families", "voluntary", "Families lead", practice=True, habit=USUAL
    ),
    Partner(
        "Schools Forum",
        "schools",
        "education",
        "Head teacher",
        "Second head teacher",
        practice=True,
        habit=USUAL,
    ),
)

JOINED_LATELY, LATELY = "Young Carers", timedelta(days=110)
WAS_AWAY = "Families Together"
"""Who was reorganised half a year ago, and on leave for three months."""

DIARY_OF, DIARY = "Police lead", "Police lead's office"


def lay(session: Session, partnership: Partnership, channel: Channel | None, now: datetime) -> None:
    """Lay the register, if there is none yet; cards of the forum go to a channel.

    People who are known by their address are used.
    """
    with within(session, partnership.id):
        if not samples.fits(session):
            return
        rule = Quorum((SAFEGUARDING,))
        executive = bodies.add(session, EXECUTIVE, Terms(quorum=rule), by=None, now=now)
        forum = bodies.add(
            session, FORUM, Terms(answer_by_days=15, channel=channel), by=None, now=now
        )
        practice = bodies.add(session, PRACTICE, by=None, now=now)
        day = partnership.day(now)
        laying = _Laying(session, now, day)
        habits = {}
        for each in PARTNERS:
            own = [forum, *[executive] * each.executive, *[practice] * each.practice]
            habits[laying.partner(each, own)] = each.habit
        past = Past(session, habits, sample=False, by=None, now=now)
        past.of(forum, TWO_MONTHLY, day)
        past.of(practice, MONTHLY, day)


def addresses(session: Session, partnership_id: int) -> list[tuple[str, str]]:
    """Give everybody's address and name, for the post office to keep a box for each."""
    with within(session, partnership_id):
        return [
            (address.address, person.name)
            for person, _main in people.like(session, "", limit=200)
            for address in people.addresses(session, person.id)
        ]


@dataclass(slots=True)
class _Laying:
    """The rows of one partner after the other."""

    session: Session
    now: datetime
    day: date

    def partner(self, each: Partner, own: list[Body]) -> int:
        """Lay a partner with its seats, its people and its leave; give its id."""
        sector = sectors.named(self.session, _SECTORS[each.sector])
        made = organisations.register(
            self.session,
            each.name,
            since=BEGAN,
            sector_id=sector.id if sector else None,
            domains=[f"{each.host}.example.org"],
            by=None,
            now=self.now,
        )
        lead = self.person(each.lead, f"lead@{each.host}.example.org", made, main=True)
        deputy = None
        if each.deputy:
            deputy = self.person(each.deputy, f"deputy@{each.host}.example.org", made)
        since = self.day - LATELY if each.name == JOINED_LATELY else BEGAN
        for body in own:
            self.seat(made, body, (lead, deputy), since, statutory=each.executive)
        if each.lead == DIARY_OF:
            office = self.person(DIARY, f"office@{each.host}.example.org", made)
            diary_contacts.add(self.session, lead, office, since=BEGAN, by=None, now=self.now)
        if each.name == WAS_AWAY:
            self.away(made)
        return made.id

    def away(self, partner: Organisation) -> None:
        """Let a partner have been on leave."""
        since = self.day - timedelta(days=200)
        until = since + timedelta(days=90)
        reason = Reason.REORGANISATION
        self.session.add(Leave(organisation_id=partner.id, reason=reason, since=since, until=until))
        self.session.flush()

    def person(
        self, name: str, address: str, partner: Organisation, *, main: bool = False
    ) -> Person:
        """Let somebody have a post at a partner."""
        person = people.by_address(self.session, address)
        if person is None:
            person = people.add(self.session, name=name, address=address, now=self.now)
        posts.give(self.session, person, partner.id, since=BEGAN, main=main, by=None, now=self.now)
        return person

    def seat(
        self,
        partner: Organisation,
        body: Body,
        held: tuple[Person, Person | None],
        since: date,
        *,
        statutory: bool,
    ) -> None:
        """Give a partner a seat on a body, with its lead and its deputy."""
        seat = seats.add(
            self.session,
            partner.id,
            body.id,
            Span(since),
            SeatTerms(statutory=statutory),
            by=None,
            now=self.now,
        )
        for person, part in zip(held, (Part.LEAD, Part.DEPUTY), strict=True):
            if person is not None:
                seats.appoint(self.session, seat, person, part, since=since, by=None, now=self.now)


_SECTORS = {each.code: each.name for each in SHIPPED}
