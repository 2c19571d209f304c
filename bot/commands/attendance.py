"""`/attendance`: the register of an event, filled in page by page and saved at once."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.grammar import unquoted
from bot.messages import attendance as messages
from bot.messages import attendance_choices as choices
from bot.messages import attendance_forms as forms
from bot.messages import quorums as quorum_words
from bot.messages.check_in import TYPE_IN
from bot.reply import Answer, Modal, Reply
from bot.routing import Button, Command, Form, Request, Shortcut, number_in
from db import (
    events,
    findings,
    quorums,
    register_drafts,
    register_endings,
    register_saves,
    registers,
    registers_due,
)
from db.events import Shown
from db.register_saves import Settled
from domain import typed_occurrences
from domain.errors import Refused
from domain.events import Status
from domain.language import N_
from domain.language import gettext as _
from domain.outcomes import Code, Outcome, Quorate, Source
from domain.registers import Line, changed, refuse_unready, unsigned, within
from domain.roles import COORDINATOR


def open_named(request: Request, session: Session) -> Answer:
    """Open the register that a command names, or without a name the oldest not filled in."""
    if not request.text:
        return open_oldest(request, session)
    found, rest = registers_due.begun(session, unquoted(request.text), now=request.now)
    if not found:
        return finding.unknown(request, session, action=forms.OPEN)
    day, _after = typed_occurrences.take(rest, now=request.now, zone=request.partnership.zone)
    if rest and day is None:
        raise Refused(
            _("I don't find “{text}” among the dates of “{title}”.").format(
                text=rest, title=found[0].event.title
            )
        )
    own = [each for each in found if day is None or day.is_of(each.event.begins)]
    over = [each for each in own if each.event.begins_at <= request.now]
    ready = [each for each in over if each.event.status in {Status.SCHEDULED, Status.HELD}]
    return _register(request, session, next(iter(ready or over or own or found)))


def open_oldest(request: Request, session: Session) -> Answer:
    """Open the oldest register that is not filled in; say so where none waits."""
    waiting = registers_due.due(session, now=request.now, limit=1)
    if not waiting:
        return Reply(messages.nothing_due(request.write("/attendance")))
    return _register(request, session, waiting[0])


def open_one(request: Request, session: Session) -> Answer:
    """Open the register of the event that a button carries."""
    return _register(request, session, _pressed(request, session))


def _pressed(request: Request, session: Session) -> Shown:
    """Find the event of a button; those of older messages say more behind it."""
    return finding.known(session, number_in(request.value.partition("~")[0]))


def _register(request: Request, session: Session, shown: Shown) -> Answer:
    event = shown.event
    if register_endings.is_noted(event):
        return Reply(messages.not_held(_about(shown)))
    refuse_unready(Status(event.status), event.begins_at, request.now)
    return forms.page(_about(shown), registers.lines(session, shown), 0)


def _about(shown: Shown) -> forms.About:
    return shown.event.id, shown.event.title, events.span_of(shown.event)


def keep(request: Request, session: Session) -> Answer:
    """Keep a page as a draft, and show the next one, or all of it once more."""
    shown = _of_form(request, session)
    refuse_unready(Status(shown.event.status), shown.event.begins_at, request.now)
    lines, number = registers.lines(session, shown), number_in(str(request.state.get("page", "")))
    shown_now = lines[number * forms.PAGE : (number + 1) * forms.PAGE]
    source, entered = _source(request), _entered(request, shown_now)
    new = changed(lines, entered) | (unsigned(lines, entered) if source is Source.PAPER else {})
    said = {own: replace(each, source=source) for own, each in new.items()}
    register_drafts.keep(session, shown, said, by=request.caller.person_id, now=request.now)
    fresh = registers.lines(session, shown)
    if number + 1 < forms.pages(fresh):
        return _carrying(request, forms.page(_about(shown), fresh, number + 1))
    return _carrying(request, _review(session, shown, fresh))


def _of_form(request: Request, session: Session) -> Shown:
    return finding.known(session, number_in(str(request.state.get("event", ""))))


def _entered(request: Request, lines: Sequence[Line]) -> dict[int, Outcome]:
    """Read what was chosen on a page. Raises `Refused` beside a field that offers it not."""
    chosen = {
        own: value
        for own in (each.seat.invitation_id for each in lines)
        if (value := request.entered(forms.seat_field(own)))
    }
    found = choices.entered_outcomes(lines, chosen, request.picked(forms.REMOTE))
    for own, said in found.items():
        if said is None:
            raise Refused(_("Please choose what happened."), field=forms.seat_field(own))
    return {own: said for own, said in found.items() if said is not None}


def _review(session: Session, shown: Shown, lines: Sequence[Line]) -> Modal:
    settled = quorums.decided_otherwise(session, shown.event.id)
    return forms.review(
        _about(shown),
        lines,
        registers.others(session, shown.event.id),
        _quorum(session, shown, lines),
        settled=settled,
    )


def _quorum(session: Session, shown: Shown, lines: Sequence[Line]) -> str:
    reached = quorums.at(session, shown, lines)
    if reached is None:
        return ""
    names = quorums.names_in(session, shown, reached)
    return quorum_words.said(reached, *names)


def type_in(request: Request, session: Session) -> Answer:
    """Open a register to type a signed sheet into it: what is changed there says so."""
    found = open_one(request, session)
    if not isinstance(found, Modal):
        return found
    return replace(found, state={**found.state, "source": Source.PAPER})


def _source(request: Request) -> Source:
    """Say by which way what is entered in a form came."""
    return Source.PAPER if request.state.get("source") == Source.PAPER else Source.REGISTER


def _carrying(request: Request, page: Modal) -> Modal:
    """Let a form carry what the one before it did."""
    kept = {each: said for each, said in request.state.items() if each == "source"}
    return replace(page, state={**page.state, **kept})


def back(request: Request, session: Session) -> Answer:
    """Show the first page of a register again."""
    shown = finding.known(session, request.number)
    return _carrying(request, forms.page(_about(shown), registers.lines(session, shown), 0))


def take_out(request: Request, session: Session) -> Answer:
    """Take a walk-in out of a register, and show it again."""
    shown = _of_form(request, session)
    register_drafts.remove(session, request.number, by=request.caller.person_id, now=request.now)
    return _carrying(request, _review(session, shown, registers.lines(session, shown)))


def save(request: Request, session: Session) -> Answer:
    """Save a register as it was looked over, and give the block for the minutes."""
    shown = _of_form(request, session)
    by = request.caller.person_id
    _name_deputies(request, session, shown)
    if request.entered("walk_in") or request.entered("walk_in_from"):
        register_drafts.walk_in(
            session,
            shown,
            request.entered("walk_in"),
            request.entered("walk_in_from"),
            source=_source(request),
            by=by,
            now=request.now,
        )
    row = register_saves.save(
        session, shown, _settled(request, shown), source=_source(request), by=by, now=request.now
    )
    findings.look(session, request.now)
    lines, others = registers.lines(session, shown), registers.others(session, shown.event.id)
    return Reply(messages.saved(_about(shown), lines, others, Quorate(row.quorate)))


def _name_deputies(request: Request, session: Session, shown: Shown) -> None:
    """Keep the names of who came for seats, as they were typed."""
    said = {
        each.seat.invitation_id: replace(each.outcome, code=Code.DEPUTY, person_id=None, name=name)
        for each in registers.lines(session, shown)
        if (name := request.entered(forms.name_field(each.seat.invitation_id)))
    }
    register_drafts.keep(session, shown, said, by=request.caller.person_id, now=request.now)


def _settled(request: Request, shown: Shown) -> Settled:
    chosen, lost = request.entered("quorate"), request.time_in("lost_at")
    ticked = request.picked("settle")
    return Settled(
        rest_absent=forms.REST in ticked,
        quorate=Quorate(chosen) if chosen in set(Quorate) else None,
        quorum_lost_at=within(events.span_of(shown.event), lost) if lost is not None else None,
        nobody=forms.NOBODY in ticked,
    )


def ask_not_held(request: Request, session: Session) -> Answer:
    """Ask how an event did not take place, and why."""
    return forms.not_held(_about(_pressed(request, session)))


def not_held(request: Request, session: Session) -> Answer:
    """Note that an event did not take place."""
    shown = _of_form(request, session)
    chosen = request.entered("how")
    if chosen not in set(register_endings.NOT_HELD):
        raise Refused(_("Please choose one of these."), field="how")
    register_endings.did_not_take_place(
        session,
        shown,
        Status(chosen),
        request.entered("reason"),
        by=request.caller.person_id,
        now=request.now,
    )
    return Reply(messages.not_held(_about(shown)))


def take_back(request: Request, session: Session) -> Answer:
    """Note that an event took place after all, and open its register."""
    shown = finding.known(session, request.number)
    register_endings.take_back(session, shown, by=request.caller.person_id, now=request.now)
    return replace(forms.page(_about(shown), registers.lines(session, shown), 0), saved=True)


ROWS = (
    Command(
        "/attendance",
        "",
        "",
        N_("Fill in the oldest register that waits"),
        open_oldest,
        COORDINATOR,
        changes=False,
    ),
    Command(
        "/attendance",
        "show",
        N_("EVENT"),
        N_("Fill in, or change, the register of an event"),
        open_named,
        COORDINATOR,
        changes=False,
    ),
    Shortcut(
        "attendance.record",
        N_("Record attendance"),
        N_("Fill in the oldest register that waits"),
        open_oldest,
        COORDINATOR,
        changes=False,
    ),
    Button(forms.OPEN, open_one, COORDINATOR, changes=False),
    Button(TYPE_IN, type_in, COORDINATOR, changes=False),
    Button(forms.BACK, back, COORDINATOR, changes=False),
    Button(forms.TAKE_OUT, take_out, COORDINATOR),
    Button(forms.NOT_HELD, ask_not_held, COORDINATOR, changes=False),
    Button(messages.TAKE_BACK, take_back, COORDINATOR),
    Form(forms.PAGE_FORM, keep, COORDINATOR),
    Form(forms.SAVE, save, COORDINATOR),
    Form(forms.NOT_HELD, not_held, COORDINATOR),
)
