"""What an event says besides its time, changed: for one event, or for a whole series."""

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.commands.event_changes import pressed, said_done
from bot.commands.event_revisions import meanwhile, state_of
from bot.messages import event_change_forms as forms
from bot.messages import layout
from bot.reply import Answer, Modal
from bot.routing import Button, Form, Request
from db import event_changes, event_pages, events, tellings, whole_series
from db.events import Shown
from db.models import Round
from domain.errors import Refused
from domain.events import Details, clean_details
from domain.language import gettext as _
from domain.language import ngettext
from domain.roles import COORDINATOR

EDIT = "event.edit_details"


def ask(request: Request, session: Session) -> Answer:
    """Ask what an event says."""
    shown = pressed(request, session)
    return _form(request, session, shown, event_pages.details_of(shown))


def ask_all(request: Request, session: Session) -> Answer:
    """Ask what a whole series says."""
    shown = pressed(request, session)
    return _form(request, session, shown, events.details_of(shown.series), extent=forms.ALL)


def _form(
    request: Request,
    session: Session,
    shown: Shown,
    details: Details,
    note: str = "",
    *,
    extent: str = forms.ONE,
) -> Modal:
    n, submit = tellings.asked(session, shown), _("Save and tell")
    if n and not request.partnership.in_rehearsal(request.now):
        told = ngettext("Save and tell {n} person", "Save and tell {n} people", n).format(n=n)
        submit = told if len(told) <= layout.TITLE else submit
    return forms.details(
        details,
        events.span_of(shown.event),
        shown.event.answer_by,
        state_of(shown),
        note,
        single=shown.is_single,
        reach=extent,
        submit=submit,
    )


def save(request: Request, session: Session) -> Answer:
    """Keep what was entered, and tell those it concerns."""
    shown = finding.held(request, session)
    details = clean_details(
        title=request.entered("title"),
        where=request.entered("place"),
        joining=request.entered("joining"),
        agenda=request.entered("agenda"),
        priorities=request.entered("priorities"),
    )
    extent = request.entered("extent") or forms.ONE
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(request, session, shown, details, note, extent=extent)
    round_, is_new = _change(request, session, shown, details, extent)
    said = _("The details of {title} are changed.") if is_new else _("Nothing was changed.")
    effect = tellings.effect(session, [round_], now=request.now)
    said = said.format(title=details.title)
    return said_done(request, said, effect, shown, hears=is_new)


def _change(
    request: Request, session: Session, shown: Shown, details: Details, extent: str
) -> tuple[Round | None, bool]:
    """Change what one event or all of a series says; also says whether anything is new."""
    series, by, now = shown.series, request.caller.person_id, request.now
    before = series.revision
    if extent == forms.ALL and not shown.is_single:
        round_ = whole_series.say_all(session, series, details, by=by, now=now)
    else:
        day = request.day_in("answer_by")
        if day is not None and day < request.day:
            raise Refused(_("This day has passed. Please choose a later one."), field="answer_by")
        if day is not None and day > shown.event.begins.date():
            raise Refused(_("Answers are due before the event begins."), field="answer_by")
        round_ = event_changes.say(session, shown, details, answer_by=day, by=by, now=now)
    return round_, series.revision != before


ROWS = (
    Button(EDIT, ask, COORDINATOR, changes=False),
    Button(f"{EDIT}.all", ask_all, COORDINATOR, changes=False),
    Form("event.details.save", save, COORDINATOR),
)
