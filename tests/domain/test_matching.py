"""Names that may be meant: which are asked about, and which never are."""

import pytest

from domain.matching import Lookalikes, close, person_key, sector_code

CLOSE = [
    ("Medway Council", "Medway Coucil"),
    ("Medway Council", "Medwey Concil"),
    ("Medway Council", "Council, Medway"),
    ("Medway Council", "The Medway Borough Council"),
    ("École Saint-Jean", "Ecole Saint Jean"),
    ("Kent County Council", "KCC"),
    ("Kent and Medway Integrated Care Board", "Kent & Medway Integrated Care Board"),
    ("Barnardo’s", "Barnardos"),
    ("Probation Service", "Probtion Service"),
]
APART = [
    ("North Kent School", "South Kent School"),
    ("School 1", "School 2"),
    ("Kent Police", "Kent Fire and Rescue"),
    ("Adult Services Kent", "Children Services Kent"),
    ("Hill Primary School", "Hill Secondary School"),
    ("Medway Council", "Medway Youth Justice"),
    ("NHS Trust", "Housing Trust"),
]


@pytest.mark.parametrize(("one", "other"), CLOSE)
def test_close_names_are_found_whichever_comes_first(one: str, other: str) -> None:
    for known, wanted in ((one, other), (other, one)):
        alike: Lookalikes[str] = Lookalikes()
        alike.add("Something Quite Different", "no")
        alike.add(known, "yes")
        assert alike.like(wanted) == [(known, "yes")]


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_names_are_never_asked_about(one: str, other: str) -> None:
    alike: Lookalikes[int] = Lookalikes()
    alike.add(one, 1)
    assert alike.like(other) == []
    assert not close(other, one)


def test_what_is_taken_away_is_not_found() -> None:
    alike: Lookalikes[str] = Lookalikes()
    alike.add("Medway Council", "kept")
    alike.add("Medway Council", "gone")
    alike.take_away("Medway Council", "gone")
    assert alike.like("Medway Coucil") == [("Medway Council", "kept")]


@pytest.mark.parametrize(
    "name", ["Dr Jane Smith", "Smith, Jane", "JANE SMITH", "Cllr. Jane  Smith"]
)
def test_ways_to_write_one_person(name: str) -> None:
    assert person_key(name) == person_key("Jane Smith")


def test_other_people_are_others() -> None:
    assert person_key("Jane Smith") != person_key("Jan Smith")
    assert person_key("李雷") != person_key("韩梅梅")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("LA", "local_authority"),
        ("Local Authorities", "local_authority"),
        ("police", "police"),
        ("Fire & Rescue", "fire"),
        ("VCSE sector", "voluntary"),
        ("Schools", "education"),
        ("Blue light", None),
    ],
)
def test_sectors_as_people_call_them(text: str, code: str | None) -> None:
    assert sector_code(text) == code
