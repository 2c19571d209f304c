"""`/attendance figures`: how often seats were represented, of whom and over which time."""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot.grammar import unquoted
from bot.messages import figures as messages
from bot.messages import layout
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Request
from db import arrangements, bodies, figure_pages, organisations, sectors
from domain.errors import Refused
from domain.figure_pages import Asked, Of, read_period
from domain.language import N_
from domain.language import gettext as _
from domain.names import name_key, tidy
from domain.organisations import openings
from domain.roles import READER


def typed(request: Request, session: Session) -> Answer:
    """Show the figures that are asked for: of all, or of a partner, body or sector."""
    return Reply(_page(request, session, _asked(request, session, tidy(request.text))))


def _asked(request: Request, session: Session, text: str) -> Asked:
    """Read of what figures are asked for, and over which time: the longest name counts."""
    for name, rest in openings(text):
        period = _period(session, rest)
        whose = _whose(request, session, unquoted(name)) if period is not None else None
        if period is not None and whose is not None:
            return replace(whose, period=period)
    period = _period(session, text)
    if period is None:
        raise Refused(
            _(
                "I don't find “{text}” among partners, bodies and sectors. A time comes after the "
                "name: 2025, from 2020 to 2023, since May 2024, or all."
            ).format(text=layout.short(text, layout.QUOTED))
        )
    return Asked(period=period)


def _period(session: Session, text: str) -> str | None:
    word, _apart, name = text.partition(" ")
    if word.casefold() != "arrangement":
        return read_period(text)
    wanted = name_key(unquoted(name))
    found = [each for each in arrangements.every(session) if name_key(each.name) == wanted]
    return f"a{found[0].id}" if found else None


def _whose(request: Request, session: Session, name: str) -> Asked | None:
    if (partner := organisations.named(session, name, day=request.day)) is not None:
        return Asked(Of.ORGANISATION, partner.id)
    if (body := bodies.named(session, name)) is not None:
        return Asked(Of.BODY, body.id)
    sector = sectors.named(session, name)
    return Asked(Of.SECTOR, sector.id) if sector is not None else None


def show(request: Request, session: Session) -> Answer:
    """Show the figures that a button carries."""
    return Reply(_page(request, session, messages.unpack(request.value)))


def turn(request: Request, session: Session) -> Answer:
    """Show another page or another time in place of this one."""
    return Edit(_page(request, session, messages.unpack(request.value)))


def _page(request: Request, session: Session, asked: Asked) -> Message:
    found = figure_pages.of(session, asked, day=request.day, limit=messages.PAGE)
    return messages.show(found)


ROWS = (
    Command(
        "/attendance",
        "figures",
        N_("[PARTNER|BODY|SECTOR] [TIME]"),
        N_("See how often partners were represented"),
        typed,
        READER,
        changes=False,
    ),
    Button(messages.SHOW, show, READER, changes=False),
    Button("figures.period", turn, READER, changes=False),
    Button("figures.events", turn, READER, changes=False),
    Button("figures.partners", turn, READER, changes=False),
    Button("figures.all", turn, READER, changes=False),
    Button("figures.before", turn, READER, changes=False),
    Button("figures.after", turn, READER, changes=False),
)
