"""`/partner`: the register of organisations."""

from sqlalchemy.orm import Session

from bot.grammar import nearest
from bot.messages import layout
from bot.messages import organisations as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Form, Request
from db import organisations
from db.organisations import Named
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.names import clean_name, tidy
from domain.roles import COORDINATOR, READER

VERBS = ("add", "list", "show", "help")


def add(request: Request, session: Session) -> Answer:
    """Register a partner by its name, or open the form where that is no name."""
    try:
        clean_name(request.text)
    except Refused as no:
        return messages.form(request.text, no.sentence if request.text else None)
    return Reply(_register(request, session, request.text))


def new(_request: Request, _session: Session) -> Answer:
    """Open the form for a new partner."""
    return messages.form()


def register(request: Request, session: Session) -> Answer:
    """Register what was entered into the form."""
    return Reply(_register(request, session, request.entered("name")))


def _register(request: Request, session: Session, name: str) -> Message:
    organisation = organisations.register(
        session, name, since=request.day, by=request.caller.person_id, now=request.now
    )
    return messages.registered(organisation.id, tidy(name))


def list_all(request: Request, session: Session) -> Answer:
    """Show the register from its beginning."""
    return Reply(_page(request, session, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show another page in place of this one."""
    return Edit(_page(request, session, request.number))


def _page(request: Request, session: Session, offset: int) -> Message:
    total = organisations.count(session, day=request.day)
    found = organisations.page(session, day=request.day, offset=offset, limit=messages.PAGE)
    page = messages.Page(tuple((each.id, each.name) for each in found), offset, total)
    return messages.listing(page, may_add=request.may(COORDINATOR))


def show(request: Request, session: Session) -> Answer:
    """Show the partner of a name, or the list where no name was given."""
    if not request.text:
        return list_all(request, session)
    organisation = organisations.named(session, request.text, day=request.day)
    if organisation is None:
        raise _unknown(request, session)
    return Reply(_card(request, organisation))


def open_page(request: Request, session: Session) -> Answer:
    """Show the partner whose button was pressed."""
    organisation = organisations.by_id(session, request.number, day=request.day)
    if organisation is None:
        raise Refused(_("This partner is no longer on the register."))
    return Reply(_card(request, organisation))


def _card(request: Request, organisation: Named) -> Message:
    return messages.page_of(organisation.name, request.day)


def _unknown(request: Request, session: Session) -> Refused:
    near = nearest(request.text, organisations.names(session, day=request.day))
    if request.word:
        near = [*nearest(request.word, list(VERBS)), *near]
    typed = layout.short(request.text, layout.QUOTED)
    if not near:
        return Refused(
            _(
                "I don't know a partner or a word “{text}”. {command} help lists what I know."
            ).format(text=typed, command=request.write("/partner"))
        )
    choices = _(" or ").join(f"“{each}”" for each in dict.fromkeys(near))
    return Refused(
        _("I don't know “{text}”. Did you mean {choices}?").format(text=typed, choices=choices)
    )


ROWS = (
    Command("/partner", "add", N_("NAME"), N_("Register a partner"), add, COORDINATOR),
    Command("/partner", "", "", N_("See all partners"), list_all, READER, changes=False),
    Command("/partner", "show", N_("NAME"), N_("Open a partner"), show, READER, changes=False),
    Command("/partner", "list", "", N_("See all partners"), list_all, READER, changes=False),
    Button("organisation.new", new, COORDINATOR, changes=False),
    Button("organisation.list", list_all, READER, changes=False),
    Button("organisation.page.before", turn, READER, changes=False),
    Button("organisation.page.after", turn, READER, changes=False),
    Button("organisation.show", open_page, READER, changes=False),
    Form("organisation.register", register, COORDINATOR),
)
