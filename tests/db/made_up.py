"""Registers that nobody would think of, for tests: every table, odd names, spans of all kinds."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from db.models import (
    Address,
    Arrangement,
    Body,
    Contact,
    DiaryContact,
    EmailDomain,
    Leave,
    Membership,
    Merge,
    OptOut,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Seat,
    SeatHolder,
    Sector,
    SectorHeld,
    Term,
)
from db.rows import Draft, Register
from domain import quorum
from domain.names import clean_name, name_key, tidy
from domain.organisations import ALWAYS
from domain.quorum import AllOf, Members, Quorum, Share

START = date(2015, 1, 1)
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=UTC)

PREFIXES = (
    "",
    "=",
    "+44 ",
    "-",
    "@",
    "'",
    "’",
    '"',
    "É",
    "Ｆ",
    "＝",
    "#",
    "1",
    "true ",
    "2019-09-01 ",
)
"""What a program that opens spreadsheets may take for something else than a text."""

seeds = st.integers(0, 2**32)


def fill(register: Register, seed: int) -> None:
    """Draft a register at random, the same for the same seed."""
    _Maker(register, Random(seed)).make()  # noqa: S311 - a test's dice


class _Maker:
    def __init__(self, register: Register, dice: Random) -> None:
        self._register = register
        self._dice = dice
        self._count = 0

    def make(self) -> None:
        dice = self._dice
        bodies = [self._body() for _ in range(dice.randint(1, 3))]
        self._calendar()
        partners = [self._partner() for _ in range(dice.randint(1, 4))]
        people = [self._person() for _ in range(dice.randint(1, 5))]
        for partner in partners:
            self._facts(partner, partners)
        for person in people:
            self._reach(person, partners, people)
        seats = [self._seat(partner, bodies, people) for partner in partners for _ in range(2)]
        self._quorum(bodies[0], [each for each in seats if each["body_id"] is bodies[0]])

    def _name(self, kind: str) -> str:
        self._count += 1
        return clean_name(tidy(f"{self._dice.choice(PREFIXES)}{kind} {self._count}"))

    def _spans(self, most: int = 3) -> list[tuple[date, date | None]]:
        """Give some spans that share no day; the last may be open, or planned."""
        day = START + timedelta(self._dice.randint(0, 400))
        found: list[tuple[date, date | None]] = []
        for _ in range(self._dice.randint(1, most)):
            until = day + timedelta(self._dice.randint(1, 2500))
            found.append((day, until))
            day = until + timedelta(self._dice.choice([0, 0, 30]))
        last, end = found.pop()
        return [*found, (last, self._dice.choice([None, None, end]))]

    def _add(self, model: Any, **values: Any) -> Draft:
        return self._register.add(model, **values)

    def _dated(self, model: Any, most: int = 3, **values: Any) -> None:
        for since, until in self._spans(most):
            self._add(model, since=since, until=until, **values)

    def _body(self) -> Draft:
        name = self._name("Forum")
        return self._add(
            Body,
            name=name,
            name_key=name_key(name),
            answer_by_days=self._dice.randint(0, 20),
            asks_deputies=self._dice.choice(["off", "ask", "automatic"]),
            created_at=MOMENT,
            closed_at=self._dice.choice([None, MOMENT]),
        )

    def _calendar(self) -> None:
        for since, until in self._spans():
            self._add(Arrangement, name=self._name("Arrangements"), since=since, until=until)
            last = since + timedelta(60)
            self._add(Term, name=self._name("Term"), first_day=since, last_day=last)

    def _partner(self) -> Draft:
        partner = self._add(Organisation, created_at=MOMENT)
        for since, until in self._spans():
            self._called(partner, since, until, alias=False)
        for since, until in self._spans(2):
            self._called(partner, since, until, alias=True)
        return partner

    def _called(self, partner: Draft, since: date, until: date | None, *, alias: bool) -> None:
        name = self._name("Trust")
        self._add(
            OrganisationName,
            organisation_id=partner,
            name=name,
            name_key=name_key(name),
            alias=alias,
            since=since,
            until=until,
        )

    def _facts(self, partner: Draft, partners: list[Draft]) -> None:
        dice, others = self._dice, [each for each in partners if each is not partner]
        sectors = list(self._register.all(Sector))
        for since, until in self._spans():
            successor = dice.choice([None, *others]) if until else None
            self._add(
                Membership,
                organisation_id=partner,
                since=since,
                until=until,
                successor_id=successor,
            )
        for since, until in self._spans():
            self._add(
                SectorHeld,
                organisation_id=partner,
                sector_id=dice.choice(sectors),
                since=since,
                until=until,
            )
        self._add(EmailDomain, organisation_id=partner, domain="shared.example.org")
        if others and dice.random() < 0.5:
            self._add(
                Merge,
                organisation_id=partner,
                into_id=dice.choice(others),
                since=dice.choice([ALWAYS, START]),
                made_at=MOMENT,
                undone_at=dice.choice([None, MOMENT]),
            )
        self._dated(Leave, organisation_id=partner, reason="closure")

    def _person(self) -> Draft:
        return self._add(
            Person,
            name=self._name("Person"),
            job_title=self._dice.choice([None, self._name("Head")]),
            language=self._dice.choice([None, "en", "cy"]),
            channel=self._dice.choice([None, "mail", "slack"]),
            created_at=MOMENT,
        )

    def _reach(self, person: Draft, partners: list[Draft], people: list[Draft]) -> None:
        dice = self._dice
        for place in range(dice.randint(0, 2)):
            self._count += 1
            address = f"Person{self._count}@Example.org"
            self._add(
                Address,
                person_id=person,
                address=address,
                address_key=address.casefold(),
                main=not place,
            )
        if dice.random() < 0.5:
            self._add(OptOut, person_id=person, kind="digests", at=MOMENT)
        partner = dice.choice(partners)
        self._dated(Post, person_id=person, organisation_id=partner, main=dice.random() < 0.5)
        holder = dice.choice(people)
        if holder is not person:
            self._dated(DiaryContact, person_id=person, holder_id=holder)
        self._count += 1
        self._add(
            Contact,
            organisation_id=partner,
            way=dice.choice(["call", "visit", "mail"]),
            note=f"{dice.choice(PREFIXES)}Rang\nabout “the forum”, {self._count}",
            day=START,
            noted_by=dice.choice([None, person]),
            noted_at=MOMENT,
        )

    def _seat(self, partner: Draft, bodies: list[Draft], people: list[Draft]) -> Draft:
        dice = self._dice
        seat = self._add(
            Seat,
            organisation_id=partner,
            body_id=dice.choice(bodies),
            title=self._name("Seat"),
            statutory=dice.random() < 0.5,
            speaks_for=dice.choice([None, self._name("Schools")]),
            since=START,
        )
        for since, until in self._spans():
            lead = dice.choice(people)
            self._add(
                SeatHolder, seat_id=seat, person_id=lead, part="lead", since=since, until=until
            )
        self._dated(SeatHolder, seat_id=seat, person_id=dice.choice(people), part="deputy")
        self._dated(Leave, seat_id=seat, reason="vacancy")
        return seat

    def _quorum(self, body: Draft, seats: list[Draft]) -> None:
        """Give a body a quorum that names sectors, a share and, where there are any, seats."""
        if not seats:
            return
        rule = quorum.as_json(Quorum((AllOf(Members(("police",), (1,))), Share(1, 2))))
        rule["rules"][0]["seats"] = list(seats)
        body.later = {"quorum": rule}
