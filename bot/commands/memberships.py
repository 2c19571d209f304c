"""`/partner close`, and what takes it back."""

from sqlalchemy.orm import Session

from bot.commands import hand_overs
from bot.commands.finding import about, by_name, chosen, known, today
from bot.messages import organisation_forms as forms
from bot.messages import organisations as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Form, Request
from db import memberships
from db.organisations import Named
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR

CLOSE = "organisation.close"
REOPEN = "organisation.reopen"


def close(request: Request, session: Session) -> Answer:
    """Ask from when the partner that is named is closed."""

    def then(found: Named, _rest: str) -> Answer:
        return _close_form(request, session, found)

    title = _("Close a partner")
    return by_name(request, session, verb="close", action=CLOSE, title=title, then=then)


def open_close(request: Request, session: Session) -> Answer:
    """Ask from when the partner that was chosen is closed."""
    return _close_form(request, session, chosen(request, session))


def _close_form(request: Request, session: Session, found: Named) -> Answer:
    held = memberships.of(session, found.id)[-1]
    if held.until is not None and held.until <= request.day:
        return Reply(messages.closed_already(found.id, found.name, held.until))
    heir = known(request, session, held.successor_id) if held.successor_id is not None else None
    successor = (heir.id, heir.name) if heir is not None else None
    return forms.close(found.id, found.name, held.until or request.day, successor)


def close_it(request: Request, session: Session) -> Answer:
    """Close the partner of the form."""
    found = about(request, session)
    heir = request.id_in("successor")
    successor = today(request, session, heir, field="successor") if heir else None
    day = request.day_in("day") or request.day
    memberships.close(
        session,
        found.id,
        day,
        successor_id=successor.id if successor is not None else None,
        today=request.day,
        by=request.caller.person_id,
        now=request.now,
    )
    follows = (successor.id, successor.name) if successor is not None else None
    message = messages.closed(found.id, found.name, day, follows, over=day <= request.day)
    return hand_overs.reply_of_partners(request, session, message, found.id)


def open_reopen(request: Request, session: Session) -> Answer:
    """Ask from when a closed partner is one again."""
    found = chosen(request, session)
    held = memberships.of(session, found.id)[-1]
    if held.until is None:
        raise Refused(_("{name} is not closed.").format(name=found.name))
    return forms.reopen(found.id, found.name, held.until, request.day)


def reopen_it(request: Request, session: Session) -> Answer:
    """Reopen the partner of the form."""
    found = about(request, session)
    day = request.day_in("day") or request.day
    closed = memberships.of(session, found.id)[-1].until
    back = memberships.reopen(session, found.id, day, by=request.caller.person_id, now=request.now)
    again = closed != day
    message = messages.reopened(found.id, found.name, day, seats=len(back), again=again)
    return hand_overs.reply_of_partners(request, session, message, found.id)


ROWS = (
    Command(
        "/partner",
        "close",
        N_("NAME"),
        N_("Say from when a partner is closed"),
        close,
        COORDINATOR,
        changes=False,
    ),
    Button(CLOSE, open_close, COORDINATOR, changes=False),
    Form(f"{CLOSE}.which", open_close, COORDINATOR, changes=False),
    Form("organisation.close_it", close_it, COORDINATOR),
    Button(REOPEN, open_reopen, COORDINATOR, changes=False),
    Form("organisation.reopen_it", reopen_it, COORDINATOR),
)
