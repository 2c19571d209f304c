"""Members of our own workspace who are made known by picking them in Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db import audit, introductions, people
from db.models import Person
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import MAX_NAME, tidy
from domain.partnerships import clean_address


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of our own workspace, as it describes them."""

    identity: dict[str, str]
    name: str
    address: str | None


def read(user: Mapping[str, Any], user_id: str, team_id: str) -> Member:
    """Read what Slack says of a user (users.info).

    Raises `Refused` for apps, closed accounts and people of another workspace, whose profiles
    prove nothing.
    """
    if user.get("id") != user_id or user.get("deleted") or user.get("is_bot"):
        raise Refused(_("This is not a person of this workspace."), field="member")
    if user.get("team_id") != team_id:
        raise Refused(
            _(
                "They belong to another workspace. "
                "Once they press a button of mine, I ask you about them."
            ),
            field="member",
        )
    profile = user.get("profile") or {}
    enterprise = (user.get("enterprise_user") or {}).get("enterprise_id") or ""
    identity = {"enterprise_id": str(enterprise), "team_id": team_id, "user_id": user_id}
    name = tidy(str(profile.get("real_name") or user.get("real_name") or user.get("name") or ""))
    return Member(identity, name[:MAX_NAME] or user_id, _address(profile.get("email")))


def _address(text: object) -> str | None:
    try:
        return clean_address(str(text)) if text else None
    except Refused:
        return None


def known(session: Session, member: Member, *, by: int | None, now: datetime) -> Person:
    """Find who a member is, by identity or address; else add them. They are bound either way."""
    person = people.by_slack(session, **member.identity)
    if person is not None:
        return person
    if member.address:
        person = people.by_address(session, member.address)
    if person is None:
        person = people.add(session, name=member.name, address=member.address, by=by, now=now)
    people.identify(session, person, **member.identity)
    introductions.settle_known(session, person, member.identity, now=now)
    audit.record(
        session,
        actor_id=by,
        verb="identify",
        subject_kind="person",
        subject_id=person.id,
        before=None,
        after={name.removesuffix("_id"): each for name, each in member.identity.items()},
        now=now,
    )
    return person
