"""The watch list, and one partner's page of it, as somebody may see them."""

from datetime import date

from sqlalchemy.orm import Session

from db import contacts as noted_contacts
from db import findings, logged_contacts, snoozes, watch_lists
from db.models import Body, Partnership, Person
from db.named_rows import names_of
from domain import watching
from domain.contacts import Way
from domain.finding_facts import Contacted, Trail
from domain.findings import CameOfIt, visible
from domain.watching import AtBody, Beside, PutOff, Reader, WatchList

LATEST = 3
"""Contacts that are shown."""

SPELLS = 6
"""Findings that are shown of a partner, the latest."""


def of(session: Session, own: Partnership, reader: Reader) -> WatchList:
    """Give all whom one may want to call, but for those whom the reader may not see yet."""
    found = watch_lists.of(session, reader.day)
    return watching.list_for(found, beside(session, own, reader.day), reader)


def partner(
    session: Session, own: Partnership, organisation_id: int, reader: Reader
) -> list[AtBody]:
    """Give where one partner stands; counts only where the facts are to be checked first."""
    found = watch_lists.partner(session, organisation_id, reader.day)
    return watching.page_for(found, beside(session, own, reader.day), reader)


def beside(session: Session, own: Partnership, day: date) -> Beside:
    """Give what is kept beside standings on a day."""
    running = snoozes.running(session, day)
    return Beside(
        findings.open_spells(session, own),
        {key: PutOff(each.id, each.until, each.reason) for key, each in running.items()},
    )


def trail(session: Session, own: Partnership, organisation_id: int, reader: Reader) -> Trail:
    """Give what was done about a partner, as far as the reader may know."""
    found = [
        each
        for each in findings.of_partner(session, own, organisation_id)
        if visible(each, reader.roles, reader.day, reader.region)
    ][:SPELLS]
    bodies = names_of(session, Body, {each.body_id for each in found})
    return Trail(
        contacts(session, organisation_id, reader.day, limit=LATEST),
        [(bodies[each.body_id], each) for each in found],
    )


def contacts(session: Session, organisation_id: int, day: date, *, limit: int) -> list[Contacted]:
    """Give the latest contacts with a partner, the newest first: also those noted in a line."""
    logged = logged_contacts.latest(session, organisation_id, limit=limit)
    noted = noted_contacts.of(session, [organisation_id], day, limit=limit)
    by = {each.logged_by for each in logged} | {each.noted_by for each in noted}
    names = names_of(session, Person, {each for each in by if each is not None})
    found = [
        Contacted(
            each.day,
            Way(each.way),
            CameOfIt(each.came_of_it),
            each.note,
            names.get(each.logged_by or 0, ""),
        )
        for each in logged
    ]
    found += [
        Contacted(each.day, Way(each.way), None, each.note, names.get(each.noted_by or 0, ""))
        for each in noted
    ]
    return sorted(found, key=lambda each: each.day, reverse=True)[:limit]
