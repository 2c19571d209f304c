"""The register of an event: what it starts with, drafts, saving and corrections."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from db import (
    event_changes,
    leaves,
    register_drafts,
    register_endings,
    register_saves,
    registers,
    series_changes,
)
from db.engine import Database
from db.models import AuditEntry, Invitation
from db.models import Outcome as Row
from db.register_saves import Settled
from domain.answers import Kind
from domain.errors import Refused
from domain.events import Status
from domain.leaves import Reason
from domain.outcomes import Code, Note, Outcome, Source
from domain.registers import Stage
from domain.spans import Span
from tests.db.attended import BEGUN, MONDAY, NAMES, answer, keep, lines, said, save, shown
from tests.db.meetings import FORUM, NOW, Register, register


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as found:
        found.sent()
        yield found


def test_yes_is_ticked_and_the_silent_are_not_recorded(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    answer(forum, "Health", Kind.APOLOGIES)
    assert said(forum) == {"Council": Code.MEMBER, "Health": Code.APOLOGIES, "Police": None}
    council = lines(forum)["Council"]
    assert (council.stage, council.outcome.person_id) == (Stage.EXPECTED, forum.leads[0].id)
    assert council.lead == (forum.leads[0].id, "Council lead")


def test_saving_records_what_is_said_and_nothing_of_the_silent(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    save(forum)
    rows = forum.session.scalars(select(Row)).all()
    assert [(each.code, each.is_current) for each in rows] == [("MA", True)]
    assert shown(forum).event.status == Status.HELD
    assert lines(forum)["Council"].stage is Stage.RECORDED


def test_the_rest_can_be_set_to_no_apologies_received(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    answer(forum, "Police", Kind.ATTENDING)
    keep(forum, "Police", Outcome())
    save(forum, Settled(rest_absent=True))
    assert said(forum) == {
        "Council": Code.MEMBER,
        "Health": Code.NO_CONTACT,
        "Police": Code.NO_CONTACT,
    }
    notes = {name: each.outcome.note for name, each in lines(forum).items()}
    assert notes == {"Council": None, "Health": None, "Police": Note.SAID_YES}


def test_who_is_on_leave_is_left_as_they_are(forum: Register) -> None:
    seat = forum.seats[2]
    span = Span(FORUM.begins.date())
    leaves.begin(forum.session, span, Reason.VACANCY, seat_id=seat.id, by=None, now=NOW)
    answer(forum, "Council", Kind.ATTENDING)
    save(forum, Settled(rest_absent=True))
    assert said(forum)["Police"] is None
    assert lines(forum)["Police"].on_leave


def test_a_draft_is_kept_line_by_line_and_goes_when_it_is_saved(forum: Register) -> None:
    keep(forum, "Council", Outcome(code=Code.MEMBER, remote=True, source=Source.SELF))
    keep(forum, "Health", Outcome(code=Code.DEPUTY, name=" Sam  Hill "))
    keep(forum, "Health", Outcome(code=Code.DEPUTY, name="Sam Hill", remote=False))
    found = lines(forum)
    assert found["Council"].stage is Stage.DRAFTED
    assert found["Health"].outcome == Outcome(code=Code.DEPUTY, name="Sam Hill", remote=False)
    save(forum)
    assert not registers.drafted(forum.session, [found["Council"].seat.invitation_id])
    assert lines(forum)["Council"].outcome.source is Source.SELF


def test_a_draft_of_somebody_who_is_not_invited_is_refused_whole(forum: Register) -> None:
    own = lines(forum)["Council"].seat.invitation_id
    there = Outcome(code=Code.MEMBER)
    with pytest.raises(Refused, match="no longer invited"):
        register_drafts.keep(
            forum.session, shown(forum), {own: there, own + 99: there}, by=None, now=MONDAY
        )
    assert lines(forum)["Council"].stage is Stage.EXPECTED


def test_saved_again_only_what_differs_is_added(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    answer(forum, "Health", Kind.ATTENDING)
    save(forum)
    keep(forum, "Health", Outcome(code=Code.APOLOGIES, note=Note.APOLOGIES_AFTER))
    keep(forum, "Council", Outcome(code=Code.MEMBER, person_id=forum.leads[0].id))
    save(forum)
    rows = forum.session.scalars(select(Row).order_by(Row.id)).all()
    assert [(each.code, each.is_current) for each in rows] == [
        *(("MA", True), ("MA", False), ("A", True)),
    ]


def test_what_is_recorded_can_be_taken_back_to_not_recorded(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    answer(forum, "Health", Kind.ATTENDING)
    save(forum)
    keep(forum, "Health", Outcome())
    save(forum)
    assert said(forum)["Health"] is None


def test_an_answer_that_comes_late_changes_no_register_that_is_saved(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    save(forum)
    answer(forum, "Health", Kind.ATTENDING)
    assert said(forum)["Health"] is None


@pytest.mark.parametrize("now", [NOW, BEGUN - timedelta(minutes=6)])
def test_an_event_that_has_not_begun_has_no_register(forum: Register, now: datetime) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    with pytest.raises(Refused, match="has not begun"):
        save(forum, now=now)


def test_a_register_with_nobody_is_questioned(forum: Register) -> None:
    with pytest.raises(Refused, match="Nobody is in this register"):
        save(forum, Settled(rest_absent=True))
    save(forum, Settled(rest_absent=True, nobody=True))
    assert set(said(forum).values()) == {Code.NO_CONTACT}


def test_a_cancelled_event_has_no_register(forum: Register) -> None:
    event_changes.cancel_all(forum.session, shown(forum).series, by=None, now=NOW)
    with pytest.raises(Refused, match="cancelled"):
        save(forum)


@pytest.mark.parametrize("status", register_endings.NOT_HELD)
def test_what_did_not_take_place_is_nobody_s_absence(forum: Register, status: Status) -> None:
    keep(forum, "Council", Outcome(code=Code.MEMBER))
    event = shown(forum)
    register_endings.did_not_take_place(
        forum.session, event, status, " Fire alarm ", by=None, now=MONDAY
    )
    assert (event.event.status, event.event.reason) == (status, "Fire alarm")
    assert registers.attendance(forum.session, event.event.id) is None
    with pytest.raises(Refused, match="did not take place"):
        register_endings.did_not_take_place(forum.session, event, status, "", by=None, now=MONDAY)
    register_endings.take_back(forum.session, event, by=None, now=MONDAY)
    assert (event.event.status, event.event.reason) == (Status.SCHEDULED, None)
    assert lines(forum)["Council"].stage is Stage.EXPECTED


def test_what_was_cancelled_beforehand_can_t_be_taken_back(forum: Register) -> None:
    event_changes.cancel_all(forum.session, shown(forum).series, by=None, now=NOW)
    with pytest.raises(Refused, match="after its beginning"):
        register_endings.take_back(forum.session, shown(forum), by=None, now=MONDAY)


def test_a_recorded_event_took_place(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    save(forum)
    with pytest.raises(Refused, match="was held"):
        register_endings.did_not_take_place(
            forum.session, shown(forum), Status.ABANDONED, "", by=None, now=MONDAY
        )


def test_a_correction_keeps_what_stood_and_leaves_its_trail(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    save(forum)
    own = forum.session.get_one(Invitation, lines(forum)["Health"].seat.invitation_id)
    there = Outcome(code=Code.DEPUTY, name="Sam Hill", source=Source.CORRECTION)
    register_saves.correct(forum.session, own, there, by=None, now=MONDAY)
    register_saves.correct(forum.session, own, there, by=None, now=MONDAY)
    rows = forum.session.scalars(select(Row).where(Row.invitation_id == own.id)).all()
    assert [(each.code, each.source) for each in rows] == [("RA", "correction")]
    again = Outcome(code=Code.MEMBER, person_id=forum.leads[1].id)
    register_saves.correct(forum.session, own, again, by=None, now=MONDAY)
    assert lines(forum)["Health"].outcome == again
    verbs = forum.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb == "correct"))
    assert len(verbs.all()) == 2


def test_nothing_is_corrected_before_it_is_recorded(forum: Register) -> None:
    own = forum.session.get_one(Invitation, lines(forum)["Health"].seat.invitation_id)
    with pytest.raises(Refused, match="not saved yet"):
        register_saves.correct(forum.session, own, Outcome(code=Code.MEMBER), by=None, now=MONDAY)


def test_a_walk_in_is_in_attendance_once_and_can_be_taken_out(forum: Register) -> None:
    event = shown(forum)
    for _twice in range(2):
        row = register_drafts.walk_in(
            forum.session, event, "Sam Hill", "Police", by=None, now=MONDAY
        )
    assert row.organisation_id == forum.seats[2].organisation_id
    assert [each.name for each in registers.others(forum.session, event.event.id)] == ["Sam Hill"]
    register_drafts.remove(forum.session, row.id, by=None, now=MONDAY)
    assert registers.others(forum.session, event.event.id) == []
    with pytest.raises(Refused, match="no longer"):
        register_drafts.remove(forum.session, row.id, by=None, now=MONDAY)


def test_a_register_takes_as_many_queries_for_thirty_seats_as_for_three(forum: Register) -> None:
    """Measured after all was read once, so that what is kept in memory counts for neither."""
    few = _queries(forum)
    for number in range(27):
        forum.seats.append(forum.seat(f"Partner {number}")[0])
    series_changes.keep(forum.session, shown(forum).series, by=None, now=NOW)
    assert len(lines(forum)) == 30
    assert _queries(forum) == few


def _queries(forum: Register) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    forum.session.flush()
    event, engine = shown(forum), forum.session.get_bind()
    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    registers.lines(forum.session, event)
    sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    return len(seen)
