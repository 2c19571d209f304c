"""Check-in and sign-in sheets: the coordinator's pages, and the partner's button in Slack."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.commands import answer_places as places
from bot.commands import event_finding as finding
from bot.messages import check_in as messages
from bot.messages.check_in_times import when_open
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Form, Request, Row, number_in
from db import check_in_tries, check_ins, event_visits, sign_in_sheets
from db.events import Shown
from domain.check_in import Door
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import ANYONE_KNOWN, COORDINATOR


def show_named(request: Request, session: Session) -> Answer:
    """Give the page with the code of the event that a command names."""
    return _named(request, session, messages.SCREEN, _("Show the code"), _screen)


def _named(
    request: Request,
    session: Session,
    action: str,
    title: str,
    give: Callable[[Request, Session, Shown], Answer],
) -> Answer:
    def then(called: list[Shown], rest: str) -> Answer:
        if rest:
            return finding.unknown(request, session, action=action)
        return give(request, session, called[0])

    return finding.by_title(request, session, action=action, title=title, then=then)


def show(request: Request, session: Session) -> Answer:
    """Give the page with the code of the event of a button."""
    return _screen(request, session, finding.pressed(request, session))


def _screen(request: Request, session: Session, shown: Shown) -> Answer:
    own = request.caller.person_id
    if check_ins.door_of(shown.event, request.now) in {Door.OFF, Door.OVER}:
        raise Refused(check_ins.closed(check_ins.door_of(shown.event, request.now)))
    link = check_ins.page_of(session, shown.event, own, now=request.now)
    page, when = request.addresses.link(link), when_open(shown.event, request.now)
    return Reply(messages.screen(places.meeting(shown), when, page))


def sheet_named(request: Request, session: Session) -> Answer:
    """Give the sign-in sheet of the event that a command names."""
    return _named(request, session, messages.SHEET, _("Sign-in sheet"), _sheet)


def sheet(request: Request, session: Session) -> Answer:
    """Give the sign-in sheet of the event of a button."""
    return _sheet(request, session, finding.pressed(request, session))


def _sheet(request: Request, session: Session, shown: Shown) -> Answer:
    own = request.caller.person_id
    link = sign_in_sheets.page_of(session, shown.event, own, now=request.now)
    page = request.addresses.link(link)
    begun = shown.event.begins_at <= request.now
    meeting = places.meeting(shown)
    return Reply(messages.sheet(meeting, page, f"{page}/{sign_in_sheets.FILE}", has_begun=begun))


def ask(request: Request, session: Session) -> Answer:
    """Ask whoever pressed for the code, if they are expected and it is time."""
    shown = _theirs(request, session, request.number)
    way = check_ins.door_of(shown.event, request.now)
    if way is Door.EARLY:
        raise Refused(when_open(shown.event, request.now))
    if way is not Door.OPEN:
        raise Refused(check_ins.closed(way))
    if check_ins.mine(session, shown, request.caller.person_id).recorded:
        raise Refused(check_ins.saved_already())
    return messages.ask(places.meeting(shown))


def check_in(request: Request, session: Session) -> Answer:
    """Draft that somebody is here. A wrong code is kept, so it is asked for again, not refused."""
    shown = _theirs(request, session, number_in(str(request.state.get("event", ""))))
    own, meeting, how = request.caller.person_id, places.meeting(shown), request.entered("how")
    if request.codes is None:
        raise Refused(_("This installation has no codes to check in with."))
    wrong = check_in_tries.wrong(
        session,
        request.codes,
        shown.event.id,
        request.entered("code"),
        person_id=own,
        now=request.now,
    )
    if wrong is not None:
        return messages.ask(meeting, wrong=wrong.sentence, how=how or messages.ROOM)
    remote = {messages.ROOM: False, messages.CALL: True}.get(how)
    check_ins.check_in(session, shown, own, remote=remote, now=request.now)
    lines = check_ins.mine(session, shown, own).lines
    return messages.here(meeting, lines)


def _theirs(request: Request, session: Session, event_id: int) -> Shown:
    """Find an event that somebody is expected at. Raises `Refused` for any other."""
    person = request.caller.person_id
    seen = event_visits.seen(session, person, event_id, now=request.now)
    if seen is None or not check_ins.mine(session, seen.shown, person).lines:
        raise places.not_asked(request)
    return seen.shown


def opened(_request: Request, _session: Session) -> Answer:
    """Say nothing: Slack has opened the address itself."""
    return None


ROWS: tuple[Row, ...] = (
    Command(
        "/event",
        "checkin",
        N_("NAME"),
        N_("Show the code to check in with"),
        show_named,
        COORDINATOR,
    ),
    Button(messages.SCREEN, show, COORDINATOR),
    Button(messages.HERE, ask, ANYONE_KNOWN, changes=False),
    Form(messages.HERE, check_in, ANYONE_KNOWN),
    *(
        Button(name, opened, COORDINATOR, changes=False)
        for name in (messages.OPENED, messages.PRINT, messages.PDF)
    ),
)

SHEET_ROWS: tuple[Row, ...] = (
    Command(
        "/attendance",
        "signin",
        N_("NAME"),
        N_("Print a sign-in sheet"),
        sheet_named,
        COORDINATOR,
    ),
    Button(messages.SHEET, sheet, COORDINATOR),
)
"""The rows of the sign-in sheet."""
