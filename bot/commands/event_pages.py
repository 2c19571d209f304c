"""`/event show`: an event's page, who was told what of it, and stopping what has not left."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.messages import attendance, event_stops, event_told
from bot.messages import event_pages as messages
from bot.messages.event_afters import MINUTES
from bot.messages.event_lists import PAGE
from bot.messages.event_lists import coming as listing
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Request, number_in
from db import (
    causes,
    event_afters,
    event_pages,
    events,
    quorum_forecasts,
    quorums,
    registers,
    rounds,
    tellings,
)
from db.events import Shown
from domain.errors import Refused
from domain.event_pages import EventPage
from domain.language import N_
from domain.language import gettext as _
from domain.quorum_forecasts import Forecast
from domain.roles import COORDINATOR, READER

SHOW = "event.show"


def show_named(request: Request, session: Session) -> Answer:
    """Show the next event of a title, or that of a date; without a title, the list."""
    if not request.text:
        found = event_pages.coming(session, now=request.now, offset=0, limit=PAGE)
        return Reply(listing(found, may_change=request.may(COORDINATOR)))

    def then(called: list[Shown], rest: str) -> Answer:
        if rest:
            return finding.unknown(request, session, action=SHOW)
        page = _page(request, session, called[0].event.id)
        others = tuple(event_pages.neighbour(each.event) for each in called[1:])
        coming = called[0].event.ends_at > request.now
        return Reply(_said(request, replace(page, others=others if coming else ())))

    return finding.by_title(request, session, action=SHOW, title=_("Open an event"), then=then)


def open_page(request: Request, session: Session) -> Answer:
    """Show the event that was chosen."""
    return Reply(show(request, session, finding.pressed(request, session)))


def show(request: Request, session: Session, shown: Shown) -> Message:
    """Show an event's page to whoever asks."""
    return _said(request, _page(request, session, shown.event.id))


def turn(request: Request, session: Session) -> Answer:
    """Show other rounds of messages of an event, in place of these."""
    own, offset = _place(request)
    return Edit(_said(request, _page(request, session, own, offset)))


def _place(request: Request) -> tuple[int, int]:
    """Read what a button that turns pages carries: whose pages, and from where on."""
    own, _apart, offset = request.value.partition("~")
    return number_in(own), number_in(offset)


def _page(request: Request, session: Session, event_id: int, offset: int = 0) -> EventPage:
    page = event_pages.of(session, event_id, now=request.now, offset=offset)
    if page is None:
        raise Refused(_("This event is no longer there. Please look at the list again."))
    return replace(
        page,
        quorum=_quorum(request, session, page),
        decided=quorums.decided(session, page.id) if page.begun else None,
        recorded=event_afters.of(session, page.id, now=request.now) if page.begun else None,
    )


def _quorum(request: Request, session: Session, page: EventPage) -> Forecast | None:
    """Say how its quorum stands, to who can do something about it."""
    if not (page.can_change and request.may(COORDINATOR)):
        return None
    return quorum_forecasts.of(session, page.id, now=request.now)


def _said(request: Request, page: EventPage) -> Message:
    return messages.show(page, _zone(request), request.now, coordinator=request.may(COORDINATOR))


def _zone(request: Request) -> ZoneInfo:
    return ZoneInfo(request.partnership.zone)


def told(request: Request, session: Session) -> Answer:
    """List who was told in a round."""
    return Reply(_told(request, session, request.number, 0))


def turn_told(request: Request, session: Session) -> Answer:
    """Show other people of a round in place of these."""
    return Edit(_told(request, session, *_place(request)))


def _told(request: Request, session: Session, round_id: int, offset: int) -> Message:
    found = tellings.round_by_id(session, round_id)
    if found is None:
        raise Refused(_("These messages are no longer noted."))
    page = tellings.told(session, found, offset=offset, limit=event_told.PAGE, now=request.now)
    may_stop = request.may(COORDINATOR)
    return event_told.told(page, _zone(request), request.now, may_stop=may_stop)


def minutes(request: Request, session: Session) -> Answer:
    """Give the block for the minutes of an event that was recorded."""
    shown = finding.pressed(request, session)
    own = shown.event
    if registers.attendance(session, own.id) is None:
        raise Refused(_("Its register is not filled in, so there is nothing for the minutes yet."))
    lines, others = event_afters.saved(session, shown), registers.others(session, own.id)
    return Reply(attendance.for_minutes((own.id, own.title, events.span_of(own)), lines, others))


def stop(request: Request, session: Session) -> Answer:
    """Stop a round that has not left: what was changed is as it was.

    What is said stands where the button was, so that none stays which stops nothing more.
    """
    found = rounds.by_id(session, request.number)
    if found is None:
        raise Refused(_("These messages are no longer noted."))
    about = tellings.about(session, found)
    if over := rounds.over(session, found, request.now):
        return Edit(event_stops.over(over, about))
    series = rounds.stop(session, found, by=request.caller.person_id, now=request.now)
    at = events.by_id(session, about) if about is not None else None
    when = events.span_of(at.event) if at else None
    said = event_stops.as_before(found, when, is_draft=series.scheduled_at is None)
    said += event_stops.asks_again() if causes.can_ask_again(found) else []
    left = [each for each in rounds.of(session, series.id) if rounds.can_stop(each, request.now)]
    told_of = tellings.gather(session, left, now=request.now)
    waiting = [each for each in told_of if each.ways.waiting]
    said += event_stops.still_goes(waiting, _zone(request))
    own = at.event.id if at else None
    is_draft = series.scheduled_at is None and series.cancelled_at is None
    return Edit(event_stops.stopped(said, own, series.id, is_draft=is_draft))


ROWS = (
    Command(
        "/event", "show", N_("NAME [DAY]"), N_("Open an event"), show_named, READER, changes=False
    ),
    Button(SHOW, open_page, READER, changes=False),
    Button(f"{SHOW}.before", open_page, READER, changes=False),
    Button(f"{SHOW}.after", open_page, READER, changes=False),
    Button("event.other", open_page, READER, changes=False),
    Button("event.rounds.newer", turn, READER, changes=False),
    Button("event.rounds.older", turn, READER, changes=False),
    Button("event.told", told, READER, changes=False),
    Button("event.told.before", turn_told, READER, changes=False),
    Button("event.told.after", turn_told, READER, changes=False),
    Button("event.stop", stop, COORDINATOR),
    Button(MINUTES, minutes, READER, changes=False),
)
