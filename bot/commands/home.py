"""The Home tab, and the bare `/joinedup`: what needs you, whoever you are."""

from sqlalchemy.orm import Session

from bot.commands import own_seats
from bot.messages import home as messages
from bot.messages import partner_home
from bot.messages import worklist as list_messages
from bot.reply import Answer, Block, Edit, HomeView, Reply
from bot.routing import Button, Command, Home, Request
from db import first_steps, months, organisations, samples, worklist, worklist_lines
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import ANYONE_KNOWN, COORDINATOR, READER
from domain.worklist import Kind, Step, next_step


def home(request: Request, session: Session) -> Answer:
    """Fill the Home tab with what is for its reader."""
    return HomeView(tuple(blocks(request, session)))


def overview(request: Request, session: Session) -> Answer:
    """Say the same in a message."""
    return Reply(messages.as_message(request.partnership, blocks(request, session)))


def after(request: Request, session: Session, said: str) -> Answer:
    """Show what is left after something was done there: on Home, or in place of the message."""
    shown = blocks(request, session, said)
    if request.at_home:
        return HomeView(tuple(shown), saved=True)
    return Edit(messages.as_message(request.partnership, shown))


def blocks(request: Request, session: Session, said: str = "") -> list[Block]:
    """Lay out what is for the caller: a coordinator's board, a reader's, or a partner's seats."""
    own = own_seats.of(request, session)
    if request.may(COORDINATOR):
        shown = messages.coordinator(request.partnership, board(request, session), said)
    elif request.may(READER):
        facts = messages.Board(
            partners=organisations.count(session, day=request.day),
            changes=tuple(months.changes(session, request.day)),
        )
        shown = messages.reader(request.partnership, facts)
    else:
        gone = [] if own else own_seats.gone(request, session)
        return partner_home.partner(request.partnership, own, gone, said)
    return [*shown, *partner_home.own_blocks(own)]


def board(request: Request, session: Session) -> messages.Board:
    """Read what a coordinator's Home shows."""
    steps = _steps(request, session)
    items = worklist.waiting(session, request.partnership, day=request.day, now=request.now)
    if steps.next is Step.NAME:
        items = [each for each in items if each.kind is not Kind.SET_UP]  # it is that step
    top = worklist_lines.read(session, items[: list_messages.TOP], day=request.day)
    counts = tuple((kind, sum(each.kind is kind for each in items)) for kind in Kind)
    sample = samples.there(session)
    return messages.Board(
        partners=organisations.count(session, day=request.day),
        changes=tuple(months.changes(session, request.day)),
        lines=tuple(top),
        waiting=len(items),
        gaps=counts,
        steps=steps,
        sample=sample,
        may_lay=not sample and samples.fits(session),
    )


def _steps(request: Request, session: Session) -> messages.Steps:
    done = first_steps.done(session, request.partnership, day=request.day)
    skipped = worklist.skipped(session)
    return messages.Steps(frozenset(done), frozenset(skipped - done), next_step(done, skipped))


def skip(request: Request, session: Session) -> Answer:
    """Leave a step of the first ten minutes out."""
    if request.value not in set(Step):
        raise Refused(_("I don't know this step any more. Please open Home again."))
    worklist.skip(
        session,
        Step(request.value),
        partnership_id=request.partnership.id,
        by=request.caller.person_id,
        now=request.now,
    )
    return after(request, session, _("Skipped. You find it again among the buttons below."))


ROWS = (
    Command("/joinedup", "", "", N_("See what needs you"), overview, ANYONE_KNOWN, changes=False),
    Button("home.skip", skip, COORDINATOR),
    Home(home, ANYONE_KNOWN),
)
