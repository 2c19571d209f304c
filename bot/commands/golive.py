"""`/joinedup golive`: the end of the rehearsal, shown before it happens."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import home
from bot.messages import golive as messages
from bot.messages.golive import Gaps, Page
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Request
from db import golive, partnerships
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR


def show(request: Request, session: Session) -> Answer:
    """Show what is missing, and who would hear."""
    return Reply(_shown(request, session))


def turn(request: Request, session: Session) -> Answer:
    """Show another page of who would hear, in place of this one."""
    return Edit(_shown(request, session, offset=request.number))


def _shown(request: Request, session: Session, *, offset: int = 0, note: str = "") -> Message:
    own, now = request.partnership, request.now
    if own.live_at is not None:
        if own.in_rehearsal(now):
            return messages.soon(own, own.live_at)
        return messages.live(own, own.live_at)
    found = golive.hearing(session, own, now=now)
    those = found[offset : offset + messages.PAGE]
    page = Page(those, len(found), golive.people_in(found), golive.audience(found), offset)
    return messages.rehearsal(_gaps(request, session), page, note)


def _gaps(request: Request, session: Session) -> Gaps:
    lacks = golive.missing(session, request.partnership, day=request.day, now=request.now)
    return Gaps(
        lacks.addresses, lacks.leads, lacks.mailbox, not request.sends_mail, sample=lacks.sample
    )


def go(request: Request, session: Session) -> Answer:
    """Go live; where others would hear than were shown, they are shown again first."""
    own, by, now = request.partnership, request.caller.person_id, request.now
    shown = own.live_at is not None or request.value == golive.audience(
        golive.hearing(session, own, now=now)
    )
    if not shown:
        note = _("Somebody has changed something meanwhile. Please look once more.")
        return Edit(_shown(request, session, note=note))
    going = golive.go(session, own, by=by, now=now)
    said = messages.soon if going.at > now else messages.live
    return Edit(said(own, going.at, going.people))


def stop(request: Request, session: Session) -> Answer:
    """Stay in rehearsal after all."""
    golive.stop(session, request.partnership, by=request.caller.person_id, now=request.now)
    message = messages.stopped()
    if not request.at_home:
        return Edit(message)
    own = partnerships.by_id(session, request.partnership.id)
    return home.after(replace(request, partnership=own), session, message.text)


ROWS = (
    Command(
        "/joinedup",
        "golive",
        "",
        N_("End the rehearsal: see who would hear"),
        show,
        COORDINATOR,
        changes=False,
    ),
    Button("golive.show", show, COORDINATOR, changes=False),
    Button("golive.before", turn, COORDINATOR, changes=False),
    Button("golive.after", turn, COORDINATOR, changes=False),
    Button("golive.go", go, COORDINATOR),
    Button("golive.stop", stop, COORDINATOR),
)
