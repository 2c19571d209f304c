"""The names that the worklist's sentences need: one query a kind, however many items there are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import (
    call_lines,
    corrections,
    finding_lines,
    held_deputies,
    introductions,
    old_drafts,
    organisations,
    phoning,
    quorums_at_risk,
    registers_due,
    review_lines,
)
from db import told as told_of
from db.models import Body, Import, Person, Seat
from db.named_rows import names_of
from db.worklist import Item
from domain.worklist import DRAFTS, REGISTERS, REVIEWS, Kind, Line, Told, Way


def read(session: Session, items: Sequence[Item], *, day: date) -> list[Line]:
    """Give some items as they are read; what has vanished meanwhile is left out."""
    seats = _seats(session, {seat for each in items if (seat := _seat_of(each))}, day)
    people = names_of(session, Person, {i.subject_id for i in items if i.kind is Kind.NO_ADDRESS})
    tellers = names_of(session, Person, {int(i.facts["by"]) for i in items if i.kind is Kind.TOLD})
    by_key = _strangers(session, items) | _unreached(session, items)
    by_key |= (
        _reviewed(session, items, day)
        | _silent(session, items, day)
        | _held(session, items, seats, day)
    )
    by_key |= _drafts(session, items) | _unfilled(session, items) | _unnamed(session, items)
    by_key |= _at_risk(session, items) | _objected(session, items, day)
    by_key |= finding_lines.read(
        session, [i.subject_id for i in items if i.kind is Kind.FACTS], day
    )
    files = _files(session, {i.subject_id for i in items if i.kind is Kind.QUESTIONS})
    unsorted = {i.subject_id for i in items if i.kind is Kind.NO_SECTOR}
    partners = organisations.called(session, unsorted, day=day) if unsorted else {}
    known = _known(session, items, day)
    lines = []
    for item in _there(items, seats):
        given: dict[str, Any] | None
        partner, body = seats.get(_seat_of(item) or 0, ("", ""))
        match item.kind:
            case kind if kind in _WHOLE:
                given = by_key.get(item.key)
            case Kind.QUESTIONS:
                file = files.get(item.subject_id)
                given = {"person": file, "count": item.facts["count"]} if file else None
            case Kind.NO_ADDRESS:
                given = {"partner": partner, "person": people[item.subject_id]}
            case Kind.NO_SECTOR:
                given = {"partner": partners[item.subject_id].name}
            case Kind.TOLD:
                person = tellers.get(int(item.facts["by"]), "")
                given = {"partner": partner, "body": body, "person": person}
                given |= _told(item, known)
            case _:
                given = {"partner": partner, "body": body}
        if given is not None:
            lines.append(Line(item.kind, item.key, item.subject_id, item.id, **given))
    return lines


_WHOLE = REVIEWS | {
    Kind.INTRODUCTION,
    Kind.NOT_REACHED,
    Kind.PHONE,
    Kind.ASK_DEPUTY,
    Kind.HELD_DEPUTY,
    *DRAFTS,
    *REGISTERS,
    Kind.CALL_LINES,
    Kind.QUORUM,
    Kind.CORRECTION,
    Kind.FACTS,
}
"""Kinds of which all that a line says is gathered by its key."""


def _silent(session: Session, items: Sequence[Item], day: date) -> dict[str, dict[str, Any]]:
    """Give of which events nobody answered, or one seat did not, by the key of its line."""
    silent = {each.subject_id: each for each in items if each.kind is Kind.PHONE}
    about = {own: each.facts["invitations"] for own, each in silent.items()}
    found = phoning.read(session, about, day=day)
    said: dict[str, dict[str, Any]] = {
        silent[own].key: {"to_phone": each} for own, each in found.items()
    }
    asking = {each.subject_id: each for each in items if each.kind is Kind.ASK_DEPUTY}
    events = {own: int(each.facts["event"]) for own, each in asking.items()}
    for own, (partner, each) in phoning.to_ask(session, events, day=day).items():
        said[asking[own].key] = {"partner": partner, "to_phone": each}
    return said


def _held(
    session: Session, items: Sequence[Item], seats: Mapping[int, tuple[str, str]], day: date
) -> dict[str, dict[str, Any]]:
    """Give the deputies who wait and whom they would represent, by the key of their line."""
    waiting = {each.subject_id: each for each in items if each.kind is Kind.HELD_DEPUTY}
    found = held_deputies.read(session, waiting, day=day) if waiting else {}
    partners = {own: seats.get(_seat_of(each) or 0, ("", ""))[0] for own, each in waiting.items()}
    return {
        waiting[own].key: {"partner": partners[own], "held": each} for own, each in found.items()
    }


def _drafts(session: Session, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Give the drafts that were left lying, by the key of their line."""
    lying = {each.subject_id: each for each in items if each.kind is Kind.OLD_DRAFT}
    over = {own: bool(each.facts["over"]) for own, each in lying.items()}
    many = [each for each in items if each.kind is Kind.OLD_DRAFTS]
    return {
        **{lying[own].key: {"draft": each} for own, each in old_drafts.read(session, over).items()},
        **{each.key: {"count": int(each.facts["count"])} for each in many},
    }


def _unfilled(session: Session, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Give the registers that are not filled in, by the key of their line."""
    own = {int(each.facts["event"]): each for each in items if each.kind in REGISTERS}
    found = registers_due.read(session, own)
    return {
        own[at].key: {"unfilled": each, "count": int(own[at].facts["count"])}
        for at, each in found.items()
    }


def _unnamed(session: Session, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Give of which calls it is not known who some people were, by the key of their line."""
    own = {each.subject_id: each for each in items if each.kind is Kind.CALL_LINES}
    counts = {at: int(each.facts["count"]) for at, each in own.items()}
    found = call_lines.read(session, counts)
    return {own[at].key: {"unnamed": each} for at, each in found.items()}


def _at_risk(session: Session, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Give how quorums stand that are at risk, by the key of their line."""
    own = {each.subject_id: each for each in items if each.kind is Kind.QUORUM}
    at = {each: datetime.fromisoformat(str(item.facts["at"])) for each, item in own.items()}
    found = quorums_at_risk.read(session, at)
    return {own[each].key: {"forecast": forecast} for each, forecast in found.items()}


def _objected(session: Session, items: Sequence[Item], day: date) -> dict[str, dict[str, Any]]:
    """Give what is recorded where its partner says that it is not right, by the key of its line."""
    own = {each.subject_id: each for each in items if each.kind is Kind.CORRECTION}
    about = {int(each.facts["invitation"]) for each in own.values()}
    found = corrections.read(session, about, day=day)
    return {own[at].key: {"objected": each} for at, each in found.items() if at in own}


def _there(items: Sequence[Item], seats: Collection[int]) -> list[Item]:
    """Leave out what is about a seat that is gone."""
    return [each for each in items if _seat_of(each) in {None, *seats}]


def _known(session: Session, items: Sequence[Item], day: date) -> dict[str, told_of.Whose]:
    addresses = {str(each.facts["address"]) for each in items if each.kind is Kind.TOLD}
    return told_of.whose(session, addresses, day=day)


def _told(item: Item, known: Mapping[str, told_of.Whose]) -> dict[str, Any]:
    """Give what a partner said, and whose the address is."""
    said = told(item.facts)
    whose = known.get(said.address.casefold())
    if whose is None:
        return {"told": said}
    return {"told": said, "whose": whose.person.name, "belongs": whose.partner}


def told(facts: Any) -> Told:  # noqa: ANN401 - JSON
    """Read what a partner said of a seat."""
    return Told(
        part=str(facts["part"]),
        name=str(facts["name"]),
        address=str(facts["address"]),
        since=date.fromisoformat(str(facts["since"])),
    )


def _seat_of(item: Item) -> int | None:
    if item.kind in {Kind.VACANT, Kind.TOLD}:
        return item.subject_id
    of_seat = item.kind in {Kind.NO_ADDRESS, Kind.HELD_DEPUTY}
    return int(item.facts["seat"]) if of_seat else None


def _seats(session: Session, ids: set[int], day: date) -> dict[int, tuple[str, str]]:
    """Give whose each seat is, and on which body, by name."""
    if not ids:
        return {}
    found = session.execute(
        select(Seat.id, Seat.organisation_id, Body.name)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.id.in_(ids))
    ).all()
    onward = organisations.surviving(session, {owner for _id, owner, _body in found}, day)
    called = organisations.called(session, set(onward.values()), day=day)
    return {each: (called[onward[owner]].name, body) for each, owner, body in found}


def _unreached(session: Session, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Give whom messages don't reach, or which body's channel, by the key of its line."""
    items = [each for each in items if each.kind is Kind.NOT_REACHED]
    ways = {each.key: Way(each.facts["channel"]) for each in items}
    of_bodies = {each.subject_id for each in items if ways[each.key] is Way.CHANNEL}
    of_people = {each.subject_id for each in items if ways[each.key] is not Way.CHANNEL}
    people = names_of(session, Person, of_people)
    bodies = names_of(session, Body, of_bodies)
    found: dict[str, dict[str, Any]] = {}
    for each in items:
        way = ways[each.key]
        name = (bodies if way is Way.CHANNEL else people).get(each.subject_id)
        if name is not None:
            whom = {"body" if way is Way.CHANNEL else "person": name}
            found[each.key] = {**whom, "way": way, "error": str(each.facts["error"])}
    return found


def _reviewed(session: Session, items: Sequence[Item], day: date) -> dict[str, dict[str, Any]]:
    """Give what came by mail, by the key of its line."""
    found = review_lines.read(session, items, day=day)
    return {key: {"reviewed": each} for key, each in found.items()}


def _files(session: Session, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    query = select(Import.id, Import.file_name).where(Import.id.in_(ids))
    return dict(session.execute(query).all())


def _strangers(session: Session, items: Sequence[Item]) -> dict[str, dict[str, Any]]:
    """Give what is known of strangers, by the key of their line."""
    keys = {each.subject_id: each.key for each in items if each.kind is Kind.INTRODUCTION}
    guesses = introductions.guesses(session, set(keys)) if keys else {}
    return {keys[each]: _stranger(guess) for each, guess in guesses.items()}


def _stranger(guess: introductions.Guess) -> dict[str, Any]:
    return {
        "stranger": guess.user_id,
        "workspace": guess.team_id,
        "known_as": guess.name or "",
        "person": guess.person.name if guess.person else "",
        "address": guess.address or "",
    }
