"""Reports of calls in a register: who is ticked, who waits, what is undone, and what never is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.call_files import read
from db import (
    answers,
    call_lines,
    call_reports,
    diary_contacts,
    email_domains,
    event_changes,
    posts,
    register_drafts,
    register_saves,
    registers,
    seats,
)
from db.engine import Database
from db.events import Shown
from db.models import AuditEntry, CallLine, DraftedOutcome, Invitation, Person, Series
from db.register_saves import Settled
from domain.answers import Given, Kind
from domain.answers import Source as By
from domain.call_reports import Result
from domain.errors import Refused
from domain.outcomes import Code, Outcome, Source
from domain.registers import Line, Stage
from domain.seats import Part
from tests.db.meetings import BEGAN, FORUM, NOW, Register, register
from tests.domain.call_files import as_teams

MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
NAMES = ("Council", "Health", "Police")
HEAD = "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as found:
        found.sent()
        yield found


def shown(forum: Register) -> Shown:
    return forum.first(forum.session.scalars(select(Series)).one())


def lines(forum: Register) -> dict[str, Line]:
    return {each.seat.name: each for each in registers.lines(forum.session, shown(forum))}


def said(forum: Register) -> dict[str, Code | None]:
    return {name: each.outcome.code for name, each in lines(forum).items()}


def took(forum: Register, *people: tuple[str, str, int], minimum: int = 10) -> Result:
    """Take a report of people: name, address, and minutes."""
    rows = [
        f"{name}\t03/12/2026, 10:00:00\t03/12/2026, {10 + n // 60}:{n % 60:02}:00\t\t{address}\tx"
        for name, address, n in people
    ]
    found = read(as_teams(HEAD + "\n".join(rows)), "call.csv", FORUM, most=1_000_000)
    row = call_reports.take(
        forum.session, shown(forum), found, "call.csv", minimum, by=None, now=MONDAY
    )
    return call_reports.read(forum.session, row.id)


def undo(forum: Register, found: Result) -> None:
    call_reports.undo(forum.session, found.report_id, by=None, now=MONDAY)


def waiting(forum: Register) -> dict[str, list[str]]:
    found = call_lines.waiting(forum.session, shown(forum))
    return {each.name: [offer.seat.name for offer in each.offers] for each in found}


def line_of(forum: Register, name: str) -> int:
    found = call_lines.waiting(forum.session, shown(forum))
    return next(each.id for each in found if each.name == name)


def invitation(forum: Register, name: str) -> int:
    return lines(forum)[name].seat.invitation_id


def keep(forum: Register, name: str, outcome: Outcome) -> None:
    own = {invitation(forum, name): outcome}
    register_drafts.keep(forum.session, shown(forum), own, by=None, now=MONDAY)


def save(forum: Register) -> None:
    register_saves.save(forum.session, shown(forum), Settled(), by=None, now=MONDAY)


def decide(forum: Register, name: str, seat: str, *, member: bool = False) -> None:
    call_lines.is_for(
        forum.session,
        line_of(forum, name),
        invitation(forum, seat),
        member=member,
        by=None,
        now=MONDAY,
    )


def colleague(forum: Register, name: str, seat: int) -> Person:
    person = forum.person(name)
    own = forum.seats[seat].organisation_id
    posts.give(forum.session, person, own, since=BEGAN, by=None, now=NOW)
    return person


LEAD = ("Somebody's laptop", "Council.Lead@example.org", 90)


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
    took(
        forum,
        ("lead, Police", "someone@police.example.net", 60),
        ("New Starter", "new@police.example.net", 60),
    )
    assert said(forum)["Police"] is Code.MEMBER
    assert waiting(forum) == {"New Starter": ["Police"]}


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


def test_the_same_report_twice_adds_nothing_until_it_is_undone(forum: Register) -> None:
    found = took(forum, LEAD)
    with pytest.raises(Refused, match="was read before, as “call"):
        took(forum, LEAD)
    assert len(call_reports.of_event(forum.session, shown(forum).event.id)) == 1
    undo(forum, found)
    assert took(forum, LEAD, minimum=0).sure == 1


def test_a_second_report_adds_its_people_and_keeps_what_was_decided(forum: Register) -> None:
    took(forum, LEAD, ("Sam", "", 60), ("Alex", "", 60))
    decide(forum, "Sam", "Health")
    call_lines.leave_out(forum.session, line_of(forum, "Alex"), by=None, now=MONDAY)
    second = took(forum, ("Sam", "", 70), ("Alex", "", 70), ("P", "police.lead@example.org", 70))
    assert (second.sure, second.waiting, second.left_out) == (2, 0, 1)
    assert lines(forum)["Health"].outcome.minutes == 70
    assert said(forum) == {"Council": Code.MEMBER, "Health": Code.DEPUTY, "Police": Code.MEMBER}
    undo(forum, second)
    assert lines(forum)["Health"].outcome.minutes == 60
    assert said(forum)["Police"] is None


def test_somebody_in_two_reports_is_asked_about_once(forum: Register) -> None:
    took(forum, ("Sam", "", 60))
    took(forum, ("Sam", "", 50))
    assert len(call_lines.waiting(forum.session, shown(forum))) == 1
    decide(forum, "Sam", "Police")
    assert waiting(forum) == {}
    assert lines(forum)["Police"].outcome.minutes == 60


def test_an_undo_takes_all_of_a_report_back_and_nothing_else(forum: Register) -> None:
    keep(forum, "Police", Outcome(code=Code.MEMBER, source=Source.SELF))
    found = took(forum, LEAD, ("Sam", "", 60), ("Walker", "", 60))
    decide(forum, "Sam", "Health")
    call_lines.came_uninvited(forum.session, line_of(forum, "Walker"), by=None, now=MONDAY)
    event_id = shown(forum).event.id
    assert [each.name for each in registers.others(forum.session, event_id)] == ["Walker"]
    undo(forum, found)
    assert said(forum) == {"Council": None, "Health": None, "Police": Code.MEMBER}
    assert registers.others(forum.session, event_id) == []
    assert len(forum.session.scalars(select(DraftedOutcome)).all()) == 1
    with pytest.raises(Refused, match="undone already"):
        undo(forum, found)


def test_an_undo_after_saving_drafts_what_is_to_be_saved_again(forum: Register) -> None:
    found = took(forum, LEAD)
    save(forum)
    undo(forum, found)
    council = lines(forum)["Council"]
    assert (council.stage, council.outcome) == (Stage.DRAFTED, Outcome())
    assert call_reports.read(forum.session, found.report_id).saved


def test_a_line_is_decided_once(forum: Register) -> None:
    took(forum, ("Sam", "", 60))
    own = line_of(forum, "Sam")
    call_lines.leave_out(forum.session, own, by=None, now=MONDAY)
    with pytest.raises(Refused, match="decided already"):
        call_lines.leave_out(forum.session, own, by=None, now=MONDAY)


def test_what_waits_of_an_undone_report_waits_no_more(forum: Register) -> None:
    found = took(forum, ("Sam", "", 60))
    own = line_of(forum, "Sam")
    assert call_reports.count_waiting(forum.session) == {shown(forum).event.id: 1}
    undo(forum, found)
    assert call_reports.count_waiting(forum.session) == {}
    with pytest.raises(Refused, match="decided already"):
        call_lines.leave_out(forum.session, own, by=None, now=MONDAY)


def test_an_event_that_is_cancelled_takes_no_report(forum: Register) -> None:
    event_changes.cancel_all(forum.session, shown(forum).series, by=None, now=NOW)
    with pytest.raises(Refused, match="cancelled"):
        took(forum, LEAD)
    assert forum.session.scalars(select(CallLine)).all() == []


def test_all_that_is_done_with_a_report_is_in_the_record(forum: Register) -> None:
    found = took(forum, ("Sam", "", 60))
    decide(forum, "Sam", "Health")
    undo(forum, found)
    verbs = forum.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs[-3:] == ["read report", "say who was in the call", "undo report"]
