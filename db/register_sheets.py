"""The register as sheets: which facts stand in which, one row a fact, each with its days.

An export writes them and an import reads them back (db/exports.py, db/import_recorded.py), so that
what is written here once is true of both. Numbers of partners, people and seats only tell rows of
one file apart; in another partnership they are others.
"""

from typing import Any

from db.layouts import Field, Kind, Layout
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
from domain.bodies import AsksDeputies
from domain.contacts import Way
from domain.leaves import Reason
from domain.people import LANGUAGES, Channel
from domain.preferences import Kind as Wanted
from domain.seats import Part

_PARTS = frozenset(Part)
_REASONS = frozenset(Reason)
_WAYS = frozenset(Way)
_MESSAGES = frozenset(Wanted)
_LANGUAGES = frozenset(code for code, _name in LANGUAGES)
_CHANNELS = frozenset(Channel)
_ASKING = frozenset(AsksDeputies)


def _needed(
    heading: str,
    name: str,
    kind: Kind = Kind.TEXT,
    to: Any = None,  # noqa: ANN401 - a model
    among: frozenset[str] | None = None,
) -> Field:
    return Field(heading, name, kind, needed=True, to=to, among=among)


def _partner(heading: str = "Partner", name: str = "organisation_id") -> Field:
    return _needed(heading, name, Kind.ROW, Organisation)


def _person(heading: str = "Person", name: str = "person_id") -> Field:
    return _needed(heading, name, Kind.ROW, Person)


_SINCE = _needed("Since", "since", Kind.DAY)
_UNTIL = Field("Until", "until", Kind.DAY)

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "Sector list",
        Sector,
        (
            _needed("Sector", "name", Kind.NAME),
            Field("Code", "code"),
            _needed("Place", "place", Kind.NUMBER),
            Field("Keeps school terms", "keeps_terms", Kind.FLAG),
            Field("Retired at", "retired_at", Kind.MOMENT),
        ),
        ("name_key",),
    ),
    Layout(
        "Bodies",
        Body,
        (
            _needed("Body", "name", Kind.NAME),
            Field("Answers due, working days before", "answer_by_days", Kind.NUMBER),
            Field("Asks deputies", "asks_deputies", among=_ASKING),
            Field("Quorum", "quorum", Kind.DATA),
            Field("Closed at", "closed_at", Kind.MOMENT),
        ),
        ("name_key",),
    ),
    Layout(
        "Arrangements",
        Arrangement,
        (_needed("Arrangement", "name"), _SINCE, _UNTIL),
        ("name", "since"),
        once=(),
    ),
    Layout(
        "Terms",
        Term,
        (
            _needed("Term", "name"),
            _needed("First day", "first_day", Kind.DAY),
            _needed("Last day", "last_day", Kind.DAY),
        ),
        ("first_day",),
    ),
    Layout(
        "Names",
        OrganisationName,
        (
            _partner(),
            _needed("Name", "name", Kind.NAME),
            Field("Other name", "alias", Kind.FLAG),
            _SINCE,
            _UNTIL,
        ),
        ("organisation_id", "name_key", "alias", "since"),
        once=("organisation_id", "alias"),
    ),
    Layout(
        "Partners",
        Membership,
        (
            _partner(),
            _needed("Member since", "since", Kind.DAY),
            Field("Member until", "until", Kind.DAY),
            Field("Successor", "successor_id", Kind.ROW, to=Organisation),
        ),
        ("organisation_id", "since"),
        once=("organisation_id",),
    ),
    Layout(
        "Sectors",
        SectorHeld,
        (_partner(), _needed("Sector", "sector_id", Kind.ROW, Sector), _SINCE, _UNTIL),
        ("organisation_id", "since"),
        once=("organisation_id",),
    ),
    Layout(
        "E-mail domains",
        EmailDomain,
        (_partner(), _needed("Domain", "domain", Kind.DOMAIN)),
        ("organisation_id", "domain"),
    ),
    Layout(
        "Merges",
        Merge,
        (
            _partner(),
            _partner("Into", "into_id"),
            _SINCE,
            _needed("Made at", "made_at", Kind.MOMENT),
            Field("Undone at", "undone_at", Kind.MOMENT),
        ),
        ("organisation_id", "into_id", "since", "made_at"),
    ),
    Layout(
        "People",
        Person,
        (
            _needed("Name", "name"),
            Field("Job title", "job_title"),
            Field("Language", "language", among=_LANGUAGES),
            Field("Channel", "channel", among=_CHANNELS),
        ),
        (),
    ),
    Layout(
        "Addresses",
        Address,
        (
            _person(),
            _needed("E-mail address", "address", Kind.ADDRESS),
            Field("Main", "main", Kind.FLAG),
        ),
        ("address_key",),
    ),
    Layout(
        "Opted out",
        OptOut,
        (
            _person(),
            _needed("Kind of message", "kind", among=_MESSAGES),
            _needed("At", "at", Kind.MOMENT),
        ),
        ("person_id", "kind"),
    ),
    Layout(
        "Posts",
        Post,
        (_person(), _partner(), Field("Main contact", "main", Kind.FLAG), _SINCE, _UNTIL),
        ("person_id", "organisation_id", "since"),
        once=("person_id", "organisation_id"),
    ),
    Layout(
        "Diary contacts",
        DiaryContact,
        (_person(), _person("Keeps the diary of", "holder_id"), _SINCE, _UNTIL),
        ("person_id", "holder_id", "since"),
        once=("person_id", "holder_id"),
    ),
    Layout(
        "Seats",
        Seat,
        (
            _partner(),
            _needed("Body", "body_id", Kind.ROW, Body),
            Field("Seat title", "title"),
            Field("Statutory", "statutory", Kind.FLAG),
            Field("Speaks for", "speaks_for"),
            _SINCE,
            _UNTIL,
        ),
        ("organisation_id", "body_id", "title", "since"),
        once=("organisation_id", "body_id", "title"),
    ),
    Layout(
        "Holders",
        SeatHolder,
        (
            _needed("Seat", "seat_id", Kind.ROW, Seat),
            _person(),
            _needed("Part", "part", among=_PARTS),
            _SINCE,
            _UNTIL,
        ),
        ("seat_id", "person_id", "part", "since"),
        once=("seat_id", "person_id", "part"),
    ),
    Layout(
        "Leave",
        Leave,
        (
            Field("Partner", "organisation_id", Kind.ROW, to=Organisation),
            Field("Seat", "seat_id", Kind.ROW, to=Seat),
            _needed("Reason", "reason", among=_REASONS),
            _SINCE,
            _UNTIL,
        ),
        ("organisation_id", "seat_id", "since"),
        once=("organisation_id", "seat_id"),
    ),
    Layout(
        "Contacts",
        Contact,
        (
            _partner(),
            _needed("Way", "way", among=_WAYS),
            _needed("Note", "note", Kind.LINES),
            _needed("Day", "day", Kind.DAY),
            Field("Noted by", "noted_by", Kind.ROW, to=Person),
            _needed("Noted at", "noted_at", Kind.MOMENT),
        ),
        ("organisation_id", "way", "note", "day", "noted_at"),
    ),
)
"""All sheets, each after those it points at."""

HEADINGS = {each.title: each.headings for each in LAYOUTS}
"""The headings of each sheet, by which an import knows it again."""
