"""`/event answer`: what somebody told a coordinator by phone or on paper, recorded for them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.commands.event_answer_pages import about
from bot.grammar import unquoted
from bot.messages import event_answer_forms as forms
from bot.messages import event_answers as messages
from bot.messages import layout
from bot.reply import Answer, Choices, Modal, Reply
from bot.routing import Button, Command, Form, Options, Request, Shortcut, number_in
from db import answers as recording
from db import deputies, event_answers, event_pages, event_tellers, events, organisations
from db.events import Shown
from db.models import Invitation
from domain import typed_answers
from domain.answers import (
    Given,
    Kind,
    Source,
    Teller,
    clean_comment,
    read_kind,
    read_reason,
    refuse_closed,
)
from domain.errors import Refused
from domain.event_answers import Line
from domain.events import Status
from domain.language import N_
from domain.language import gettext as _
from domain.names import name_key
from domain.roles import COORDINATOR, READER
from domain.typed_answers import TypedAnswer

RECORD = forms.RECORD
MOST = 100
"""Choices that Slack shows (block_suggestion)."""

Entered = Mapping[str, str]

FIELDS = ("answer", "how", "told_by", "reason", "comment")


def record_named(request: Request, session: Session) -> Answer:
    """Record what was typed, or open the form with what was understood of it."""
    titles = event_pages.titles(session) if request.text else []
    before, text = typed_answers.apart(unquoted(request.text), titles)

    def then(found: list[Shown], after: str) -> Answer:
        rest = f"{before} {after}".strip()
        typed = typed_answers.read(unquoted(rest))
        line = _typed_seat(request, session, found[0], typed)
        sure = len(found) == 1 and line is not None
        if sure and line is not None and typed.kind not in {None, Kind.DEPUTY}:
            entered = {"answer": str(typed.kind), "how": str(typed.source)}
            return _record(request, session, found[0], line, entered)
        return _prefilled(found[0], typed, line, sure=sure or not rest)

    return finding.by_title(
        replace(request, text=text),
        session,
        action=RECORD,
        title=_("Record an answer"),
        then=then,
        changes=True,
        day_follows=True,
    )


def _typed_seat(
    request: Request, session: Session, shown: Shown, typed: TypedAnswer
) -> Line | None:
    """Give the one seat or guest that a text names; None where that is nobody, or several."""
    if not typed.who:
        return None
    partner = organisations.named(session, typed.who, day=request.day)
    wanted = name_key(typed.who)
    own = [
        each
        for each in event_answers.lines(session, shown)
        if (partner is not None and each.seat.organisation_id == partner.id)
        or name_key(each.seat.called) == wanted
    ]
    exact = [each for each in own if name_key(each.seat.called) == wanted]
    found = exact if len(exact) == 1 else own
    return found[0] if len(found) == 1 else None


def _prefilled(shown: Shown, typed: TypedAnswer, line: Line | None, *, sure: bool) -> Modal:
    entered: dict[str, str] = {}
    if typed.kind is not None:
        entered = {"answer": str(typed.kind), "how": str(typed.source)}
    note = ""
    if typed.who and line is None:
        text = layout.short(typed.who, layout.QUOTED)
        note = _("I don't find “{text}” among those who are invited, or it may be several.")
        note = note.format(text=text)
    elif not sure:
        note = _("Several dates have this title. Please check that this is the one you mean.")
    return _form(shown, line, entered, note)


def _form(shown: Shown, line: Line | None, entered: Entered | None = None, note: str = "") -> Modal:
    event = (shown.event.id, shown.event.title, events.span_of(shown.event))
    seat = (str(line.seat.invitation_id), line.seat.called) if line is not None else None
    return forms.form(event, seat, entered, note)


def ask_any(request: Request, session: Session) -> Answer:
    """Ask which event an answer is for."""
    return record_named(request, session)


def ask(request: Request, session: Session) -> Answer:
    """Open the form for the event, and perhaps the seat, of a button; of none, ask which event."""
    if not request.value and not request.entered("event"):
        return ask_any(request, session)
    event, own, source = forms.unpack(request.value)
    shown = finding.known(session, request.id_in("event") or number_in(event))
    _refuse_over(request, shown)
    line = event_answers.line(session, shown, number_in(own)) if own else None
    entered = {"how": source} if source else None
    return _form(shown, line, entered)


def _refuse_over(request: Request, shown: Shown) -> None:
    refuse_closed(Status(shown.event.status), shown.event.begins_at, request.now)


def record(request: Request, session: Session) -> Answer:
    """Record what was entered; of a deputy, ask who that is."""
    shown = finding.pressed(request, session)
    line = _line(session, shown, request.id_in("seat"))
    entered = {each: request.entered(each) for each in FIELDS}
    kind = read_kind(entered["answer"])
    read_reason(entered["reason"])
    clean_comment(entered["comment"])
    if kind is not Kind.DEPUTY:
        return _record(request, session, shown, line, entered)
    _refuse_over(request, shown)
    if line.seat.guest:
        raise Refused(_("A guest can't send a deputy: they are invited in person."), field="answer")
    return _ask_deputy(session, shown, line, entered)


def _line(session: Session, shown: Shown, invitation_id: int) -> Line:
    found = event_answers.line(session, shown, invitation_id)
    if found is None:
        raise Refused(_("Please choose who is invited to this event."), field="seat")
    return found


def _ask_deputy(session: Session, shown: Shown, line: Line, entered: Entered) -> Modal:
    invitation = _invitation(session, line)
    standing = deputies.standing_deputies(session, shown, invitation)
    state: dict[str, Any] = {**entered, "event": shown.event.id, "seat": line.seat.invitation_id}
    named = [(each.id, each.name) for each in standing]
    return forms.deputy(f"{line.seat.called}\n{shown.event.title}", named, state)


def _invitation(session: Session, line: Line) -> Invitation:
    return event_answers.invitation(session, line.seat.invitation_id, field="seat")[0]


def record_deputy(request: Request, session: Session) -> Answer:
    """Record that a seat sends the deputy who was chosen or named."""
    shown = finding.pressed(request, session)
    line = _line(session, shown, number_in(str(request.state.get("seat", ""))))
    entered = {each: str(request.state.get(each) or "") for each in FIELDS}
    chosen = request.entered("deputy")
    is_other = chosen in {"", forms.SOMEBODY_ELSE}
    if not is_other and (request.entered("name") or request.entered("address")):
        raise Refused(
            _("Please choose a standing deputy, or write somebody else here: not both."),
            field="name",
        )
    invitation = _invitation(session, line)
    told_by = _teller(entered)
    deputies.send(
        session,
        shown,
        [invitation],
        person_id=None if is_other else number_in(chosen),
        name=request.entered("name"),
        address=request.entered("address"),
        source=_source(entered),
        at=request.at,
        by=event_tellers.of(session, shown, invitation, told_by),
        comment=clean_comment(entered["comment"]),
        recorded_by=request.caller.person_id,
        told_by=told_by,
        now=request.now,
    )
    return _said(request, session, shown, line, entered)


def _record(
    request: Request, session: Session, shown: Shown, line: Line, entered: Entered
) -> Answer:
    """Record an answer that names nobody else, and confirm it."""
    invitation = _invitation(session, line)
    kind = read_kind(entered["answer"])
    told_by = _teller(entered)
    given = Given(
        kind=kind,
        source=_source(entered),
        at=request.at,
        span=events.span_of(shown.event),
        by=event_tellers.of(session, shown, invitation, told_by),
        reason=read_reason(entered.get("reason", "")) if kind is Kind.APOLOGIES else None,
        comment=clean_comment(entered.get("comment", "")),
        recorded_by=request.caller.person_id,
        told_by=told_by,
    )
    recording.give(session, shown.event, [invitation], given, now=request.now)
    return _said(request, session, shown, line, entered)


def _teller(entered: Entered) -> Teller | None:
    """Give who told the answer; of what was only typed, nobody knows."""
    told = entered.get("told_by", "")
    return Teller(told) if told in set(Teller) else None


def _source(entered: Entered) -> Source:
    """Give by which way an answer came to a coordinator."""
    how = entered.get("how", "")
    return Source(how) if how in {Source.PHONE, Source.PAPER} else Source.COORDINATOR


def _said(
    request: Request, session: Session, shown: Shown, before: Line, entered: Entered
) -> Answer:
    after = _line(session, shown, before.seat.invitation_id)
    left_out = bool(entered.get("reason")) and entered["answer"] != Kind.APOLOGIES
    return Reply(messages.recorded(about(request, shown), before, after, left_out=left_out))


def find_invited(request: Request, session: Session) -> Answer:
    """Offer who is invited to the event of a form whose name has what was typed in it."""
    shown = finding.pressed(request, session)
    found = event_answers.like(session, shown, request.text, limit=MOST)
    return Choices(tuple((str(each.invitation_id), each.called) for each in found))


ROWS = (
    Command(
        "/event",
        "answer",
        N_("NAME [DAY] [PARTNER ANSWER]"),
        N_("Record an answer for somebody"),
        record_named,
        COORDINATOR,
    ),
    Shortcut(
        "event.record",
        N_("Record an answer"),
        N_("What a partner said by phone or on paper"),
        ask_any,
        COORDINATOR,
        changes=False,
    ),
    Button(RECORD, ask, COORDINATOR, changes=False),
    Button(f"{RECORD}.seat", ask, COORDINATOR, changes=False),
    Form(f"{RECORD}.which", ask, COORDINATOR, changes=False),
    Form(forms.SAVE, record, COORDINATOR),
    Form(forms.DEPUTY, record_deputy, COORDINATOR),
    Options(forms.SEATS, find_invited, READER),
)
