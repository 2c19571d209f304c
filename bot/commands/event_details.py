"""What an event says besides its time, changed after a look: for one event, or a whole series."""

from dataclasses import asdict
from datetime import date
from hashlib import blake2b

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.commands.event_changes import pressed, said_done
from bot.commands.event_revisions import gone_live, looked, meanwhile, state_of
from bot.messages import event_change_forms as extents
from bot.messages import event_details as messages
from bot.messages.event_details import Look
from bot.reply import Answer, Modal
from bot.routing import Button, Form, Request
from db import event_changes, event_pages, events, tellings, whole_series
from db.events import Shown
from db.models import Round
from domain.errors import Refused
from domain.events import Details, clean_details
from domain.language import gettext as _
from domain.roles import COORDINATOR

EDIT = "event.edit_details"


def ask(request: Request, session: Session) -> Answer:
    """Ask what an event says."""
    shown = pressed(request, session)
    return _form(shown, event_pages.details_of(shown), shown.event.answer_by)


def ask_all(request: Request, session: Session) -> Answer:
    """Ask what a whole series says."""
    shown = pressed(request, session)
    details = events.details_of(shown.series)
    return _form(shown, details, shown.event.answer_by, extent=extents.ALL)


def _form(
    shown: Shown, details: Details, day: date, note: str = "", *, extent: str = extents.ONE
) -> Modal:
    return messages.form(
        details,
        events.span_of(shown.event),
        day,
        state_of(shown),
        note,
        single=shown.is_single,
        extent=extent,
    )


def save(request: Request, session: Session) -> Answer:
    """Show what was entered would change and whom it tells; once that was seen, do it."""
    shown = finding.held(request, session)
    details = clean_details(
        title=request.entered("title"),
        where=request.entered("place"),
        joining=request.entered("joining"),
        agenda=request.entered("agenda"),
        priorities=request.entered("priorities"),
    )
    day, extent = _day(request, shown), request.entered("extent") or extents.ONE
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(shown, details, day, note, extent=extent)
    seen = request.state.get("looked") == _digest(details, day, extent)
    if seen and not gone_live(request):
        return _saved(request, session, shown, details, day, extent)
    return _looked(request, session, shown, details, day, extent)


def _looked(
    request: Request, session: Session, shown: Shown, details: Details, day: date, extent: str
) -> Modal:
    """Do it, count, and show: what is written is rolled back, since a form is the answer."""
    whole = _is_all(shown, extent)
    old = events.details_of(shown.series) if whole else event_pages.details_of(shown)
    due = (shown.event.answer_by, shown.event.answer_by if whole else day)
    state = looked(request, shown, shown.series.revision)
    state["looked"] = _digest(details, day, extent)
    round_, is_new = _change(request, session, shown, details, day, extent)
    effect = tellings.effect(session, [round_], now=request.now)
    if not is_new:
        return said_done(request, _("Nothing was changed."), effect, shown, hears=False)
    return messages.form(
        details,
        events.span_of(shown.event),
        day,
        state,
        gone_live(request),
        single=shown.is_single,
        extent=extent,
        look=Look(messages.differing(old, details, due), effect),
    )


def _saved(
    request: Request, session: Session, shown: Shown, details: Details, day: date, extent: str
) -> Modal:
    round_, _is_new = _change(request, session, shown, details, day, extent)
    effect = tellings.effect(session, [round_], now=request.now)
    said = _("The details of {title} are changed.").format(title=details.title)
    return said_done(request, said, effect, shown)


def _day(request: Request, shown: Shown) -> date:
    """Give until when answers are due, as it was entered; `Refused` for a day that can't be."""
    day = request.day_in("answer_by") or shown.event.answer_by
    if day == shown.event.answer_by:
        return day
    if day < request.day:
        raise Refused(_("This day has passed. Please choose a later one."), field="answer_by")
    if day > shown.event.begins.date():
        raise Refused(_("Answers are due before the event begins."), field="answer_by")
    return day


def _digest(details: Details, day: date, extent: str) -> str:
    """Give what tells whether something else was entered since it was looked at."""
    entered = repr((asdict(details), day.isoformat(), extent))
    return blake2b(entered.encode(), digest_size=12).hexdigest()


def _is_all(shown: Shown, extent: str) -> bool:
    return extent == extents.ALL and not shown.is_single


def _change(
    request: Request, session: Session, shown: Shown, details: Details, day: date, extent: str
) -> tuple[Round | None, bool]:
    """Change what one event or all of a series says; also says whether anything is new."""
    series, by, now = shown.series, request.caller.person_id, request.now
    before = series.revision
    if _is_all(shown, extent):
        round_ = whole_series.say_all(session, series, details, by=by, now=now)
    else:
        round_ = event_changes.say(session, shown, details, answer_by=day, by=by, now=now)
    return round_, series.revision != before


ROWS = (
    Button(EDIT, ask, COORDINATOR, changes=False),
    Button(f"{EDIT}.all", ask_all, COORDINATOR, changes=False),
    Form(messages.SAVE, save, COORDINATOR),
)
