"""School terms: typed in here, or read from a calendar file by `joinedup terms import`."""

from sqlalchemy.orm import Session

from bot.commands import entries
from bot.messages import settings as messages
from bot.reply import Answer
from bot.routing import Button, Form, Request
from db import terms
from domain.roles import COORDINATOR
from domain.terms import read_term


def listing(_request: Request, session: Session) -> Answer:
    """Show the term dates, with a form behind each."""
    return _list(session, saved=False)


def _list(session: Session, *, saved: bool) -> Answer:
    return messages.term_list(terms.every(session), saved=saved)


def new(_request: Request, _session: Session) -> Answer:
    """Open the form for a new term."""
    return messages.term_form()


def edit(request: Request, session: Session) -> Answer:
    """Open the form of a term."""
    return messages.term_form(terms.by_id(session, request.number))


def save(request: Request, session: Session) -> Answer:
    """Keep a term, and show the list again."""
    by, now = request.caller.person_id, request.now
    term = read_term(
        request.entered("name"), request.day_in("first_day"), request.day_in("last_day")
    )
    if "term" in request.state:
        terms.change(session, entries.id_of(request, "term"), term, by=by, now=now)
    else:
        terms.add(session, term, by=by, now=now)
    return _list(session, saved=True)


def remove(request: Request, session: Session) -> Answer:
    """Remove a term, and show the list again."""
    terms.remove(session, request.number, by=request.caller.person_id, now=request.now)
    return _list(session, saved=True)


ROWS = (
    Button("term.list", listing, COORDINATOR, changes=False),
    Button("term.new", new, COORDINATOR, changes=False),
    Button("term.edit", edit, COORDINATOR, changes=False),
    Button("term.remove", remove, COORDINATOR),
    Form("term.save", save, COORDINATOR),
)
