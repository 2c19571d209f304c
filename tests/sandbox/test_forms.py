"""What the client says under an input before it sends a form."""

import pytest

from sandbox.slack import forms
from tests.sandbox.conftest import field_of


def fault(value: str, **limits: object) -> str:
    element = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False} | limits
    block = field_of("number", element)
    return forms.faults([block], {"number": {"n": {"value": value}}}).get("number", "")


@pytest.mark.parametrize("value", ["12", "-3", "0", "9" * 2_000])
def test_a_whole_number_is_taken(value: str) -> None:
    assert fault(value) == ""


@pytest.mark.parametrize("value", ["twelve", "1e5", "1,5", "٣", "--1", "."])
def test_what_is_no_number_is_not(value: str) -> None:
    assert fault(value, is_decimal_allowed=True) == "This entry must be a number."


@pytest.mark.parametrize("value", ["1.5", "1.0", "1."])
def test_decimals_are_taken_where_they_are_allowed_only(value: str) -> None:
    assert fault(value) == "This entry must be a whole number."
    assert fault(value, is_decimal_allowed=True) == ""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "This entry must be 0.5 or more."),
        ("0.5", ""),
        ("10", ""),
        ("10.01", "This entry must be 10 or less."),
        ("-7", "This entry must be 0.5 or more."),
    ],
)
def test_a_number_keeps_to_its_bounds(value: str, said: str) -> None:
    limits = {"is_decimal_allowed": True, "min_value": "0.5", "max_value": "10"}
    assert fault(value, **limits) == said


def test_a_bound_of_zero_is_a_bound() -> None:
    assert fault("-1", min_value="0") == "This entry must be 0 or more."
