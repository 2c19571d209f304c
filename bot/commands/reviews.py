"""The review list: mail that a coordinator decides about, with one tap each."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from bot.commands import entries, event_moves, home
from bot.messages import layout
from bot.messages import reviews as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Form, Request, Row, number_in
from db import review_decisions, review_lines, reviews, worklist, worklist_lines
from db.models import WorklistItem
from db.review_decisions import Decided
from domain.answers import Kind as AnswerKind
from domain.language import gettext as _
from domain.reviews import Why, from_facts
from domain.roles import COORDINATOR
from domain.when import WallSpan
from domain.worklist import Kind

Decide = Callable[[Request, Session, WorklistItem], Decided]


def _pressed(request: Request) -> tuple[int, int, int]:
    """Give the line that a button is about, the mail that it showed, and what it chooses."""
    own, mail, chosen, *_rest = [*request.value.split(":"), "", ""]
    return number_in(own), number_in(mail), number_in(chosen)


def _line(
    request: Request, session: Session, kind: Kind, *whys: Why, deciding: bool = True
) -> WorklistItem:
    """Find the line that a button is about, as it was shown."""
    item, mail, _chosen = _pressed(request)
    return reviews.told(session, item, kind, mail, whys, deciding=deciding)


def _decided(
    request: Request, session: Session, row: WorklistItem, name: str, decide: Decide, said: str = ""
) -> Answer:
    """Do what was decided, take the line off, and show what is left."""
    made = decide(request, session, row)
    _finish(request, session, row, name)
    return home.after(request, session, _said(made, said))


def _said(made: Decided, said: str = "") -> str:
    """Say what was recorded, or why nothing was."""
    if made.said is not None:
        return messages.told_again(made.person.name, made.said)
    return said or messages.recorded(made.person.name)


def _finish(request: Request, session: Session, row: WorklistItem, name: str) -> None:
    reviews.finish(session, row, name, by=request.caller.person_id, now=request.now)


def record(request: Request, session: Session) -> Answer:
    """Record an answer as that of whom its address belongs to."""
    row = _line(request, session, Kind.REPLY, Why.OTHER, Why.NO_PROOF, Why.REFUSED)

    def decide(request: Request, session: Session, row: WorklistItem) -> Decided:
        return review_decisions.record(session, from_facts(row.facts), now=request.now)

    return _decided(request, session, row, "record", decide)


def known(request: Request, session: Session) -> Answer:
    """Know somebody by another address too, and record the answer as theirs."""
    row = _line(request, session, Kind.REPLY, Why.ALIAS, Why.NO_PROOF)

    def decide(request: Request, session: Session, row: WorklistItem) -> Decided:
        by, now, waiting = request.caller.person_id, request.now, from_facts(row.facts)
        whose = _pressed(request)[2] or waiting.attendee_id
        return review_decisions.also_known(session, waiting, whose, by=by, now=now)

    return _decided(request, session, row, "also known", decide)


def guest(request: Request, session: Session) -> Answer:
    """Ask whoever answered as a guest, and record their answer."""
    row = _line(request, session, Kind.REPLY, Why.ALIAS, Why.NO_PROOF)

    def decide(request: Request, session: Session, row: WorklistItem) -> Decided:
        by, now = request.caller.person_id, request.now
        return review_decisions.as_guest(session, from_facts(row.facts), by=by, now=now)

    return _decided(request, session, row, "guest", decide)


def stands_in(request: Request, session: Session) -> Answer:
    """Let whoever answered be the deputy of whom they say."""
    row = _line(request, session, Kind.REPLY, Why.DEPUTY)

    def decide(request: Request, session: Session, row: WorklistItem) -> Decided:
        return review_decisions.as_deputy(session, from_facts(row.facts), now=request.now)

    said = _("Recorded: they are the deputy.")
    return _decided(request, session, row, "deputy", decide, said)


def of_event(request: Request, session: Session) -> Answer:
    """Record an answer for the event that is meant."""
    row = _line(request, session, Kind.REPLY, Why.UNMATCHED)

    def decide(request: Request, session: Session, row: WorklistItem) -> Decided:
        event_id, waiting = _pressed(request)[2], from_facts(row.facts)
        return review_decisions.of_event(session, waiting, event_id, now=request.now)

    return _decided(request, session, row, "event", decide)


def more(request: Request, session: Session) -> Answer:
    """Let mails that were only counted be read, so that they wait as lines."""
    row = _line(request, session, Kind.REPLY, Why.MORE)
    count = reviews.read_more(session, row, by=request.caller.person_id, now=request.now)
    said = _("I read them again now. Please open Home once more in a moment.")
    if not count:
        said = _("They came more than 30 days ago, and are not kept any more.")
    return home.after(request, session, said)


def ask_who(request: Request, session: Session) -> Answer:
    """Ask whose an address is."""
    whys = (Why.ALIAS, Why.NO_PROOF, Why.UNMATCHED)
    row = _line(request, session, Kind.REPLY, *whys, deciding=False)
    return messages.who_form(*_pressed(request)[:2], _note(request, session, row))


def who(request: Request, session: Session) -> Answer:
    """Add an address to whom it is, and record their answer where its event is known."""
    item, mail = entries.id_of(request, "item"), entries.id_of(request, "mail")
    whys = (Why.ALIAS, Why.NO_PROOF, Why.UNMATCHED)
    row = reviews.told(session, item, Kind.REPLY, mail, whys)
    person = entries.person(session, request.id_in("person"), field="person")
    by, waiting = request.caller.person_id, from_facts(row.facts)
    made = review_decisions.is_person(session, waiting, person, by=by, now=request.now)
    if made is None:
        return Reply(layout.sentence(messages.which(person.name)))
    _finish(request, session, row, "also known")
    return Reply(layout.sentence(_said(made)))


def ignore(request: Request, session: Session) -> Answer:
    """Take a mail off the list; nothing is recorded."""
    kind = reviews.kind_of(session, _pressed(request)[0])
    _finish(request, session, _line(request, session, kind), "ignore")
    return home.after(request, session, _("Taken off the list. Nothing was recorded."))


def meant(kind: AnswerKind, request: Request, session: Session) -> Answer:
    """Record what somebody's words mean."""
    row = _line(request, session, Kind.WRITTEN)

    def decide(request: Request, session: Session, row: WorklistItem) -> Decided:
        return Decided(review_decisions.meant(session, row, kind, now=request.now))

    return _decided(request, session, row, kind.value, decide)


def ask_deputy(request: Request, session: Session) -> Answer:
    """Ask who comes in somebody's place."""
    row = _line(request, session, Kind.WRITTEN, deciding=False)
    return messages.deputy_form(*_pressed(request)[:2], _note(request, session, row))


def _note(request: Request, session: Session, row: WorklistItem) -> str:
    lines = worklist_lines.read(session, [worklist.of_row(row)], day=request.day)
    return messages.sentence(lines[0]) if lines else ""


def deputy(request: Request, session: Session) -> Answer:
    """Record that somebody's words name a deputy."""
    item, mail = entries.id_of(request, "item"), entries.id_of(request, "mail")
    row = reviews.told(session, item, Kind.WRITTEN, mail)
    whom = (request.entered("name"), request.entered("address").strip())
    person = review_decisions.meant(session, row, AnswerKind.DEPUTY, deputy=whom, now=request.now)
    _finish(request, session, row, AnswerKind.DEPUTY.value)
    return Reply(layout.sentence(messages.recorded(person.name)))


def move(request: Request, session: Session) -> Answer:
    """Open the form to move an event, with the time that was proposed."""
    row = _line(request, session, Kind.PROPOSAL, deciding=False)
    shown = review_decisions.shown_of(session, row)
    begins, ends = reviews.times_of(row)
    return event_moves.proposed(request, shown, WallSpan(begins, ends, shown.event.zone))


def keep(request: Request, session: Session) -> Answer:
    """Keep the time of an event; whoever proposed another is told."""
    row = _line(request, session, Kind.PROPOSAL)

    def decide(request: Request, session: Session, row: WorklistItem) -> Decided:
        return Decided(review_decisions.keep_time(session, row, now=request.now))

    said = _("The time stays. Whoever proposed another is told by mail.")
    return _decided(request, session, row, "keep", decide, said)


_MEANT = (AnswerKind.ATTENDING, AnswerKind.APOLOGIES, AnswerKind.UNSURE)

_PLACES = range(1, review_lines.MOST_MEANT + 1)

ROWS: tuple[Row, ...] = (
    Button("review.record", record, COORDINATOR),
    Button("review.known", known, COORDINATOR),
    Button("review.guest", guest, COORDINATOR),
    Button("review.stands_in", stands_in, COORDINATOR),
    Button("review.more", more, COORDINATOR),
    Button("review.who", ask_who, COORDINATOR, changes=False),
    Form("review.who", who, COORDINATOR),
    *(Button(f"review.event.{place}", of_event, COORDINATOR) for place in _PLACES),
    Button("review.ignore", ignore, COORDINATOR),
    *(Button(f"review.{each}", partial(meant, each), COORDINATOR) for each in _MEANT),
    Button("review.deputy", ask_deputy, COORDINATOR, changes=False),
    Form("review.deputy", deputy, COORDINATOR),
    Button("review.move", move, COORDINATOR, changes=False),
    Button("review.keep", keep, COORDINATOR),
)
