"""What is known of a person, changed as a whole: their details and their mail addresses."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import audit, people, trail
from db.models import Address, Person
from domain.people import Channel, Details

Addresses = tuple[str | None, tuple[str, ...]]
"""The main mail address and the others."""


def of(person: Person) -> Details:
    """Give what is known of a person."""
    channel = Channel(person.channel) if person.channel else None
    return Details(person.name, person.job_title, person.language, channel)


def change(
    session: Session, person: Person, details: Details, *, by: int | None, now: datetime
) -> None:
    """Keep what was entered about a person."""
    before = people.facts(person)
    person.name, person.job_title = details.name, details.job_title
    person.language, person.channel = details.language, details.channel
    session.flush()
    if people.facts(person) != before:
        people.record(session, "change", person, before=before, by=by, now=now)


def set_addresses(
    session: Session, person: Person, wanted: Addresses, *, by: int | None, now: datetime
) -> None:
    """Let a person have these mail addresses and no others.

    Raises `Refused` beside `address` or `others` for one that is somebody else's, naming them.
    """
    main, others = wanted
    given = [(main, "address")] if main else []
    given += [(each, "others") for each in others]
    for address, field in given:
        people.refuse_taken(session, address, but=person.id, field=field)
    known = people.addresses(session, person.id)
    before = _facts(known)
    rows = {each.address_key: each for each in known}
    keep = {address.casefold() for address, _field in given}
    for key, row in rows.items():
        if key not in keep:
            session.delete(row)
    for address, field in given:
        key = address.casefold()
        row = rows.get(key) or Address(person_id=person.id, address_key=key)
        row.address, row.main = address, field == "address"
        session.add(row)
    with trail.refusing(people.taken_meanwhile(), field="address"):
        session.flush()
    after = _facts(people.addresses(session, person.id))
    if after != before:
        people.record(session, "set addresses", person, before=before, after=after, by=by, now=now)


def _facts(addresses: list[Address]) -> audit.Json:
    return {"addresses": [each.address for each in addresses]}
