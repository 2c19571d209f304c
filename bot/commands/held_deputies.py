"""Deputies who wait for a coordinator: asked, or not (product.md, Deputies)."""

from sqlalchemy.orm import Session

from bot.commands import home
from bot.messages import held_deputies as messages
from bot.reply import Answer
from bot.routing import Button, Request
from db import reply_deputies
from db.models import NamedDeputy
from domain.roles import COORDINATOR


def ask(request: Request, session: Session) -> Answer:
    """Ask a deputy whose address is outside their partner's domains."""
    row = _decide(request, session, accept=True)
    return home.after(request, session, messages.asked(row.name))


def refuse(request: Request, session: Session) -> Answer:
    """Leave a deputy alone; their lead hears it."""
    row = _decide(request, session, accept=False)
    return home.after(request, session, messages.refused(row.name))


def _decide(request: Request, session: Session, *, accept: bool) -> NamedDeputy:
    by, now = request.caller.person_id, request.now
    return reply_deputies.decide(session, request.number, accept=accept, by=by, now=now)


ROWS = (
    Button("deputy.ask", ask, COORDINATOR),
    Button("deputy.refuse", refuse, COORDINATOR),
)
