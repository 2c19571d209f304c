"""`/partner merge`: two partners are one, always or from a day; and what undoes it."""

from datetime import date

from sqlalchemy.orm import Session

from bot.commands import hand_overs
from bot.commands.finding import chosen, known
from bot.messages import merges as messages
from bot.messages.organisations import Choice
from bot.reply import Answer
from bot.routing import Button, Command, Form, Request
from db import memberships, merges, organisations, seats
from db.organisations import Several
from domain.days import said
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.organisations import ALWAYS
from domain.roles import COORDINATOR

_INTO = "into "


def merge(request: Request, session: Session) -> Answer:
    """Open the form, with those filled in that are named: `merge A into B`."""
    try:
        found = organisations.named_in(session, request.text, day=request.day)
        rest = found[1] if found else ""
        into = organisations.named_in(session, rest.removeprefix(_INTO), day=request.day)
    except Several:
        found = into = None
    return messages.form(_choice(found), _choice(into))


def _choice(found: tuple[organisations.Named, str] | None) -> Choice | None:
    return (found[0].id, found[0].name) if found is not None else None


def open_form(request: Request, session: Session) -> Answer:
    """Open the form with the partner whose button was pressed."""
    found = chosen(request, session)
    return messages.form((found.id, found.name))


def make(request: Request, session: Session) -> Answer:
    """Merge what was chosen."""
    gone = known(request, session, request.id_in("organisation"), field="organisation")
    into = known(request, session, request.id_in("into"), field="into")
    since = _since(request)
    if since != ALWAYS:
        _refuse_over(session, into.id, since)
    made = merges.merge(
        session, gone.id, into.id, since, by=request.caller.person_id, now=request.now
    )
    day = since if since != ALWAYS else None
    later = since > request.day
    one, other = (gone.id, gone.name), (into.id, into.name)
    both = _both(session, request.day, gone.id, into.id)
    message = messages.made(made.id, one, other, day, later=later, both=both)
    return hand_overs.reply_of_partners(request, session, message, gone.id, into.id)


def _both(session: Session, day: date, *ids: int) -> list[str]:
    """List the bodies on which two partners have a seat each."""
    one, other = (
        {each.body.id: each.body for each in seats.of(session, own, day=day)} for own in ids
    )
    return [body.name for own, body in one.items() if own in other]


def _since(request: Request) -> date:
    if request.entered("how") == messages.ALWAYS:
        return ALWAYS
    since = request.day_in("since")
    if since is None:
        raise Refused(_("Please choose the day on which it became the other."), field="since")
    return since


def _refuse_over(session: Session, into_id: int, since: date) -> None:
    """Raise `Refused` where the one that should go on is no partner any more by then."""
    last = memberships.of(session, into_id)[-1]
    if last.until is not None and last.until <= since:
        raise Refused(
            _("This partner is closed from {day}. Reopen it first, or choose another.").format(
                day=said(last.until)
            ),
            field="into",
        )


def undo(request: Request, session: Session) -> Answer:
    """Take a merge back: it never was."""
    gone = merges.undo(session, request.number, by=request.caller.person_id, now=request.now)
    one = known(request, session, gone.organisation_id)
    other = known(request, session, gone.into_id)
    message = messages.undone((one.id, one.name), (other.id, other.name))
    return hand_overs.reply_of_partners(request, session, message, one.id, other.id)


ROWS = (
    Command(
        "/partner",
        "merge",
        N_("NAME into NAME"),
        N_("Say that two partners are one"),
        merge,
        COORDINATOR,
        changes=False,
    ),
    Button("merge.new", open_form, COORDINATOR, changes=False),
    Form("merge.make", make, COORDINATOR),
    Button("merge.undo", undo, COORDINATOR),
)
