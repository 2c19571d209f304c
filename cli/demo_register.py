"""The register that a demo begins with: partners of a county that does not exist, and two bodies.

Only in an empty register, and unlike sample data as real as one's own: messages about it leave,
once the demo has gone live, for the post office and the Slack beside.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from db import bodies, diary_contacts, organisations, people, posts, samples, seats, sectors
from db.models import Body, Organisation, Partnership, Person
from db.tenancy import within
from domain.bodies import Channel, Terms
from domain.quorum import SAFEGUARDING, Quorum
from domain.seats import Part
from domain.seats import Terms as SeatTerms
from domain.sectors import SHIPPED
from domain.spans import Span

BEGAN = date(2019, 9, 2)
FORUM, EXECUTIVE = "Leadership Forum", "Executive"


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner: its people's addresses are at `{host}.example.org`."""

    name: str
    host: str
    sector: str
    lead: str
    deputy: str | None = None
    executive: bool = False


PARTNERS = (
    Partner(
        "Anyshire Council",
        "council",
        "local_authority",
        "Council lead",
        "Council deputy",
        executive=True,
    ),
    Partner("Borough Council", "borough", "local_authority", "Borough lead"),
    Partner("Market Town Council", "town", "local_authority", "Town lead"),
    Partner("Health Trust", "health", "health", "Health lead", "Health deputy", executive=True),
    Partner("Community Health", "community", "health", "Community health lead"),
    Partner("Hospital Trust", "hospital", "health", "Hospital lead"),
    Partner("County Police", "police", "police", "Police lead", "Police deputy", executive=True),
    Partner("Youth Charity", "charity", "voluntary", "Charity lead"),
    Partner("Young Carers", "carers", "voluntary", "Carers lead"),
    Partner("Families Together", "families", "voluntary", "Families lead"),
    Partner("Schools Forum", "schools", "education", "Head teacher", "Second head teacher"),
)

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
        for each in PARTNERS:
            own = [forum, executive] if each.executive else [forum]
            _Laying(session, now).partner(each, own)


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

    def partner(self, each: Partner, own: list[Body]) -> None:
        """Lay a partner with its seats and its people."""
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
        for body in own:
            self.seat(made, body, lead, deputy, statutory=each.executive)
        if each.lead == DIARY_OF:
            office = self.person(DIARY, f"office@{each.host}.example.org", made)
            diary_contacts.add(self.session, lead, office, since=BEGAN, by=None, now=self.now)

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
        lead: Person,
        deputy: Person | None,
        *,
        statutory: bool,
    ) -> None:
        """Give a partner a seat on a body, with its lead and its deputy."""
        seat = seats.add(
            self.session,
            partner.id,
            body.id,
            Span(BEGAN),
            SeatTerms(statutory=statutory),
            by=None,
            now=self.now,
        )
        for person, part in ((lead, Part.LEAD), (deputy, Part.DEPUTY)):
            if person is not None:
                seats.appoint(self.session, seat, person, part, since=BEGAN, by=None, now=self.now)


_SECTORS = {each.code: each.name for each in SHIPPED}
