"""`/engagement`: who is becoming less connected, with the reasons, and one partner's arithmetic."""

from sqlalchemy.orm import Session

from bot.commands import finding
from bot.messages import engagement as messages
from bot.messages import engagement_pages as pages
from bot.messages import spreads as spread_messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Request
from db import shown_lists, spreads
from db.organisations import Named
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER
from domain.watching import Reader
from domain.working_days import Region


def watch_list(request: Request, session: Session) -> Answer:
    """Show whom one may want to call."""
    return Reply(listing(request, session))


def turn(request: Request, session: Session) -> Answer:
    """Show another page of it in place of this one."""
    return Edit(listing(request, session, request.number))


def listing(request: Request, session: Session, offset: int = 0, done: str = "") -> Message:
    """Lay out a page of the list as the caller may see it; `done` is what has just been done."""
    found = shown_lists.of(session, request.partnership, reader(request))
    changing = request.may(COORDINATOR)
    return messages.listing(found, request.day, offset, changing=changing, done=done)


def reader(request: Request) -> Reader:
    """Say who looks, and when."""
    region = Region(request.partnership.region)
    return Reader(request.caller.roles, request.day, region)


def named(request: Request, session: Session) -> Answer:
    """Show the partner that a command names."""

    def then(found: Named, rest: str) -> Answer:
        if rest:
            return finding.unknown(request, session, verb="show", action=messages.WHY)
        return Reply(page(request, session, found))

    return finding.by_name(
        request, session, verb="show", action=messages.WHY, title=_("Show"), then=then
    )


def why(request: Request, session: Session) -> Answer:
    """Show one partner's arithmetic, and the events behind it."""
    return Reply(page(request, session, finding.shown(request, session)))


def page(request: Request, session: Session, found: Named) -> Message:
    """Lay out one partner's page as the caller may see it."""
    own, who = request.partnership, reader(request)
    at = shown_lists.partner(session, own, found.id, who)
    trail = shown_lists.trail(session, own, found.id, who)
    changing = request.may(COORDINATOR)
    return pages.page((found.id, found.name), at, trail, request.day, changing=changing)


def sectors(request: Request, session: Session) -> Answer:
    """Show which sectors are under-represented where, and how few make half of all attendance."""
    return Reply(spread_messages.show(spreads.of(session, request.day), request.day))


def how(_request: Request, _session: Session) -> Answer:
    """Say how all of this is worked out."""
    return Reply(pages.how())


ROWS = (
    Command(
        "/engagement",
        "",
        "",
        N_("See who is becoming less connected"),
        watch_list,
        READER,
        changes=False,
    ),
    Command(
        "/engagement",
        "show",
        N_("PARTNER"),
        N_("See how connected a partner is, and why"),
        named,
        READER,
        changes=False,
    ),
    Command(
        "/engagement",
        "sectors",
        "",
        N_("See which sectors are under-represented where"),
        sectors,
        READER,
        changes=False,
    ),
    Button(messages.WHY, why, READER, changes=False),
    Button(messages.TURN, turn, READER, changes=False),
    Button(f"{messages.TURN}_on", turn, READER, changes=False),
    Button(messages.HOW, how, READER, changes=False),
)
