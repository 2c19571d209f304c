"""The review list: mail that a coordinator decides about, with one tap each."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from bot.commands import entries, event_moves, home
from bot.messages import layout
from bot.messages import reviews as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Form, Request, Row
from db import review_decisions, reviews, worklist, worklist_lines
from db.models import Person, WorklistItem
from domain.answers import Kind as AnswerKind
from domain.language import gettext as _
from domain.reviews import from_facts
from domain.roles import COORDINATOR
from domain.when import WallSpan
from domain.worklist import Kind

Decide = Callable[[Request, Session, WorklistItem], Person]


def _decided(
    request: Request, session: Session, kind: Kind, name: str, decide: Decide, said: str = ""
) -> Answer:
    """Do what was decided, take the line off, and show what is left."""
    row = worklist.told(session, request.number, kind)
    person = decide(request, session, row)
    _finish(request, session, row, name)
    return home.after(request, session, said or messages.recorded(person.name))


def _finish(request: Request, session: Session, row: WorklistItem, name: str) -> None:
    reviews.finish(session, row, name, by=request.caller.person_id, now=request.now)


def record(request: Request, session: Session) -> Answer:
    """Record an answer as that of whom its address belongs to."""

    def decide(request: Request, session: Session, row: WorklistItem) -> Person:
        return review_decisions.record(session, from_facts(row.facts), now=request.now)

    return _decided(request, session, Kind.REPLY, "record", decide)


def known(request: Request, session: Session) -> Answer:
    """Know somebody by another address too, and record the answer as theirs."""

    def decide(request: Request, session: Session, row: WorklistItem) -> Person:
        by, now = request.caller.person_id, request.now
        return review_decisions.also_known(session, from_facts(row.facts), by=by, now=now)

    return _decided(request, session, Kind.REPLY, "also known", decide)


def guest(request: Request, session: Session) -> Answer:
    """Ask whoever answered as a guest, and record their answer."""

    def decide(request: Request, session: Session, row: WorklistItem) -> Person:
        by, now = request.caller.person_id, request.now
        return review_decisions.as_guest(session, from_facts(row.facts), by=by, now=now)

    return _decided(request, session, Kind.REPLY, "guest", decide)


def stands_in(request: Request, session: Session) -> Answer:
    """Let whoever answered be the deputy of whom they say."""

    def decide(request: Request, session: Session, row: WorklistItem) -> Person:
        return review_decisions.as_deputy(session, from_facts(row.facts), now=request.now)

    said = _("Recorded: they are the deputy.")
    return _decided(request, session, Kind.REPLY, "deputy", decide, said)


def ignore(request: Request, session: Session) -> Answer:
    """Take a mail off the list; nothing is recorded."""
    row = _any(request, session)
    _finish(request, session, row, "ignore")
    return home.after(request, session, _("Taken off the list. Nothing was recorded."))


def _any(request: Request, session: Session) -> WorklistItem:
    """Find a line of whichever kind mail has."""
    kind = reviews.kind_of(session, request.number)
    return worklist.told(session, request.number, kind)


def meant(kind: AnswerKind, request: Request, session: Session) -> Answer:
    """Record what somebody's words mean."""

    def decide(request: Request, session: Session, row: WorklistItem) -> Person:
        return review_decisions.meant(session, row, kind, now=request.now)

    return _decided(request, session, Kind.WRITTEN, kind.value, decide)


def ask_deputy(request: Request, session: Session) -> Answer:
    """Ask who comes in somebody's place."""
    row = worklist.told(session, request.number, Kind.WRITTEN, deciding=False)
    lines = worklist_lines.read(session, [worklist.of_row(row)], day=request.day)
    return messages.deputy_form(row.id, messages.sentence(lines[0]) if lines else "")


def deputy(request: Request, session: Session) -> Answer:
    """Record that somebody's words name a deputy."""
    row = worklist.told(session, entries.id_of(request, "item"), Kind.WRITTEN)
    whom = (request.entered("name"), request.entered("address").strip())
    person = review_decisions.meant(session, row, AnswerKind.DEPUTY, deputy=whom, now=request.now)
    _finish(request, session, row, AnswerKind.DEPUTY.value)
    return Reply(layout.sentence(messages.recorded(person.name)))


def move(request: Request, session: Session) -> Answer:
    """Open the form to move an event, with the time that was proposed."""
    row = worklist.told(session, request.number, Kind.PROPOSAL, deciding=False)
    shown = review_decisions.shown_of(session, row)
    begins, ends = reviews.times_of(row)
    return event_moves.proposed(request, shown, WallSpan(begins, ends, shown.event.zone))


def keep(request: Request, session: Session) -> Answer:
    """Keep the time of an event; whoever proposed another is told."""

    def decide(request: Request, session: Session, row: WorklistItem) -> Person:
        return review_decisions.keep_time(session, row, now=request.now)

    said = _("The time stays. Whoever proposed another is told by mail.")
    return _decided(request, session, Kind.PROPOSAL, "keep", decide, said)


_MEANT = (AnswerKind.ATTENDING, AnswerKind.APOLOGIES, AnswerKind.UNSURE)

ROWS: tuple[Row, ...] = (
    Button("review.record", record, COORDINATOR),
    Button("review.known", known, COORDINATOR),
    Button("review.guest", guest, COORDINATOR),
    Button("review.stands_in", stands_in, COORDINATOR),
    Button("review.ignore", ignore, COORDINATOR),
    *(Button(f"review.{each}", partial(meant, each), COORDINATOR) for each in _MEANT),
    Button("review.deputy", ask_deputy, COORDINATOR, changes=False),
    Form("review.deputy", deputy, COORDINATOR),
    Button("review.move", move, COORDINATOR, changes=False),
    Button("review.keep", keep, COORDINATOR),
)
