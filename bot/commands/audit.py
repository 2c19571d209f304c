"""`/joinedup audit`: who changed what, filtered and by pages."""

from sqlalchemy.orm import Session

from bot.messages import audit as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Form, Request
from db import audit_pages, findings
from domain.changes import KINDS, Wanted, read_wanted
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER


def listing(request: Request, session: Session) -> Answer:
    """Show the newest changes."""
    return Reply(_page(request, session, Wanted()))


def turn(request: Request, session: Session) -> Answer:
    """Show another page in place of this one, filtered as it is."""
    return Edit(_page(request, session, read_wanted(request.value)))


def ask(_request: Request, _session: Session) -> Answer:
    """Ask which changes to show."""
    return messages.filter_form()


def narrow(request: Request, session: Session) -> Answer:
    """Show the changes that were asked for."""
    since, until = request.day_in("since"), request.day_in("until")
    if since and until and until < since:
        raise Refused(_("This day is before the first. Please choose a later one."), field="until")
    kind = request.entered("kind")
    wanted = Wanted(
        actor_id=request.id_in("person"),
        kind=kind if kind in KINDS else "",
        organisation_id=request.id_in("partner"),
        since=since,
        until=until,
    )
    return Reply(_page(request, session, wanted))


def _page(request: Request, session: Session, wanted: Wanted) -> Message:
    changes, more = audit_pages.page(
        session,
        request.partnership,
        wanted,
        limit=messages.PAGE,
        day=request.day,
        besides=() if request.may(COORDINATOR) else findings.UNSEEN,
    )
    return messages.listing(changes, wanted, zone=request.partnership.zone, more=more)


ROWS = (
    Command("/joinedup", "audit", "", N_("See who changed what"), listing, READER, changes=False),
    Button("audit.list", listing, READER, changes=False),
    Button("audit.newer", turn, READER, changes=False),
    Button("audit.older", turn, READER, changes=False),
    Button("audit.all", turn, READER, changes=False),
    Button("audit.filter", ask, READER, changes=False),
    Form("audit.filter", narrow, READER, changes=False),
)
