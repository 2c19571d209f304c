"""Reports of calls in a register: who is ticked, who waits, and what is never written over."""

from collections.abc import Iterator

import pytest

from db import (
    answers,
    diary_contacts,
    email_domains,
    seats,
)
from db.engine import Database
from db.models import Invitation, Person
from domain.answers import Given, Kind
from domain.answers import Source as By
from domain.outcomes import Code, Outcome, Source
from domain.registers import Stage
from domain.seats import Part
from tests.db.calls import (
    LEAD,
    NAMES,
    colleague,
    decide,
    invitation,
    keep,
    lines,
    said,
    save,
    shown,
    took,
    undo,
    waiting,
)
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as found:
        found.sent()
        yield found


def test_an_address_is_certain_and_drafts_the_member_by_call(forum: Register) -> None:
    found = took(forum, LEAD)
    assert (found.sure, found.waiting) == (1, 0)
    council = lines(forum)["Council"]
    assert council.stage is Stage.DRAFTED
    assert council.outcome == Outcome(
        code=Code.MEMBER,
        remote=True,
        person_id=forum.leads[0].id,
        minutes=90,
        source=Source.REPORT,
    )


def test_deputies_and_colleagues_represent_their_seat(forum: Register) -> None:
    deputy, other = forum.person("Dana Young"), colleague(forum, "Kim Green", 1)
    since = {"since": BEGAN, "by": None, "now": NOW}
    seats.appoint(forum.session, forum.seats[0], deputy, Part.DEPUTY, **since)  # type: ignore[arg-type]
    took(forum, ("D", "dana.young@example.org", 60), ("K", "kim.green@example.org", 60))
    found = {name: each.outcome for name, each in lines(forum).items()}
    assert [(found[n].code, found[n].person_id) for n in NAMES[:2]] == [
        (Code.DEPUTY, deputy.id),
        (Code.DEPUTY, other.id),
    ]


def test_the_member_goes_before_whoever_else_was_there_for_a_seat(forum: Register) -> None:
    colleague(forum, "Kim Green", 0)
    took(forum, ("Kim", "kim.green@example.org", 120), LEAD)
    assert lines(forum)["Council"].outcome.person_id == forum.leads[0].id


def test_one_person_with_two_seats_is_there_for_both(forum: Register) -> None:
    seats.appoint(
        forum.session, forum.seats[1], forum.leads[0], Part.LEAD, since=BEGAN, by=None, now=NOW
    )
    took(forum, LEAD)
    assert said(forum) == {"Council": Code.MEMBER, "Health": Code.MEMBER, "Police": None}


def test_whose_two_seats_fit_equally_waits(forum: Register) -> None:
    deputy = forum.person("Dana Young")
    for seat in forum.seats[:2]:
        seats.appoint(forum.session, seat, deputy, Part.DEPUTY, since=BEGAN, by=None, now=NOW)
    took(forum, ("Dana Young", "dana.young@example.org", 60))
    assert waiting(forum) == {"Dana Young": ["Council", "Health"]}
    assert set(said(forum).values()) == {None}


def test_who_keeps_a_diary_is_never_counted_by_themselves(forum: Register) -> None:
    keeper = forum.person("Pat Page")
    diary_contacts.add(forum.session, forum.leads[0], keeper, since=BEGAN, by=None, now=NOW)
    took(forum, ("Pat Page", "pat.page@example.org", 60))
    assert waiting(forum) == {"Pat Page": ["Council"]}


def test_domain_and_name_are_certain_and_a_domain_alone_is_an_offer(forum: Register) -> None:
    own = forum.seats[2].organisation_id
    email_domains.set_to(forum.session, own, ["police.example.net"], by=None, now=NOW)
    found = took(
        forum,
        ("lead, Police", "someone@police.example.net", 60),
        ("New Starter", "new@police.example.net", 60),
    )
    assert said(forum)["Police"] is Code.MEMBER
    assert waiting(forum) == {"New Starter": ["Police"]}
    assert found.otherwise == 0


def test_a_name_alone_is_certain_only_without_an_address_that_says_otherwise(
    forum: Register,
) -> None:
    took(forum, ("Council lead (Guest)", "", 60), ("Police lead", "p@elsewhere.example", 60))
    assert said(forum) == {"Council": Code.MEMBER, "Health": None, "Police": None}
    assert waiting(forum) == {"Police lead": ["Police"]}


def test_two_of_one_name_wait(forum: Register) -> None:
    for seat in (0, 1):
        person = forum.session.get_one(Person, colleague(forum, f"Sam {seat} Hill", seat).id)
        person.name = "Sam Hill"
    forum.session.flush()
    took(forum, ("Sam Hill", "", 60))
    assert waiting(forum) == {"Sam Hill": ["Council", "Health"]}


def test_who_stayed_too_short_is_left_out_and_is_said(forum: Register) -> None:
    found = took(forum, ("A", "council.lead@example.org", 9), ("B", "health.lead@example.org", 10))
    assert (found.sure, found.short) == (1, 1)
    assert said(forum) == {"Council": None, "Health": Code.MEMBER, "Police": None}


def test_nobody_known_is_said_and_nothing_is_lost(forum: Register) -> None:
    found = took(forum, ("441632960001", "", 60), ("Somebody Else", "", 60))
    assert (found.nobody_known, found.waiting) == (True, 2)
    assert waiting(forum) == {"441632960001": [], "Somebody Else": []}


@pytest.mark.parametrize("saved", [False, True])
def test_what_the_register_says_otherwise_is_shown_and_not_written_over(
    forum: Register, *, saved: bool
) -> None:
    keep(forum, "Council", Outcome(code=Code.APOLOGIES))
    keep(forum, "Health", Outcome(code=Code.MEMBER, remote=False))
    if saved:
        save(forum)
    found = took(forum, LEAD, ("H", "health.lead@example.org", 60))
    assert (found.sure, found.waiting, found.otherwise) == (1, 1, 1)
    assert lines(forum)["Council"].outcome.code is Code.APOLOGIES
    assert lines(forum)["Health"].outcome == Outcome(code=Code.MEMBER, remote=False)
    decide(forum, LEAD[0], "Council", member=True)
    assert lines(forum)["Council"].outcome.source is Source.REPORT
    undo(forum, found)
    assert lines(forum)["Council"].outcome == Outcome(code=Code.APOLOGIES)


def test_who_sent_apologies_and_came_is_shown(forum: Register) -> None:
    own = forum.session.get_one(Invitation, invitation(forum, "Council"))
    given = Given(kind=Kind.APOLOGIES, source=By.SLACK, at=NOW, span=FORUM)
    answers.give(forum.session, shown(forum).event, [own], given, now=NOW)
    took(forum, LEAD)
    assert waiting(forum) == {LEAD[0]: ["Council"]}
    decide(forum, LEAD[0], "Council", member=True)
    assert said(forum)["Council"] is Code.MEMBER
