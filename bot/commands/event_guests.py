"""`/event invite`: more bodies, sectors, seats or guests, for one event or a whole series."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot import language
from bot.commands import event_finding as finding
from bot.commands.event_changes import effect_of, is_all, pressed, said_done
from bot.commands.event_revisions import carried, meanwhile, state_of
from bot.messages import event_change_forms as forms
from bot.messages import event_change_previews as messages
from bot.reply import Answer, Modal
from bot.routing import Button, Command, Form, Request
from db import audience_names, event_changes, events, sectors
from db.audience_items import Choice
from db.events import Shown
from db.models import Round
from domain.errors import Refused
from domain.events import Among
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR

INVITE = "event.invite"

Entered = Mapping[str, Any]

FIELDS = {
    "bodies": Among.BODY,
    "sectors": Among.SECTOR,
    "seats": Among.SEAT,
    "guests": Among.GUEST,
}
"""The fields in which those are picked who are invited besides."""


def invite_named(request: Request, session: Session) -> Answer:
    """Ask whom to invite to the next event of a title, or to that of a date."""

    def then(found: list[Shown], _rest: str) -> Answer:
        return _invite_form(session, found[0], {})

    title = _("Invite somebody")
    return finding.by_title(request, session, action=INVITE, title=title, then=then, changes=True)


def ask_invite(request: Request, session: Session) -> Answer:
    """Ask whom to invite besides."""
    return _invite_form(session, pressed(request, session), {})


def ask_invite_all(request: Request, session: Session) -> Answer:
    """Ask whom to invite to a whole series."""
    return _invite_form(session, pressed(request, session), {"extent": forms.ALL})


def _invite_form(session: Session, shown: Shown, entered: Entered, note: str = "") -> Modal:
    offered = [(str(each.id), sectors.said(each)) for each in sectors.offered(session)]
    return forms.invite(
        shown.event.title,
        events.span_of(shown.event),
        _named(session, shown, entered),
        state_of(shown),
        note,
        single=shown.is_single,
        sectors=offered,
    )


def _choices(entered: Entered) -> list[Choice]:
    """Give whom was picked, from the ids that a form gave."""
    return [
        Choice(among, int(own))
        for name, among in FIELDS.items()
        for own in entered.get(name, ())
        if str(own).isdigit()
    ]


def _named(session: Session, shown: Shown, entered: Entered) -> Entered:
    """Give what was entered with the names of whom was picked, for the form."""
    found = audience_names.of(session, _choices(entered), day=shown.event.begins.date())
    picked = {
        name: [(each.id, called) for each, called in found.items() if each.among is among]
        for name, among in FIELDS.items()
    }
    return {**entered, **picked}


def look_invite(request: Request, session: Session) -> Answer:
    """Show whom the invitation that was entered would reach."""
    shown = finding.held(request, session)
    entered: dict[str, Any] = {"extent": request.entered("extent")}
    entered |= {name: list(request.picked(name)) for name in FIELDS}
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _invite_form(session, shown, entered, note)
    names = audience_names.of(session, _choices(entered), day=shown.event.begins.date())
    revision, series = shown.series.revision, shown.series
    effect = effect_of(request, session, _invite(request, session, shown, entered))
    when = language.time_span(events.span_of(shown.event))
    every = _("To all events of the series {title} that are to come").format(title=series.title)
    return messages.preview(
        [
            every if is_all(shown, entered) else f"{shown.event.title}\n{when}",
            _("Invited besides: {names}").format(names=", ".join(names.values())),
        ],
        effect,
        {"event": shown.event.id, "revision": revision, "entered": entered},
        title=_("Invite somebody"),
        action=INVITE,
        does=messages.and_tell(_("Invite"), effect),
    )


def _invite(request: Request, session: Session, shown: Shown, entered: Entered) -> Round | None:
    whom = _choices(entered)
    if not whom:
        raise Refused(
            _("Please choose whom to invite: a body, a sector, seats or guests."), field="bodies"
        )
    known = audience_names.of(session, whom, day=shown.event.begins.date())
    if len(known) < len(whom):
        raise Refused(_("One of them is no longer there. Please choose again."), field="bodies")
    event = None if shown.is_single or is_all(shown, entered) else shown.event
    by, now = request.caller.person_id, request.now
    return event_changes.add_guests(session, shown.series, whom, event=event, by=by, now=now)


def invite_again(request: Request, session: Session) -> Answer:
    """Open the form again with who was chosen."""
    shown = finding.pressed(request, session)
    note = meanwhile(request, session, shown.series, shown)
    return _invite_form(session, shown, carried(request), note)


def invite(request: Request, session: Session) -> Answer:
    """Invite as it was looked at."""
    shown, entered = finding.held(request, session), carried(request)
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _invite_form(session, shown, entered, note)
    effect = effect_of(request, session, _invite(request, session, shown, entered))
    return said_done(
        request, _("Invited to {title}.").format(title=shown.event.title), effect, shown
    )


ROWS = (
    Command(
        "/event", "invite", N_("NAME [DAY]"), N_("Invite more people"), invite_named, COORDINATOR
    ),
    Button(INVITE, ask_invite, COORDINATOR, changes=False),
    Button(f"{INVITE}.all", ask_invite_all, COORDINATOR, changes=False),
    Button(f"{INVITE}.again", invite_again, COORDINATOR, changes=False),
    Button(f"{INVITE}.do", invite, COORDINATOR),
    Form(f"{INVITE}.which", ask_invite, COORDINATOR, changes=False),
    Form(f"{INVITE}.look", look_invite, COORDINATOR),
)
