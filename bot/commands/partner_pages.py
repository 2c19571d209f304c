"""`/partner show`: a partner's page, today or as it was on a day, and what happened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from bot.commands.finding import MOST, shown, unknown
from bot.messages import layout, organisation_forms, timelines
from bot.messages import organisations as choosing
from bot.messages import partner_pages as messages
from bot.reply import Answer, Edit, Reply
from bot.routing import Button, Command, Form, Request, number_in
from db import organisations, partner_pages
from db.organisations import Several
from domain.days import read_day
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.partner_pages import PartnerPage
from domain.roles import COORDINATOR, READER

SHOW = "organisation.show"
_ON = "on "


def show(request: Request, session: Session) -> Answer:
    """Show the partner of a name, maybe as it was on a day: `show County Police on 1 May 2026`."""
    if not request.text:
        return organisation_forms.which(SHOW, _("Open a partner"))
    try:
        return _named(request, session)
    except Several as several:
        offered = [(each.id, each.name) for each in several.choices]
        return Reply(choosing.choices(several.sentence, offered[:MOST], SHOW))


def _named(request: Request, session: Session) -> Answer:
    found = organisations.named_in(session, request.text, day=request.day)
    if found is None:
        own = [each for each in request.commands if each.noun == "/partner"]
        word = _word(request, own)
        if word is not None:
            return word.handler(replace(request, text=""), session)
        verbs = tuple(each.verb for each in own)
        return unknown(request, session, verb="show", action=SHOW, verbs=verbs)
    organisation, rest = found
    if not rest:
        return of(request, session, organisation.id, request.day)
    day = read_day(rest.removeprefix(_ON)) if rest.startswith(_ON) else None
    if day is None:
        typed = layout.short(rest, layout.QUOTED)
        sentence = _("I know {name}, but not “{rest}”.").format(name=organisation.name, rest=typed)
        return Reply(choosing.choices(sentence, [(organisation.id, organisation.name)], SHOW))
    then = organisations.named_in(session, request.text, day=day)
    return of(request, session, then[0].id if then else organisation.id, day)


def _word(request: Request, commands: Sequence[Command]) -> Command | None:
    """Find the word that takes nothing, but was typed with something behind it: no name has it."""
    typed = (request.word or "").casefold()
    found = (each for each in commands if typed and each.verb == typed)
    return next((each for each in found if not each.changes and request.may(each.role)), None)


def open_page(request: Request, session: Session) -> Answer:
    """Show the partner that was chosen."""
    return of(request, session, shown(request, session).id, request.day)


def of(request: Request, session: Session, organisation_id: int, day: date) -> Reply:
    """Show a partner's page as it is on a day. Raises `Refused` where there is no such partner."""
    page = _page(request, session, organisation_id, day)
    may = request.may(COORDINATOR)
    return Reply(messages.show(page, today=day == request.day, coordinator=may))


def _page(request: Request, session: Session, organisation_id: int, day: date) -> PartnerPage:
    page = partner_pages.of(session, organisation_id, day=day, today=request.day)
    if page is None:
        raise Refused(_("This partner is no longer on the register."))
    return page


def as_of(request: Request, session: Session) -> Answer:
    """Ask for the day on which a page is to be read."""
    found = shown(request, session)
    return organisation_forms.as_of(found.id, found.name, request.day)


def as_it_was(request: Request, session: Session) -> Answer:
    """Show the page of the form as it was on the day that was chosen."""
    return of(request, session, shown(request, session).id, request.day_in("day") or request.day)


def timeline(request: Request, session: Session) -> Answer:
    """Show what happened to a partner, from its newest."""
    return Reply(_timeline(request, session).message)


def turn(request: Request, session: Session) -> Answer:
    """Show another part of what happened, in place of this one."""
    return _timeline(request, session)


def _timeline(request: Request, session: Session) -> Edit:
    own, day, offset = (request.value.split("~") + [""] * 3)[:3]
    try:
        on = date.fromisoformat(day)
    except ValueError:
        on = request.day
    page = _page(request, session, number_in(own), on)
    last = max(len(page.moments) - 1, 0) // timelines.PAGE * timelines.PAGE
    begin = number_in(offset) // timelines.PAGE * timelines.PAGE
    return Edit(timelines.show(page, min(begin, last)))


ROWS = (
    Command("/partner", "show", N_("NAME"), N_("Open a partner"), show, READER, changes=False),
    Button(SHOW, open_page, READER, changes=False),
    Form(f"{SHOW}.which", open_page, READER, changes=False),
    Button("organisation.as_of", as_of, READER, changes=False),
    Form("organisation.as_it_was", as_it_was, READER, changes=False),
    Button("organisation.timeline", timeline, READER, changes=False),
    Button("organisation.timeline.newer", turn, READER, changes=False),
    Button("organisation.timeline.older", turn, READER, changes=False),
)
