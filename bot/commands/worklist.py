"""What waits for a coordinator: the whole list, and what is put off."""

from sqlalchemy.orm import Session

from bot.commands import home, told
from bot.messages import worklist as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Form, Request
from db import unreached, worklist, worklist_lines
from domain.language import gettext as _
from domain.roles import COORDINATOR
from domain.worklist import read_snooze


def listing(request: Request, session: Session) -> Answer:
    """Show all that waits, from the most pressing on."""
    return Reply(_page(request, session, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show another page in place of this one."""
    return Edit(_page(request, session, request.number))


def _page(request: Request, session: Session, offset: int) -> Message:
    items = worklist.waiting(session, request.partnership, day=request.day, now=request.now)
    offset = offset if offset < len(items) else 0
    some = items[offset : offset + messages.PAGE]
    lines = worklist_lines.read(session, some, day=request.day)
    return messages.listing(messages.Page(tuple(lines), offset, len(items)))


def later(request: Request, _session: Session) -> Answer:
    """Ask until when an item is to be put off."""
    return messages.later_form(request.value, request.day)


def put_off(request: Request, session: Session) -> Answer:
    """Leave an item out until a day."""
    until = read_snooze(request.day_in("until"), day=request.day)
    worklist.put_off(
        session,
        request.partnership,
        str(request.state.get("key", "")),
        until,
        by=request.caller.person_id,
        now=request.now,
    )
    return Reply(messages.put_off(until))


def done(request: Request, session: Session) -> Answer:
    """Take off the list whom messages did not reach: it is mended, or they were told."""
    unreached.finish(session, request.number, by=request.caller.person_id, now=request.now)
    return home.after(request, session, _("Taken off the list."))


ROWS = (
    Button("worklist.list", listing, COORDINATOR, changes=False),
    Button("worklist.before", turn, COORDINATOR, changes=False),
    Button("worklist.after", turn, COORDINATOR, changes=False),
    Button("worklist.later", later, COORDINATOR, changes=False),
    Form("worklist.later", put_off, COORDINATOR),
    Button("worklist.done", done, COORDINATOR),
    *told.ROWS,
)
