"""What a coordinator does about one who is less connected: check the facts, log a contact, wait."""

from typing import Any

from sqlalchemy.orm import Session

from bot.commands import engagement, finding
from bot.messages import engagement as messages
from bot.messages import finding_forms as forms
from bot.messages import layout
from bot.reply import Answer, Edit, Reply
from bot.routing import Button, Form, Request, number_in
from db import bodies, finding_facts, findings, logged_contacts, shown_lists, snoozes
from db.organisations import Named
from domain.contacts import read_day, read_way
from domain.errors import Refused
from domain.findings import Spoken, clean_note, clean_reason, read_came_of_it, read_until
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER


def check(request: Request, session: Session) -> Answer:
    """Show what is behind a finding."""
    number, page = _two(request)
    row = findings.get(session, number_in(number))
    facts = finding_facts.of(
        session, request.partnership, row, engagement.reader(request), now=request.now
    )
    state = {"finding": row.id, **_back_to(request, page)}
    return forms.check_form(facts, request.day, state)


def right(request: Request, session: Session) -> Answer:
    """Take it that the facts are right: others may see it now."""
    own = _number(request, "finding")
    row = findings.check(session, own, by=request.caller.person_id, now=request.now)
    who = finding.known(request, session, row.organisation_id)
    return _after(request, session, forms.checked(who.name))


def contact(request: Request, session: Session) -> Answer:
    """Ask about a contact with the partner whose button was pressed."""
    whose, body, page = _three(request)
    found = finding.today(request, session, number_in(whose))
    offered = logged_contacts.bodies_of(session, found.id, day=request.day)
    state = {"organisation": found.id, **_back_to(request, page)}
    own = [(str(each), name) for each, name in offered]
    return forms.contact_form(found.name, own, request.day, state, body=body)


def log(request: Request, session: Session) -> Answer:
    """Keep a contact, and what came of it."""
    found = finding.about(request, session)
    body = request.id_in("body")
    offered = {
        each for each, _name in logged_contacts.bodies_of(session, found.id, day=request.day)
    }
    if body and body not in offered:
        raise Refused(_("They have no seat there any more."), field="body")
    said = Spoken(
        read_day(request.day_in("day"), today=request.day),
        read_way(request.entered("way")),
        read_came_of_it(request.entered("came_of_it")),
        clean_note(request.entered("note")),
        body or None,
    )
    logged_contacts.log(session, found.id, said, by=request.caller.person_id, now=request.now)
    return _after(request, session, forms.logged(found.name))


def ask_put_off(request: Request, session: Session) -> Answer:
    """Ask until when a partner at a body is left out, and why."""
    whose, body, page = _three(request)
    found = finding.today(request, session, number_in(whose))
    state = {"organisation": found.id, "body": number_in(body), **_back_to(request, page)}
    return forms.put_off_form(_who(session, found, number_in(body)), request.day, state)


def put_off(request: Request, session: Session) -> Answer:
    """Leave a partner at a body out for a while."""
    found = finding.about(request, session)
    body = _number(request, "body")
    who = _who(session, found, body)
    reason = clean_reason(request.entered("reason"))
    until = read_until(request.day_in("until"), day=request.day)
    by = request.caller.person_id
    snoozes.put_off(session, found.id, body, until, reason, by=by, now=request.now)
    return _after(request, session, forms.put_off(who, until))


def show_put_off(request: Request, session: Session) -> Answer:
    """Show who is put off."""
    found = shown_lists.of(session, request.partnership, engagement.reader(request))
    return Reply(forms.put_off_list(found.put_off, changing=request.may(COORDINATOR)))


def back(request: Request, session: Session) -> Answer:
    """Bring one that is put off back on the list, and show the list."""
    row = snoozes.lift(session, request.number, by=request.caller.person_id, now=request.now)
    found = finding.known(request, session, row.organisation_id)
    said = forms.back(_who(session, found, row.body_id))
    return Edit(engagement.listing(request, session, done=said))


def _who(session: Session, found: Named, body_id: int) -> str:
    """Name a partner and a body. Raises `Refused` where there is no such body."""
    body = bodies.by_id(session, body_id)
    if body is None:
        raise Refused(_("This body is gone. Please open the list again."))
    return _("{partner}, {body}").format(partner=found.name, body=body.name)


def _after(request: Request, session: Session, said: str) -> Answer:
    """Show the list anew where it was pressed; elsewhere only say what was done."""
    at = str(request.state.get("at", ""))
    if not at:
        return Reply(layout.sentence(said))
    return Edit(engagement.listing(request, session, _number(request, "page"), said), at=at)


def _back_to(request: Request, page: str) -> dict[str, Any]:
    """Keep which page of the list is shown again: pressed anywhere else, nothing is replaced."""
    return {"page": number_in(page), "at": request.response_url} if page else {}


def _two(request: Request) -> tuple[str, str]:
    first, _between, page = request.value.partition("~")
    return first, page


def _three(request: Request) -> tuple[str, str, str]:
    whose, body, page = [*request.value.split("~"), "", ""][:3]
    return whose, body, page


def _number(request: Request, name: str) -> int:
    return number_in(str(request.state.get(name, "")))


ROWS = (
    Button(messages.CHECK, check, COORDINATOR, changes=False),
    Form(messages.CHECK, right, COORDINATOR),
    Button(messages.CONTACT, contact, COORDINATOR, changes=False),
    Form(messages.CONTACT, log, COORDINATOR),
    Button(messages.PUT_OFF, ask_put_off, COORDINATOR, changes=False),
    Form(messages.PUT_OFF, put_off, COORDINATOR),
    Button(messages.PUT_OFF_LIST, show_put_off, READER, changes=False),
    Button(messages.BACK, back, COORDINATOR),
)
