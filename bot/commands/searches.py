"""What fields that search offer while a coordinator types: partners and people."""

from sqlalchemy.orm import Session

from bot.reply import Answer, Choices
from bot.routing import Options, Request
from db import organisations, people
from domain.roles import READER

MOST = 100
"""Choices that Slack shows (block_suggestion)."""

ORGANISATIONS = "search.organisations"
PEOPLE = "search.people"


def find_organisations(request: Request, session: Session) -> Answer:
    """Offer the partners whose name, or an alias, has what was typed in it."""
    found = organisations.like(session, request.text, day=request.day, limit=MOST)
    return Choices(tuple((str(each.id), each.name) for each in found))


def find_people(request: Request, session: Session) -> Answer:
    """Offer the people whose name or address has what was typed in it."""
    found = people.like(session, request.text, limit=MOST)
    return Choices(
        tuple(
            (str(person.id), f"{person.name} ({address})" if address else person.name)
            for person, address in found
        )
    )


ROWS = (
    Options(ORGANISATIONS, find_organisations, READER),
    Options(PEOPLE, find_people, READER),
)
