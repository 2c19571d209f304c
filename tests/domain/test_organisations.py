"""What a typed name may mean, who an organisation is after merges, and mail domains."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Refused
from domain.names import tidy
from domain.organisations import family, final, openings, read_domains, read_names, refuse_circle


def test_the_longest_name_comes_first_with_the_rest() -> None:
    assert openings("County Police called") == [
        ("County Police called", ""),
        ("County Police", "called"),
        ("County", "Police called"),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"County Police" called', ("County Police", "called")),
        ("“County Police”: called", ("County Police", "called")),
        ("«County Police» called", ("County Police", "called")),
        ("'St John's' called", ("'St John's' called", "")),
        ("County Police, called", ("County Police, called", "")),
        ('"County Police', ('"County Police', "")),
        ('"" called', ('"" called', "")),
    ],
)
def test_quotes_say_where_a_name_ends(typed: str, found: tuple[str, str]) -> None:
    assert openings(typed)[0] == found


def test_punctuation_after_a_name_is_not_part_of_it() -> None:
    assert ("County Police", "called") in openings("County Police: called")
    assert ("County Police", "called") in openings("County Police – called")


@given(st.text())
def test_any_text_begins_with_itself_or_a_quoted_part_of_it(text: str) -> None:
    found = openings(text)
    assert all(name in tidy(text) and rest in tidy(text) for name, rest in found)
    assert bool(found) == bool(tidy(text))


steps = st.dictionaries(st.integers(0, 12), st.integers(0, 12))


@given(steps, st.integers(0, 12))
def test_merges_lead_to_one_that_is_not_merged_unless_in_a_circle(
    redirects: dict[int, int], own: int
) -> None:
    last = final(redirects, own)
    assert last not in redirects or final(redirects, redirects[last]) in redirects


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_merges_that_were_not_refused_never_make_a_circle(
    wishes: list[tuple[int, int]],
) -> None:
    made: dict[int, int] = {}
    for own, into in wishes:
        try:
            refuse_circle(made.items(), own, into)
        except Refused:
            continue
        made.setdefault(own, into)
    assert all(final(made, each) not in made for each in range(9))
    assert sorted(each for last in range(9) if last not in made for each in family(made, last)) == (
        list(range(9))
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("police.uk", ["police.uk"]),
        ("@Police.UK, lead@nhs.net\n\ncouncil.gov.uk.", ["police.uk", "nhs.net", "council.gov.uk"]),
        ("police.uk police.uk", ["police.uk"]),
        ("llŷn.cymru", ["xn--lln-k2a.cymru"]),
        ("", []),
    ],
)
def test_domains_are_read_from_whatever_stands_between(typed: str, read: list[str]) -> None:
    assert read_domains(typed) == read


@pytest.mark.parametrize(
    "typed", ["police", "a..uk", "-a.uk", "10.0.0.1", "a@", "é" * 64 + ".uk", "x" * 64 + ".uk", "."]
)
def test_what_is_no_domain_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_domains(f"police.uk {typed}")
    assert refused.value.field == "domains"


@given(st.text())
def test_any_text_is_domains_or_a_sentence(text: str) -> None:
    with suppress(Refused):
        assert all(each.isascii() and "." in each for each in read_domains(text))


def test_names_are_one_a_line_and_each_once() -> None:
    assert read_names(" County  Police\n\ncounty police\nCP ") == ["county police", "CP"]
    with pytest.raises(Refused, match="At most 50"):
        read_names("\n".join(f"Name {number}" for number in range(51)))
