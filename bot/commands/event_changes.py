"""`/event cancel`, and sending the calendar entries of what stood elsewhere."""

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
from db import event_changes, events, tellings
from db.events import Shown
from db.models import Round
from domain.event_pages import Effect
from domain.events import clean_reason
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR

CANCEL, CALENDAR = "event.cancel", "event.calendar"


def is_all(shown: Shown, entered: Entered) -> bool:
    """Say whether all of a series is meant."""
    return not shown.is_single and entered.get("extent") == forms.ALL


def pressed(request: Request, session: Session) -> Shown:
    """Give the event of a button, which is to come; `Refused` for another."""
    shown = finding.pressed(request, session)
    event_changes.refuse_unless_coming(shown.event, request.now)
    return shown


def cancel_named(request: Request, session: Session) -> Answer:
    """Ask why the next event of a title is off, or that of a date: `cancel Executive 7 Jan`."""

    def then(found: list[Shown], rest: str) -> Answer:
        return _cancel_form(found[0], {"reason": rest})

    title = _("Cancel an event")
    return finding.by_title(request, session, action=CANCEL, title=title, then=then, changes=True)


def ask_cancel(request: Request, session: Session) -> Answer:
    """Ask why an event is off."""
    return _cancel_form(pressed(request, session), {})


def ask_cancel_all(request: Request, session: Session) -> Answer:
    """Ask why a whole series is off."""
    return _cancel_form(pressed(request, session), {"extent": forms.ALL})


def _cancel_form(shown: Shown, entered: Entered, note: str = "") -> Modal:
    span = events.span_of(shown.event)
    title, single = shown.event.title, shown.is_single
    return forms.cancel(title, span, entered, state_of(shown), note, single=single)


def look_cancel(request: Request, session: Session) -> Answer:
    """Show whom the cancellation that was entered would reach."""
    shown = finding.held(request, session)
    entered = {"reason": request.entered("reason"), "extent": request.entered("extent")}
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _cancel_form(shown, entered, note)
    return _cancel_preview(request, session, shown, entered)


def _cancel_preview(request: Request, session: Session, shown: Shown, entered: Entered) -> Modal:
    """Do it, count, and show: what is written is rolled back, since a form is the answer."""
    revision, what = shown.series.revision, _cancelled_words(shown, entered)
    effect = effect_of(request, session, _cancel(request, session, shown, entered))
    reason = clean_reason(str(entered.get("reason", "")))
    said = _("Reason, as all will read it: {reason}").format(reason=reason)
    none = _("No reason will be given.")
    return messages.preview(
        [*what, said if reason else none],
        effect,
        looked(request, shown, revision, entered),
        title=_("Cancel an event"),
        action=CANCEL,
        does=messages.and_tell(_("Cancel it"), effect),
    )


def _cancelled_words(shown: Shown, entered: Entered) -> list[str]:
    if is_all(shown, entered):
        return [
            _("All events to come of this series are cancelled: {title}").format(
                title=shown.series.title
            )
        ]
    when = language.time_span(events.span_of(shown.event))
    stays = [] if shown.is_single else [_("The other events of its series stay as they are.")]
    return [shown.event.title, _("Cancelled: {when}").format(when=when), *stays]


def _cancel(request: Request, session: Session, shown: Shown, entered: Entered) -> Round | None:
    reason = clean_reason(str(entered.get("reason", "")))
    by, now = request.caller.person_id, request.now
    if is_all(shown, entered):
        return event_changes.cancel_all(session, shown.series, reason=reason, by=by, now=now)
    return event_changes.cancel(session, shown, reason=reason, by=by, now=now)


def cancel_again(request: Request, session: Session) -> Answer:
    """Open the form again with what was entered."""
    shown = finding.pressed(request, session)
    note = meanwhile(request, session, shown.series, shown)
    return _cancel_form(shown, carried(request), note)


def cancel(request: Request, session: Session) -> Answer:
    """Cancel as it was looked at, and tell those it concerns."""
    shown, entered = finding.held(request, session), carried(request)
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _cancel_form(shown, entered, note)
    if note := gone_live(request):
        return messages.noted(_cancel_preview(request, session, shown, entered), note)
    effect = effect_of(request, session, _cancel(request, session, shown, entered))
    said = _("Cancelled: {title}, {when}.").format(
        title=shown.event.title, when=language.time_span(events.span_of(shown.event))
    )
    if is_all(shown, entered):
        said = _("Cancelled: the whole series {title}.").format(title=shown.series.title)
    return said_done(request, said, effect, shown)


def effect_of(request: Request, session: Session, round_: Round | None) -> Effect:
    """Count what a round of messages tells."""
    return tellings.effect(session, [round_], now=request.now)


def said_done(
    request: Request, said: str, effect: Effect, shown: Shown, *, hears: bool = True
) -> Modal:
    """Say what was done, and who `hears` of it when."""
    return messages.done(said, effect, zone_of(request), shown.event.id, hears=hears)


def look_calendar(request: Request, session: Session) -> Answer:
    """Show who would get calendar entries of what stood elsewhere until now."""
    return _calendar_preview(request, session, finding.held(request, session))


def _calendar_preview(request: Request, session: Session, shown: Shown, note: str = "") -> Modal:
    revision, by = shown.series.revision, request.caller.person_id
    round_ = event_changes.send_calendar(session, shown.series, by=by, now=request.now)
    effect = effect_of(request, session, round_)
    twice = _("Where an entry of somebody else's stands already, people will then see two.")
    says = _("From now on we send the calendar entries of {title}.").format(title=shown.event.title)
    return messages.preview(
        [*([note] if note else []), says, twice],
        effect,
        looked(request, shown, revision),
        title=_("Send calendar entries"),
        action=CALENDAR,
        does=messages.and_tell(_("Send entries"), effect),
        again=False,
    )


def send_calendar(request: Request, session: Session) -> Answer:
    """Send the calendar entries as it was looked at."""
    shown = finding.held(request, session)
    note = meanwhile(request, session, shown.series, shown) or gone_live(request)
    if note:
        return _calendar_preview(request, session, shown, note)
    by = request.caller.person_id
    round_ = event_changes.send_calendar(session, shown.series, by=by, now=request.now)
    said = _("We send the calendar entries of {title} now.").format(title=shown.event.title)
    return said_done(request, said, effect_of(request, session, round_), shown)


ROWS = (
    Command("/event", "cancel", N_("NAME [DAY]"), N_("Cancel an event"), cancel_named, COORDINATOR),
    Button(CANCEL, ask_cancel, COORDINATOR, changes=False),
    Button(f"{CANCEL}.all", ask_cancel_all, COORDINATOR, changes=False),
    Button(f"{CANCEL}.again", cancel_again, COORDINATOR, changes=False),
    Button(f"{CANCEL}.do", cancel, COORDINATOR),
    Form(f"{CANCEL}.which", ask_cancel, COORDINATOR, changes=False),
    Form(f"{CANCEL}.look", look_cancel, COORDINATOR),
    Button(CALENDAR, look_calendar, COORDINATOR),
    Button(f"{CALENDAR}.do", send_calendar, COORDINATOR),
)
