"""`joinedup standing`, as an operator and a script use it, also with three real files."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Partnership
from db.tenancy import across_partnerships
from tests import recounts
from tests.cli.hosts import Host

on_sqlite = pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
SHARED = Path(__file__).parents[3] / "shared" / "attendance"
HEAD = "event_date,event,organisation,person,present,role,apologies\n"
FIRST = date(2026, 1, 8)
KEYS = [
    "organisation",
    "p",
    "expected_next_4",
    "usual",
    "missed_in_a_row",
    "opportunities",
    "level",
    "reasons",
    "p_if_attended",
    "attended_of_last_12",
]
ROWS = {"M": "1,rep,0", "D": "1,other,0", "A": "0,rep,1", "0": "0,rep,0"}
NUMBERS = (
    "p",
    "expected_next_4",
    "usual",
    "missed_in_a_row",
    "opportunities",
    "attended_of_last_12",
)


def day(week: int) -> str:
    return (FIRST + timedelta(weeks=week)).isoformat()


def brought(host: Host, folder: Path, body: str, marks: dict[str, str]) -> None:
    """Import a body's attendance, where each partner took up each week as a mark says."""
    file = folder / "file.csv"
    rows = [
        f"{day(week)},{day(week)},{who},p,{ROWS[mark]}\n"
        for who, row in marks.items()
        for week, mark in enumerate(row)
        if mark != "."
    ]
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    command = ("import", "attendance", str(file), "--body", body, "--as-spelt", "--yes")
    code, said, _ = host.joinedup(*command)
    assert code == 0, said


def told(host: Host, *arguments: str) -> list[dict[str, Any]]:
    code, said, complaint = host.joinedup("standing", "--json", *arguments)
    assert (code, complaint) == (0, "")
    found: list[dict[str, Any]] = json.loads(said)
    return found


def named(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["organisation"]: each for each in rows}


@pytest.fixture
def forum(prepared: Host, tmp_path: Path) -> Host:
    """Give a host with a forum: one partner stays away of late, one comes at times."""
    fell, at_times = "M" * 9 + "000", "M0" * 6
    brought(prepared, tmp_path, "Forum", {"Police": fell, "Health": at_times, "Council": "M" * 12})
    return prepared


@on_sqlite
def test_each_partner_is_one_object_with_the_names_that_scripts_read(forum: Host) -> None:
    rows = told(forum)
    assert [list(each) for each in rows] == [KEYS] * 3
    assert [each["organisation"] for each in rows] == ["Police", "Health", "Council"]
    police = named(rows)["Police"]
    wanted = recounts.numbers("M" * 9 + "000")
    assert police["p"] == pytest.approx(wanted.p, abs=1e-12)
    assert police["p_if_attended"] == pytest.approx(recounts.numbers("M" * 9 + "000M").p, abs=1e-12)
    assert (police["level"], police["missed_in_a_row"]) == ("watch", 3)
    assert (police["opportunities"], police["attended_of_last_12"]) == (12, 9)
    assert police["reasons"][0] == ("Missed the last 3 events; before that they came to all 9.")


def test_people_read_words_and_counts_instead(forum: Host) -> None:
    code, said, _ = forum.joinedup("standing")
    number = "Of partners with this record about 4 in 10 did not come to any of the next 4."
    assert code == 0
    assert said.splitlines() == [
        "Police: a little less connected",
        "    Came to 9 of the last 12.",
        "    Missed the last 3 events; before that they came to all 9.",
        "    Joined 11 events ago; too early to know their habit.",
        f"    {number} Expected: 1 of 4.",
        "    One attendance would bring this to 10%.",
        "Health: a little less connected",
        "    Came to 6 of the last 12.",
        "    Comes to about 6 of 12, so a short gap says little.",
        "    Missed the last event; before that they came to 6 of 11.",
        "    Joined 11 events ago; too early to know their habit.",
        f"    {number} Expected: 1 of 4.",
        "    One attendance would bring this to 15%.",
        "Council: as usual",
        "    Came to 12 of the last 12.",
        "    Joined 11 events ago; too early to know their habit.",
    ]


@on_sqlite
def test_a_past_day_is_told_as_it_was(forum: Host) -> None:
    for week, marks in ((8, "M" * 9), (9, "M" * 9 + "0")):
        police = named(told(forum, "--at", day(week)))["Police"]
        assert police["p"] == pytest.approx(recounts.numbers(marks).p, abs=1e-12)
        assert (police["level"], police["missed_in_a_row"]) == ("steady", week - 8)


@on_sqlite
def test_a_partnership_that_asked_to_hear_early_is_told_early(forum: Host) -> None:
    assert named(told(forum, "--at", day(10)))["Police"]["level"] == "steady"
    with forum.database.writing() as session, across_partnerships(session):
        session.scalars(select(Partnership)).one().warns_early = True
    for scope in ((), ("--body", "Forum")):
        assert named(told(forum, "--at", day(10), *scope))["Police"]["level"] == "watch"


@on_sqlite
def test_no_partner_is_told_of_before_there_were_any(forum: Host) -> None:
    assert told(forum, "--at", "2020-01-01") == []


@on_sqlite
def test_a_busy_body_does_not_hide_an_empty_seat_at_another(forum: Host, tmp_path: Path) -> None:
    brought(
        forum, tmp_path, "Practice", {"Police": "." * 12 + "M" * 6, "Health": "." * 12 + "M" * 6}
    )
    at_forum, at_practice = told(forum, "--body", "Forum"), told(forum, "--body", "practice")
    assert named(at_forum)["Police"]["missed_in_a_row"] == 3
    assert named(at_practice)["Police"]["opportunities"] == 6
    assert sorted(named(at_practice)) == ["Health", "Police"]
    assert named(told(forum))["Police"]["missed_in_a_row"] == 0


@on_sqlite
def test_a_body_nobody_knows_is_told_of_in_a_sentence(forum: Host) -> None:
    code, said, complaint = forum.joinedup("standing", "--body", "Senate")
    assert (code, said) == (1, "")
    assert "No body is called “Senate”." in complaint
    assert "Traceback" not in complaint


@on_sqlite
def test_a_day_that_is_none_is_told_of(forum: Host) -> None:
    code, _, complaint = forum.joinedup("standing", "--at", "yesterday")
    assert code == 2
    assert "Traceback" not in complaint


@on_sqlite
def test_of_fewer_than_four_events_only_counts_are_told(prepared: Host, tmp_path: Path) -> None:
    brought(prepared, tmp_path, "Forum", {"Police": "MM0", "Health": "MMM"})
    police = named(told(prepared))["Police"]
    nothing = ("p", "expected_next_4", "level", "p_if_attended")
    assert [police[each] for each in nothing] == [None] * 4
    assert (police["reasons"], police["missed_in_a_row"], police["attended_of_last_12"]) == (
        [],
        1,
        2,
    )
    code, said, _ = prepared.joinedup("standing")
    assert code == 0
    assert said.splitlines() == [
        "Recorded so far: 3 of the 4 events that a standing needs.",
        "Health",
        "    Came to 3 of the last 3.",
        "Police",
        "    Came to 2 of the last 3.",
    ]


@on_sqlite
def test_where_nothing_is_recorded_nothing_is_made_up(prepared: Host) -> None:
    assert told(prepared) == []
    code, said, _ = prepared.joinedup("standing")
    assert code == 0
    assert said.splitlines() == ["Recorded so far: 0 of the 4 events that a standing needs."]


def marks_of(file: Path) -> dict[str, str]:
    """Give how each organisation took up each recorded meeting from its first on, by the rule."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = [each for each in csv.DictReader(opened) if each["organisation"] != "(secretariat)"]
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        place = (row["organisation"], row["event_date"])
        if row["present"] == "1":
            said[place].add("M" if row["role"] in {"rep", "tac"} else "D")
        elif row["apologies"] == "1":
            said[place].add("A")
    meetings = sorted({when for (_who, when), marks in said.items() if marks & {"M", "D"}})
    found: dict[str, str] = {}
    for who in {each["organisation"] for each in rows}:
        own = [said.get((who, when), set()) for when in meetings]
        marks = "".join(next((mark for mark in "MDA" if mark in each), "0") for each in own)
        if marks.strip("A0"):
            found[who] = marks.lstrip("A0")
    return found


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/attendance is not here")
@pytest.mark.parametrize("name", ["aswf_tac", "omp_tac", "ccc_tac"])
def test_a_real_file_gives_what_a_count_from_the_file_gives(prepared: Host, name: str) -> None:
    file = SHARED / f"{name}.csv"
    code, said, _ = prepared.joinedup("import", "attendance", str(file), "--as-spelt", "--yes")
    assert code == 0, said
    wanted = marks_of(file)
    found = named(told(prepared))
    assert sorted(found) == sorted(wanted)
    for who, marks in wanted.items():
        own = recounts.numbers(marks)
        each = found[who]
        assert [each[key] for key in NUMBERS] == pytest.approx(
            [own.p, own.expected, own.usual, own.missed, own.opportunities, own.attended], abs=1e-9
        ), who
        assert each["p_if_attended"] == pytest.approx(recounts.numbers(marks + "M").p, abs=1e-9)
        assert each["level"] == recounts.levels(marks)[-1], who
    body = name.replace("_", " ")
    assert named(told(prepared, "--body", body)) == found
