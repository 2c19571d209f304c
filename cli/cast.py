"""The people of the demo: role names, no invented persons, in two workspaces of a county."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db import people
from db.tenancy import within
from domain.roles import Role
from sandbox import Person, Sandbox, Workspace

HOME = "Partnership business unit"
POLICE = "County Police"
SHARED = "partnership"
"""The channel that partners share with the business unit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast: who they are, and what the partnership knows them as, if it does."""

    name: str
    address: str
    role: Role | None
    title: str
    workspace: str = HOME
    guest: bool = False


COORDINATOR = Part("Coordinator", "coordinator@unit.example.org", Role.COORDINATOR, "Business unit")
CAST = (
    COORDINATOR,
    Part("Independent chair", "chair@unit.example.org", Role.CHAIR, "Independent"),
    Part("Scrutineer", "scrutineer@unit.example.org", Role.SCRUTINEER, "Independent"),
    Part("Health lead", "lead@health.example.org", Role.PARTNER, "Health Trust"),
    Part("Police lead", "lead@police.example.org", Role.PARTNER, POLICE, workspace=POLICE),
    Part("Charity lead", "lead@charity.example.org", Role.PARTNER, "Youth Charity", guest=True),
    Part("Visitor", "visitor@council.example.org", None, "Not known to the bot"),
)


def home_of(slack: Sandbox) -> Workspace | None:
    """Give the workspace that has installed us; None in a Slack that is still empty."""
    return next((each for each in slack.workspaces if each.name == HOME), None)


def move_in(slack: Sandbox) -> Workspace:
    """Give the cast their workspaces and channels, unless they are there already."""
    known = home_of(slack)
    if known is not None:
        return known
    home = slack.add_workspace(HOME)
    police = slack.add_workspace(POLICE, installed=False)
    where = {HOME: home, POLICE: police}
    cast = {
        part: where[part.workspace].add_user(
            part.name, email=part.address, title=part.title, is_guest=part.guest
        )
        for part in CAST
    }
    coordinator = cast[COORDINATOR]
    readers = [person for part, person in cast.items() if part.role and part.role != Role.PARTNER]
    partners = [person for part, person in cast.items() if part.role is Role.PARTNER]
    staff = [person for part, person in cast.items() if part.workspace == HOME and not part.guest]
    home.add_channel("coordinators", private=True, members=[*readers, home.bot])
    home.add_channel(
        SHARED,
        members=[coordinator, *partners, home.bot],
        shared_with=[police],
    )
    home.add_channel("general", members=[*staff, home.bot])
    return home


def introduce(session: Session, slack: Sandbox, partnership_id: int, now: datetime) -> None:
    """Make the cast known to the partnership, by who they are in Slack."""
    with within(session, partnership_id):
        for part in CAST:
            person = _in_slack(slack, part)
            if part.role is not None and person is not None:
                _know(session, part, part.role, person, now)


def _know(session: Session, part: Part, role: Role, slack: Person, now: datetime) -> None:
    identity = {"enterprise_id": "", "team_id": slack.user.team_id, "user_id": slack.id}
    person = people.by_slack(session, **identity) or people.by_address(session, part.address)
    if person is None:
        person = people.add(session, name=part.name, address=part.address, now=now)
    people.identify(session, person, **identity)
    people.give_role(session, person, role, by=None, day=now.date(), now=now)


def _in_slack(slack: Sandbox, part: Part) -> Person | None:
    found = [each for space in slack.workspaces for each in space.users]
    return next((each for each in found if each.user.email == part.address), None)
