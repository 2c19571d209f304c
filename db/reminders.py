"""Reminders: planned when it is time to look, and decided anew when they leave.

What an answer, a move, a cancellation or a hand-over makes needless is withdrawn in the same
transaction (db/reminder_rows.py).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import chasing, deliveries, deputies, events, reminder_rows
from db.chasing import Chased
from db.deliveries import Priority
from db.events import Shown
from db.models import Delivery, Invitation, Partnership, Round
from db.plans import Plan
from db.reminder_rows import KIND
from db.tenancy import across_partnerships, within
from domain.bodies import AsksDeputies
from domain.chasing import messages, needed, nudged, owed
from domain.chasing_facts import Ask, Due, WhyNot
from domain.events import What
from domain.people import Channel
from domain.quiet_hours import BEGIN, MORNING, half_day, is_quiet
from domain.when import at_wall
from domain.working_days import Region

AT_ONCE = 200
"""Partnerships looked at in one go: each is a dozen queries."""


def take_due(session: Session, *, now: datetime, most: int = AT_ONCE) -> list[int]:
    """Give the partnerships to look at now: live, at work, and not looked at this half-day."""
    query = select(
        Partnership.id, Partnership.zone, Partnership.region, Partnership.reminded_at
    ).where(Partnership.live_at <= now)
    order = (Partnership.reminded_at.is_not(None), Partnership.reminded_at, Partnership.id)
    with across_partnerships(session):
        rows = session.execute(query.order_by(*order)).all()
    due = [own for own, zone, region, last in rows if _is_due(zone, region, last, now)]
    return due[:most]


def _is_due(zone: str, region: str, last: datetime | None, now: datetime) -> bool:
    at_work = not is_quiet(now, zone, Region(region))
    if not at_work or now.astimezone(ZoneInfo(zone)).time() < MORNING:
        return False
    return last is None or half_day(last, zone) != half_day(now, zone)


def remind(session: Session, *, now: datetime) -> int:
    """Plan what a partnership's people are owed now; gives how many messages."""
    events.partnership(session).reminded_at = now
    return sum(_remind(session, each, now) for each in chasing.coming(session, now=now))


def next_due(session: Session, *, now: datetime) -> datetime | None:
    """Say when somebody of any partnership is next due for a message, as it stands; None: never.

    It looks a year ahead and at everything: for a demo's clock, not for a tick.
    """
    with across_partnerships(session):
        live = session.scalars(select(Partnership.id).where(Partnership.live_at <= now)).all()
    found: list[datetime] = []
    for each in live:
        with within(session, each):
            found += [
                verdict.at
                for chased in chasing.coming(session, now=now, ahead=timedelta(days=365))
                for verdict in owed(chased.meeting, chased.asked, chased.told, now)
                if verdict.at is not None and verdict.why is not WhyNot.ASKED
            ]
    return min(found, default=None)


def _remind(session: Session, chased: Chased, now: datetime) -> int:
    verdicts = owed(chased.meeting, chased.asked, chased.told, now)
    due = messages(verdicts)
    done = plan(session, chased, due, What.REMINDER, now=now).people if due else 0
    silent = [each.asked.invitation for each in verdicts if each.ask is Ask.DEPUTIES]
    if chased.meeting.asks_deputies is AsksDeputies.AUTOMATIC:
        done += sum(_ask_deputy(session, chased, each, now) for each in silent)
    return done


def _ask_deputy(session: Session, chased: Chased, invitation_id: int, now: datetime) -> bool:
    invitation = session.get_one(Invitation, invitation_id)
    shown = Shown(chased.event, chased.series)
    return deputies.ask_after_silence(session, shown, invitation, now) is not None


def plan(
    session: Session,
    chased: Chased,
    due: Sequence[Due],
    what: What,
    *,
    by: int | None = None,
    goes_at: datetime | None = None,
    now: datetime,
) -> Round:
    """Plan messages about one event as a round, one for each person."""
    event = chased.event
    round_ = Round(
        series_id=event.series_id,
        event_id=event.id,
        what=what,
        people=len(due),
        by_id=by,
        planned_at=now,
        goes_at=goes_at or now,
    )
    session.add(round_)
    session.flush()
    streams = {each.person: reminder_rows.stream(each.person) for each in due}
    known = reminder_rows.revisions(session, streams.values())
    leaves = round_.goes_at
    plans = [
        _plan(chased, each, round_, known.get(streams[each.person], 0) + 1, leaves, now)
        for each in due
    ]
    deliveries.plan_many(session, plans)
    return round_


def _plan(
    chased: Chased, due: Due, round_: Round, revision: int, leaves: datetime, now: datetime
) -> Plan:
    event = chased.event
    evening = at_wall(chased.meeting.day(leaves), BEGIN, event.zone)
    return Plan(
        key=reminder_rows.key(event.id, due.person, revision),
        kind=f"{KIND}{due.ask}",
        channel_kind=chased.channels.get(due.person, Channel.MAIL),
        person_id=due.person,
        round_id=round_.id,
        subject={
            "series": event.series_id,
            "event": event.id,
            "begins": event.begins.isoformat(),
            "invitations": list(due.invitations),
        },
        stream=reminder_rows.stream(due.person),
        revision=revision,
        priority=Priority.REMINDER,
        due_at=leaves,
        expires_at=min(evening, event.begins_at),
        now=now,
    )


def still_owed(
    session: Session, row: Delivery, *, now: datetime, but: Collection[int] = ()
) -> tuple[Chased, Due] | None:
    """Give what a message is about as it leaves; None: it is owed no more.

    Messages that are no reason against it: itself, in whose place it goes, and `but`.
    """
    own = [row.id, *([row.subject["instead"]] if "instead" in row.subject else []), *but]
    chased = chasing.of_event(
        session, int(row.subject["event"]), now=now, person_id=row.person_id, but=own
    )
    if chased is None or row.subject["begins"] != chased.event.begins.isoformat():
        return None
    ask = Ask(row.kind.removeprefix(KIND))
    judged = {Ask.NUDGE: nudged, Ask.QUORUM: needed}.get(ask, owed)
    about = [
        each
        for each in chased.asked
        if ask is not Ask.QUORUM or each.invitation in row.subject["invitations"]
    ]
    found = messages(judged(chased.meeting, about, chased.told, now))
    due = next((each for each in found if each.person == row.person_id and each.ask is ask), None)
    return (chased, due) if due else None
