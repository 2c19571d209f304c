"""How a contact was made, by its first word, and what may be noted."""

from datetime import date, timedelta

import pytest

from domain.contacts import MAX_NOTE, Way, clean_note, guessed, read_day, read_way
from domain.errors import Refused

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("note", "way"),
    [
        ("called about the forum", Way.CALL),
        ("Phoned: no answer", Way.CALL),
        ("visited their office", Way.VISIT),
        ("Met the deputy", Way.VISIT),
        ("E-mailed the dates", Way.MAIL),
        ("email, the dates", Way.MAIL),
        ("they will come", Way.CALL),
        ("mailbox is full", Way.CALL),
        ("", Way.CALL),
    ],
)
def test_the_first_word_says_how(note: str, way: Way) -> None:
    assert guessed(note) is way


def test_a_day_to_come_is_refused_and_none_is_today() -> None:
    assert read_day(None, today=TODAY) == read_day(TODAY, today=TODAY) == TODAY
    with pytest.raises(Refused, match="to come"):
        read_day(TODAY + timedelta(days=1), today=TODAY)


@pytest.mark.parametrize("note", ["", " \n", "n" * (MAX_NOTE + 1)])
def test_a_note_is_neither_empty_nor_a_case_file(note: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_note(note)
    assert refused.value.field == "note"


def test_a_way_that_is_none_is_refused() -> None:
    assert read_way("visit") is Way.VISIT
    with pytest.raises(Refused):
        read_way("pigeon")
