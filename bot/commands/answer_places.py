"""Where what follows a press is shown: in place of a card, on Home, or to its presser alone."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.answer_buttons import Carried, Place
from bot.commands import home, my_events
from bot.messages import answer_cards
from bot.messages.answer_cards import Meeting
from bot.messages.refusals import ask
from bot.reply import Answer, Edit, HomeView, Message, Reply
from bot.routing import Request
from db import answer_cards as cards
from db import event_links, event_visits, events, own_answers, unheard
from db.events import Shown
from domain.answered import Own
from domain.askings import Mark, Pages
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _


def meant(request: Request, session: Session, about: Carried) -> Shown:
    """Find the event of a button. Raises `Refused` where there is none."""
    shown = events.by_id(session, about.event)
    if shown is None or shown.series.scheduled_at is None:
        raise not_asked(request)
    return shown


def known(request: Request, session: Session, shown: Shown) -> Shown:
    """Give an event as the caller knows it: what waits, and can be stopped, is not shown yet."""
    waits = event_visits.unheard_by(session, request.caller.person_id, shown, now=request.now)
    return unheard.shown(session, shown, waits) or shown


def not_asked(request: Request) -> Refused:
    """Tell somebody that it is not they who are asked, and whom to ask."""
    told = _("You are not among those who are asked about this event.")
    return Refused(f"{told} {ask(request.partnership.reply_mailbox)}")


def status(shown: Shown) -> Status:
    """Say how an event stands."""
    return Status(shown.event.status)


def meeting(shown: Shown) -> Meeting:
    """Give what a card says of an event."""
    return my_events.meeting(shown)


def own(request: Request, session: Session, shown: Shown) -> tuple[Own, ...]:
    """Give what the caller answers for at an event."""
    found = own_answers.of(session, [shown.event], request.caller.person_id, day=request.day)
    return found[shown.event.id]


def after(
    request: Request,
    session: Session,
    shown: Shown,
    about: Carried,
    mine: tuple[Own, ...] | None = None,
) -> Answer:
    """Show how it stands after an answer; the caller's own card, if that is elsewhere, will too.

    `mine` is what they answer for, where that is known already.
    """
    if about.place is not Place.CARD or _in_form(request):
        cards.refresh(session, shown.event, request.caller.person_id, now=request.now)
    return show(request, session, shown, about, mine)


def show(
    request: Request,
    session: Session,
    shown: Shown,
    about: Carried,
    mine: tuple[Own, ...] | None = None,
) -> Answer:
    """Show how it stands, as far as its presser knows, where the button was pressed."""
    shown = known(request, session, shown)
    if about.place is Place.LIST and not about.apart:
        return _listed(request, session)
    if about.place is Place.CHANNEL and _in_form(request):
        return Reply(answer_cards.recorded(meeting(shown), own(request, session, shown)))
    made = _message(request, session, shown, replace(about, only=()), mine)
    return _shown(request, made, about)


def choose(request: Request, session: Session, shown: Shown, about: Carried) -> Answer:
    """Give the answers to choose from, where the button was pressed."""
    if about.place is Place.LIST:
        return _listed(request, session, opened=shown.event.id)
    shown = known(request, session, shown)
    made = answer_cards.choosing(
        meeting(shown),
        own(request, session, shown),
        _present(shown, about),
        pages=_pages(request, session, shown, about),
    )
    return _shown(request, made, about)


def aside(request: Request, session: Session, shown: Shown) -> Message:
    """Say what was recorded to the caller alone, and let their own card say so as well."""
    cards.refresh(session, shown.event, request.caller.person_id, now=request.now)
    shown = known(request, session, shown)
    return answer_cards.recorded(meeting(shown), own(request, session, shown))


def _message(
    request: Request,
    session: Session,
    shown: Shown,
    about: Carried,
    mine: tuple[Own, ...] | None,
) -> Message:
    mine, now = mine or own(request, session, shown), _present(shown, about)
    if now.place is Place.CHANNEL:
        now = replace(now, place=Place.ASIDE)
    if about.apart:
        return answer_cards.apart(meeting(shown), mine, now)
    rehearses = request.partnership.in_rehearsal(request.now)
    mark = Mark.REHEARSAL if rehearses and about.place is Place.CARD else None
    pages = _pages(request, session, shown, about)
    return answer_cards.card(meeting(shown), mine, now, pages=pages, mark=mark)


def _pages(request: Request, session: Session, shown: Shown, about: Carried) -> Pages | None:
    """Give the caller's own pages as their card has them; elsewhere a button gives them."""
    if about.place is not Place.CARD:
        return None
    person = request.caller.person_id
    known = event_links.live(session, person, shown.event.id, now=request.now)
    try:
        found = {purpose: request.addresses.link(link) for purpose, link in known.items()}
    except Refused:  # this installation has no address any more
        return None
    return Pages(event=found.get(event_links.PAGE, ""), access=found.get(event_links.ACCESS, ""))


def _present(shown: Shown, about: Carried) -> Carried:
    """Let new buttons carry the time that they stand under."""
    return replace(about, span=events.span_of(shown.event))


def _shown(request: Request, made: Message, about: Carried) -> Answer:
    at = request.state.get("at") if _in_form(request) else ""
    if about.place is Place.CHANNEL:
        return Reply(made)
    if _at_home(request):
        return HomeView(made.blocks, saved=True)
    return Edit(made, at=at if isinstance(at, str) else "")


def _listed(request: Request, session: Session, *, opened: int = 0) -> Answer:
    """Show somebody's events again."""
    if _at_home(request):
        return HomeView(tuple(home.blocks(request, session, opened=opened)), saved=True)
    return _shown(request, my_events.listing(request, session, opened=opened), Carried(0))


def _at_home(request: Request) -> bool:
    return request.at_home or bool(_in_form(request) and request.state.get("home"))


def _in_form(request: Request) -> bool:
    """Say whether a form was sent that one of the answers opened."""
    return "about" in request.state
