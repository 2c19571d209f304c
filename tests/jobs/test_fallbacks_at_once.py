"""A way round and a change at the same moment, on two connections: each has its own revision."""

from collections import Counter
from datetime import date
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import select

from db import event_changes, events, fallbacks
from db.engine import Database
from db.events import Shown
from db.models import Delivery
from db.tenancy import within
from tests.db.meetings import FORUM, NOW, register
from tests.jobs.rendered import found_in_slack

LATER = FORUM.on(date(2026, 12, 10))


@pytest.mark.parametrize(("channel", "other"), [("mail", "slack"), ("slack", "mail")])
def test_a_way_round_and_a_change_at_once_are_counted_apart(
    database: Database, channel: str, other: str
) -> None:
    with register(database, ("Police",)) as one:
        found_in_slack(one, one.leads[0])
        series_id, owner = one.sent().id, one.owner.id
        for each in one.session.scalars(select(Delivery)):
            each.state = "failed" if each.channel_kind == channel else "expired"

    def move() -> None:
        with database.writing() as session, within(session, owner):
            series = events.locked(session, series_id)
            assert series is not None
            shown = Shown(events.of(session, series_id)[0], series)
            event_changes.move(session, shown, LATER, by=None, now=NOW)

    mover = Thread(target=move)
    with database.writing() as session, within(session, owner):
        failed = session.scalars(select(Delivery).where(Delivery.channel_kind == channel)).one()
        assert fallbacks.plan(session, failed, now=NOW)
        mover.start()
        sleep(0.5)
    mover.join()
    with database.reading() as session, within(session, owner):
        rows = session.scalars(select(Delivery).where(Delivery.channel_kind == other)).all()
    assert Counter(each.revision for each in rows) == {1: 1, 2: 1, 3: 1}
    assert len({each.stream for each in rows}) == 1
