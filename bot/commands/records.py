"""A partner's own record in Slack, "that's not right", and what a coordinator decides of it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import home
from bot.messages import own_lines as own_messages
from bot.messages import record_lines as lines
from bot.messages import records as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Form, Request, number_in
from db import corrections, findings, own_lines, record_links, records
from domain.answers import Source
from domain.errors import Refused
from domain.language import gettext as _
from domain.records import Page, read_said
from domain.roles import ANYONE_KNOWN, COORDINATOR, READER


def show(request: Request, session: Session) -> Answer:
    """Show the caller what is recorded of the organisations that they speak for."""
    own = records.whose(session, request.caller.person_id, day=request.day)
    if not own:
        return Reply(messages.nobody())
    page = records.page(session, own, day=request.day)
    lines = own_lines.of(session, own, now=request.now)
    return Reply(messages.listing(page, url=_address(request, session), own=lines))


def how(request: Request, session: Session) -> Answer:
    """Say how what the caller reads of its own organisations is worked out."""
    own = records.whose(session, request.caller.person_id, day=request.day)
    return Reply(own_messages.how(own_lines.of(session, own, now=request.now)))


def _address(request: Request, session: Session) -> str:
    """Give where the caller's record is on the web; empty where the installation has no address."""
    link = record_links.give(session, request.caller.person_id, now=request.now)
    try:
        return request.addresses.link(link)
    except Refused:
        return ""


def of(request: Request, session: Session) -> Answer:
    """Show a reader what is recorded of one partner, and what it said of it."""
    return Reply(_page(request, session, request.number, 0, every=False))


def turn(request: Request, session: Session) -> Answer:
    """Show another page of a record in place of this one."""
    whose, every, offset = (request.value.split("~") + [""] * 3)[:3]
    return Edit(_page(request, session, number_in(whose), number_in(offset), every=every == "all"))


def _page(
    request: Request, session: Session, whose: int, offset: int, *, every: bool, said: str = ""
) -> Message:
    """Lay out a page; of a certain partner only for those who may read all."""
    if not whose:
        own = records.whose(session, request.caller.person_id, day=request.day)
        return messages.listing(_read(request, session, own, offset, every=every), said)
    if not request.may(READER):
        raise Refused(_("This is not on the record of your organisation, or not any more."))
    page = _read(request, session, frozenset({whose}), offset, every=every)
    return messages.listing(replace(page, whose=whose))


def _read(
    request: Request, session: Session, own: frozenset[int], offset: int, *, every: bool
) -> Page:
    return records.page(session, own, day=request.day, offset=offset, every=every)


def ask(request: Request, session: Session) -> Answer:
    """Ask what happened instead of what is recorded."""
    own = records.whose(session, request.caller.person_id, day=request.day)
    entry = records.entry(session, own, request.number, day=request.day)
    return messages.form(entry, entry.latest if entry.waits else None, request.response_url)


def send(request: Request, session: Session) -> Answer:
    """Put what a partner says of its record before the coordinators."""
    entered = request.entered
    said = read_said(entered("instead"), entered("name"), entered("comment"))
    corrections.ask(
        session,
        request.caller.person_id,
        number_in(str(request.state.get("invitation", ""))),
        said,
        source=Source.SLACK,
        day=request.day,
        now=request.now,
    )
    thanks = _("Thank you. The business unit looks at it, and tells you.")
    shown = _page(request, session, 0, 0, every=False, said=thanks)
    return Edit(shown, at=str(request.state.get("at", "")))


def withdraw(request: Request, session: Session) -> Answer:
    """Take back what was asked."""
    own, day = request.caller.person_id, request.day
    corrections.withdraw(session, own, request.number, day=day, now=request.now)
    back = _("You have taken it back. Nothing is changed.")
    return Edit(_page(request, session, 0, 0, every=False, said=back))


def correct(request: Request, session: Session) -> Answer:
    """Correct what is recorded, as its partner says."""
    by = request.caller.person_id
    corrections.settle(session, request.number, correct=True, by=by, now=request.now)
    findings.look(session, request.now)
    return home.after(request, session, _("Corrected. Whoever asked is told."))


def ask_why(request: Request, session: Session) -> Answer:
    """Ask what the partner is told when its record stays as it is."""
    row = corrections.of(session, request.number)
    entry = records.entry(session, None, row.invitation_id, day=request.day)
    return lines.leave_form(row.id, entry)


def leave(request: Request, session: Session) -> Answer:
    """Leave what is recorded as it is."""
    corrections.settle(
        session,
        number_in(str(request.state.get("correction", ""))),
        correct=False,
        reply=request.entered("reply"),
        by=request.caller.person_id,
        now=request.now,
    )
    return Reply(lines.left())


def opened(_request: Request, _session: Session) -> Answer:
    """Say nothing: Slack has opened the address itself."""
    return None


ROWS = (
    Button(messages.SHOW, show, ANYONE_KNOWN),
    Button(own_messages.HOW, how, ANYONE_KNOWN, changes=False),
    Button(messages.NEWER, turn, ANYONE_KNOWN, changes=False),
    Button(messages.OLDER, turn, ANYONE_KNOWN, changes=False),
    Button(messages.ALL, turn, ANYONE_KNOWN, changes=False),
    Button(messages.RECENT, turn, ANYONE_KNOWN, changes=False),
    Button(messages.OPEN, opened, ANYONE_KNOWN, changes=False),
    Button(messages.WRONG, ask, ANYONE_KNOWN, changes=False),
    Form(messages.WRONG, send, ANYONE_KNOWN),
    Button(messages.WITHDRAW, withdraw, ANYONE_KNOWN),
    Button(messages.OF, of, READER, changes=False),
    Button(lines.CORRECT, correct, COORDINATOR),
    Button(lines.LEAVE, ask_why, COORDINATOR, changes=False),
    Form(lines.LEAVE, leave, COORDINATOR),
)
