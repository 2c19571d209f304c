"""Which channels are fit for what partners must not read."""

import pytest

from domain.private_channels import Unfit, unfit

FIT = {"is_member": True, "is_private": True, "is_archived": False, "is_ext_shared": False}
READERS = {"U1", "U2", "B"}


def test_a_private_channel_of_readers_alone_is_fit() -> None:
    assert unfit(FIT, ["U1", "B"], READERS) is None


@pytest.mark.parametrize(
    ("fact", "value", "why"),
    [
        ("is_member", False, Unfit.NOT_IN),
        ("is_archived", True, Unfit.ARCHIVED),
        ("is_private", False, Unfit.OPEN),
        ("is_mpim", True, Unfit.OPEN),
        ("is_im", True, Unfit.OPEN),
        ("is_ext_shared", True, Unfit.SHARED),
        ("is_pending_ext_shared", True, Unfit.SHARED),
        ("is_shared", True, Unfit.SHARED),
        ("is_org_shared", True, Unfit.SHARED),
    ],
)
def test_one_fact_is_enough_against_it(fact: str, value: bool, why: Unfit) -> None:  # noqa: FBT001
    assert unfit({**FIT, fact: value}, ["U1", "B"], READERS) is why


def test_one_stranger_is_enough_against_it() -> None:
    assert unfit(FIT, ["U1", "U3", "B"], READERS) is Unfit.STRANGERS


@pytest.mark.parametrize("missing", ["is_member", "is_private"])
def test_what_is_not_known_counts_against_it(missing: str) -> None:
    about = {name: each for name, each in FIT.items() if name != missing}
    assert unfit(about, ["U1"], READERS) is not None
    assert unfit(FIT, [], READERS) is Unfit.UNKNOWN
