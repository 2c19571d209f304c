"""Secrets at rest."""

import pytest

from db.sealing import CannotOpen, Sealer

OLD, NEW = "o" * 40, "n" * 40
TOKEN = "xoxb-secret"


def test_what_is_sealed_opens_for_its_partnership_only() -> None:
    sealer = Sealer(NEW)
    sealed = sealer.seal(TOKEN, 1)
    assert sealer.open(sealed, 1) == TOKEN
    with pytest.raises(CannotOpen):
        sealer.open(sealed, 2)


def test_nothing_of_it_can_be_read_and_no_two_are_alike() -> None:
    sealer = Sealer(NEW)
    one, other = sealer.seal(TOKEN, 1), sealer.seal(TOKEN, 1)
    assert TOKEN.encode() not in one
    assert one != other


def test_the_previous_key_still_opens_and_shows() -> None:
    sealed = Sealer(OLD).seal(TOKEN, 1)
    both = Sealer(NEW, OLD)
    assert both.open(sealed, 1) == TOKEN
    assert not both.is_current(sealed)
    assert both.is_current(both.seal(TOKEN, 1))
    with pytest.raises(CannotOpen):
        Sealer(NEW).open(sealed, 1)


@pytest.mark.parametrize("place", [0, 8, 20, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    sealer = Sealer(NEW)
    sealed = bytearray(sealer.seal(TOKEN, 1))
    sealed[place] ^= 1
    with pytest.raises(CannotOpen):
        sealer.open(bytes(sealed), 1)


def test_what_is_no_secret_at_all_is_refused() -> None:
    with pytest.raises(CannotOpen):
        Sealer(NEW).open(b"", 1)
