"""Who is coming to an event, as far as partners may know: how many seats, and of which partners."""

from sqlalchemy.orm import Session

from db import answers, organisations
from db.answers import Invited
from db.events import Shown
from domain import answered
from domain.answered import Coming


def coming(session: Session, shown: Shown) -> Coming:
    """Count the seats that will be represented at an event, by their lead or by a deputy."""
    return answered.coming(each.standing for each in _seats(session, shown))


def names(session: Session, shown: Shown) -> list[str]:
    """Name the partners that will be represented, by name; nobody else is named."""
    owners = {
        each.seat.seat.organisation_id
        for each in _seats(session, shown)
        if each.seat is not None and each.standing.is_coming and not each.standing.stale
    }
    found = organisations.called(session, owners, day=shown.event.begins.date())
    return sorted((each.name for each in found.values()), key=str.casefold)


def _seats(session: Session, shown: Shown) -> list[Invited]:
    """List the seats; guests are never counted."""
    return [each for each in answers.invited(session, shown) if each.seat is not None]
