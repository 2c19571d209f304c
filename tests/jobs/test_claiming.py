"""What is taken from the ledger at once, and when somebody looks for it at all."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from db import deliveries, outcomes, polls
from db.tenancy import across_partnerships
from jobs.pace import Pace
from tests.conftest import NOW
from tests.jobs.office import QUICK, Office

LONG = 3600.0


def transactions(office: Office, pace: Pace, messages: int) -> int:
    """Count the transactions in which a worker takes so many messages."""
    office.plan(messages)
    begun: list[bool] = []
    claimed = outcomes.keep

    def kept(*arguments: object) -> None:
        begun.append(True)
        claimed(*arguments)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outcomes, "keep", kept)
        assert len(office.deliverer(pace)._take(messages)) == messages
    return len(begun)


def test_what_takes_long_to_render_has_a_transaction_of_its_own(office: Office) -> None:
    assert transactions(office, replace(QUICK, hold=0), 5) == 5


def test_what_is_rendered_quickly_shares_one_once_that_is_known(office: Office) -> None:
    assert transactions(office, replace(QUICK, hold=LONG), 5) == 2


def test_nobody_is_kept_waiting_by_messages_that_are_owed_no_more(office: Office) -> None:
    office.plan(3, subject={"what": "gone"})
    office.plan(2, start=3)
    assert office.deliverer(replace(QUICK, hold=0)).drain() == 2
    assert office.states() == {"cancelled": 3, "sent": 2}


class TestPolls:
    def test_what_is_due_and_free_is_seen(self, office: Office) -> None:
        assert not due(office)
        office.plan()
        assert due(office)
        assert not due(office, NOW - timedelta(days=9999))

    def test_what_somebody_has_is_not_until_they_have_lost_it(self, office: Office) -> None:
        office.plan()
        assert office.deliverer()._take(1)
        assert not due(office)
        office.plan(start=1)
        office.abandon()
        assert due(office)

    @pytest.mark.parametrize(("wait", "seen"), [(0.0, True), (LONG, False)])
    def test_what_waits_to_be_tried_again_is_seen_when_it_is_time(
        self, office: Office, wait: float, *, seen: bool
    ) -> None:
        office.plan()
        with office.database.writing() as session, across_partnerships(session):
            [claim] = deliveries.claim(session, now=NOW, limit=1, lease_seconds=60)
            assert outcomes.again(session, claim, retry_in=wait, error="x")
        assert due(office) is seen


def due(office: Office, now: datetime = NOW) -> bool:
    with office.database.reading() as session, across_partnerships(session):
        return polls.any_due(session, now)
