"""The review list as it is read: names and events for its lines, a query a kind however many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import events
from db.events import Shown
from db.models import Address, Attendee, Person
from db.worklist import Item
from domain.replies import Partstat
from domain.reviews import Reviewed, Why
from domain.when import WallSpan
from domain.worklist import REVIEWS, Kind

_ASKS = {Why.ALIAS, Why.NO_PROOF}
"""Where whoever answers may be asked as a guest, if nobody has asked them yet."""


def read(session: Session, items: Sequence[Item]) -> dict[str, Reviewed]:
    """Give what came by mail as it is read, by the key of its line."""
    found = [each for each in items if each.kind in REVIEWS]
    if not found:
        return {}
    names = _names(session, found)
    about = _events(session, found)
    known = _known(session, found)
    return {
        each.key: _reviewed(each, names, shown, known)
        for each in found
        if (shown := about.get(_number(each, "event"))) is not None
    }


def _number(item: Item, name: str) -> int:
    value = item.facts.get(name, 0)
    return value if isinstance(value, int) else 0


def _names(session: Session, items: Sequence[Item]) -> dict[int, str]:
    """Give whose entries they are, by the entries' ids."""
    ids = {_number(each, "attendee") for each in items}
    query = select(Attendee.id, Person.name).join(Person, Person.id == Attendee.person_id)
    return dict(session.execute(query.where(Attendee.id.in_(ids))).all())


def _events(session: Session, items: Sequence[Item]) -> dict[int, Shown]:
    ids = {_number(each, "event") for each in items}
    return {each.event.id: each for each in events.by_ids(session, ids)}


def _known(session: Session, items: Sequence[Item]) -> set[str]:
    """Give which of the addresses are somebody's already."""
    keys = {str(each.facts.get("address", "")).casefold() for each in items}
    query = select(Address.address_key).where(Address.address_key.in_(keys))
    return set(session.scalars(query))


def _reviewed(item: Item, names: dict[int, str], shown: Shown, known: set[str]) -> Reviewed:
    facts = item.facts
    whose = names.get(_number(item, "attendee"), "")
    said: dict[str, Any] = {"title": shown.event.title, "span": events.span_of(shown.event)}
    said |= {"whose": whose, "address": str(facts.get("address", ""))}
    said["sender"] = str(facts.get("name", ""))
    if item.kind is Kind.PROPOSAL:
        begins, ends = (datetime.fromisoformat(str(facts[each])) for each in ("begins", "ends"))
        said["proposed"] = WallSpan(begins, ends, shown.event.zone)
        return Reviewed(text=str(facts["comment"]), **said)
    if item.kind is Kind.WRITTEN:
        return Reviewed(text=str(facts["text"]), **said)
    why = Why(str(facts["why"]))
    is_new = said["address"].casefold() not in known
    return Reviewed(
        why=why,
        partstat=Partstat(str(facts["partstat"])),
        text=str(facts["sentence"]),
        may_add=why is Why.ALIAS and is_new,
        may_ask=why in _ASKS and not (why is Why.NO_PROOF and whose),
        **said,
    )
