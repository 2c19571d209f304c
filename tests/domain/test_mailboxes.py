"""Which address is ours, which tag it bears, and when two mails are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import probes, reply_mails
from domain.mailboxes import key_of, tagged, token_at

MAILBOX = "calendar@joinedup.example.org"


@pytest.mark.parametrize(
    ("address", "token"),
    [
        (MAILBOX, ""),
        ("Calendar@JOINEDUP.example.org", ""),
        ("calendar+aB-c_1@joinedup.example.org", "aB-c_1"),
        ("calendar+@joinedup.example.org", ""),
        ("calendar+a+b@joinedup.example.org", "a+b"),
        ("calendarx@joinedup.example.org", None),
        ("calenda@joinedup.example.org", None),
        ("calendar@example.org", None),
        ("calendar+a\nb@joinedup.example.org", None),
        (f"calendar+{'x' * 64}@joinedup.example.org", "x" * 64),
        (f"calendar+{'x' * 65}@joinedup.example.org", None),
        ("", None),
        ("@joinedup.example.org", None),
    ],
)
def test_an_address_is_ours_with_its_tag_or_not_ours(address: str, token: str | None) -> None:
    assert token_at(address, MAILBOX) == token


def test_nothing_is_ours_without_a_mailbox() -> None:
    assert token_at("calendar@joinedup.example.org", "") is None


@given(st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True))
def test_a_tag_that_was_given_is_found_also_where_the_mailbox_has_a_plus(token: str) -> None:
    for mailbox in (MAILBOX, "joined+up@example.org"):
        assert token_at(tagged(mailbox, token), mailbox) == token


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_lines_may_end_either_way_and_any_bytes_have_a_key(head: bytes, body: bytes) -> None:
    raw = head + b"\n\n" + body
    assert len(key_of(raw, "x")) == 64
    assert key_of(raw.replace(b"\r\n", b"\n"), "x") == key_of(raw, "x")
    assert key_of(raw, "x") != key_of(raw, "y")


@given(st.binary(max_size=400))
def test_a_mail_of_any_bytes_says_something_of_itself(raw: bytes) -> None:
    assert probes.is_one(None, reply_mails.read(raw)) is False
    assert isinstance(probes.verdicts(raw), dict)


def test_the_topmost_finding_counts_and_comments_do_not() -> None:
    raw = (
        b"Authentication-Results: mx.example.org; spf=fail (was spf=pass) smtp.mailfrom=a;\r\n"
        b"\tdkim=pass\r\nReceived-SPF: pass\r\n"
        b"Authentication-Results: elsewhere; spf=pass; dmarc=none\r\n\r\nspf=neutral\r\n"
    )
    assert probes.verdicts(raw) == {"spf": "fail", "dkim": "pass", "dmarc": "none"}
