"""Changes as they are read back, and the filter that a button carries."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.changes import KINDS, Change, Wanted, differences, read_wanted

days = some.none() | some.dates()


@given(
    some.integers(0, 10**18 - 1),
    some.sampled_from(["", *KINDS]),
    some.integers(0, 10**18 - 1),
    days,
    days,
    some.integers(0, 10**6),
)
def test_a_filter_comes_back_as_it_was(
    actor: int, kind: str, partner: int, since: date | None, until: date | None, offset: int
) -> None:
    wanted = Wanted(actor, kind, partner, since, until)
    assert read_wanted(wanted.as_text(offset)) == Wanted(actor, kind, partner, since, until, offset)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1,2]", '[1,"x",1,"nonsense","",0]', "null",
                                  '[-1,"",0,"","",0]', '["1","",0,"","",0]'])  # fmt: skip
def test_anything_else_asks_for_everything(text: str) -> None:
    assert read_wanted(text) == Wanted()


def test_only_what_changed_is_told() -> None:
    change = Change(
        datetime(2026, 11, 23, tzinfo=UTC),
        "Coordinator",
        "change",
        "body",
        "Forum",
        {"name": "Forum", "quorum": None, "days": 10},
        {"name": "Forum", "quorum": None, "days": 15, "note": ""},
    )
    assert differences(change) == [("days", 10, 15)]


@pytest.mark.parametrize(
    ("kind", "before", "after", "told"),
    [
        ("seat", {"organisation": "X", "body": "Y", "title": "Chair", "statutory": False},
         {"until": "2026-12-01"}, [("title", None, "Chair"), ("until", None, "2026-12-01")]),
        ("seat", {"person": "Chief"}, {"until": "2026-12-01"},
         [("person", None, "Chief"), ("until", None, "2026-12-01")]),
        ("organisation", {"note": "Rang"}, {"contact": 1}, [("note", None, "Rang")]),
        ("organisation", {"until": "2026-12-01"}, {"until": None, "seats": [1, 2]},
         [("until", "2026-12-01", None)]),
        ("seat", None, {"organisation": "X"}, [("organisation", None, "X")]),
    ],
)  # fmt: skip
def test_what_a_change_does_not_speak_of_is_no_change(
    kind: str, before: dict[str, Any] | None, after: dict[str, Any], told: list[Any]
) -> None:
    change = Change(datetime(2026, 11, 23, tzinfo=UTC), "Coordinator", "end", kind, "Z",
                    before, after)  # fmt: skip
    assert differences(change) == told
