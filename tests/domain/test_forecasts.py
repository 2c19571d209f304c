"""When a queue will have left."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.forecasts import RATES, Step, finish, forecast, sentence

NOW = datetime(2026, 6, 1, 9, 38, tzinfo=UTC)


def test_a_queue_leaves_at_its_rate() -> None:
    assert finish(540, 270, NOW) == NOW + timedelta(minutes=2)
    assert finish(0, 270, NOW) == NOW


def test_the_slowest_step_counts() -> None:
    found = forecast("slack", {Step.POST: 270, Step.UPDATE: 180}, NOW)
    assert found.ends == NOW + timedelta(minutes=4)
    assert found.minutes == 4


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        (0, None),
        (269, None),
        (270, "Slack takes about 1 minute for this; expected by 10:39."),
        (1080, "Slack takes about 4 minutes for this; expected by 10:42."),
    ],
)
def test_less_than_a_minute_needs_no_word(posts: int, said: str | None) -> None:
    assert sentence(forecast("slack", {Step.POST: posts}, NOW), "Europe/London") == said


def test_mail_has_its_own_word() -> None:
    found = forecast("mail", {Step.MAIL: 1200}, NOW)
    assert sentence(found, "UTC") == "Mail takes about 2 minutes for this; expected by 09:40."
    assert sentence(None, "UTC") is None


def test_every_step_has_a_rate() -> None:
    assert set(RATES) == set(Step)
