"""Reports of calls as they are decided, read again and undone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from db import (
    call_lines,
    call_reports,
    event_changes,
    registers,
)
from db.engine import Database
from db.models import AuditEntry, CallLine, DraftedOutcome
from domain.errors import Refused
from domain.outcomes import Code, Outcome, Source
from domain.registers import Stage
from tests.db.calls import (
    LEAD,
    MONDAY,
    NAMES,
    decide,
    keep,
    line_of,
    lines,
    said,
    save,
    shown,
    took,
    undo,
    waiting,
)
from tests.db.meetings import NOW, Register, register


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as found:
        found.sent()
        yield found


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
    assert lines(forum)["Health"].outcome.minutes == 130
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
