"""The Home tab, and the bare `/joinedup`: what needs you, whoever you are."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import my_events, own_seats
from bot.messages import home as messages
from bot.messages import home_events, partner_home
from bot.messages import worklist as list_messages
from bot.messages.golive import Gaps
from bot.messages.home_events import Coming
from bot.reply import Answer, Block, Edit, HomeView, Reply
from bot.routing import Button, Command, Home, Request
from db import (
    events,
    first_steps,
    months,
    organisations,
    samples,
    worklist,
    worklist_lines,
)
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


def blocks(request: Request, session: Session, said: str = "", *, opened: int = 0) -> list[Block]:
    """Lay out what is for the caller: a coordinator's board, a reader's, or a partner's seats.

    `opened` is the event that a partner answers anew.
    """
    own = own_seats.of(request, session)
    if request.may(COORDINATOR):
        shown = messages.coordinator(request.partnership, board(request, session), said)
    elif request.may(READER):
        facts = replace(_facts(request, session), rehearsal=_rehearsal(request, Gaps()))
        shown = messages.reader(request.partnership, facts)
    else:
        gone = [] if own else own_seats.gone(request, session)
        coming = my_events.blocks(request, session, opened=opened)
        return partner_home.partner(request.partnership, own, gone, coming, said)
    return [*shown, *partner_home.own_blocks(own)]


def board(request: Request, session: Session) -> messages.Board:
    """Read what a coordinator's Home shows."""
    steps = _steps(request, session)
    items = worklist.waiting(session, request.partnership, day=request.day, now=request.now)
    if steps.next is Step.NAME:
        items = [each for each in items if each.kind is not Kind.SET_UP]  # it is that step
    top = worklist_lines.read(session, items[: list_messages.TOP], day=request.day)
    sample = samples.there(session)
    return replace(
        _facts(request, session),
        rehearsal=_rehearsal(request, _gaps(request, items, sample=sample)),
        lines=tuple(top),
        waiting=len(items),
        steps=steps,
        sample=sample,
        may_lay=not sample and samples.fits(session),
    )


def _facts(request: Request, session: Session) -> messages.Board:
    """Read what a reader's Home shows too: how many partners, what is to come, what changes."""
    coming = events.coming(session, now=request.now, limit=home_events.MOST)
    total = len(coming)
    if total == home_events.MOST:
        total = events.count_coming(session, now=request.now)
    return messages.Board(
        partners=organisations.count(session, day=request.day),
        changes=tuple(months.changes(session, request.day)),
        coming=tuple(map(_coming, coming)),
        events=total,
    )


def _coming(each: events.Shown) -> Coming:
    event = each.event
    return Coming(event.id, event.title, events.span_of(event), event.place, event.link)


def _rehearsal(request: Request, gaps: Gaps) -> messages.Rehearsal | None:
    own = request.partnership
    return messages.Rehearsal(gaps, own.live_at) if own.in_rehearsal(request.now) else None


def _gaps(request: Request, items: Sequence[worklist.Item], *, sample: bool) -> Gaps:
    """Say what is missing before going live."""
    kinds = [each.kind for each in items]
    return Gaps(
        kinds.count(Kind.NO_ADDRESS),
        kinds.count(Kind.VACANT),
        not request.partnership.reply_mailbox,
        not request.sends_mail,
        sample=sample,
    )


def _steps(request: Request, session: Session) -> messages.Steps:
    done = first_steps.done(session, request.partnership, day=request.day)
    skipped = worklist.skipped(session)
    following = next_step(done, skipped)
    drafts = events.drafts(session) if following is Step.TEST_COPY else []
    draft = drafts[-1].id if drafts else None
    return messages.Steps(frozenset(done), frozenset(skipped - done), following, draft)


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
