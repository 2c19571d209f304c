"""`/joinedup feed`: one's own calendar to subscribe to, and those of one's bodies.

And what takes addresses back: of a body's calendar, and all links of one person.
"""

from sqlalchemy.orm import Session

from bot.commands import entries
from bot.messages import feeds as messages
from bot.messages import people as person_messages
from bot.reply import Answer, Edit, Reply
from bot.routing import Button, Command, Request
from db import feed_links, links
from db.models import Body, Link
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import ANYONE_KNOWN, COORDINATOR

FILE = "/calendar.ics"
"""What stands behind a feed's page, for programs."""


def show(request: Request, session: Session) -> Answer:
    """Give the caller their calendar's address, and those of the bodies they may read."""
    person_id, now = request.caller.person_id, request.now
    own = feed_links.shown(session, person_id, now=now)
    bodies = feed_links.open_to(session, person_id, now=now)
    pages = [
        messages.OfBody(each.id, each.name, _page(request, session, each))
        for each in bodies[: messages.MOST]
    ]
    more, may_end = max(0, len(bodies) - messages.MOST), request.may(COORDINATOR)
    at = _addresses(request, own) if own is not None else None
    return Reply(messages.shown(at, pages, more=more, may_end=may_end))


def _page(request: Request, session: Session, body: Body) -> str:
    """Give the page of a body's calendar; empty where the caller turned it off."""
    own = feed_links.shown(session, request.caller.person_id, body, now=request.now)
    return request.addresses.link(own) if own is not None else ""


def turn_off(request: Request, session: Session) -> Answer:
    """Let the caller's calendar have no address, until they ask for a new one."""
    feed_links.turn_off(session, request.caller.person_id, now=request.now)
    return Edit(messages.off())


def turn_body_off(request: Request, session: Session) -> Answer:
    """Let the caller's calendar of a body have no address, until they ask for a new one."""
    body = _body(request, session)
    feed_links.turn_off(session, request.caller.person_id, body, now=request.now)
    return Edit(messages.off(body.name))


def renew(request: Request, session: Session) -> Answer:
    """Take back the caller's address, and give another."""
    link = feed_links.renew(session, request.caller.person_id, now=request.now)
    return Edit(messages.renewed(*_addresses(request, link)))


def renew_body(request: Request, session: Session) -> Answer:
    """Take back the caller's address of a body's calendar, and give another."""
    body, own = _body(request, session), request.caller.person_id
    link = feed_links.renew(session, own, body, now=request.now)
    return Edit(messages.renewed(*_addresses(request, link), body.name))


def end_body(request: Request, session: Session) -> Answer:
    """Let nobody's address of a body's calendar open anything any more."""
    body, by = _body(request, session), request.caller.person_id
    ended = feed_links.end_all(session, body, by=by, now=request.now)
    return Edit(messages.ended(body.name, ended))


def _body(request: Request, session: Session) -> Body:
    """Give the body whose button was pressed, if the caller may read its calendar."""
    open_now = feed_links.open_to(session, request.caller.person_id, now=request.now)
    found = next((each for each in open_now if each.id == request.number), None)
    if found is None:
        raise Refused(_("This calendar is not open to you any more."))
    return found


def renew_links(request: Request, session: Session) -> Answer:
    """Let none of the links of the person whose button was pressed open anything any more."""
    person = entries.person(session, request.number)
    ended = links.renew_all(session, person, by=request.caller.person_id, now=request.now)
    return Reply(person_messages.links_new(person, ended))


def opened(_request: Request, _session: Session) -> Answer:
    """Say nothing: Slack has opened the address itself."""
    return None


def _addresses(request: Request, link: Link) -> tuple[str, str]:
    page = request.addresses.link(link)
    return page, f"{page}{FILE}"


ROWS = (
    Command(
        "/joinedup", "feed", "", N_("Put your meetings in your own calendar"), show, ANYONE_KNOWN
    ),
    Button("feed.show", show, ANYONE_KNOWN),
    Button("feed.renew", renew, ANYONE_KNOWN),
    Button("feed.off", turn_off, ANYONE_KNOWN),
    Button("feed.body.off", turn_body_off, ANYONE_KNOWN),
    Button("feed.body.renew", renew_body, ANYONE_KNOWN),
    Button("feed.body.end", end_body, COORDINATOR),
    Button("person.links", renew_links, COORDINATOR),
    Button("feed.open", opened, ANYONE_KNOWN, changes=False),
)
