"""Somebody in Slack whom nobody knows: noted once, looked up, and confirmed by a coordinator."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, people
from db.models import Address, Installation, Introduction, Person
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import MAX_NAME, tidy


@dataclass(frozen=True, slots=True)
class Profile:
    """What our own workspace says of one of its members (users.info)."""

    name: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody to look up: `own` says that their workspace is ours, so that its word counts."""

    id: int
    partnership_id: int
    team_id: str
    user_id: str
    own: bool
    sealed_token: bytes


@dataclass(frozen=True, slots=True)
class Guess:
    """Somebody who waits for a coordinator's word; `person` is whom we take them for, if anybody.

    `name` is what our own workspace calls them, None for people of another workspace.
    """

    id: int
    team_id: str
    user_id: str
    name: str | None
    person: Person | None
    address: str | None


def unnoted(
    session: Session, partnership_ids: Collection[int], *, team_id: str, user_id: str
) -> list[int]:
    """Give the partnerships that have not noted a Slack user yet."""
    with across_partnerships(session):
        noted = session.scalars(
            select(Introduction.partnership_id).where(
                Introduction.partnership_id.in_(partnership_ids),
                Introduction.team_id == team_id,
                Introduction.user_id == user_id,
            )
        ).all()
    return [each for each in partnership_ids if each not in noted]


def note(
    session: Session,
    partnership_ids: Collection[int],
    *,
    identity: dict[str, str],
    home_team_id: str,
    now: datetime,
) -> None:
    """Note that a stranger wrote, in each partnership that may be meant, unless it is noted.

    `identity` has their enterprise_id, team_id and user_id; `home_team_id` is where they wrote.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    rows: list[dict[str, Any]] = [
        {
            "partnership_id": each,
            **identity,
            "home_team_id": home_team_id,
            "first_seen_at": now,
        }
        for each in partnership_ids
    ]
    with across_partnerships(session):  # the hook refuses INSERT; partnerships are named above
        session.execute(dialect.insert(Introduction).on_conflict_do_nothing(), rows)


def to_look_up(session: Session, *, limit: int) -> list[Waiting]:
    """List who is not looked up yet, of all partnerships, the longest waiting first."""
    with across_partnerships(session):
        found = session.execute(
            select(Introduction, Installation)
            .join(
                Installation,
                (Installation.partnership_id == Introduction.partnership_id)
                & (Installation.team_id == Introduction.home_team_id),
            )
            .where(
                Introduction.looked_up_at.is_(None),
                Introduction.decided_at.is_(None),
                Installation.revoked_at.is_(None),
            )
            .order_by(Introduction.id)
            .limit(limit)
        ).all()
    return [
        Waiting(
            row.id,
            row.partnership_id,
            row.team_id,
            row.user_id,
            row.team_id == home.team_id
            or (row.enterprise_id != "" and row.enterprise_id == home.enterprise_id),
            home.sealed_token,
        )
        for row, home in found
    ]


def looked_up(
    session: Session, introduction_id: int, profile: Profile | None, *, now: datetime
) -> None:
    """Keep what was found of somebody: the person of that mail address is our guess.

    Without a profile (another workspace's people) nothing is guessed.
    """
    row = session.get(Introduction, introduction_id)
    if row is None or row.looked_up_at is not None:
        return
    row.looked_up_at = now
    if profile is not None:
        row.name = tidy(profile.name)[:MAX_NAME] or None
        guess = people.by_address(session, profile.address) if profile.address else None
        row.guess_id = guess.id if guess else None
    session.flush()


def is_a_program(session: Session, introduction_id: int, *, now: datetime) -> None:
    """Set aside what turned out to be an app or a closed account: nobody need decide."""
    row = session.get(Introduction, introduction_id)
    if row is not None:
        row.looked_up_at = row.looked_up_at or now
        row.decided_at = row.decided_at or now
        session.flush()


def guesses(session: Session, ids: Collection[int]) -> dict[int, Guess]:
    """Give those of some introductions that wait for a coordinator's word, by id."""
    found = session.execute(
        select(Introduction, Person, Address.address)
        .outerjoin(Person, Person.id == Introduction.guess_id)
        .outerjoin(Address, (Address.person_id == Person.id) & Address.main)
        .where(
            Introduction.id.in_(ids),
            Introduction.looked_up_at.is_not(None),
            Introduction.decided_at.is_(None),
        )
    )
    return {
        row.id: Guess(row.id, row.team_id, row.user_id, row.name, person, address)
        for row, person, address in found
    }


def waiting(session: Session, introduction_id: int) -> Guess:
    """Give one that waits for a coordinator's word. Raises `Refused` where none does."""
    found = guesses(session, [introduction_id]).get(introduction_id)
    if found is None:
        raise Refused(_("Somebody has decided this already."))
    return found


def confirm(
    session: Session, introduction_id: int, person: Person, *, by: int | None, now: datetime
) -> None:
    """Bind who wrote in Slack to a person. Raises `Refused` where that was decided already."""
    row = _undecided(session, introduction_id)
    identity = {
        "enterprise_id": row.enterprise_id,
        "team_id": row.team_id,
        "user_id": row.user_id,
    }
    row.person_id, row.decided_at = person.id, now
    _bind(session, person, identity)
    after = {"enterprise": row.enterprise_id, "team": row.team_id, "user": row.user_id}
    _record(session, "identify", "person", person.id, after, by, now)


def _undecided(session: Session, introduction_id: int) -> Introduction:
    """Give one to decide; whoever else would decide it waits until we are done."""
    query = select(Introduction).where(Introduction.id == introduction_id).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None or row.looked_up_at is None or row.decided_at is not None:
        raise Refused(_("Somebody has decided this already."))
    return row


def _bind(session: Session, person: Person, identity: dict[str, str]) -> None:
    known = Refused(_("Somebody has said who this is already."))
    try:
        if not people.identify(session, person, **identity):
            raise known
    except IntegrityError as error:
        raise known from error


def turn_away(session: Session, introduction_id: int, *, by: int | None, now: datetime) -> None:
    """Leave somebody a stranger, and ask no more. Raises `Refused` if that was decided already."""
    row = _undecided(session, introduction_id)
    row.decided_at = now
    session.flush()
    after = {"team": row.team_id, "user": row.user_id}
    _record(session, "turn away", "introduction", row.id, after, by, now)


def settle_known(
    session: Session, person: Person, identity: dict[str, str], *, now: datetime
) -> None:
    """Decide what waits of a Slack user who was made known by another way."""
    for row in session.scalars(
        select(Introduction).where(
            Introduction.team_id == identity["team_id"],
            Introduction.user_id == identity["user_id"],
            Introduction.decided_at.is_(None),
        )
    ):
        row.person_id, row.decided_at = person.id, now
    session.flush()


def _record(
    session: Session,
    verb: str,
    kind: str,
    subject_id: int,
    after: dict[str, str],
    by: int | None,
    now: datetime,
) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind=kind,
        subject_id=subject_id,
        before=None,
        after=dict(after),
        now=now,
    )
