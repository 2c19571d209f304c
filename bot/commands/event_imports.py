"""This year's meetings from a file: a form takes it, a message shows it, buttons decide."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.messages import event_import_lists as lists
from bot.messages import event_import_questions as asking
from bot.messages import event_imports as messages
from bot.messages import imports as import_messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Form, Request, number_in
from db import bodies, import_questions, imports, meeting_imports
from db.import_runs import By
from db.meeting_plans import Wanted
from db.models import Import
from domain.errors import Refused
from domain.events import Calendar
from domain.imports import Decision, Problem
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR


def open_form(request: Request, session: Session) -> Answer:
    """Ask for the file, whose meetings they are, and whether they stand in calendars."""
    return messages.form(_choices(request, session))


def send(request: Request, session: Session) -> Answer:
    """Note which file was given; a job fetches it, since that may take longer than a form has."""
    files = request.picked("file")
    if len(files) != 1:
        raise Refused(_("Please choose one file."), field="file")
    calendar = request.entered("calendar")
    if calendar not in {Calendar.ELSEWHERE, Calendar.OURS}:
        raise Refused(_("Please choose one of these."), field="calendar")
    body_id = request.id_in("body") if request.entered("body") else None
    wanted = Wanted(body_id, Calendar(calendar))
    source = {"slack_file": files[0], "team": request.team_id}
    meeting_imports.begin(session, _("list of meetings"), source, wanted, by=_by(request))
    return Reply(import_messages.being_read())


def confirm(request: Request, session: Session) -> Answer:
    """Write what is clear: at once, or by a job where it is much."""
    row = imports.to_change(session, request.number)
    meeting_imports.refuse_others(row)
    if meeting_imports.is_large(row):
        imports.confirm_later(row, by=_by(request))
    else:
        meeting_imports.confirm(session, row, by=_by(request))
    return Edit(shown(session, row))


def discard(request: Request, session: Session) -> Answer:
    """Forget the file."""
    row = imports.to_change(session, request.number)
    meeting_imports.refuse_others(row)
    imports.discard(session, row, by=_by(request))
    return Edit(shown(session, row))


def undo(request: Request, session: Session) -> Answer:
    """Take back what nobody has touched since."""
    row = imports.to_change(session, request.number)
    meeting_imports.undo(session, row, by=_by(request))
    return Edit(shown(session, row))


def show(request: Request, session: Session) -> Answer:
    """Say where an import stands, in place of what was asked about it."""
    return Edit(shown(session, _meetings(session, request.number)))


def ask(request: Request, session: Session) -> Answer:
    """Ask the first question that waits in place of the list, so that it stands there once."""
    return Edit(following(session, _meetings(session, request.number)))


def decide(request: Request, session: Session) -> Answer:
    """Note an answer, write what it makes clear, and ask the next question in its place."""
    number, _colon, decided = request.value.partition(":")
    question = import_questions.by_id(session, number_in(number))
    decision = Decision.read(decided, len(question.offers["offered"]))
    if decision is None:
        raise Refused(_("This answer was not offered."))
    bad = meeting_imports.decide(session, question, decision, by=_by(request))
    return Edit(following(session, _meetings(session, question.import_id), bad))


def problems(request: Request, session: Session) -> Answer:
    """Show the rows that can't be taken."""
    return Reply(_page(request, session, lists.problems))


def turn_problems(request: Request, session: Session) -> Answer:
    """Show another page of them in place of this one."""
    return Edit(_page(request, session, lists.problems))


def listed(request: Request, session: Session) -> Answer:
    """Show all meetings of a file."""
    return Reply(_page(request, session, lists.listed))


def turn_list(request: Request, session: Session) -> Answer:
    """Show another page of them in place of this one."""
    return Edit(_page(request, session, lists.listed))


def shown(session: Session, row: Import) -> Message:
    """Say where an import of meetings stands."""
    return messages.shown(row, len(import_questions.waiting(session, row.id)))


def following(session: Session, row: Import, bad: Sequence[Problem] = ()) -> Message:
    """Ask what waits first, or say that nothing does."""
    waiting = import_questions.waiting(session, row.id)
    if waiting:
        return asking.question(row, waiting[0], len(waiting), bad)
    return asking.answered(row, bad)


def _page(request: Request, session: Session, how: lists.Paged) -> Message:
    number, _colon, offset = request.value.partition(":")
    return how(_meetings(session, number_in(number)), number_in(offset))


def _meetings(session: Session, import_id: int) -> Import:
    row = imports.by_id(session, import_id)
    meeting_imports.refuse_others(row)
    return row


def _choices(request: Request, session: Session) -> list[tuple[str, str]]:
    found = bodies.every(session, now=request.now)
    return [(str(each.id), each.name) for each in found if not each.sample]


def _by(request: Request) -> By:
    return By(request.caller.person_id, request.now, request.day)


ROWS = (
    Command(
        "/event",
        "import",
        "",
        N_("Bring this year's meetings"),
        open_form,
        COORDINATOR,
        changes=False,
    ),
    Button("event.import.open", open_form, COORDINATOR, changes=False),
    Button("event.import.show", show, COORDINATOR, changes=False),
    Button("event.import.confirm", confirm, COORDINATOR),
    Button("event.import.discard", discard, COORDINATOR),
    Button("event.import.undo", undo, COORDINATOR),
    Button("event.import.questions", ask, COORDINATOR, changes=False),
    Button("event.import.decide", decide, COORDINATOR),
    Button("event.import.problems", problems, COORDINATOR, changes=False),
    Button("event.import.problems.before", turn_problems, COORDINATOR, changes=False),
    Button("event.import.problems.after", turn_problems, COORDINATOR, changes=False),
    Button("event.import.list", listed, COORDINATOR, changes=False),
    Button("event.import.list.before", turn_list, COORDINATOR, changes=False),
    Button("event.import.list.after", turn_list, COORDINATOR, changes=False),
    Form("event.import.send", send, COORDINATOR),
)
