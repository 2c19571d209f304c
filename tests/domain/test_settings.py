"""What a partnership may set."""

import pytest

from domain.errors import Refused
from domain.settings import clean_page, clean_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01632 960000", "01632 960000"),
        (" +44 (0)1632  960000 ", "+44 (0)1632 960000"),
        ("01632 960000 ext 12", "01632 960000 ext 12"),
        ("01632-960-000 x4", "01632-960-000 x4"),
    ],
)
def test_a_telephone_number_is_kept_as_written(typed: str, kept: str) -> None:
    assert clean_phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "call me", "12", "0" * 60, "01632 960000; drop", "+"])
def test_what_is_no_telephone_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_phone(typed)
    assert refused.value.field == "phone"


@pytest.mark.parametrize(
    "page",
    [
        "https://example.org",
        "https://www.example.org/privacy?lang=en#top",
        "https://example.org:8443/a/b",
        "https://xn--caf-dma.example.org/",
        "https://café.example.org/",
    ],
)
def test_a_page_is_kept_as_written(page: str) -> None:
    assert clean_page(f" {page} ") == page


@pytest.mark.parametrize(
    "page",
    [
        "",
        "http://example.org",
        "example.org",
        "https://localhost",
        "https://user@example.org",
        "https://user:secret@example.org/",
        "https://example.org/a b",
        'https://example.org/"onclick',
        "https://example.org/<script>",
        "https://example.org\n.evil.example",
        "javascript:alert(1)",
        "https://-example.org",
        "https://example.org/" + "x" * 320,
    ],
)
def test_what_is_no_safe_page_is_refused(page: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_page(page)
    assert refused.value.field == "privacy_page"
