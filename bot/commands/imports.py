"""Spreadsheets: a form takes the file, a message shows what it would do, buttons decide."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy.orm import Session

from bot.commands import event_imports
from bot.messages import attendance_imports as attended
from bot.messages import import_questions as asking
from bot.messages import imports as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Form, Request, number_in
from db import attendance_imports, import_questions, import_runs, imports
from db.import_runs import By
from db.models import Import
from domain.errors import Refused
from domain.exports import TEMPLATE
from domain.imports import Decision, Problem
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER


def open_form(request: Request, _session: Session) -> Answer:
    """Ask for the file."""
    template = None
    with suppress(Refused):  # without an address of ours there is no template to fetch
        template = request.addresses.page(TEMPLATE)
    return messages.form(template)


def send(request: Request, session: Session) -> Answer:
    """Note which file was given; a job fetches it, since that may take longer than a form has."""
    files = request.picked("file")
    if len(files) != 1:
        raise Refused(_("Please choose one file."), field="file")
    source = {"slack_file": files[0], "team": request.team_id}
    imports.begin(session, _("spreadsheet"), source, by=_by(request))
    return Reply(messages.being_read())


def confirm(request: Request, session: Session) -> Answer:
    """Write what is clear: at once, or by a job where it is much."""
    row = imports.to_change(session, request.number)
    if row.kind == imports.ATTENDANCE:
        attendance_imports.confirm(session, row, by=_by(request))
    elif import_runs.is_large(session, row):
        imports.confirm_later(row, by=_by(request))
    else:
        imports.confirm(session, row, by=_by(request))
    return Edit(_shown(session, row))


def discard(request: Request, session: Session) -> Answer:
    """Forget the file."""
    row = imports.to_change(session, request.number)
    imports.discard(session, row, by=_by(request))
    return Edit(_shown(session, row))


def undo(request: Request, session: Session) -> Answer:
    """Take back all that an import wrote."""
    row = imports.to_change(session, request.number)
    imports.undo(session, row, by=_by(request))
    return Edit(_shown(session, row))


def show(request: Request, session: Session) -> Answer:
    """Say where an import stands."""
    return Reply(_shown(session, imports.by_id(session, request.number)))


def ask(request: Request, session: Session) -> Answer:
    """Ask the first question that waits."""
    return Reply(_next(session, imports.by_id(session, request.number)))


def decide(request: Request, session: Session) -> Answer:
    """Note an answer, write what it makes clear, and ask the next question in its place."""
    number, _colon, decided = request.value.partition(":")
    question = import_questions.by_id(session, number_in(number))
    decision = Decision.read(decided, len(question.offers["offered"]))
    if decision is None:
        raise Refused(_("This answer was not offered."))
    of = imports.by_id(session, question.import_id)
    how = attendance_imports.decide if of.kind == imports.ATTENDANCE else imports.decide
    bad = how(session, question, decision, by=_by(request))
    return Edit(_next(session, imports.by_id(session, question.import_id), bad))


def problems(request: Request, session: Session) -> Answer:
    """Show the rows that can't be taken."""
    return Reply(_problems(request, session))


def turn(request: Request, session: Session) -> Answer:
    """Show another page of them in place of this one."""
    return Edit(_problems(request, session))


def opened(_request: Request, _session: Session) -> Answer:
    """Say nothing: Slack has opened the address itself."""
    return None


def _problems(request: Request, session: Session) -> Message:
    number, _colon, offset = request.value.partition(":")
    return messages.problems(imports.by_id(session, number_in(number)), number_in(offset))


def _shown(session: Session, row: Import) -> Message:
    if row.kind == imports.MEETINGS:
        return event_imports.shown(session, row)
    if row.kind == imports.ATTENDANCE:
        return attended.shown(row, len(import_questions.waiting(session, row.id)))
    return messages.shown(row, len(import_questions.waiting(session, row.id)))


def _next(session: Session, row: Import, bad: Sequence[Problem] = ()) -> Message:
    if row.kind == imports.MEETINGS:
        return event_imports.following(session, row, bad)
    waiting = import_questions.waiting(session, row.id)
    if waiting:
        return asking.question(row, waiting[0], len(waiting), bad)
    look = asking.PAST if row.kind == imports.ATTENDANCE else asking.PARTNERS
    return asking.answered(row, bad, look)


def _by(request: Request) -> By:
    return By(request.caller.person_id, request.now, request.day)


ROWS = (
    Command(
        "/partner",
        "import",
        "",
        N_("Bring a spreadsheet"),
        open_form,
        COORDINATOR,
        changes=False,
    ),
    Button("import.open", open_form, COORDINATOR, changes=False),
    Button("import.template", opened, READER, changes=False),
    Button("import.show", show, COORDINATOR, changes=False),
    Button("import.confirm", confirm, COORDINATOR),
    Button("import.discard", discard, COORDINATOR),
    Button("import.undo", undo, COORDINATOR),
    Button("import.questions", ask, COORDINATOR, changes=False),
    Button("import.decide", decide, COORDINATOR),
    Button("import.problems", problems, COORDINATOR, changes=False),
    Button("import.problems.before", turn, COORDINATOR, changes=False),
    Button("import.problems.after", turn, COORDINATOR, changes=False),
    Form("import.send", send, COORDINATOR),
)
