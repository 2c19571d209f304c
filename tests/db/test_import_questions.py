"""What is not clear in a spreadsheet is asked about, never guessed, and written once decided."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.engine import Database
from db.models import Membership
from domain.sheets import Cell
from tests.db.importing import DAY, POLICE, Office, bring, look, problems, sheet

LATER = DAY + timedelta(days=30)


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


def asked(office: Office, import_id: int) -> list[tuple[str, str, list[str]]]:
    """Give what is asked: kind, about what, and what is offered."""
    return [
        (each.kind, each.facts["about"], [one["name"] for one in each.offers["offered"]])
        for each in office.questions(import_id)
    ]


def test_two_spellings_of_one_partner_are_asked_about(office: Office) -> None:
    import_id = look(
        office, POLICE, ["Polise", None, "Sam", "sam@x.org", "Forum", "Deputy"], POLICE
    )
    assert asked(office, import_id) == [("partner", "Polise", ["Police"])]
    office.confirm(import_id)
    assert office.of("Person") == ["Person: name=Lee"]
    office.decide(import_id, "Polise", "same:0")
    assert office.of("OrganisationName") == [
        "OrganisationName: organisation_id=Police, name=Police, since=2019-09-01",
        f"OrganisationName: organisation_id=Police, name=Polise, alias=True, since={DAY}",
    ]
    assert "person_id=Sam, part=deputy" in office.of("SeatHolder")[-1]


def test_a_spelling_may_be_another_partner_or_nothing(office: Office) -> None:
    import_id = look(office, POLICE, ["Polise"], ["Pollice"])
    office.decide(import_id, "Polise", "new")
    office.decide(import_id, "Pollice", "skip")
    office.confirm(import_id)
    assert [each.partition("name=")[2] for each in office.of("OrganisationName")] == [
        "Police, since=2019-09-01",
        f"Polise, since={DAY}",
    ]
    assert office.imported(import_id).content is None


def test_a_spelling_may_be_the_new_name(office: Office) -> None:
    bring(office, POLICE)
    import_id = look(office, ["The Police Service"])
    office.confirm(import_id)
    office.decide(import_id, "The Police Service", "rename:0", day=LATER)
    assert [each.partition("name=")[2] for each in office.of("OrganisationName")] == [
        f"Police, since=2019-09-01, until={LATER}",
        f"The Police Service, since={LATER}",
    ]


def test_a_domain_that_is_one_partners_is_asked_about(office: Office) -> None:
    headings: list[Cell] = ["Organisation", "E-mail domain"]
    office.bring(sheet(headings, ["County Council", "county.example.org"]))
    import_id = look(office, ["Public Health", "county.example.org"], headings=headings)
    assert asked(office, import_id) == [("partner", "Public Health", ["County Council"])]


def test_a_domain_that_many_share_tells_nothing(office: Office) -> None:
    headings: list[Cell] = ["Organisation", "E-mail domain"]
    import_id = look(office, ["Hospital", "nhs.net"], ["Ambulance", "nhs.net"], headings=headings)
    assert asked(office, import_id) == []


def test_whose_person_it_is_is_never_guessed_from_an_address(office: Office) -> None:
    headings: list[Cell] = ["Organisation", "E-mail domain", "Name", "E-mail"]
    import_id = look(
        office,
        ["Police", "x.org", None, None],
        [None, None, "Sam", "sam@x.org"],
        headings=headings,
    )
    office.confirm(import_id)
    again = look(office, [None, None, "Sam", "sam@x.org"], headings=headings)
    assert asked(office, again) == [("employer", "Sam", ["Police"])]
    office.confirm(again)
    office.decide(again, "Sam", "same:0")
    assert office.of("Post") == [f"Post: person_id=Sam, organisation_id=Police, since={DAY}"]


def test_one_address_under_two_names_is_asked_about(office: Office) -> None:
    import_id = look(office, POLICE, ["Police", None, "Sam", "lee@x.org"])
    assert asked(office, import_id) == [("address", "Sam", ["Lee"])]
    office.confirm(import_id)
    office.decide(import_id, "Sam", "new")
    assert office.of("Person", "Address") == [
        "Address: person_id=Lee, address=lee@x.org, main=True",
        "Person: name=Lee",
        "Person: name=Sam",
    ]


def test_one_name_with_another_address_is_asked_about(office: Office) -> None:
    bring(office, POLICE)
    import_id = look(office, ["Police", None, "Lee", "lee.b@x.org"])
    assert asked(office, import_id) == [("person", "Lee", ["Lee (lee@x.org)"])]
    office.confirm(import_id)
    office.decide(import_id, "Lee", "same:0")
    assert office.of("Person", "Address") == [
        "Address: person_id=Lee, address=lee.b@x.org",
        "Address: person_id=Lee, address=lee@x.org, main=True",
        "Person: name=Lee",
    ]


def test_several_who_would_lead_one_seat_are_asked_about(office: Office) -> None:
    import_id = look(
        office,
        ["Police", None, "Lee", "lee@x.org", "Forum"],
        ["Police", None, "Sam", "sam@x.org", "Forum"],
    )
    assert asked(office, import_id) == [("lead", "Police", ["Lee", "Sam"])]
    office.confirm(import_id)
    assert office.of("SeatHolder") == []
    office.decide(import_id, "Police", "same:1")
    assert [each.partition("person_id=")[2] for each in office.of("SeatHolder")] == [
        f"Lee, part=deputy, since={DAY}",
        f"Sam, part=lead, since={DAY}",
    ]


def test_leads_one_after_the_other_are_history(office: Office) -> None:
    import_id = bring(
        office,
        ["Police", None, "Sam", "sam@x.org", "Forum", "Lead", "1/9/2021"],
        ["Police", None, "Lee", "lee@x.org", "Forum", "Lead", "1/9/2019"],
    )
    assert asked(office, import_id) == []
    assert [each.partition("person_id=")[2] for each in office.of("SeatHolder")] == [
        "Lee, part=lead, since=2019-09-01, until=2021-09-01",
        "Sam, part=lead, since=2021-09-01",
    ]


def test_an_unknown_sector_waits_and_all_else_of_its_rows_does_not(office: Office) -> None:
    import_id = look(office, ["Police", "Blue light", "Lee", "lee@x.org", "Forum", "Lead"])
    [(kind, about, offers)] = asked(office, import_id)
    assert (kind, about) == ("sector", "Blue light")
    office.confirm(import_id)
    assert len(office.of("Seat", "Person", "OrganisationName")) == 3
    assert office.of("SectorHeld") == []
    office.decide(import_id, "Blue light", f"same:{offers.index('Police')}")
    [held] = office.of("SectorHeld")
    assert "sector_id=Police" in held


def test_a_body_spelled_another_way_is_asked_about(office: Office) -> None:
    bring(office, ["Police", None, None, None, "Leadership Forum"])
    import_id = look(office, ["Fire", None, None, None, "Leadership Forrum"])
    assert asked(office, import_id) == [("body", "Leadership Forrum", ["Leadership Forum"])]
    office.confirm(import_id)
    office.decide(import_id, "Leadership Forrum", "same:0")
    assert len(office.of("Body")) == 1
    assert len(office.of("Seat")) == 2


def test_a_partner_that_was_closed_is_asked_about(office: Office) -> None:
    bring(office, POLICE)
    with office.working() as session:
        [held] = session.scalars(select(Membership)).all()
        held.until = date(2025, 1, 1)
    import_id = look(office, ["Police", None, "Sam", "sam@x.org"])
    assert asked(office, import_id) == [("closed", "Police", ["Police"])]
    office.confirm(import_id)
    office.decide(import_id, "Police", "same:0")
    assert f"Membership: organisation_id=Police, since={DAY}" in office.of("Membership")


def test_the_keeper_of_a_diary_waits_for_whom_it_is_of(office: Office) -> None:
    headings: list[Cell] = ["Organisation", "Name", "E-mail", "Diary contact of"]
    office.bring(sheet(headings, ["Police", "Lee", "lee@x.org", None]))
    import_id = look(
        office,
        ["Police", "Sam", "lee@x.org", None],
        ["Police", "Pat", "pat@x.org", "Sam"],
        headings=headings,
    )
    assert problems(office, import_id) == []
    office.confirm(import_id)
    office.decide(import_id, "Sam", "new")
    assert office.of("DiaryContact") == [f"DiaryContact: person_id=Pat, holder_id=Sam, since={DAY}"]
