"""Answers as they are typed: read wholly, or not at all."""

import pytest

from domain.answers import Kind, Source
from domain.typed_answers import TypedAnswer, apart, read


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("police attending", TypedAnswer("police", Kind.ATTENDING)),
        ("police attending by phone", TypedAnswer("police", Kind.ATTENDING, Source.PHONE)),
        ("Police, YES, By Phone.", TypedAnswer("Police", Kind.ATTENDING, Source.PHONE)),
        ("“Fire and Rescue” apologies", TypedAnswer("Fire and Rescue", Kind.APOLOGIES)),
        ("fire: apologies on paper", TypedAnswer("fire", Kind.APOLOGIES, Source.PAPER)),
        ("police not sure yet", TypedAnswer("police", Kind.UNSURE)),
        ("police not sure", TypedAnswer("police", Kind.UNSURE)),
        ("police deputy by phone", TypedAnswer("police", Kind.DEPUTY, Source.PHONE)),
        ("attending by phone", TypedAnswer("", Kind.ATTENDING, Source.PHONE)),
        ("attending police", TypedAnswer("police", Kind.ATTENDING)),
        ("apologies from police by phone", TypedAnswer("police", Kind.APOLOGIES, Source.PHONE)),
        ("police", TypedAnswer("police")),
        ("", TypedAnswer("")),
    ],
)
def test_what_is_wholly_an_answer_is_read(typed: str, understood: TypedAnswer) -> None:
    assert read(typed) == understood


@pytest.mark.parametrize(
    "typed",
    [
        "police attending by pigeon",
        "police attending maybe",
        "police attendingly",
        "police unattending",
        "police by phone",
    ],
)
def test_what_is_not_wholly_an_answer_is_none(typed: str) -> None:
    assert read(typed) == TypedAnswer(typed)


def test_the_last_word_counts_where_a_name_sounds_like_an_answer() -> None:
    assert read("Say Yes Trust apologies") == TypedAnswer("Say Yes Trust", Kind.APOLOGIES)


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("Town Council Leadership Forum apologies", ("Town Council", "Leadership Forum apologies")),
        ("Town Council, leadership forum: yes", ("Town Council", "leadership forum: yes")),
        ("Youth Forum Leadership Forum yes", ("Youth Forum", "Leadership Forum yes")),
        ("Leadership Forum Forum Trust yes", ("", "Leadership Forum Forum Trust yes")),
        ("Town Council apologies", ("", "Town Council apologies")),
        ("", ("", "")),
    ],
)
def test_the_event_may_stand_after_whose_answer_it_is(typed: str, parted: tuple[str, str]) -> None:
    assert apart(typed, ["Leadership Forum", "Forum"]) == parted


def test_without_events_nothing_is_parted() -> None:
    assert apart("Town Council apologies", []) == ("", "Town Council apologies")
