"""`/event papers`: the papers of an event, added and taken away; and the same for those invited."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.commands import event_finding as finding
from bot.messages import event_cards
from bot.messages import papers as messages
from bot.messages.papers import About, Shown
from bot.paper_words import listed
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Form, Request
from db import event_links, event_visits, events, papers
from db.events import Shown as ShownEvent
from db.models import Event
from domain.errors import Refused
from domain.events import Status
from domain.language import N_
from domain.language import gettext as _
from domain.papers import announcement
from domain.roles import ANYONE_KNOWN, COORDINATOR
from domain.when import WallTime
from domain.working_days import Region

SHOW = "event.papers"


def show_named(request: Request, session: Session) -> Answer:
    """List the papers of the next event of a title; without one, ask which event is meant."""

    def then(called: list[ShownEvent], rest: str) -> Answer:
        if rest:
            return finding.unknown(request, session, action=SHOW)
        return Reply(_listing(request, session, called[0].event))

    return finding.by_title(request, session, action=SHOW, title=_("Papers"), then=then)


def show(request: Request, session: Session) -> Answer:
    """List the papers of the event that was chosen."""
    return Reply(_listing(request, session, finding.pressed(request, session).event))


def new(request: Request, session: Session) -> Answer:
    """Open the form for a paper."""
    event = finding.pressed(request, session).event
    keeps = request.partnership.keeps_files
    return messages.form(event.id, event.title, keeps_files=keeps, at=request.response_url)


def add(request: Request, session: Session) -> Answer:
    """Add the paper that was entered, a link or a file that a job fetches, and list them anew.

    The list that the form was opened from has it then: none stays behind that lacks it.
    """
    event = finding.held(request, session).event
    title, link = request.entered("title"), request.entered("link")
    files = request.picked("file") if request.partnership.keeps_files else ()
    by, now = request.caller.person_id, request.now
    if files and link.strip():
        raise Refused(_("Please give a link or a file, not both."), field="link")
    if files:
        source = {"slack_file": files[0], "team": request.team_id}
        papers.ask_file(session, event, title, source, by=by, now=now)
    else:
        papers.add_link(session, event, title, link, by=by, now=now)
    at = request.state.get("at")
    return Edit(_listing(request, session, event), at=at if isinstance(at, str) else "")


def remove(request: Request, session: Session) -> Answer:
    """Take a paper away, and show the list as it is then."""
    paper = papers.to_change(session, request.number)
    if paper is None:
        raise Refused(_("This paper is no longer there."))
    papers.remove(session, paper, by=request.caller.person_id, now=request.now)
    event = finding.known(session, paper.event_id).event
    return Edit(_listing(request, session, event))


def agenda(request: Request, session: Session) -> Answer:
    """Give the agenda and papers to whoever is asked about the event, or keeps it."""
    seen = event_visits.seen(session, request.caller.person_id, request.number, now=request.now)
    if seen is None:
        return Reply(event_cards.not_asked(request.partnership.reply_mailbox))
    event = seen.shown.event
    page = _page(request, session, event)
    shown = [listed(each, page) for each in papers.ready(session, event.id)]
    return Reply(messages.agenda(_about(event, page), shown))


def follow_link(_request: Request, _session: Session) -> Answer:
    """Take note of nothing: which papers somebody opens is nobody's business."""
    return None


def _page(request: Request, session: Session, event: Event) -> str:
    """Give the address of the asker's own page; empty where the installation has no address."""
    try:
        request.addresses.page("/")
    except Refused:
        return ""
    links = event_links.issue(session, request.caller.person_id, event, now=request.now)
    return request.addresses.link(links.page)


def _about(event: Event, page: str = "") -> About:
    return About(event.id, event.title, events.span_of(event), event.agenda, page)


def _listing(request: Request, session: Session, event: Event) -> Message:
    found = papers.of(session, event.id)
    shown: list[Shown] = [listed(each) for each in found]
    waiting = [each.paper.added_at for each in found if each.paper.announced_at is None]
    announced = _announced(request, event, max(waiting)) if waiting else None
    return messages.listing(_about(event), shown, announced)


def _announced(request: Request, event: Event, last: datetime) -> datetime | None:
    """Give when an event's new papers are told of, by the clock where it is; None: never."""
    if event.status not in {Status.DRAFT, Status.SCHEDULED} or event.begins_at <= request.now:
        return None
    region = Region(request.partnership.region)
    moment = announcement(WallTime(event.begins, event.zone), region, last)
    return moment.astimezone(ZoneInfo(event.zone)) if moment < event.begins_at else None


ROWS = (
    Command(
        "/event",
        "papers",
        "<event>",
        N_("List, add and remove an event's papers"),
        show_named,
        COORDINATOR,
        changes=False,
    ),
    Button(SHOW, show, COORDINATOR, changes=False),
    Form(f"{SHOW}.which", show, COORDINATOR, changes=False),
    Button("paper.new", new, COORDINATOR, changes=False),
    Form("paper.add", add, COORDINATOR),
    Button("paper.remove", remove, COORDINATOR),
    Button("event.agenda", agenda, ANYONE_KNOWN),
    Button(messages.OPEN, follow_link, ANYONE_KNOWN, changes=False),
)
