"""School terms: typed, and read from calendar files of several habits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.errors import Refused
from domain.terms import MAX_BYTES, Term, read_calendar, read_term, refuse_overlap

AUTUMN = Term("Autumn", date(2026, 9, 3), date(2026, 10, 23))


def calendar(*events: tuple[str, str, str | None]) -> bytes:
    """Write a calendar of whole days, each with the day after its last."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Council//EN"]
    for number, (name, first, after) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", "DTSTAMP:20260101T000000Z"]
        lines += [f"SUMMARY:{name}", f"DTSTART;VALUE=DATE:{first}"]
        lines += [f"DTEND;VALUE=DATE:{after}"] if after else []
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_an_entry_of_weeks_is_a_term_and_its_last_day_is_included() -> None:
    found = read_calendar(calendar(("Autumn", "20260903", "20261024")))
    assert found.terms == (AUTUMN,)


def test_holidays_and_training_days_are_left_out_and_named() -> None:
    found = read_calendar(
        calendar(
            ("Summer holiday", "20270721", "20270902"),
            ("Half term", "20261026", "20261031"),
            ("INSET day", "20260902", "20260903"),
            ("Autumn", "20260903", "20261024"),
        )
    )
    assert found.terms == (AUTUMN,)
    assert set(found.left_out) == {"Summer holiday", "Half term", "INSET day"}


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("Autumn begins", "Autumn ends"),
        ("Autumn - first day", "Autumn - last day"),
        ("Autumn: starts", "Autumn: finishes"),
        ("AUTUMN starts", "AUTUMN ends"),
    ],
)
def test_a_pair_of_days_is_a_term(begins: str, ends: str) -> None:
    found = read_calendar(calendar((begins, "20260903", None), (ends, "20261023", None)))
    [term] = found.terms
    assert (term.name.title(), term.first_day, term.last_day) == (
        "Autumn",
        AUTUMN.first_day,
        AUTUMN.last_day,
    )
    assert found.left_out == ()


def test_times_of_day_count_as_their_days() -> None:
    content = (
        calendar(("Autumn", "20260903", "20261024"))
        .replace(b"DTSTART;VALUE=DATE:20260903", b"DTSTART:20260903T083000")
        .replace(b"DTEND;VALUE=DATE:20261024", b"DTEND:20261023T153000")
    )
    assert read_calendar(content).terms == (AUTUMN,)


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"\xff\xfe\x00", b"BEGIN:VCALENDAR", b"x" * (MAX_BYTES + 1)]
)
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read_calendar(content)


@given(some.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        read_calendar(content)
    except Refused:
        return


@given(
    some.lists(
        some.tuples(
            some.text(alphabet=some.characters(categories=("L", "N", "Zs")), max_size=40),
            some.dates(date(2020, 1, 1), date(2030, 1, 1)),
            some.integers(0, 250),
        ),
        max_size=8,
    )
)
def test_whatever_a_calendar_holds_its_terms_are_terms(
    events: list[tuple[str, date, int]],
) -> None:
    content = calendar(
        *(
            (name, f"{day:%Y%m%d}", f"{date.fromordinal(day.toordinal() + days + 1):%Y%m%d}")
            for name, day, days in events
        )
    )
    for term in read_calendar(content).terms:
        assert read_term(term.name, term.first_day, term.last_day) == term


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (None, date(2026, 10, 23), "first_day"),
        (date(2026, 9, 3), None, "last_day"),
        (date(2026, 9, 3), date(2026, 9, 2), "last_day"),
        (date(2026, 9, 3), date(2027, 9, 3), "last_day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    first: date | None, last: date | None, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_term("Autumn", first, last)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [
        (date(2026, 10, 23), date(2026, 12, 1), True),
        (date(2026, 10, 24), date(2026, 12, 1), False),
        (date(2026, 8, 1), date(2026, 9, 3), True),
        (date(2026, 8, 1), date(2026, 9, 2), False),
    ],
)
def test_two_terms_share_no_day(first: date, last: date, *, clashes: bool) -> None:
    other = Term("Other", first, last)
    assert other.overlaps(AUTUMN) is clashes
    if clashes:
        with pytest.raises(Refused):
            refuse_overlap(other, [AUTUMN])
    else:
        refuse_overlap(other, [AUTUMN])
