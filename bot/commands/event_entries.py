"""What the form of an event holds: read into a plan, and a plan put into the form again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot.commands import entries
from bot.messages import layout
from bot.messages.event_forms import Filled, Offered
from bot.routing import Request, number_in
from db import audience_items, audience_names, bodies, events, sectors
from db.audience_items import Choice
from db.models import Series
from domain import kept_rules, planned_times
from domain.errors import Refused
from domain.events import Among, Calendar, Details, Planned, clean_details
from domain.language import gettext as _
from domain.recurrence import Rule
from domain.repeats import KEPT, code_of, ending, endless, rule_for
from domain.typed_events import TypedEvent
from domain.when import WallSpan, zone_named

FIELDS = {
    Among.BODY: "bodies",
    Among.SECTOR: "sectors",
    Among.SEAT: "seats",
    Among.GUEST: "guests",
}
"""The field of the form that holds each kind of those invited."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered: a plan, and whom it invites."""

    planned: Planned
    whom: Sequence[Choice]


def read(request: Request, session: Session) -> Entered:
    """Give what the form holds. Raises `Refused` beside the field that is wrong."""
    details = clean_details(
        title=request.entered("title"),
        where=request.entered("place"),
        joining=request.entered("joining"),
        agenda=request.entered("agenda"),
        priorities=request.entered("priorities"),
    )
    zone = zone_named(request.entered("zone").strip()).key
    day = entries.day(request, "day")
    begins = datetime.combine(day, _time(request, "time"))
    ends = datetime.combine(day, _time(request, "end_time"))
    rule = _rule(request, day)
    span = planned(rule, begins, ends, zone, now=request.now)
    body_id = _body(request, session)
    ticked = request.picked("options")
    if "channel" in ticked and body_id is None:
        raise Refused(
            _("A card goes to the channel of what meets. Please choose a body first."),
            field="options",
        )
    return Entered(
        Planned(
            details,
            span,
            rule,
            body_id,
            _calendar(request),
            hide_guests="hide" in ticked,
            in_channel="channel" in ticked,
            answer_by=_answer_by(request, day),
        ),
        whom(request, session, body_id, day),
    )


def planned(
    rule: Rule | None, begins: datetime, ends: datetime, zone: str, *, now: datetime
) -> WallSpan:
    """Give the time of an event, or of the first of a series; `Refused` for one that can't be."""
    if rule is None:
        return planned_times.plan(begins, ends, zone, now=now)
    return planned_times.plan_series(rule, begins, ends, zone, now=now)


def _time(request: Request, field: str) -> time:
    found = request.time_in(field)
    if found is None:
        raise Refused(_("Please choose a time."), field=field)
    return found


def _rule(request: Request, day: date) -> Rule | None:
    code = request.entered("repeats")
    until = None if request.picked("endless") else request.day_in("until")
    rule = _kept(request) if code == KEPT else rule_for(code, day)
    return ending(rule, until, request.entered("count"))


def _kept(request: Request) -> Rule:
    """Give the rule that the form carries along."""
    try:
        return endless(kept_rules.parse(request.state["rule"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_("Please choose how often it repeats."), field="repeats") from error


def _body(request: Request, session: Session) -> int | None:
    own = request.id_in("body")
    if not own:
        return None
    body = bodies.by_id(session, own)
    if body is None or not bodies.is_open(body, request.now):
        raise Refused(_("This body does not meet any more. Please choose another."), field="body")
    return body.id


def _calendar(request: Request) -> Calendar:
    chosen = request.entered("calendar")
    if chosen not in set(Calendar):
        raise Refused(_("Please choose one of these."), field="calendar")
    return Calendar(chosen)


def _answer_by(request: Request, day: date) -> date | None:
    chosen = None if request.picked("usual") else request.day_in("answer_by")
    if chosen is not None and chosen < request.day:
        raise Refused(_("This day has passed. Please choose today or later."), field="answer_by")
    if chosen is not None and chosen > day:
        raise Refused(
            _("This is after the event. Please choose its day or an earlier one."),
            field="answer_by",
        )
    return chosen


def whom(request: Request, session: Session, body_id: int | None, day: date) -> tuple[Choice, ...]:
    """Give those who are invited: what was picked, else the seats of what meets.

    Raises `Refused` where that is nobody, and for somebody who is gone.
    """
    picked = tuple(
        Choice(among, number_in(value))
        for among, field in FIELDS.items()
        for value in request.picked(field)
    )
    if not picked and body_id is not None:
        return (Choice(Among.BODY, body_id),)
    if not picked:
        raise Refused(
            _("Please say who is invited: a body, a sector, seats or guests."), field="bodies"
        )
    known = audience_names.of(session, picked, day=day)
    gone = next((each for each in picked if each not in known), None)
    if gone is not None:
        raise Refused(
            _("One of these is no longer there. Please choose again."), field=FIELDS[gone.among]
        )
    return picked


def offered(request: Request, session: Session) -> Offered:
    """Give what the form's menus offer."""
    every = bodies.every(session, now=request.now)
    return Offered(
        [(str(each.id), each.name) for each in every],
        [(str(each.id), sectors.said(each)) for each in sectors.offered(session)],
    )


def filled(session: Session, series: Series) -> Filled:
    """Give what was entered about a draft, to be shown in its form again."""
    plan = events.planned_of(series)
    chosen = audience_items.invited(audience_items.of(session, series.id).last())
    names = audience_names.of(session, chosen, day=plan.span.begins.date())
    body = bodies.by_id(session, plan.body_id) if plan.body_id else None
    return Filled(
        zone=plan.span.zone,
        details=plan.details,
        body=(str(body.id), body.name) if body else None,
        chosen=_by_kind(names),
        day=plan.span.begins.date(),
        begins=plan.span.begins.time(),
        ends=plan.span.ends.time(),
        rule=plan.rule,
        answer_by=plan.answer_by,
        calendar=plan.calendar,
        hide_guests=plan.hide_guests,
        in_channel=plan.in_channel,
    )


def _by_kind(names: Mapping[Choice, str]) -> dict[Among, list[tuple[str, str]]]:
    found: dict[Among, list[tuple[str, str]]] = {among: [] for among in Among}
    for choice, name in names.items():
        found[choice.among].append((str(choice.id), name))
    return found


def typed(request: Request, found: TypedEvent, body: tuple[str, str] | None) -> Filled:
    """Give what was understood of a typed event, for the form, which refuses a title too long."""
    zone, clock = request.partnership.zone, found.clock
    lasts = clock.lasts if clock else None
    span = clock.span(found.day or request.day, zone, lasts=lasts) if clock and lasts else None
    return Filled(
        zone=zone,
        details=Details(found.title[: layout.SECTION]),
        body=body,
        day=found.day,
        begins=clock.begins if clock else None,
        ends=span.ends.time() if span else None,
        rule=found.rule,
        hide_guests=request.partnership.hide_guests,
    )


def state_of(filled: Filled) -> dict[str, object]:
    """Give what the form must carry of a rule that it has no choice for."""
    rule, day = filled.rule, filled.day
    if rule is None or day is None or code_of(rule, day) != KEPT:
        return {}
    return {"rule": kept_rules.as_json(rule)}
