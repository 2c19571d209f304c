"""Who would be chased today, who not and why, and asking again by hand."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db import chasing, events, organisations, reminders
from db.chasing import Chased
from db.invitations import STOPPABLE
from db.models import Partnership, Person, Round
from db.named_rows import names_of
from domain import chasing as rules
from domain.bodies import AsksDeputies
from domain.chased import Line, Look, ToPhone, Waiting
from domain.chasing_facts import Ask, Due, Verdict
from domain.errors import Refused
from domain.events import AT_ONCE, What
from domain.language import gettext as _
from domain.named_days import long_day


def look(session: Session, event_id: int, *, now: datetime) -> Look | None:
    """Say who is chased about an event now, and why not the others; None: it is not to come."""
    chased = chasing.of_event(session, event_id, now=now)
    if chased is None:
        return None
    verdicts = rules.owed(chased.meeting, chased.asked, chased.told, now)
    by_hand = _by_hand(chased, now)
    last = max((each.last for each in verdicts if each.last is not None), default=None)
    event = chased.event
    lines = tuple(_lines(session, chased, verdicts, now=now))
    return Look(event.id, event.title, events.span_of(event), lines, len(by_hand), last)


def nudge(
    session: Session,
    event_id: int,
    *,
    lacking: Collection[int] | None = None,
    by: int | None,
    now: datetime,
) -> Round:
    """Ask those again who owe an answer to an event; more than five people wait two minutes.

    Who was asked within a day is left alone. `lacking` are the invitations without which there is
    no quorum: those alone are asked, who sent apologies too. Raises `Refused` where nobody is left.
    """
    shown = events.by_id(session, event_id)
    if shown is not None:
        events.locked(session, shown.series.id)
    chased = chasing.of_event(session, event_id, now=now)
    if chased is None:
        raise Refused(_("This event is not to come, so nobody is asked."))
    verdicts = _lacking(chased, lacking, now) if lacking is not None else _nudged(chased, now)
    due = rules.messages(verdicts)
    if not due:
        raise Refused(_nobody(session, verdicts))
    waits = now + STOPPABLE if len(due) > AT_ONCE else now
    leaves = rules.leaves_at(chased.meeting, waits)
    round_ = reminders.plan(session, chased, due, What.NUDGE, by=by, goes_at=leaves, now=now)
    told = {"event": event_id, "people": len(due)}
    events.record(session, "nudge", chased.series, None, by=by, now=now, after=told)
    return round_


def _nudged(chased: Chased, now: datetime) -> Sequence[Verdict]:
    return rules.nudged(chased.meeting, chased.asked, chased.told, now)


def _lacking(chased: Chased, lacking: Collection[int], now: datetime) -> Sequence[Verdict]:
    own = [each for each in chased.asked if each.invitation in lacking]
    return rules.needed(chased.meeting, own, chased.told, now)


def _by_hand(chased: Chased, now: datetime) -> Sequence[Due]:
    return rules.messages(_nudged(chased, now))


def _nobody(session: Session, found: Sequence[Verdict]) -> str:
    cooling = [each for each in found if each.at is not None]
    if not cooling:
        return _("Nobody who owes an answer can be asked just now.")
    owner = events.partnership(session)
    last = max(each.last for each in cooling if each.last is not None)
    again = min(each.at for each in cooling if each.at is not None)
    return _("They were last asked on {last}. You can ask again from {again}.").format(
        last=_when(owner, last), again=_when(owner, again)
    )


def _when(owner: Partnership, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(owner.zone))
    return f"{long_day(local)}, {local:%H:%M}"


def _lines(
    session: Session, chased: Chased, verdicts: Sequence[Verdict], *, now: datetime
) -> list[Line]:
    named = _Names(session, [(chased, each) for each in verdicts], now)
    return [Line(named.partner(chased, each), named.person(each), each) for each in verdicts]


class _Names:
    """The names of partners and people that some verdicts are about."""

    def __init__(
        self, session: Session, about: Sequence[tuple[Chased, Verdict]], now: datetime
    ) -> None:
        owners = {own for chased, _each in about for own in chased.owners.values()}
        day = events.partnership(session).day(now)
        self._partners = organisations.called(session, owners, day=day)
        people = {own for _chased, each in about if (own := each.asked.person) is not None}
        self._people = names_of(session, Person, people)

    def partner(self, chased: Chased, verdict: Verdict) -> str:
        """Name whose seat it is; empty for a guest."""
        found = self._partners.get(chased.owners.get(verdict.asked.invitation, 0))
        return found.name if found else ""

    def person(self, verdict: Verdict) -> str:
        """Name whom a message would go to; empty where there is nobody."""
        return self._people.get(verdict.asked.person or 0, "")


def to_phone(session: Session, *, now: datetime) -> list[ToPhone]:
    """List whom somebody should phone: silent, and no message to them is left to be sent."""
    return list(waiting(session, now=now).to_phone)


def waiting(session: Session, *, now: datetime) -> Waiting:
    """Say whom somebody should phone, and whose standing deputy a coordinator may ask."""
    silent = [
        (chased, each)
        for chased in chasing.coming(session, now=now)
        for each in rules.owed(chased.meeting, chased.asked, chased.told, now)
        if each.to_phone or _is_asked_first(chased, each)
    ]
    if not silent:
        return Waiting()
    named = _Names(session, silent, now)
    found = [(each.to_phone, _line(chased, each, named)) for chased, each in silent]
    return Waiting(
        tuple(line for phone, line in found if phone),
        tuple(line for phone, line in found if not phone),
    )


def _is_asked_first(chased: Chased, verdict: Verdict) -> bool:
    """Say whether a coordinator is asked each time before a deputy is."""
    return verdict.due is Ask.DEPUTIES and chased.meeting.asks_deputies is AsksDeputies.ASK


def _line(chased: Chased, verdict: Verdict, named: _Names) -> ToPhone:
    return ToPhone(
        chased.event.id,
        chased.event.title,
        events.span_of(chased.event),
        verdict.asked.invitation,
        named.partner(chased, verdict),
        verdict.asked.person,
        named.person(verdict),
    )
