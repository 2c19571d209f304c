"""Who may see a finding, and when: five working days are counted without bank holidays."""

from datetime import UTC, date, datetime

import pytest

from domain.errors import Refused
from domain.findings import Spell, clean_note, clean_reason, read_came_of_it, read_until, visible
from domain.roles import Role
from domain.standing import Level
from domain.working_days import Region

CHECKED = datetime(2026, 3, 30, 9, tzinfo=UTC)


def spell(noticed: date, *, checked: bool = False) -> Spell:
    """Make a finding of a day."""
    return Spell(
        1,
        2,
        3,
        Level.ACT,
        noticed,
        noticed,
        CHECKED if checked else None,
        CHECKED.date() if checked else None,
    )


@pytest.mark.parametrize(
    ("noticed", "region", "hidden", "shown"),
    [
        (date(2026, 11, 2), Region.ENGLAND, date(2026, 11, 8), date(2026, 11, 9)),
        (date(2026, 11, 7), Region.ENGLAND, date(2026, 11, 12), date(2026, 11, 13)),
        # Easter 2026: Good Friday is 3 April, Easter Monday 6 April, which Scotland works.
        (date(2026, 3, 30), Region.ENGLAND, date(2026, 4, 7), date(2026, 4, 8)),
        (date(2026, 3, 30), Region.SCOTLAND, date(2026, 4, 6), date(2026, 4, 7)),
    ],
)
@pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER])
def test_readers_see_it_from_the_fifth_working_day(
    role: Role, noticed: date, region: Region, hidden: date, shown: date
) -> None:
    found = spell(noticed)
    assert not visible(found, {role}, noticed, region)
    assert not visible(found, {role}, hidden, region)
    assert visible(found, {role}, shown, region)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SCRUTINEER])
def test_readers_see_what_is_checked_at_once_and_never_what_nobody_noticed(role: Role) -> None:
    day = date(2026, 3, 30)
    assert visible(spell(day, checked=True), {role}, day, Region.ENGLAND)
    assert not visible(None, {role}, date(2030, 1, 1), Region.ENGLAND)


def test_coordinators_see_everything_at_once_and_partners_nothing_ever() -> None:
    day = date(2026, 3, 30)
    for found in (spell(day), spell(day, checked=True), None):
        assert visible(found, {Role.COORDINATOR}, day, Region.ENGLAND)
        assert visible(found, {Role.COORDINATOR, Role.CHAIR}, day, Region.ENGLAND)
        assert not visible(found, {Role.PARTNER}, date(2030, 1, 1), Region.ENGLAND)
        assert not visible(found, set(), date(2030, 1, 1), Region.ENGLAND)


def test_who_is_put_off_comes_back_within_six_months() -> None:
    day = date(2026, 3, 30)
    assert read_until(date(2026, 9, 30), day=day) == date(2026, 9, 30)
    for until in (None, day, date(2026, 10, 1)):
        with pytest.raises(Refused):
            read_until(until, day=day)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 201])
def test_a_reason_is_a_few_words(text: str) -> None:
    with pytest.raises(Refused):
        clean_reason(text)


def test_a_note_may_be_left_out_and_is_short() -> None:
    assert clean_note("  ") is None
    assert clean_note(" In time ") == "In time"
    with pytest.raises(Refused):
        clean_note("x" * 501)


def test_what_came_of_it_is_one_of_a_few_things() -> None:
    with pytest.raises(Refused):
        read_came_of_it("something")
