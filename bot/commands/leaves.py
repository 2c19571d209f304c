"""`/partner pause` and `resume`: leave of a partner, or of one of its seats."""

from datetime import date

from sqlalchemy.orm import Session

from bot.commands.finding import about, by_name, chosen
from bot.messages import leaves as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Form, Request, number_in
from db import findings, leaves, partner_pages
from db.organisations import Named
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.leaves import read_reason
from domain.partner_pages import PartnerPage, Pause
from domain.roles import COORDINATOR
from domain.spans import read_span

PAUSE = "leave.new"
RESUME = "leave.resume"


def pause(request: Request, session: Session) -> Answer:
    """Ask about the leave of the partner that is named."""

    def then(found: Named, _rest: str) -> Answer:
        return _form(request, session, found)

    title = _("Pause a partner")
    return by_name(request, session, verb="pause", action=PAUSE, title=title, then=then)


def open_pause(request: Request, session: Session) -> Answer:
    """Ask about the leave of the partner that was chosen."""
    return _form(request, session, chosen(request, session))


def _form(request: Request, session: Session, found: Named) -> Answer:
    seats = _seats(_page(request, session, found.id))
    return messages.form(found.id, found.name, list(seats.items()), request.day)


def _page(request: Request, session: Session, organisation_id: int) -> PartnerPage:
    page = partner_pages.of(session, organisation_id, day=request.day, today=request.day)
    if page is None:
        raise Refused(_("This partner is no longer on the register."))
    return page


def _seats(page: PartnerPage) -> dict[str, str]:
    return {str(each.id): each.label for each in page.seats}


def begin(request: Request, session: Session) -> Answer:
    """Let the partner of the form, or one of its seats, be on leave."""
    found = about(request, session)
    reason = read_reason(request.entered("reason"))
    span = read_span(request.day_in("since") or request.day, request.day_in("until"))
    whose = request.entered("whose") or messages.WHOLE
    label = (
        None if whose == messages.WHOLE else _seats(_page(request, session, found.id)).get(whose)
    )
    if whose != messages.WHOLE and label is None:
        raise Refused(_("This is not a seat of the partner any more."), field="whose")
    leaves.begin(
        session,
        span,
        reason,
        organisation_id=found.id,
        seat_id=number_in(whose) if label is not None else None,
        by=request.caller.person_id,
        now=request.now,
    )
    findings.look(session, request.now)
    return Reply(messages.begun(found.id, found.name, label, span.since, span.until, request.day))


def resume(request: Request, session: Session) -> Answer:
    """Ask which leave of the partner that is named ends."""

    def then(found: Named, _rest: str) -> Answer:
        return _end_form(request, session, found, None)

    title = _("Resume")
    return by_name(request, session, verb="resume", action=RESUME, title=title, then=then)


def open_resume(request: Request, session: Session) -> Answer:
    """Ask which leave of the partner that was chosen ends."""
    return _end_form(request, session, chosen(request, session), None)


def open_end(request: Request, session: Session) -> Answer:
    """Ask when the leave ends whose button was pressed."""
    owner = leaves.owner(session, request.number)
    page = _page(request, session, owner)
    return _end_form(request, session, Named(page.id, page.name), request.number)


def _end_form(request: Request, session: Session, found: Named, which: int | None) -> Answer:
    pauses: tuple[Pause, ...] = _page(request, session, found.id).pauses
    if not pauses:
        return Reply(messages.not_away(found.id, found.name))
    return messages.end_form(found.id, found.name, pauses, request.day, which)


def end(request: Request, session: Session) -> Answer:
    """End the leave that was chosen."""
    found = about(request, session)
    day: date = request.day_in("day") or request.day
    which = number_in(request.entered("leave"))
    if which not in {each.id for each in _page(request, session, found.id).pauses}:
        raise Refused(_("This leave is over already."), field="leave")
    ended = leaves.end(session, which, day, by=request.caller.person_id, now=request.now)
    findings.look(session, request.now)
    return Reply(
        messages.ended(found.id, found.name, day, today=request.day, taken_back=day <= ended.since)
    )


ROWS = (
    Command(
        "/partner",
        "pause",
        N_("NAME"),
        N_("Put a partner or a seat on leave"),
        pause,
        COORDINATOR,
        changes=False,
    ),
    Command(
        "/partner", "resume", N_("NAME"), N_("End a leave"), resume, COORDINATOR, changes=False
    ),
    Button(PAUSE, open_pause, COORDINATOR, changes=False),
    Form(f"{PAUSE}.which", open_pause, COORDINATOR, changes=False),
    Form("leave.begin", begin, COORDINATOR),
    Button(RESUME, open_resume, COORDINATOR, changes=False),
    Form(f"{RESUME}.which", open_resume, COORDINATOR, changes=False),
    Button("leave.end", open_end, COORDINATOR, changes=False),
    Form("leave.end_it", end, COORDINATOR),
)
