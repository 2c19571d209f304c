"""Reports of calls: a form takes the file, a message says what was read, one press decides each."""

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.messages import call_lines as asking
from bot.messages import call_reports as messages
from bot.messages import imports as import_messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Form, Request, Row, number_in
from db import call_imports, call_lines, call_reports, events, registers
from db.events import Shown
from db.import_runs import By
from domain.call_report_matches import MOST_OFFERS
from domain.call_reports import read_minimum
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR


def open_form(request: Request, session: Session) -> Answer:
    """Ask for the file; a button says of which event it is."""
    found = call_reports.choices(session, now=request.now)
    if not found:
        return Reply(messages.none_yet())
    known = {each.event.id for each in found}
    chosen = request.number if request.number in known else None
    return messages.form([_about(each) for each in found], chosen)


def _about(shown: Shown) -> messages.About:
    return shown.event.id, shown.event.title, events.span_of(shown.event)


def send(request: Request, session: Session) -> Answer:
    """Note which file was given; a job fetches it, since that may take longer than a form has."""
    shown = events.by_id(session, request.id_in("event"))
    if shown is None:
        raise Refused(_("Please choose an event."), field="event")
    files = request.picked("file")
    if len(files) != 1:
        raise Refused(_("Please choose one file."), field="file")
    length = int((shown.event.ends_at - shown.event.begins_at).total_seconds()) // 60
    minimum = read_minimum(request.entered("minimum"), length)
    source = {"slack_file": files[0], "team": request.team_id}
    by = By(request.caller.person_id, request.now, request.day)
    call_imports.begin(session, source, shown, minimum, by=by)
    return Reply(import_messages.being_read())


def undo(request: Request, session: Session) -> Answer:
    """Take back all that a report wrote."""
    row = call_reports.undo(session, request.number, by=request.caller.person_id, now=request.now)
    return Edit(messages.undone(call_reports.read(session, row.id)))


def listing(request: Request, session: Session) -> Answer:
    """Ask about the people of an event's calls who wait."""
    return Reply(_queue(session, finding.known(session, request.number)))


def turn(request: Request, session: Session) -> Answer:
    """Show another page of them in place of this one."""
    own, _colon, offset = request.value.partition(":")
    return Edit(_queue(session, finding.known(session, number_in(own)), number_in(offset)))


def _queue(session: Session, shown: Shown, offset: int = 0, said: str = "") -> Message:
    return asking.queue(_about(shown), call_lines.waiting(session, shown), offset, said)


def is_member(request: Request, session: Session) -> Answer:
    """Decide that somebody is the member of a seat, or a guest."""
    return _is_for(request, session, member=True)


def is_for_them(request: Request, session: Session) -> Answer:
    """Decide that somebody was there for a seat."""
    return _is_for(request, session, member=False)


def _is_for(request: Request, session: Session, *, member: bool) -> Answer:
    line, _colon, invitation = request.value.partition(":")
    shown = call_lines.is_for(
        session,
        number_in(line),
        number_in(invitation),
        member=member,
        by=request.caller.person_id,
        now=request.now,
    )
    return Edit(_queue(session, shown))


def walk_in(request: Request, session: Session) -> Answer:
    """Decide that somebody came without being invited."""
    shown = call_lines.came_uninvited(
        session, request.number, by=request.caller.person_id, now=request.now
    )
    return Edit(_queue(session, shown))


def leave_out(request: Request, session: Session) -> Answer:
    """Decide that somebody is left out."""
    shown = call_lines.leave_out(
        session, request.number, by=request.caller.person_id, now=request.now
    )
    return Edit(_queue(session, shown))


def ask_other(request: Request, session: Session) -> Answer:
    """Ask for which other seat somebody was there."""
    _row, shown = call_lines.to_decide(session, request.number, deciding=False)
    waiting = call_lines.waiting(session, shown)
    found = next((each for each in waiting if each.id == request.number), None)
    if found is None:  # the same person waits under the line of another report
        raise Refused(_("Please open the list again: another report names them, too."))
    return asking.other_form(found, registers.lines(session, shown), request.response_url)


def other(request: Request, session: Session) -> Answer:
    """Decide for which seat somebody was there, of all that are invited."""
    names = ["seat", *(f"seat_{n}" for n in range(1, asking.MOST_MENUS))]
    chosen = [own for name in names if (own := request.id_in(name))]
    if len(chosen) != 1:
        raise Refused(_("Please choose one seat or guest."), field="seat")
    shown = call_lines.is_for(
        session,
        number_in(str(request.state.get("line", ""))),
        chosen[0],
        member=request.entered("part") == "member",
        by=request.caller.person_id,
        now=request.now,
    )
    return Edit(_queue(session, shown), at=str(request.state.get("at", "")))


ROWS: tuple[Row, ...] = (
    Command(
        "/attendance",
        "import",
        "",
        N_("Read a Teams or Zoom report of who was in the call"),
        open_form,
        COORDINATOR,
        changes=False,
    ),
    Button(messages.FORM, open_form, COORDINATOR, changes=False),
    Form(messages.FORM, send, COORDINATOR),
    Button(messages.UNDO, undo, COORDINATOR),
    Button(messages.LINES, listing, COORDINATOR, changes=False),
    Button(f"{messages.LINES}.before", turn, COORDINATOR, changes=False),
    Button(f"{messages.LINES}.after", turn, COORDINATOR, changes=False),
    *(Button(f"{asking.MEMBER}.{n}", is_member, COORDINATOR) for n in range(1, MOST_OFFERS + 1)),
    *(
        Button(f"{asking.FOR_THEM}.{n}", is_for_them, COORDINATOR)
        for n in range(1, MOST_OFFERS + 1)
    ),
    Button(asking.WALK_IN, walk_in, COORDINATOR),
    Button(asking.LEAVE_OUT, leave_out, COORDINATOR),
    Button(asking.OTHER, ask_other, COORDINATOR, changes=False),
    Form(asking.OTHER, other, COORDINATOR),
)
