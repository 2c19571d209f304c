"""What a first start makes: a partnership, the app in its workspace, the first coordinators.

Each function may run again at every start and in several processes at once: it makes what is
missing and keeps what is there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from db import audit, greetings, installations, partnerships, people
from db.installations import Resealed, Workspace
from db.models import Partnership, Person
from db.sealing import Sealer
from db.tenancy import within
from domain.roles import Role

MAIN = "main"
"""The slug of the partnership that a first start makes; `/joinedup setup` names it."""


_BEGINNERS = 7_231_003
"""PostgreSQL's lock for first starts; on SQLite the writer's lock is it."""

_TO_ANY_ZONE = timedelta(days=1)
"""How much earlier a role begins: nowhere is today further back, whatever zone is set later."""


@dataclass(frozen=True, slots=True)
class Named:
    """A coordinator named in the settings: by address, by Slack user id, or by both once found.

    The user is one of `team_id`'s and `enterprise_id`'s; without a team, of the app's workspace.
    """

    name: str
    address: str | None
    user_id: str | None
    team_id: str | None = None
    enterprise_id: str = ""

    def identity(self, workspace: Workspace | None) -> dict[str, str] | None:
        """Give who they are in Slack, once that is known."""
        if self.user_id is None or workspace is None:
            return None
        own = self.team_id in {None, workspace.team_id}
        return {
            "enterprise_id": workspace.enterprise_id if own else self.enterprise_id,
            "team_id": self.team_id or workspace.team_id,
            "user_id": self.user_id,
        }


@dataclass(frozen=True, slots=True)
class Joined:
    """The app in the workspace of the token that is set."""

    workspace: Workspace
    token: str


def begin(
    session: Session, sealer: Sealer, joined: Joined | None, named: list[Named], *, now: datetime
) -> Resealed:
    """Make what a host needs before anybody can set anything up; without Slack, no partnership.

    Gives what became of the tokens kept before: the one that is set takes an unreadable one's
    place.
    """
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:k)")
        session.connection().execute(lock, {"k": _BEGINNERS})
    if joined is not None and not partnerships.every(session):
        partnerships.add(session, slug=MAIN, name="Partnership", now=now)
    for partnership in _served(session, joined):
        join(session, sealer, partnership, joined, named, now=now)
    return installations.reseal(session, sealer)


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
        _add_coordinators(session, partnership, workspace, named, now=now)


def add_channel(
    session: Session, partnership: Partnership, joined: Joined, channel: str, *, now: datetime
) -> None:
    """Say that a channel of the token's workspace means this partnership, with its trail.

    Raises `Refused` where it can't.
    """
    team = joined.workspace.team_id
    partnerships.add_channel(session, partnership.id, team_id=team, channel_id=channel)
    with within(session, partnership.id):
        kind, found = "partnership", {"team": team, "channel": channel}
        _record(session, "add channel", kind, partnership.id, found, now)


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
    partnership: Partnership,
    workspace: Workspace | None,
    named: list[Named],
    *,
    now: datetime,
) -> None:
    """Give the role to those named, where nobody holds it yet; find those awaited in Slack."""
    day = partnership.day(now)
    first = not people.in_role(session, Role.COORDINATOR, day)
    for each in named:
        person = _known(session, each, workspace)
        if person is None and first:
            person = people.add(session, name=each.name, address=each.address, now=now)
        if person is None:
            continue
        if first:
            _give_role(session, partnership, person, now)
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
        _give_role(session, partnership, person, now)
        _reach(session, person, named, workspace, now)


def _give_role(session: Session, partnership: Partnership, person: Person, now: datetime) -> None:
    """Make somebody a coordinator who is not yet, from the day before this one."""
    day = partnership.day(now)
    if Role.COORDINATOR not in people.roles(session, person.id, day):
        since = day - _TO_ANY_ZONE
        people.give_role(session, person, Role.COORDINATOR, by=None, day=since, now=now)


def _known(session: Session, named: Named, workspace: Workspace | None) -> Person | None:
    identity = named.identity(workspace)
    person = people.by_slack(session, **identity) if identity else None
    if person is None and named.address:
        person = people.by_address(session, named.address)
    return person


def _reach(
    session: Session, person: Person, named: Named, workspace: Workspace | None, now: datetime
) -> None:
    """Bind a coordinator to their Slack user, once that is known, and greet them there."""
    identity = named.identity(workspace)
    if identity is None:
        return
    if people.identify(session, person, **identity):
        ids = {name.removesuffix("_id"): each for name, each in identity.items()}
        _record(session, "identify", "person", person.id, ids, now)
    greetings.greet(session, person, now=now)


def _record(
    session: Session, verb: str, kind: str, subject_id: int, after: dict[str, str], now: datetime
) -> None:
    """Write down what a first start or the command line did: ids only."""
    audit.record(
        session,
        actor_id=None,
        verb=verb,
        subject_kind=kind,
        subject_id=subject_id,
        before=None,
        after=dict(after),
        now=now,
    )
