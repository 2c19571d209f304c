"""Bodies: what they settle for themselves, as it is entered."""

import pytest

from domain.bodies import AsksDeputies, read_asking, read_days
from domain.errors import Refused


@pytest.mark.parametrize(("text", "days"), [("0", 0), ("10", 10), ("60", 60), ("010", 10)])
def test_working_days_are_read(text: str, days: int) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "-1", "61", "ten", "9" * 5000, "00600", "1.5", "१"])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="from 0 to 60") as no:
        read_days(text)
    assert no.value.field == "answer_by"


def test_what_happens_after_silence_is_one_of_three() -> None:
    assert [read_asking(each) for each in ("off", "ask", "automatic")] == list(AsksDeputies)
    with pytest.raises(Refused) as no:
        read_asking("shout")
    assert no.value.field == "asks_deputies"
