"""What a person may choose."""

import pytest

from domain.errors import Refused
from domain.people import Channel
from domain.preferences import Kind, read_language, read_preferences


def test_what_is_not_wanted_is_declined() -> None:
    chosen = read_preferences(language="cy", channel="slack", wanted=["reminders", "calendar"])
    assert (chosen.language, chosen.channel) == ("cy", Channel.SLACK)
    assert chosen.declined == {Kind.DIGESTS, Kind.SURVEYS}


def test_no_language_is_the_partnerships() -> None:
    assert read_preferences(language="", channel="mail", wanted=Kind).language is None


@pytest.mark.parametrize(
    ("language", "channel", "wanted", "field"),
    [
        ("xx", "mail", [], "language"),
        ("en", "pigeon", [], "channel"),
        ("en", "mail", ["invitations"], "kinds"),
    ],
)
def test_anything_else_is_refused_at_its_field(
    language: str, channel: str, wanted: list[str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_preferences(language=language, channel=channel, wanted=wanted)
    assert refused.value.field == field


def test_only_languages_we_write_in_are_taken() -> None:
    assert read_language("en") == "en"
    with pytest.raises(Refused):
        read_language("de")
