"""`/partner contact`: a call, visit or mail, noted in a line."""

from sqlalchemy.orm import Session

from bot.commands.finding import chosen, known
from bot.messages import contacts as messages
from bot.messages import layout
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Form, Request, Shortcut
from db import contacts, organisations
from db.organisations import Several
from domain.contacts import clean_note, guessed, read_day, read_way
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR


def contact(request: Request, session: Session) -> Answer:
    """Note a contact with the partner that is named; what is not clear is asked in the form."""
    if not request.text:
        return messages.form(request.day)
    try:
        found = organisations.named_in(session, request.text, day=request.day)
    except Several as several:
        return messages.form(request.day, None, request.text, several.sentence)
    if found is None:
        typed = layout.short(request.text, layout.QUOTED)
        note = _("I don't find a partner at the beginning of “{text}”.").format(text=typed)
        return messages.form(request.day, None, request.text, note)
    organisation, rest = found
    if not rest:
        return messages.form(request.day, (organisation.id, organisation.name))
    try:
        said = clean_note(rest)
    except Refused as no:
        choice = (organisation.id, organisation.name)
        return messages.form(request.day, choice, rest, no.sentence)
    noted = contacts.log(
        session,
        organisation.id,
        guessed(said),
        said,
        request.day,
        by=request.caller.person_id,
        now=request.now,
    )
    choice = (organisation.id, organisation.name)
    return Reply(messages.logged(noted.id, choice, guessed(said), request.day))


def open_form(request: Request, session: Session) -> Answer:
    """Open the form, for the partner whose button was pressed if there is one."""
    if not request.value:
        return messages.form(request.day)
    found = chosen(request, session)
    return messages.form(request.day, (found.id, found.name))


def log(request: Request, session: Session) -> Answer:
    """Note what was entered into the form."""
    found = known(request, session, request.id_in("organisation"), field="organisation")
    way = read_way(request.entered("way"))
    note = clean_note(request.entered("note"))
    day = read_day(request.day_in("day"), today=request.day)
    noted = contacts.log(
        session, found.id, way, note, day, by=request.caller.person_id, now=request.now
    )
    return Reply(messages.logged(noted.id, (found.id, found.name), way, day))


def remove(request: Request, session: Session) -> Answer:
    """Take back what was noted by mistake."""
    gone = contacts.remove(session, request.number, by=request.caller.person_id, now=request.now)
    found = known(request, session, gone.organisation_id)
    return Reply(messages.removed((found.id, found.name)))


ROWS = (
    Command(
        "/partner",
        "contact",
        N_("NAME TEXT"),
        N_("Note a call, visit or mail"),
        contact,
        COORDINATOR,
    ),
    Button("contact.new", open_form, COORDINATOR, changes=False),
    Form("contact.log", log, COORDINATOR),
    Button("contact.remove", remove, COORDINATOR),
    Shortcut(
        "contact.shortcut",
        N_("Log a contact"),
        N_("Note a call, visit or mail with a partner"),
        open_form,
        COORDINATOR,
        changes=False,
    ),
)
