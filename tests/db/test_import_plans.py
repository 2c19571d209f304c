"""What an import makes of clear rows: facts with their days; what can't be is a bad row."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db import merges
from db.engine import Database
from db.models import Organisation, SeatHolder
from domain.errors import Refused
from domain.organisations import ALWAYS
from domain.sheets import Cell
from tests.db.importing import DAY, NOW, POLICE, Office, bring, look, problems, sheet

LATER = DAY + timedelta(days=30)
LEE = "SeatHolder: seat_id=Police on Forum, person_id=Lee"


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def counts(office: Office, import_id: int, what: str) -> tuple[int, int, int]:
    found = (office.imported(import_id).summary or {})["counts"][what]
    return found["added"], found["changed"], found["same"]


def test_one_row_becomes_partner_person_and_seat(office: Office) -> None:
    bring(office, POLICE)
    assert office.of("OrganisationName", "Membership", "SectorHeld", "Seat", "SeatHolder") == [
        "Membership: organisation_id=Police, since=2019-09-01",
        "OrganisationName: organisation_id=Police, name=Police, since=2019-09-01",
        "Seat: organisation_id=Police, body_id=Forum, since=2019-09-01",
        "SeatHolder: seat_id=Police on Forum, person_id=Lee, part=lead, since=2019-09-01",
        "SectorHeld: organisation_id=Police, sector_id=Police, since=2019-09-01",
    ]
    assert office.of("Person", "Address", "Post") == [
        "Address: person_id=Lee, address=lee@x.org, main=True",
        "Person: name=Lee",
        "Post: person_id=Lee, organisation_id=Police, since=2019-09-01",
    ]


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    bring(office, POLICE)
    before = office.lines()
    again = bring(office, POLICE, day=LATER)
    assert office.lines() == before
    assert [counts(office, again, each) for each in ("partners", "people", "seats")] == [
        (0, 0, 1),
        (0, 0, 1),
        (0, 0, 1),
    ]


def test_a_changed_sector_holds_from_the_imports_day(office: Office) -> None:
    bring(office, POLICE)
    again = bring(office, ["Police", "Fire"], day=LATER)
    assert office.of("SectorHeld") == [
        f"SectorHeld: organisation_id=Police, sector_id=Fire, since={LATER}",
        f"SectorHeld: organisation_id=Police, sector_id=Police, since=2019-09-01, until={LATER}",
    ]
    assert counts(office, again, "partners") == (0, 1, 0)
    assert (office.imported(again).summary or {})["changes"] == ["Police (the sector)"]


def test_a_new_lead_follows_from_the_rows_day_and_the_past_stays(office: Office) -> None:
    bring(office, POLICE)
    bring(office, ["Police", None, "Sam", "sam@x.org", "Forum", "Lead", "1/5/2026"])
    assert office.of("SeatHolder") == [
        f"{LEE}, part=lead, since=2019-09-01, until=2026-05-01",
        "SeatHolder: seat_id=Police on Forum, person_id=Sam, part=lead, since=2026-05-01",
    ]


def test_a_lead_from_next_month_is_planned(office: Office) -> None:
    bring(office, POLICE)
    bring(office, ["Police", None, "Sam", "sam@x.org", "Forum", "Lead", LATER.isoformat()])
    with office.working() as session:
        leads = session.scalars(select(SeatHolder).order_by(SeatHolder.since)).all()
    assert [(each.since, each.until) for each in leads] == [
        (date(2019, 9, 1), LATER),
        (LATER, None),
    ]


def test_a_lead_before_the_one_that_is_known_ends_where_that_begins(office: Office) -> None:
    bring(office, ["Police", None, None, None, "Forum", None, "1/9/2019"])
    bring(office, ["Police", None, "Lee", "lee@x.org", "Forum", "Lead", "1/5/2021"])
    bring(office, ["Police", None, "Sam", "sam@x.org", "Forum", "Lead", "1/5/2020"])
    assert [each.rpartition("part=")[2] for each in office.of("SeatHolder")] == [
        "lead, since=2021-05-01",
        "lead, since=2020-05-01, until=2021-05-01",
    ]


def test_lead_and_deputy_change_places(office: Office) -> None:
    rows: list[list[Cell]] = [POLICE, ["Police", None, "Sam", "sam@x.org", "Forum", "Deputy", None]]
    bring(office, *rows)
    swapped = bring(
        office,
        ["Police", None, "Lee", "lee@x.org", "Forum", "Deputy", LATER.isoformat()],
        ["Police", None, "Sam", "sam@x.org", "Forum", "Lead", LATER.isoformat()],
        day=LATER,
    )
    assert problems(office, swapped) == []
    now = [each for each in office.of("SeatHolder") if "until" not in each]
    assert [each.partition("person_id=")[2] for each in now] == [
        f"Lee, part=deputy, since={LATER}",
        f"Sam, part=lead, since={LATER}",
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["Police", None, "Sam", None, "Forum", "Lead", "1/9/2019"], "Lee leads this seat from"),
        (["Police", None, "Lee", "lee@x.org", "Forum", "Deputy"], "Lee leads this seat, so can't"),
        (["Police", None, "Sam", None, "Forum", "Deputy", "1/9/2018"], "This seat begins on"),
        (["Police", None, "Sam", None, "Board", "Lead", "1/9/2018"], "not a member on"),
        ([None, None, "Sam", "sam@x.org", "Forum"], "which partner Sam belongs to"),
        ([None, None, None, None, "Forum"], "doesn't say whose seat this is"),
    ],
)
def test_what_cannot_be_is_a_bad_row_and_leaves_nothing(
    office: Office, row: list[Cell], sentence: str
) -> None:
    bring(office, POLICE)
    before = office.lines()
    import_id = bring(office, row)
    [said] = problems(office, import_id)
    assert sentence in said
    assert office.lines() == before


def test_ways_to_write_one_name_are_one_person(office: Office) -> None:
    bring(office, ["Police", None, "Dr Jane Smith", "jane@x.org"])
    bring(office, ["Police", None, "Smith, Jane", "JANE@x.org"])
    assert office.of("Person") == ["Person: name=Dr Jane Smith"]


def test_an_address_that_comes_later_is_added(office: Office) -> None:
    bring(office, ["Police", None, "Lee"], ["Police", None, "Lee", "lee@x.org"])
    assert office.of("Person", "Address") == [
        "Address: person_id=Lee, address=lee@x.org, main=True",
        "Person: name=Lee",
    ]


def test_a_partner_that_leaves_takes_its_seats_with_it(office: Office) -> None:
    bring(office, POLICE)
    headings: list[Cell] = ["Organisation", "Member until"]
    office.bring(sheet(headings, ["Police", LATER.isoformat()]))
    assert all(f"until={LATER}" in each for each in office.of("Membership", "Seat", "SeatHolder"))


def test_a_diary_contact_is_known_by_whose_diary_it_is(office: Office) -> None:
    headings: list[Cell] = ["Organisation", "Name", "E-mail", "Diary contact of"]
    import_id = office.bring(
        sheet(
            headings,
            ["Police", "Pat", "pat@x.org", "Lee"],
            ["Police", "Lee", "lee@x.org", None],
            ["Police", "Kim", "kim@x.org", "Nobody"],
        )
    )
    assert office.of("DiaryContact") == [f"DiaryContact: person_id=Pat, holder_id=Lee, since={DAY}"]
    assert problems(office, import_id) == [
        "I find nobody called “Nobody” whose diary Kim could keep."
    ]


def test_a_merged_spelling_means_the_partner_it_was_merged_into(office: Office) -> None:
    bring(office, ["County Police"], ["Mounted Constables"])
    with office.working() as session:
        first, second = session.scalars(select(Organisation.id).order_by(Organisation.id)).all()
        merges.merge(session, second, first, ALWAYS, by=None, now=NOW)
    bring(office, ["Mounted Constables", None, "Lee", "lee@x.org"])
    assert "Post: person_id=Lee, organisation_id=County Police" in office.of("Post")[0]


def test_samples_are_in_nobodys_way_but_must_go_first(office: Office) -> None:
    with office.working() as session:
        session.add(Organisation(created_at=NOW, sample=True))
    import_id = look(office, POLICE)
    with pytest.raises(Refused, match="sample data is still here"):
        office.confirm(import_id)
