"""Who asks, and of which partnership: answered before any handler runs."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incoming import Incoming, SlackUser
from bot.routing import Caller
from db import partnerships, people
from db.models import Partnership
from db.tenancy import within


class UnknownWorkspace(Exception):  # noqa: N818 - an answer, not a fault
    """The request comes from a workspace that has not installed us: it gets an empty 200."""


class Stranger(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody here knows the person who asks; `contact` is whom they may ask."""

    def __init__(self, contact: str | None) -> None:
        super().__init__("a stranger asks")
        self.contact = contact


class WhichPartnership(Exception):  # noqa: N818 - an answer, not a fault
    """The workspace serves several partnerships and nothing says which is meant.

    `choices` has the slug and the name of each that knows the person.
    """

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__("which partnership?")
        self.choices = choices


def partnership_meant(session: Session, incoming: Incoming, chosen: str | None) -> Partnership:
    """Find the partnership a request is for.

    `chosen` is the slug that a form or button of ours carries. Else the channel decides, else the
    person, if only one partnership knows them. Raises `UnknownWorkspace`, `Stranger` or
    `WhichPartnership`.
    """
    team, serving = _serving(session, incoming)
    if len(serving) == 1:
        return serving[0]
    by_slug = {each.slug: each for each in serving}
    if chosen in by_slug:
        return by_slug[chosen]
    channel = _of_channel(session, incoming, team, serving)
    if channel is not None:
        return channel
    knowing = [each for each in serving if caller(session, each, incoming.user) is not None]
    if not knowing:
        raise Stranger(None)
    if len(knowing) > 1:
        raise WhichPartnership([(each.slug, each.name) for each in knowing])
    return knowing[0]


def _serving(session: Session, incoming: Incoming) -> tuple[str, list[Partnership]]:
    for enterprise, team in incoming.teams:
        found = partnerships.in_workspace(session, enterprise_id=enterprise, team_id=team)
        if found:
            return team, found
    raise UnknownWorkspace


def _of_channel(
    session: Session, incoming: Incoming, team: str, serving: list[Partnership]
) -> Partnership | None:
    if incoming.channel_id is None:
        return None
    meant = partnerships.id_of_channel(session, team_id=team, channel_id=incoming.channel_id)
    return next((each for each in serving if each.id == meant), None)


def caller(
    session: Session, partnership: Partnership, user: SlackUser | None, now: datetime | None = None
) -> Caller | None:
    """Find who a Slack user is to a partnership, with the roles held at `now`; None if unknown."""
    if user is None:
        return None
    with within(session, partnership.id):
        person = people.by_slack(
            session,
            enterprise_id=user.enterprise_id,
            team_id=user.team_id,
            user_id=user.user_id,
        )
        if person is None:
            return None
        held = people.roles(session, person.id, partnership.day(now)) if now else frozenset()
    return Caller(person.id, person.name, held, person.language)
