"""Who asks, and of which partnership: answered before any handler runs."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.incoming import Incoming
from bot.routing import Caller
from db import callers, partnerships
from db.callers import Served
from db.models import Partnership


class UnknownWorkspace(Exception):  # noqa: N818 - an answer, not a fault
    """The request comes from a workspace that has not installed us: it gets an empty 200."""


class Stranger(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody here knows the person who asks; `contact` is whom they may ask, in `language`.

    `team` is the workspace of ours in which they asked, `partnerships` the ids of those they may
    have meant.
    """

    def __init__(self, contact: str | None, language: str, team: str, meant: list[Served]) -> None:
        super().__init__("a stranger asks")
        self.contact = contact
        self.language = language
        self.team = team
        self.partnerships = tuple(each.partnership.id for each in meant)


class Elsewhere(Exception):  # noqa: N818 - an answer, not a fault
    """A form or button is for a partnership that this workspace does not serve."""


class WhichPartnership(Exception):  # noqa: N818 - an answer, not a fault
    """The workspace serves several partnerships and nothing says which is meant.

    `choices` has the slug and the name of each that knows the person.
    """

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__("which partnership?")
        self.choices = choices


def asks(
    session: Session, incoming: Incoming, chosen: str | None, now: datetime
) -> tuple[str, Partnership, Caller]:
    """Find the workspace and partnership a request is for, and who asks, with today's roles.

    `chosen` is the slug that a form or button of ours carries. Else the channel decides, else the
    person, if only one partnership knows them. Raises `UnknownWorkspace`, `Elsewhere`, `Stranger`
    or `WhichPartnership`.
    """
    team, serving = _serving(session, incoming, now)
    meant = _meant(session, incoming, team, serving, chosen)
    known = meant.known
    if known is None:
        raise Stranger(meant.partnership.reply_mailbox, meant.partnership.language, team, [meant])
    caller = Caller(known.person_id, known.name, known.roles, known.language)
    return team, meant.partnership, caller


def _serving(session: Session, incoming: Incoming, now: datetime) -> tuple[str, list[Served]]:
    asker = incoming.user
    user = (asker.enterprise_id, asker.team_id, asker.user_id) if asker else None
    for team in incoming.teams:
        found = callers.in_workspace(session, team_id=team, user=user, now=now)
        if found:
            return team, found
    raise UnknownWorkspace


def _meant(
    session: Session, incoming: Incoming, team: str, serving: list[Served], chosen: str | None
) -> Served:
    if chosen is not None:
        return _chosen(serving, chosen)
    if len(serving) == 1:
        return serving[0]
    channel = incoming.channel_id
    of_channel = (
        partnerships.id_of_channel(session, team_id=team, channel_id=channel) if channel else None
    )
    for each in serving:
        if each.partnership.id == of_channel:
            return each
    return _only_one_that_knows(serving, team)


def _chosen(serving: list[Served], slug: str) -> Served:
    for each in serving:
        if each.partnership.slug == slug:
            return each
    raise Elsewhere


def _only_one_that_knows(serving: list[Served], team: str) -> Served:
    knowing = [each for each in serving if each.known is not None]
    if not knowing:
        raise Stranger(None, serving[0].partnership.language, team, serving)
    if len(knowing) > 1:
        raise WhichPartnership([(each.partnership.slug, each.partnership.name) for each in knowing])
    return knowing[0]
