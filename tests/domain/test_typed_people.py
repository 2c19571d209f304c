"""Names in a row: whom they name, with an "and" in a name, and what names nobody."""

import pytest

from domain.names import name_key
from domain.typed_people import Named, read

KNOWN = {
    name_key(name): ids
    for name, ids in {
        "Police": [1],
        "Fire and rescue": [2],
        "Fire": [3],
        "Health": [4, 5],
        "Ann Lead": [1],
    }.items()
}


@pytest.mark.parametrize(
    ("typed", "found", "left"),
    [
        ("police", (1,), ""),
        ("Police, Ann Lead", (1,), ""),
        (", health.", (4, 5), ""),
        ("fire and rescue", (2,), ""),
        ("fire and police", (3, 1), ""),
        ("Fire and rescue and Police; Health", (2, 1, 4, 5), ""),
        ("Police and Nobody, Else", (1,), "Nobody, Else"),
        ("", (), ""),
    ],
)
def test_names_are_found_the_longest_first(typed: str, found: tuple[int, ...], left: str) -> None:
    assert read(typed, KNOWN) == Named(found, left)
