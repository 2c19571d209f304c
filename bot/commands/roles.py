"""`/joinedup roles`: who holds what, given and taken with dates."""

from typing import Any

from sqlalchemy.orm import Session

from bot.commands import entries
from bot.messages import roles as messages
from bot.reply import Answer, Edit, Message, Reply
from bot.routing import Button, Command, Facts, Form, Request
from db import greetings, members, people, roles
from db.models import Person
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.roles import COORDINATOR, READER, Role
from domain.spans import read_span


def listing(request: Request, session: Session) -> Answer:
    """Show who holds which role now, and who will."""
    return Reply(_page(request, session, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show another page in place of this one."""
    return Edit(_page(request, session, request.number))


def _page(request: Request, session: Session, offset: int) -> Message:
    order = {role: place for place, role in enumerate(Role)}
    held = sorted(roles.holdings(session, day=request.day), key=lambda each: order[each.role])
    some = held[offset : offset + messages.PAGE]
    return messages.listing(
        [_row(each) for each in some],
        offset=offset,
        total=len(held),
        day=request.day,
        may_change=request.may(COORDINATOR),
    )


def _row(each: roles.Holding) -> messages.Held:
    return each.id, each.name, each.role, each.since, each.until


def new(request: Request, _session: Session) -> Answer:
    """Open the form to give a role."""
    return messages.give_form(request.day)


def look_at_member(request: Request, facts: Facts) -> dict[str, Any]:
    """Ask Slack about the member who was picked, before anything is written."""
    member = request.entered("member")
    return facts.member(member) if member else {}


def give(request: Request, session: Session) -> Answer:
    """Give somebody known, or a member of this workspace, a role."""
    if request.entered("role") not in set(Role):
        raise Refused(_("Please choose one of these."), field="role")
    role = Role(request.entered("role"))
    span = read_span(entries.day(request, "since"), request.day_in("until"))
    person = _person(request, session)
    by, now = request.caller.person_id, request.now
    roles.give(session, person, role, span, by=by, now=now)
    if role is Role.COORDINATOR:
        greetings.greet(session, person, now=now)
    return Reply(messages.given(person.name, role, span.since, span.until))


def _person(request: Request, session: Session) -> Person:
    picked, member = request.entered("person"), request.entered("member")
    if bool(picked) == bool(member):
        raise Refused(
            _("Please choose somebody known, or a member of this workspace: one of both."),
            field="person",
        )
    if picked:
        found = people.by_id(session, request.id_in("person"))
        if found is None:
            raise Refused(
                _("I don't know this person any more. Please search again."), field="person"
            )
        return found
    return members.known(
        session,
        members.read(request.facts, member, request.team_id),
        by=request.caller.person_id,
        now=request.now,
    )


def ask_end(request: Request, session: Session) -> Answer:
    """Ask from which day a role ends."""
    held = roles.holding(session, request.number)
    if held is None:
        raise Refused(_("This role has ended already."))
    return messages.end_form(_row(held), request.day)


def take(request: Request, session: Session) -> Answer:
    """End a role from a day on."""
    until = entries.day(request, "until")
    held = roles.take(
        session,
        entries.id_of(request, "role"),
        until=until,
        day=request.day,
        by=request.caller.person_id,
        now=request.now,
    )
    return Reply(messages.taken(held.name, held.role, until))


ROWS = (
    Command(
        "/joinedup", "roles", "", N_("See who holds which role"), listing, READER, changes=False
    ),
    Button("role.list", listing, READER, changes=False),
    Button("role.before", turn, READER, changes=False),
    Button("role.after", turn, READER, changes=False),
    Button("role.new", new, COORDINATOR, changes=False),
    Button("role.end", ask_end, COORDINATOR, changes=False),
    Form("role.give", give, COORDINATOR, before=look_at_member),
    Form("role.take", take, COORDINATOR),
)
