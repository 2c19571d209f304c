"""What a partner reads of itself (wording.md, D7), word for word."""

from datetime import date

import pytest

from bot.messages import own_lines as messages
from domain.own_lines import Next, OwnLine, Tone

BODY = "Leadership Forum"
COMING = Next(7, date(2026, 12, 3))


def line(tone: Tone, **more: object) -> OwnLine:
    """Give a line of so many attendances of the last twelve."""
    usual = {"attended": 9, "out_of": 12, "missed": 3, "attended_before": 6, "out_of_before": 9}
    return OwnLine(BODY, tone, 1, **{**usual, **more})  # type: ignore[arg-type]  # what more


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            line(Tone.USUAL, attended=11, missed=0),
            (
                "Your organisation was represented at 11 of the last 12 events of Leadership "
                "Forum. Thank you."
            ),
        ),
        (
            line(Tone.LITTLE, coming=COMING),
            (
                "Your organisation was represented at 9 of the last 12 events of Leadership Forum. "
                "But not at the last 3. "
                "We would like to see you on 3 December; a deputy counts just the same."
            ),
        ),
        (
            line(Tone.LITTLE, missed=1),
            (
                "Your organisation was represented at 9 of the last 12 events of Leadership Forum. "
                "But not at the last one. We would like to see you; a deputy counts just the same."
            ),
        ),
        (
            line(Tone.LESS),
            (
                "We have missed you at the last 3 events of Leadership Forum "
                "(you came to 6 of the 9 before). "
                "Is there a time, place or topic that would work better?"
            ),
        ),
        (
            line(Tone.UNSEEN, seen=date(2026, 5, 7)),
            (
                "We last saw your organisation at Leadership Forum in May 2026. "
                "Your seat is still yours."
            ),
        ),
        (
            line(Tone.DEPUTIES),
            (
                "Represented at Leadership Forum by a deputy, each of the last four times. "
                "That counts. If the lead has changed, please tell us."
            ),
        ),
        (
            line(Tone.COUNTS, attended=1, out_of=3),
            "Your organisation was represented at 1 of the last 3 events of Leadership Forum.",
        ),
    ],
)
def test_each_line(own: OwnLine, said: str) -> None:
    assert messages.said(own) == said


def test_a_forecast_stands_behind_a_button_alone() -> None:
    own = line(Tone.LESS, chance=0.54, expected=1.2, if_attended=0.17)
    assert "54" not in messages.said(own)
    assert messages.sums(own) == [
        (
            "Leadership Forum: of partners with a record like yours, about 5 in 10 did not come to "
            "any of the next 4; expected: 1 of 4. One attendance would bring 54% to 17%."
        )
    ]
    assert messages.sums(line(Tone.COUNTS)) == []


def test_nobody_reads_a_label() -> None:
    for tone in Tone:
        said = messages.said(line(tone, seen=date(2026, 5, 7))).casefold()
        assert not any(word in said for word in ("connected", "watch", "lapsed", "steady"))
