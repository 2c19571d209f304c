"""`/joinedup feed`: one's own calendar to subscribe to, and those of one's bodies."""

from sqlalchemy.orm import Session

from bot.messages import feeds as messages
from bot.reply import Answer, Edit, Reply
from bot.routing import Button, Command, Request
from db import feeds
from db.models import Link
from domain.language import N_
from domain.roles import ANYONE_KNOWN

FILE = "/calendar.ics"
"""What stands behind a feed's page, for programs."""


def show(request: Request, session: Session) -> Answer:
    """Give the caller their calendar's address, and those of the bodies they may read."""
    person_id, now = request.caller.person_id, request.now
    own = feeds.link(session, person_id, now=now)
    bodies = feeds.open_to(session, person_id, now=now)
    pages = [
        (each.name, request.addresses.link(feeds.link(session, person_id, each, now=now)))
        for each in bodies[: messages.MOST]
    ]
    more = max(0, len(bodies) - messages.MOST)
    return Reply(messages.shown(*_addresses(request, own), pages, more=more))


def renew(request: Request, session: Session) -> Answer:
    """Take back the caller's address, and give another."""
    link = feeds.renew(session, request.caller.person_id, now=request.now)
    return Edit(messages.renewed(*_addresses(request, link)))


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
    Button("feed.open", opened, ANYONE_KNOWN, changes=False),
)
