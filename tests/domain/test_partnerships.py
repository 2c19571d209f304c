"""What a partnership is called, and how it is reached."""

import pytest

from domain.errors import Refused
from domain.partnerships import (
    clean_address,
    clean_channel,
    clean_contact,
    clean_slug,
)


@pytest.mark.parametrize("good", ["name@example.org", "o'neil+forum@nhs.example.net", " a@b.uk "])
def test_a_mail_address_is_kept_as_written(good: str) -> None:
    assert clean_address(good) == good.strip()


@pytest.mark.parametrize(
    "bad",
    ["", "name", "name@", "@example.org", "a@b", "a b@example.org", "a@b.org, c@d.org",
     "a@b.org\nBcc: x@y.org", "x" * 250 + "@example.org", "<a@b.org>"],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(bad: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_address(bad, field="mailbox")
    assert refused.value.field == "mailbox"


@pytest.mark.parametrize("bad", ["x@exämple.org", "jörg@example.org"])
def test_an_address_that_no_mail_can_go_to_says_so(bad: str) -> None:
    with pytest.raises(Refused, match="plain letters"):
        clean_address(bad)


@pytest.mark.parametrize(("typed", "slug"), [("main", "main"), (" Adults-2 ", "adults-2")])
def test_a_slug_is_small_and_plain(typed: str, slug: str) -> None:
    assert clean_slug(typed) == slug


@pytest.mark.parametrize("bad", ["", "2nd", "a b", "a.b", "-a", "ä", "x" * 64])
def test_what_is_no_slug_is_refused(bad: str) -> None:
    with pytest.raises(Refused):
        clean_slug(bad)


@pytest.mark.parametrize("good", ["C01234567", " G0123456789 "])
def test_a_channel_is_known_by_its_id(good: str) -> None:
    assert clean_channel(good) == good.strip()


@pytest.mark.parametrize(
    "bad", ["", "nonsense", "#north", "C1", "c01234567", "D01234567", "C" * 40]
)
def test_what_is_no_channel_id_is_refused(bad: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_channel(bad)
    assert refused.value.field == "channel"


@pytest.mark.parametrize("good", ["U0123ABCD", "W0123ABCD", " name@example.org "])
def test_a_person_is_named_by_address_or_user_id(good: str) -> None:
    assert clean_contact(good) == good.strip()


@pytest.mark.parametrize("bad", ["", "Jane", "u0123", "U", "Jane Doe <j@x.org>", "B0123ABCD"])
def test_who_is_neither_is_refused(bad: str) -> None:
    with pytest.raises(Refused):
        clean_contact(bad)
