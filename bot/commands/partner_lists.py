"""`/partner list`: the register, narrowed by sector, body, status and text."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import partner_pages
from bot.messages import partner_lists as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Form, Request
from db import bodies, organisations, partner_lists, sectors
from domain.language import N_
from domain.language import gettext as _
from domain.names import name_key, tidy
from domain.organisations import Status, Wanted
from domain.roles import COORDINATOR, READER


def list_all(request: Request, session: Session) -> Answer:
    """Show the register from its beginning, or what of it is asked for."""
    if request.text:
        called = organisations.named(session, f"list {request.text}", day=request.day)
        if called is not None:
            return partner_pages.of(request, session, called.id, request.day)
    return Reply(_page(request, session, _asked(request, session), 0))


def _asked(request: Request, session: Session) -> Wanted:
    """Read what a list is narrowed to: a status, a sector, a body, or else a part of a name."""
    text = tidy(request.text)[: messages.MOST_TEXT]
    if not text:
        return Wanted()
    said = {name_key(_(words)): each for each, words in messages.STATUSES.items()}
    said |= {each.value: each for each in Status}
    if (status := said.get(name_key(text))) is not None:
        return Wanted(status)
    if (sector := sectors.named(session, text)) is not None:
        return Wanted(sector_id=sector.id)
    if (body := bodies.named(session, text)) is not None:
        return Wanted(body_id=body.id)
    return Wanted(text=text)


def turn(request: Request, session: Session) -> Answer:
    """Show another page, or another choice, in place of this one."""
    return Edit(_page(request, session, *messages.unpack(request.value)))


def _page(request: Request, session: Session, wanted: Wanted, offset: int) -> Message:
    found = partner_lists.find(session, wanted, day=request.day, offset=offset, limit=messages.PAGE)
    return messages.listing(found, wanted, may_add=request.may(COORDINATOR))


def list_pressed(request: Request, session: Session) -> Answer:
    """Show the whole register."""
    return Reply(_page(request, session, Wanted(), 0))


def search(request: Request, _session: Session) -> Answer:
    """Ask for a part of a name."""
    return messages.search(messages.unpack(request.value)[0])


def find(request: Request, session: Session) -> Answer:
    """Show the partners that have a text in their names, among those that were listed."""
    wanted, _offset = messages.unpack(str(request.state.get("list", "")))
    text = tidy(request.entered("text"))[: messages.MOST_TEXT]
    return Reply(_page(request, session, replace(wanted, text=text), 0))


ROWS = (
    Command("/partner", "", "", N_("See all partners"), list_all, READER, changes=False),
    Command(
        "/partner", "list", N_("[WHAT]"), N_("See all partners"), list_all, READER, changes=False
    ),
    Button("organisation.list", list_pressed, READER, changes=False),
    Button("organisation.page.before", turn, READER, changes=False),
    Button("organisation.page.after", turn, READER, changes=False),
    Button("organisation.by_status", turn, READER, changes=False),
    Button("organisation.by_sector", turn, READER, changes=False),
    Button("organisation.by_body", turn, READER, changes=False),
    Button("organisation.search", search, READER, changes=False),
    Form("organisation.find", find, READER, changes=False),
)
