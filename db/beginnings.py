"""What a first start makes: a partnership, the app in its workspace, the first coordinators.

Each function may run again at every start and in several processes at once: it makes what is
missing and keeps what is there.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from db import deliveries, installations, partnerships, people
from db.deliveries import Priority
from db.installations import Workspace
from db.models import Partnership, Person
from db.sealing import Sealer
from db.tenancy import within
from domain.roles import Role

MAIN = "main"
"""The slug of the partnership that a first start makes; `/joinedup setup` names it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A coordinator named in the settings: by address, by Slack user id, or by both once found."""

    name: str
    address: str | None
    user_id: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    """The app in the workspace of the token that is set."""

    workspace: Workspace
    token: str


def begin(
    session: Session, sealer: Sealer, joined: Joined | None, named: list[Named], *, now: datetime
) -> None:
    """Make what a host needs before anybody can set anything up."""
    installations.reseal(session, sealer)
    if not partnerships.every(session):
        partnerships.add(session, slug=MAIN, name="Partnership", now=now)
    for partnership in _served(session, joined):
        join(session, sealer, partnership, joined, named, now=now)


def join(
    session: Session,
    sealer: Sealer,
    partnership: Partnership,
    joined: Joined | None,
    named: list[Named],
    *,
    now: datetime,
) -> None:
    """Keep the app's token for a partnership, and give it the coordinators that are named."""
    with within(session, partnership.id):
        if joined is not None:
            installations.install(
                session,
                sealer,
                partnership_id=partnership.id,
                workspace=joined.workspace,
                token=joined.token,
                now=now,
            )
        workspace = joined.workspace if joined else None
        _add_coordinators(session, workspace, named, day=partnership.day(now), now=now)


def _served(session: Session, joined: Joined | None) -> list[Partnership]:
    """List the partnerships of the token's workspace; a lone one that has none joins it."""
    every = partnerships.every(session)
    if joined is None:
        return every if len(every) == 1 else []
    known = partnerships.in_workspace(
        session,
        enterprise_id=joined.workspace.enterprise_id,
        team_id=joined.workspace.team_id,
    )
    return known if known or len(every) > 1 else every


def _add_coordinators(
    session: Session,
    workspace: Workspace | None,
    named: list[Named],
    *,
    day: date,
    now: datetime,
) -> None:
    """Give the role to those named, where nobody holds it yet; find those awaited in Slack."""
    first = not people.in_role(session, Role.COORDINATOR, day)
    for each in named:
        person = _known(session, each, workspace)
        if person is None and first:
            person = people.add(session, name=each.name, address=each.address, now=now)
        if person is None:
            continue
        if first:
            people.give_role(session, person, Role.COORDINATOR, by=None, day=day, now=now)
        if Role.COORDINATOR in people.roles(session, person.id, day):
            _reach(session, person, each, workspace, now)


def add_coordinator(
    session: Session,
    partnership: Partnership,
    joined: Joined | None,
    named: Named,
    *,
    now: datetime,
) -> None:
    """Make somebody a coordinator of a partnership that may have others."""
    workspace = joined.workspace if joined else None
    with within(session, partnership.id):
        person = _known(session, named, workspace) or people.add(
            session, name=named.name, address=named.address, now=now
        )
        day = partnership.day(now)
        people.give_role(session, person, Role.COORDINATOR, by=None, day=day, now=now)
        _reach(session, person, named, workspace, now)


def _known(session: Session, named: Named, workspace: Workspace | None) -> Person | None:
    if named.user_id and workspace:
        person = people.by_slack(
            session,
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            user_id=named.user_id,
        )
        if person is not None:
            return person
    return people.by_address(session, named.address) if named.address else None


def _reach(
    session: Session, person: Person, named: Named, workspace: Workspace | None, now: datetime
) -> None:
    """Bind a coordinator to their Slack user, once that is known, and greet them there."""
    if workspace is None or named.user_id is None:
        return
    people.identify(
        session,
        person,
        enterprise_id=workspace.enterprise_id,
        team_id=workspace.team_id,
        user_id=named.user_id,
    )
    deliveries.plan(
        session,
        key=f"welcome:{person.id}",
        kind="welcome",
        person_id=person.id,
        priority=Priority.NOTICE,
        due_at=now,
        now=now,
    )
