"""People: their details and mail addresses, as they are typed."""

import pytest

from domain.errors import Refused
from domain.people import (
    Channel,
    Details,
    belongs_to_domain,
    clean_job_title,
    read_addresses,
    read_details,
)


def test_details_are_tidied() -> None:
    read = read_details(name=" Ada  B ", job_title=" ", language="cy", channel="slack")
    assert read == Details("Ada B", None, "cy", Channel.SLACK)


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"name": ""}, "name"),
        ({"job_title": "x" * 121}, "job_title"),
        ({"language": "tlh"}, "language"),
        ({"channel": "pigeon"}, "channel"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(entered: dict[str, str], field: str) -> None:
    typed = {"name": "Ada", "job_title": "", "language": "", "channel": "", **entered}
    with pytest.raises(Refused) as no:
        read_details(**typed)
    assert no.value.field == field


def test_nothing_is_no_job_title() -> None:
    assert clean_job_title(" \t ") is None


@pytest.mark.parametrize(
    ("main", "others", "read"),
    [
        ("", [], (None, ())),
        (" a@b.org ", ["", " c@b.org,", "A@B.org", "C@b.org"], ("a@b.org", ("c@b.org",))),
    ],
)
def test_addresses_are_read_each_once(
    main: str, others: list[str], read: tuple[str | None, tuple[str, ...]]
) -> None:
    assert read_addresses(main, others) == read


@pytest.mark.parametrize(
    ("main", "others", "field"),
    [
        ("nowhere", [], "address"),
        ("a@b.org", ["nowhere"], "others"),
        ("", ["a@b.org"], "address"),
        ("a@b.org", [f"x{n}@b.org" for n in range(10)], "others"),
    ],
)
def test_what_is_no_address_is_refused(main: str, others: list[str], field: str) -> None:
    with pytest.raises(Refused) as no:
        read_addresses(main, others)
    assert no.value.field == field


@pytest.mark.parametrize(
    ("address", "domains", "belongs"),
    [
        ("a@police.uk", ["police.uk"], True),
        ("a@met.Police.uk", ["police.uk"], True),
        ("a@notpolice.uk", ["police.uk"], False),
        ("a@example.org", ["police.uk", "nhs.net"], False),
        ("a@example.org", [], True),
    ],
)
def test_an_address_belongs_to_known_domains(
    address: str, domains: list[str], *, belongs: bool
) -> None:
    assert belongs_to_domain(address, domains) is belongs
