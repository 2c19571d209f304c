"""Partnerships: finding the one that is meant, making one, setting it up."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, sectors
from db.models import Installation, Partnership, PartnershipChannel
from db.tenancy import across_partnerships, within
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name
from domain.partnerships import clean_channel, clean_slug

DEFAULT_ZONE = "Europe/London"
DEFAULT_LANGUAGE = "en"


def every(session: Session) -> list[Partnership]:
    """List all partnerships by their slug."""
    return list(session.scalars(select(Partnership).order_by(Partnership.slug)))


def by_slug(session: Session, slug: str) -> Partnership | None:
    """Find a partnership by the short name that the command line uses."""
    return session.scalars(select(Partnership).where(Partnership.slug == slug)).one_or_none()


def by_id(session: Session, partnership_id: int) -> Partnership:
    """Give the partnership of an id. Raises `NoResultFound` where there is none."""
    return session.get_one(Partnership, partnership_id)


def one(session: Session, slug: str | None) -> Partnership:
    """Give the partnership of a slug; without one, the only partnership there is.

    Raises `Refused` for an unknown slug, and where several could be meant.
    """
    found = every(session)
    chosen = [each for each in found if slug is None or each.slug == slug]
    if len(chosen) == 1:
        return chosen[0]
    if not found:
        raise Refused(_("There is no partnership yet."))
    known = ", ".join(each.slug for each in found)
    if slug is None:
        raise Refused(_("Say which partnership with --partnership: {slugs}.").format(slugs=known))
    raise Refused(
        _("There is no partnership “{slug}”. There are: {slugs}.").format(slug=slug, slugs=known)
    )


def add(session: Session, *, slug: str, name: str, now: datetime) -> Partnership:
    """Make a partnership, in rehearsal, with its trail.

    Raises `Refused` for a slug that is taken or not one, and for a name that is none.
    """
    partnership = Partnership(
        slug=clean_slug(slug),
        name=clean_name(name),
        zone=DEFAULT_ZONE,
        language=DEFAULT_LANGUAGE,
        created_at=now,
    )
    session.add(partnership)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(
            _("There is already a partnership “{slug}”. Please choose another.").format(slug=slug),
            field="slug",
        ) from error
    with within(session, partnership.id):
        sectors.ship(session)
        audit.record(
            session,
            actor_id=None,
            verb="add",
            subject_kind="partnership",
            subject_id=partnership.id,
            before=None,
            after={"slug": partnership.slug},
            now=now,
        )
    return partnership


def add_channel(session: Session, partnership_id: int, *, team_id: str, channel_id: str) -> None:
    """Say that a Slack channel means this partnership.

    Raises `Refused` where it means another one already, and for what is no channel.
    """
    channel_id = clean_channel(channel_id)
    known = id_of_channel(session, team_id=team_id, channel_id=channel_id)
    if known == partnership_id:
        return
    if known is not None:
        raise Refused(
            _("This channel belongs to another partnership. Please choose another channel."),
            field="channel",
        )
    with within(session, partnership_id):
        session.add(PartnershipChannel(team_id=team_id, channel_id=channel_id))


def in_workspace(session: Session, *, enterprise_id: str, team_id: str) -> list[Partnership]:
    """List the partnerships that a Slack workspace serves: none for one that we don't know."""
    with across_partnerships(session):
        return list(
            session.scalars(
                select(Partnership)
                .join(Installation, Installation.partnership_id == Partnership.id)
                .where(
                    Installation.enterprise_id == enterprise_id,
                    Installation.team_id == team_id,
                    Installation.revoked_at.is_(None),
                )
                .order_by(Partnership.slug)
            )
        )


def id_of_channel(session: Session, *, team_id: str, channel_id: str) -> int | None:
    """Say which partnership a channel means, if it means one."""
    with across_partnerships(session):
        return session.scalars(
            select(PartnershipChannel.partnership_id).where(
                PartnershipChannel.team_id == team_id, PartnershipChannel.channel_id == channel_id
            )
        ).one_or_none()
