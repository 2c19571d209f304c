"""Reports of calls: every vendor's layout, what each says of how long people stayed, bad ones."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.call_files import read
from domain.call_report_times import Order, order_of, paired, read_moment, read_seconds, union
from domain.call_reports import Report, called, read_minimum
from domain.errors import Refused
from domain.when import WallSpan
from tests.domain import call_files as files

SPAN = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
MOST = 10_000_000


def report(content: bytes | str, span: WallSpan = SPAN, name: str = "report.csv") -> Report:
    """Read a report of an event."""
    data = content.encode() if isinstance(content, str) else content
    return read(data, name, span, most=MOST)


def minutes(found: Report) -> dict[str, int | None]:
    return {each.name: each.minutes for each in found.people}


def test_teams_sections_are_read_with_each_join_and_overlaps_counted_once() -> None:
    found = report(files.as_teams(files.TEAMS))
    assert found.vendor == "teams"
    assert minutes(found) == {
        "Council lead": 110,
        "Fleeting Visitor": 3,
        "Hill, Sam (Guest)": 60,
        "The unit": 126,
    }
    known = {each.name: each for each in found.people}
    assert known["The unit"].addresses == {"unit@example.org", "u12@example.org"}
    assert known["Hill, Sam (Guest)"].names == ("Hill, Sam",)


def test_without_its_activities_the_participants_are_enough() -> None:
    head = files.TEAMS.partition("3. In-Meeting")[0]
    assert minutes(report(files.as_teams(head)))["Council lead"] == 110


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (files.TEAMS_2021, {"Council lead": 124, "Sam Hill": 60}),
        (files.TEAMS_OLD, {"Council lead": 121, "Late Comer": 20, "Sam Hill": 50}),
        (files.ZOOM, {"Council lead": 60, "Sam (Sam Hill)": 45}),
        (files.ZOOM_SHORT, {"Council lead": 68, "Sam Hill": 45}),
        (files.ZOOM_WEBINAR, {"Council lead": 60, "Sam Hill": 30}),
    ],
)
def test_each_layout_says_who_stayed_how_long(text: str, said: dict[str, int]) -> None:
    assert minutes(report(files.as_teams(text))) == said


def test_the_waiting_room_is_no_attendance_and_rows_without_a_name_are_counted() -> None:
    found = report(files.filled(files.ZOOM))
    assert (found.vendor, found.waited, found.nameless) == ("zoom", 1, 1)
    assert {each.name: each.names for each in found.people}["Sam (Sam Hill)"] == ("Sam", "Sam Hill")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_any_encoding_and_separator_reads_the_same(encoding: str, separator: str) -> None:
    text = files.TEAMS_OLD.replace("Sam Hill", "Zoë Hill").replace(", ", " ")
    found = report(text.replace("\t", separator).encode(encoding))
    assert minutes(found) == {"Council lead": 121, "Late Comer": 20, "Zoë Hill": 50}


def test_a_report_without_lengths_says_who_was_there_and_not_how_long() -> None:
    found = report("Name\tEmail\tRole\nSam Hill\tsam@example.org\tAttendee\n")
    assert [each.minutes for each in found.people] == [None]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("12/3/2026, 9:59:00 AM", Order.MONTH_FIRST),
        ("12/3/26, 9:59:00\u202fAM", Order.MONTH_FIRST),
        ("03/12/2026, 09:59:00", Order.DAY_FIRST),
        ("3.12.2026 09:59", Order.DAY_FIRST),
        ("2026-12-03 09:59:00", Order.DAY_FIRST),
        ("2026-12-03T09:59:00Z", Order.MONTH_FIRST),
        ("Dec 3, 2026 9:59 AM", Order.DAY_FIRST),
        ("3 December 2026 09:59", Order.MONTH_FIRST),
    ],
)
def test_a_moment_is_read_however_a_computer_writes_it(text: str, order: Order) -> None:
    assert read_moment(text, order) == datetime(2026, 12, 3, 9, 59)
    assert order_of([text], date(2026, 12, 3), date(2026, 12, 3)) in Order


@pytest.mark.parametrize("text", ["", "--", "31/31/2026 10:00", "3/12/2026 25:00", "Foo 3, 2026"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_moment(text, Order.DAY_FIRST) is None


def test_the_day_of_the_event_says_which_number_is_the_day() -> None:
    assert order_of(["12/3/2026 10:00"], *[date(2026, 3, 12)] * 2) is Order.DAY_FIRST
    assert order_of(["12/3/2026 10:00"], *[date(2026, 12, 3)] * 2) is Order.MONTH_FIRST


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1h 2m 3s", 3723),
        ("1 hr 2 min", 3720),
        ("47m", 2820),
        ("1:02:03", 3723),
        ("45", 2700),
        ("", None),
        ("7/22/26, 7:02:11 PM", None),
    ],
)
def test_lengths(text: str, seconds: int | None) -> None:
    assert read_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Name,Organisation\nSam Hill,Police\n", "can't find who was in the call"),
        ("holiday photos", "can't find who was in the call"),
        ("Full Name\tUser Action\tTimestamp\n", "can't find who was in the call"),
        ("Full Name\tUser Action\tTimestamp\n\tJoined\t12/3/2026, 10:00:00 AM\n", "names nobody"),
        (files.TEAMS.replace("03/12/2026", "17/11/2026"), "This report is of 17 November 2026"),
    ],
)
def test_a_bad_report_is_refused_with_what_to_do(text: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        report(files.as_teams(text))


def test_two_copies_of_one_report_are_the_same_however_they_were_saved() -> None:
    copies = [files.as_teams(files.TEAMS_OLD), files.TEAMS_OLD.encode()]
    assert len({report(each).digest for each in copies}) == 1
    other = files.TEAMS_OLD.replace("11:40", "11:20")
    assert report(other).digest != report(copies[0]).digest


@pytest.mark.parametrize(
    ("typed", "length", "minimum"), [("", 120, 10), ("", 12, 6), ("30", 120, 30), ("0", 120, 0)]
)
def test_the_minimum_is_ten_minutes_or_half_the_meeting(
    typed: str, length: int, minimum: int
) -> None:
    assert read_minimum(typed, length) == minimum


@pytest.mark.parametrize("typed", ["soon", "-3", "99999", "²"])
def test_a_minimum_that_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="number of minutes"):
        read_minimum(typed, 120)


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Sam Hill (Schools Forum)", "Sam Hill"),
        ("Hill, Sam [Guest]", "Hill, Sam"),
        ("Sam (Sam Hill)", "Sam Hill"),
        ("(Sam)", "(Sam)"),
    ],
)
def test_a_name_is_kept_without_its_brackets_unless_it_is_fuller_there(
    shown: str, name: str
) -> None:
    assert called(shown) == name


BEGAN = datetime(2026, 12, 3, 10)
PARTS = st.lists(st.tuples(st.integers(0, 119), st.integers(0, 60)), min_size=1, max_size=8)


@given(parts=PARTS, cuts=st.lists(st.integers(0, 180)), chance=st.randoms(use_true_random=False))
def test_shuffled_and_split_joins_give_the_same_minutes(
    parts: list[tuple[int, int]], cuts: list[int], chance: object
) -> None:
    """By a naive count: each minute in which somebody was there by any device."""
    there = {minute for begins, length in parts for minute in range(begins, begins + length)}
    stays = [(at(begins), at(begins + length)) for begins, length in _split(parts, cuts)]
    chance.shuffle(stays)  # type: ignore[attr-defined]
    assert union(stays) == len(there) * 60
    moves = [move for joined, left in stays for move in ((joined, True), (left, False))]
    chance.shuffle(moves)  # type: ignore[attr-defined]
    assert union(paired(moves, at(180))) == len(there) * 60


def at(minute: int) -> datetime:
    return BEGAN + timedelta(minutes=minute)


def _split(parts: list[tuple[int, int]], cuts: list[int]) -> list[tuple[int, int]]:
    found = parts
    for cut in cuts:
        found = [
            piece
            for begins, length in found
            for piece in (
                ((begins, cut - begins), (cut, begins + length - cut))
                if begins < cut < begins + length
                else ((begins, length),)
            )
        ]
    return found
