"""Somebody in Slack whom nobody knew: a coordinator says who they are."""

from sqlalchemy.orm import Session

from bot.commands import entries, home
from bot.messages import layout
from bot.messages import worklist as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Form, Request
from db import introductions
from db.models import Person
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import COORDINATOR


def confirm(request: Request, session: Session) -> Answer:
    """Bind who wrote to the person we took them for."""
    guess = introductions.waiting(session, request.number)
    if guess.person is None:
        raise Refused(_("I don't know who this is. Please press Say who it is."))
    _bind(request, session, request.number, guess.person)
    return home.after(request, session, _bound(guess.person))


def ask(request: Request, session: Session) -> Answer:
    """Ask who it is: somebody known, or somebody new."""
    guess = introductions.waiting(session, request.number)
    if guess.name:
        note = _("In Slack they are called “{name}”.").format(name=guess.name)
    else:
        note = _(
            "They are of another workspace ({team}), whose profiles prove nothing. "
            "Please ask the person themselves before you confirm."
        ).format(team=guess.team_id)
    return messages.who_form(guess.id, note)


def say_who(request: Request, session: Session) -> Answer:
    """Bind who wrote to the person that was chosen or written down."""
    person = entries.anybody(request, session)
    _bind(request, session, entries.id_of(request, "introduction"), person)
    return Reply(layout.sentence(_bound(person)))


def turn_away(request: Request, session: Session) -> Answer:
    """Leave them a stranger."""
    introductions.turn_away(session, request.number, by=request.caller.person_id, now=request.now)
    said = _("Turned away. They stay a stranger, and I don't ask again.")
    return home.after(request, session, said)


def _bind(request: Request, session: Session, introduction_id: int, person: Person) -> None:
    introductions.confirm(
        session, introduction_id, person, by=request.caller.person_id, now=request.now
    )


def _bound(person: Person) -> str:
    return _("I know {name} in Slack now.").format(name=person.name)


ROWS = (
    Button("introduction.confirm", confirm, COORDINATOR),
    Button("introduction.who", ask, COORDINATOR, changes=False),
    Button("introduction.turn_away", turn_away, COORDINATOR),
    Form("introduction.who", say_who, COORDINATOR),
)
