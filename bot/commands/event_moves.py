"""`/event move`: another time for one event, typed or chosen, looked at before anybody hears."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot import language
from bot.commands import event_finding as finding
from bot.commands.event_revisions import (
    Entered,
    carried,
    gone_live,
    looked,
    meanwhile,
    state_of,
    zone_of,
)
from bot.messages import event_change_forms as forms
from bot.messages import event_change_previews as messages
from bot.reply import Answer, Modal
from bot.routing import Button, Command, Form, Request
from db import event_changes, events, previews, reviews, tellings
from db.events import Shown
from domain import planned_times, typed_dates
from domain.errors import Refused
from domain.event_previews import Clash
from domain.events import clean_reason
from domain.language import N_
from domain.language import gettext as _
from domain.planned_times import Warned
from domain.roles import COORDINATOR
from domain.typed_dates import TypedTime
from domain.when import WallSpan, zone_named
from domain.worklist import Kind

MOVE = "event.move"
_TO = "to "


def move_named(request: Request, session: Session) -> Answer:
    """Move the next event of a title, or that of a date: `move Executive 7 Jan to 8 Jan 10:00`."""

    def then(found: list[Shown], rest: str) -> Answer:
        return _typed(request, session, found[0], rest) if rest else _form(found[0])

    return finding.by_title(
        request,
        session,
        action=MOVE,
        title=_("Move an event"),
        then=then,
        changes=True,
        day_follows=True,
    )


def _typed(request: Request, session: Session, shown: Shown, rest: str) -> Answer:
    """Show what a typed move would do; what is not wholly understood opens the form."""
    old = events.span_of(shown.event)
    entered = forms.entered_of(old)
    try:
        found = typed_dates.read(rest.removeprefix(_TO), now=request.now, zone=old.zone)
        if not isinstance(found, TypedTime):
            rule = _("This is a rule. To move a series, open it and press “Whole series”.")
            return _form(shown, entered, rule)
        begins = datetime.combine(
            found.day, found.clock.begins if found.clock else old.begins.time()
        )
        lasts = (found.clock.lasts if found.clock else None) or old.lasts
        entered = forms.entered_of(WallSpan(begins, begins + lasts, old.zone))
        return _preview(request, session, shown, entered)
    except Refused as no:
        return _form(shown, entered, no.sentence)


def open_form(request: Request, session: Session) -> Answer:
    """Ask when the event is to be instead."""
    shown = finding.pressed(request, session)
    event_changes.refuse_unless_coming(shown.event, request.now)
    return _form(shown)


def proposed(request: Request, shown: Shown, span: WallSpan) -> Modal:
    """Ask when the event is to be instead, with a time that somebody proposed."""
    event_changes.refuse_unless_coming(shown.event, request.now)
    return _form(shown, forms.entered_of(span))


def _form(shown: Shown, entered: Entered | None = None, note: str = "") -> Modal:
    span = events.span_of(shown.event)
    filled = entered or forms.entered_of(span)
    return forms.move(shown.event.title, span, filled, state_of(shown), note)


def look(request: Request, session: Session) -> Answer:
    """Show what the move that was entered would do."""
    shown = finding.held(request, session)
    entered = entered_time(request)
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(shown, entered, note)
    return _preview(request, session, shown, entered)


def again(request: Request, session: Session) -> Answer:
    """Open the form again with what was entered."""
    shown = finding.pressed(request, session)
    note = meanwhile(request, session, shown.series, shown)
    return _form(shown, carried(request), note)


def do(request: Request, session: Session) -> Answer:
    """Move the event as it was looked at, and tell those it concerns."""
    shown, entered = finding.held(request, session), carried(request)
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(shown, entered, note)
    if note := gone_live(request):
        return messages.noted(_preview(request, session, shown, entered), note)
    span, reason = _read(request, events.span_of(shown.event), entered)
    by, due = request.caller.person_id, shown.event.answer_by
    round_ = event_changes.move(session, shown, span, reason=reason, by=by, now=request.now)
    about = {"event": shown.event.id}
    reviews.settle(session, Kind.PROPOSAL, about, by=by, now=request.now)
    effect = tellings.effect(session, [round_], now=request.now)
    said = _("Moved: {title} is on {when} now.").format(
        title=shown.event.title, when=language.time_span(span)
    )
    said = " ".join([said, *messages.due(due, shown.event.answer_by)])
    return messages.done(said, effect, zone_of(request), shown.event.id)


def _preview(request: Request, session: Session, shown: Shown, entered: Entered) -> Modal:
    """Do it, count, and show: what is written is rolled back, since a form is the answer."""
    old, title = events.span_of(shown.event), shown.event.title
    due = shown.event.answer_by
    span, reason = _read(request, old, entered)
    revision, by = shown.series.revision, request.caller.person_id
    before = previews.of(session, shown.series, now=request.now).warned
    round_ = event_changes.move(session, shown, span, reason=reason, by=by, now=request.now)
    effect = tellings.effect(session, [round_], now=request.now)
    told = messages.due(due, shown.event.answer_by)
    told += [_("Reason: {reason}").format(reason=reason)] if reason else []
    return messages.preview(
        [*messages.from_to(title, old, span), *told],
        effect,
        looked(request, shown, revision, entered),
        title=_("Move an event"),
        action=MOVE,
        does=messages.and_tell(_("Move"), effect),
        doubts=_doubts(request, session, shown, before),
    )


def _doubts(
    request: Request, session: Session, shown: Shown, before: Sequence[Warned]
) -> list[str]:
    """Say what may be wrong with the new time, and was not before, and what else is on then."""
    after = previews.of(session, shown.series, now=request.now).warned
    clashes = [
        Clash(other.event.title, events.span_of(other.event))
        for own, other in events.clashes(session, shown.series, now=request.now)
        if own.id == shown.event.id
    ]
    new = [each.sentence for each in after if each not in before]
    return [*new, *messages.clashing(clashes)]


def entered_time(request: Request) -> dict[str, str]:
    """Give what was entered about a time, as text."""
    names = ("day", "time", "end_time", "zone", "reason", "rule")
    return {each: request.entered(each) for each in names if each in request.fields}


def _read(request: Request, old: WallSpan, entered: Entered) -> tuple[WallSpan, str]:
    """Give the time and the reason that were entered; `Refused` beside their fields."""
    begins, ends, zone = read_times(old, entered)
    span = planned_times.plan(begins, ends, zone, now=request.now)
    return span, clean_reason(str(entered.get("reason", "")))


def read_times(old: WallSpan, entered: Entered) -> tuple[datetime, datetime, str]:
    """Give the wall times that were entered, and their zone.

    Where only the beginning was changed, it lasts as long as before. `Refused` for what is missing.
    """
    day, starts = _day(entered), _clock(entered, "time")
    stops, zone = _clock(entered, "end_time"), str(entered.get("zone", "")).strip() or old.zone
    begins = datetime.combine(day, starts)
    ends = datetime.combine(day, stops)
    if old.ends.date() > old.begins.date() and stops <= starts:
        ends += timedelta(days=1)
    if stops == old.ends.time() and starts != old.begins.time():
        ends = begins + old.lasts
    return begins, ends, zone_named(zone).key


def _day(entered: Entered) -> date:
    try:
        return date.fromisoformat(str(entered.get("day", "")))
    except ValueError as error:
        raise Refused(_("Please choose a day."), field="day") from error


def _clock(entered: Entered, name: str) -> time:
    try:
        return time.fromisoformat(str(entered.get(name, ""))).replace(tzinfo=None)
    except ValueError as error:
        raise Refused(_("Please choose a time."), field=name) from error


ROWS = (
    Command(
        "/event", "move", N_("NAME [DAY] [to TIME]"), N_("Move an event"), move_named, COORDINATOR
    ),
    Button(MOVE, open_form, COORDINATOR, changes=False),
    Button(f"{MOVE}.again", again, COORDINATOR, changes=False),
    Button(f"{MOVE}.do", do, COORDINATOR),
    Form(f"{MOVE}.which", open_form, COORDINATOR, changes=False),
    Form(f"{MOVE}.look", look, COORDINATOR),
)
