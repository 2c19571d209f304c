"""When somebody is next due for a reminder: where the clock of a demo stops."""

from sqlalchemy import select

from db import reminders
from db.models import Delivery
from tests.db import test_reminders
from tests.db.meetings import NOW, Register
from tests.db.test_reminders import COMING, FIRST, SECOND, say, tick

forum = test_reminders.forum


def test_the_clock_of_a_demo_finds_each_hour_at_which_somebody_is_due(forum: Register) -> None:
    say(forum, 0)
    found, now = [], NOW
    while (at := reminders.next_due(forum.session, now=now)) is not None:
        assert at > now
        found.append(at)
        now = at
        tick(forum, now)
        for each in forum.session.scalars(select(Delivery).where(Delivery.state == "planned")):
            each.state, each.attempts, each.sent_at = "sent", 1, now
        forum.session.flush()
    assert found == [FIRST, SECOND, COMING]
