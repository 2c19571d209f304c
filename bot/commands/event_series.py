"""A series changed from one of its events on, or as a whole; and what an event says besides."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import language
from bot.commands import event_finding as finding
from bot.commands.event_changes import pressed
from bot.commands.event_moves import entered_time, read_times
from bot.commands.event_revisions import carried, gone_live, looked, meanwhile, state_of, zone_of
from bot.event_words import fifth, sentence_of
from bot.messages import event_change_forms as forms
from bot.messages import event_change_previews as messages
from bot.reply import Answer, Modal, Reply
from bot.routing import Button, Form, Request
from db import events, series_changes, tellings, whole_series
from db.events import Shown
from db.models import Round, Series
from domain import planned_times, recurrence
from domain.errors import Refused
from domain.events import Status, clean_reason
from domain.language import gettext as _
from domain.recurrence import Rule
from domain.repeats import KEPT, NAMES, ONCE, code_of, rule_for
from domain.roles import COORDINATOR
from domain.rule_words import described
from domain.when import WallSpan
from domain.working_days import Region

FOLLOW, ALL = "event.follow", "event.all"

_SHOWN = 3
"""Dates that are shown before a series is changed."""

Entered = Mapping[str, Any]


def show_whole(request: Request, session: Session) -> Answer:
    """Offer what can be done to a whole series."""
    series = events.series_by_id(session, request.number)
    if series is None or series.rule is None:
        raise Refused(_("This series is no longer there. Please look at the list again."))
    own = events.of(session, series.id)
    coming = [each for each in own if each.begins_at > request.now and each.ended_at is None]
    if not coming:
        raise Refused(_("Nothing of this series is to come."))
    rule = events.rule_of(series)
    assert rule is not None  # noqa: S101 - just asked
    movable = whole_series.can_move(own, request.now)
    said = sentence_of(described(rule))
    return Reply(messages.whole(series.title, said, series.id, coming[0].id, movable=movable))


def _rule(series: Series) -> Rule:
    rule = events.rule_of(series)
    if rule is None:
        raise Refused(_("This event stands alone. Press “Move” instead."))
    return rule


def ask_follow(request: Request, session: Session) -> Answer:
    """Ask when a series is from one of its events on."""
    return _form(pressed(request, session), None, is_all=False)


def ask_all(request: Request, session: Session) -> Answer:
    """Ask when a whole series is instead."""
    return _form(_first(session, request.number), None, is_all=True)


def _first(session: Session, series_id: int) -> Shown:
    """Give a series with its first event."""
    series = events.series_by_id(session, series_id)
    own = events.of(session, series_id)
    if series is None or not own:
        raise Refused(_("This series is no longer there. Please look at the list again."))
    return Shown(min(own, key=lambda each: each.original), series)


def _form(shown: Shown, entered: Entered | None, note: str = "", *, is_all: bool) -> Modal:
    old = _rule(shown.series)
    span = events.span_of(shown.series if is_all else shown.event)
    code = code_of(old, span.begins.date())
    offered = [(each, _(name)) for each, name in NAMES.items() if each != ONCE]
    if code == KEPT:
        offered.insert(0, (KEPT, sentence_of(described(old))))
    filled = {**(entered or {**forms.entered_of(span), "rule": code})}
    return forms.follow(
        shown.series.title,
        span,
        filled,
        state_of(shown),
        note,
        rules=offered,
        whole=is_all,
    )


def look_follow(request: Request, session: Session) -> Answer:
    """Show what "this and following" would be."""
    return _look(request, session, is_all=False)


def look_all(request: Request, session: Session) -> Answer:
    """Show what moving a whole series would do."""
    return _look(request, session, is_all=True)


def _look(request: Request, session: Session, *, is_all: bool) -> Answer:
    shown, entered = finding.held(request, session), entered_time(request)
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(shown, entered, note, is_all=is_all)
    return _preview(request, session, shown, entered, is_all=is_all)


def _preview(
    request: Request,
    session: Session,
    shown: Shown,
    entered: Entered,
    *,
    is_all: bool,
) -> Modal:
    """Do it, count, and show: what is written is rolled back, since a form is the answer."""
    revision, title = shown.series.revision, shown.series.title
    old = events.span_of(shown.series if is_all else shown.event)
    span, rule = _read(request, shown, entered, is_all=is_all)
    made, event_id = _do(request, session, shown, entered, is_all=is_all)
    effect = tellings.effect(session, made, now=request.now)
    return messages.preview(
        [
            *messages.from_to(title, old, span),
            _("How often: {rule}").format(rule=described(rule)),
            *messages.next_three(_next(session, rule, span, event_id)),
        ],
        effect,
        looked(request, shown, revision, entered),
        title=_("Move the whole series") if is_all else _("This and following"),
        action=ALL if is_all else FOLLOW,
        does=messages.and_tell(_("Move all") if is_all else _("Change"), effect),
        doubts=[*fifth(rule, span.begins.date()), *_doubts(session, span, request)],
    )


def _next(session: Session, rule: Rule, span: WallSpan, event_id: int) -> Sequence[WallSpan]:
    """Give the next dates of the changed series of an event, without those that are cancelled."""
    found = events.by_id(session, event_id)
    own = events.of(session, found.series.id) if found is not None else ()
    off = {each.original.date() for each in own if each.status == Status.CANCELLED}
    day_before = date.fromordinal(span.begins.toordinal() - 1)
    planned = recurrence.upcoming(rule, span, day_before, n=_SHOWN + len(off))
    return [each for each in planned if each.begins.date() not in off][:_SHOWN]


def _doubts(session: Session, span: WallSpan, request: Request) -> list[str]:
    region = Region(events.partnership(session).region)
    found = planned_times.warnings(span, region=region, now=request.now)
    return [each.sentence for each in found]


def _read(
    request: Request, shown: Shown, entered: Entered, *, is_all: bool
) -> tuple[WallSpan, Rule]:
    """Give the first time and the rule that were entered; the end of the series stays."""
    series, old = shown.series, _rule(shown.series)
    rest = old
    if not is_all:
        first, at = series.begins.date(), shown.event.original.date()
        _kept, rest = recurrence.split(old, first, at)
    begins, ends, zone = read_times(events.span_of(series if is_all else shown.event), entered)
    code = str(entered.get("rule", KEPT))
    rule = rest
    if code != KEPT:
        meant = rule_for(code, begins.date())
        assert meant is not None  # noqa: S101 - the form offers rules only
        rule = Rule(
            meant.frequency, meant.weekday, meant.ordinal, meant.interval, rest.until, rest.count
        )
    span = planned_times.plan_series(rule, begins, ends, zone, now=request.now)
    return span, rule


def _do(
    request: Request, session: Session, shown: Shown, entered: Entered, *, is_all: bool
) -> tuple[list[Round | None], int]:
    """Change the series; gives who hears, and the event to open next: of a new series its first."""
    span, rule = _read(request, shown, entered, is_all=is_all)
    by, now = request.caller.person_id, request.now
    if not is_all:
        new, made = series_changes.follow(session, shown, span, rule, by=by, now=now)
        return [*made], events.of(session, new.id)[0].id
    reason = clean_reason(str(entered.get("reason", "")))
    told = whole_series.move_all(session, shown.series, span, rule, reason=reason, by=by, now=now)
    return [told], shown.event.id


def again_follow(request: Request, session: Session) -> Answer:
    """Open the form of "this and following" again with what was entered."""
    return _form(finding.pressed(request, session), carried(request), is_all=False)


def again_all(request: Request, session: Session) -> Answer:
    """Open the form of a whole series again with what was entered."""
    return _form(finding.pressed(request, session), carried(request), is_all=True)


def follow(request: Request, session: Session) -> Answer:
    """Let the series be another from an event on, as it was looked at."""
    return _done(request, session, is_all=False)


def move_all(request: Request, session: Session) -> Answer:
    """Move the whole series as it was looked at."""
    return _done(request, session, is_all=True)


def _done(request: Request, session: Session, *, is_all: bool) -> Answer:
    shown, entered = finding.held(request, session), carried(request)
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(shown, entered, note, is_all=is_all)
    if note := gone_live(request):
        return messages.noted(_preview(request, session, shown, entered, is_all=is_all), note)
    span, rule = _read(request, shown, entered, is_all=is_all)
    made, opens = _do(request, session, shown, entered, is_all=is_all)
    said = _("Done: {title} is {rule}, from {when}.").format(
        title=shown.series.title, rule=described(rule), when=language.time_span(span)
    )
    effect = tellings.effect(session, made, now=request.now)
    return messages.done(said, effect, zone_of(request), opens)


ROWS = (
    Button("event.whole", show_whole, COORDINATOR, changes=False),
    Button(FOLLOW, ask_follow, COORDINATOR, changes=False),
    Button(f"{FOLLOW}.again", again_follow, COORDINATOR, changes=False),
    Button(f"{FOLLOW}.do", follow, COORDINATOR),
    Form(f"{FOLLOW}.look", look_follow, COORDINATOR),
    Button(ALL, ask_all, COORDINATOR, changes=False),
    Button(f"{ALL}.again", again_all, COORDINATOR, changes=False),
    Button(f"{ALL}.do", move_all, COORDINATOR),
    Form(f"{ALL}.look", look_all, COORDINATOR),
)
