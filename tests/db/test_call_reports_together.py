"""Several reports of one event: stays are added up, unless the reports are of the same call."""

from collections.abc import Iterator

import pytest

from db.engine import Database
from domain.call_report_stays import holds, together
from domain.call_reports import Beside
from domain.outcomes import Code
from tests.db.calls import LEAD, NAMES, lines, said, save, took, undo, waiting
from tests.db.meetings import Register, register

NURSE = ("Nurse", "health.lead@example.org")
COUNCIL = ("Somebody's laptop", "council.lead@example.org")
POLICE = ("P", "police.lead@example.org")


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as found:
        found.sent()
        yield found


def test_stays_in_both_parts_of_a_call_make_one(forum: Register) -> None:
    first = took(forum, (*NURSE, 6), LEAD)
    assert (first.short, said(forum)["Health"]) == (1, None)
    second = took(forum, (*NURSE, 7), (*POLICE, 30))
    assert (second.sure, second.short) == (2, 0)
    assert second.besides == (Beside("call.csv", same_call=False),)
    assert lines(forum)["Health"].outcome.minutes == 13
    undo(forum, first)
    assert said(forum) == {"Council": None, "Health": None, "Police": Code.MEMBER}


def test_a_later_report_of_the_same_call_adds_nothing(forum: Register) -> None:
    took(forum, (*NURSE, 6), (*COUNCIL, 8))
    later = took(forum, (*NURSE, 6), (*COUNCIL, 90), (*POLICE, 30))
    assert (later.sure, later.short) == (2, 1)
    assert later.besides == (Beside("call.csv", same_call=True),)
    assert (lines(forum)["Council"].outcome.minutes, said(forum)["Health"]) == (90, None)


def test_who_waits_and_who_is_ticked_stayed_as_long_as_all_reports_say(forum: Register) -> None:
    took(forum, ("Stranger", "", 20), (*COUNCIL, 60))
    took(forum, ("Stranger", "", 15), (*COUNCIL, 20), (*POLICE, 30))
    assert waiting(forum) == {"Stranger": []}
    assert lines(forum)["Council"].outcome.minutes == 80
    save(forum)
    assert lines(forum)["Council"].outcome.minutes == 80


def test_a_report_of_others_alone_says_nothing_of_those_before(forum: Register) -> None:
    took(forum, (*COUNCIL, 60))
    assert took(forum, (*POLICE, 30)).besides == ()


def test_undoing_the_second_part_leaves_what_the_first_alone_says(forum: Register) -> None:
    took(forum, (*NURSE, 6), (*COUNCIL, 60))
    undo(forum, took(forum, (*NURSE, 7), (*COUNCIL, 5), (*POLICE, 30)))
    assert said(forum) == {"Council": Code.MEMBER, "Health": None, "Police": None}
    assert lines(forum)["Council"].outcome.minutes == 60


def test_reports_that_another_holds_are_not_added() -> None:
    assert together([{"a": 5}, {"a": 7, "b": 1}, {"a": 3, "c": 2}]) == {"a": 10, "b": 1, "c": 2}
    assert together([{"a": 7, "b": 1}, {"a": 5}, {"a": 7, "b": 1}]) == {"a": 7, "b": 1}
    assert together([]) == {}
    assert holds({"a": 1}, {})
