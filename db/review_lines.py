"""The review list as it is read: names and events for its lines, a query a kind however many."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import events
from db.events import Shown
from db.models import Address, Attendee, Event, Person, Recipient
from db.worklist import Item
from domain.events import Status
from domain.replies import Partstat
from domain.reviews import Proof, Reviewed, Why
from domain.when import WallSpan
from domain.worklist import REVIEWS, Kind

MOST_MEANT = 3
"""Events that are offered where an answer may mean any."""

Meant = tuple[tuple[int, str, WallSpan], ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """What lines are read with: whose entries and addresses are, who is alike, what may be meant.

    `alike` is by series and name: nobody where several have it.
    """

    entries: Mapping[int, str]
    events: Mapping[int, Shown]
    people: Mapping[str, tuple[int, str]]
    alike: Mapping[tuple[int, str], tuple[int, str] | None] = field(default_factory=dict)
    meant: Mapping[int, Meant] = field(default_factory=dict)


def read(session: Session, items: Sequence[Item], *, day: date) -> dict[str, Reviewed]:
    """Give what came by mail as it is read, by the key of its line."""
    found = [each for each in items if each.kind in REVIEWS]
    if not found:
        return {}
    people = _people(session, found)
    names = _Names(
        _entries(session, found),
        _events(session, found),
        people,
        _alike(session, [each for each in found if _is_unknown(each, people)]),
        _meant(session, [each for each in found if _why(each) is Why.UNMATCHED], people, day),
    )
    return {each.key: said for each in found if (said := _reviewed(each, names)) is not None}


def _number(item: Item, name: str) -> int:
    value = item.facts.get(name, 0)
    return value if isinstance(value, int) else 0


def _key(item: Item) -> str:
    return str(item.facts.get("address", "")).casefold()


def _why(item: Item) -> Why | None:
    return Why(str(item.facts["why"])) if item.kind is Kind.REPLY else None


def _is_unknown(item: Item, people: Collection[str]) -> bool:
    return _why(item) is Why.NO_PROOF and _key(item) not in people


def _entries(session: Session, items: Sequence[Item]) -> dict[int, str]:
    """Give whose entries they are, by the entries' ids."""
    ids = {_number(each, "attendee") for each in items}
    query = select(Attendee.id, Person.name).join(Person, Person.id == Attendee.person_id)
    return dict(session.execute(query.where(Attendee.id.in_(ids))).all())


def _events(session: Session, items: Sequence[Item]) -> dict[int, Shown]:
    ids = {_number(each, "event") for each in items}
    return {each.event.id: each for each in events.by_ids(session, ids)}


def _people(session: Session, items: Sequence[Item]) -> dict[str, tuple[int, str]]:
    """Give whose the addresses are that somebody has."""
    query = select(Address.address_key, Person.id, Person.name).join(
        Person, Person.id == Address.person_id
    )
    keys = {_key(each) for each in items}
    found = session.execute(query.where(Address.address_key.in_(keys)))
    return {key: (own, name) for key, own, name in found}


def _alike(
    session: Session, items: Sequence[Item]
) -> dict[tuple[int, str], tuple[int, str] | None]:
    """Give whose entry in a series has the name that an unknown sender goes by."""
    names = {str(each.facts["name"]).lower() for each in items} - {""}
    if not names:
        return {}
    query = (
        select(Attendee.series_id, Attendee.id, Person.name)
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.series_id.in_({_number(each, "series") for each in items}))
        .where(func.lower(Person.name).in_(names))
        .order_by(Attendee.id)
    )
    found: dict[tuple[int, str], tuple[int, str] | None] = {}
    for series_id, own, name in session.execute(query):
        key = (series_id, name.lower())
        found[key] = None if key in found else (own, name)
    return found


def _meant(
    session: Session, items: Sequence[Item], people: Mapping[str, tuple[int, str]], day: date
) -> dict[int, Meant]:
    """Give the next events that some people are asked about, by their ids."""
    wanted = {people[key][0] for each in items if (key := _key(each)) in people}
    if not wanted:
        return {}
    query = (
        select(Attendee.person_id, Event)
        .join(Recipient, Recipient.attendee_id == Attendee.id)
        .join(Event, Event.id == Recipient.event_id)
        .where(Attendee.person_id.in_(wanted), Recipient.withdrawn_at.is_(None))
        .where(
            Event.status == Status.SCHEDULED,
            Event.begins >= datetime.combine(day, datetime.min.time()),
        )
        .order_by(Event.begins_at, Event.id)
    )
    found: dict[int, list[tuple[int, str, WallSpan]]] = defaultdict(list)
    for person_id, event in session.execute(query):
        if len(found[person_id]) < MOST_MEANT:
            found[person_id].append((event.id, event.title, events.span_of(event)))
    return {own: tuple(each) for own, each in found.items()}


def _reviewed(item: Item, names: _Names) -> Reviewed | None:
    """Give a line; None where its event is gone."""
    facts, shown = item.facts, names.events.get(_number(item, "event"))
    known = names.people.get(_key(item))
    said: dict[str, Any] = {
        "whose": names.entries.get(_number(item, "attendee"), ""),
        "address": str(facts.get("address", "")),
        "sender": str(facts.get("name", "")),
        "mail": _number(item, "mail"),
        "is_new": known is None,
    }
    why = _why(item)
    if shown is None and _number(item, "event"):
        return None
    said["title"] = shown.event.title if shown is not None else ""
    said["span"] = events.span_of(shown.event) if shown is not None else None
    if item.kind is Kind.PROPOSAL and shown is not None:
        begins, ends = (datetime.fromisoformat(str(facts[each])) for each in ("begins", "ends"))
        said["proposed"] = WallSpan(begins, ends, shown.event.zone)
        return Reviewed(text=str(facts["comment"]), **said)
    if item.kind is Kind.WRITTEN:
        return Reviewed(text=str(facts["text"]), count=_number(item, "more"), **said)
    if why is Why.UNMATCHED and known is not None:
        said |= {"whose": known[1], "meant": names.meant.get(known[0], ())}
    return Reviewed(
        why=why,
        is_proven=facts.get("proof") == Proof.OURS,
        partstat=Partstat(str(facts["partstat"])),
        text=str(facts["sentence"]),
        alike=names.alike.get((_number(item, "series"), said["sender"].lower())),
        count=len(facts.get("mails", ())),
        **said,
    )
