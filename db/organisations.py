"""The register of organisations: the partners of a partnership."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit
from db.models import Organisation
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import clean_name, name_key


def register(session: Session, name: str, *, by: int | None, now: datetime) -> Organisation:
    """Add an organisation to the session's partnership.

    Raises `Refused` for a name that is empty, too long or taken. Whether it is taken is the
    database's to say, so that of two clicks at once one is refused; the transaction is then over.
    """
    organisation = Organisation(name=clean_name(name), name_key=name_key(name), created_at=now)
    session.add(organisation)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(
            _("There is already a partner called “{name}”.").format(name=organisation.name),
            field="name",
        ) from error
    audit.record(
        session,
        actor_id=by,
        verb="register",
        subject_kind="organisation",
        subject_id=organisation.id,
        before=None,
        after={"name": organisation.name},
        now=now,
    )
    return organisation


def named(session: Session, name: str) -> Organisation | None:
    """Find an organisation by its name, however it is spelled (`name_key`)."""
    return session.scalars(
        select(Organisation).where(Organisation.name_key == name_key(name))
    ).one_or_none()


def by_id(session: Session, organisation_id: int) -> Organisation | None:
    """Find an organisation of the session's partnership by its id."""
    return session.get(Organisation, organisation_id)


def names(session: Session) -> list[str]:
    """List all names, in order."""
    return list(session.scalars(select(Organisation.name).order_by(Organisation.name_key)))


def page(session: Session, *, offset: int, limit: int) -> Sequence[Organisation]:
    """Give one page of the register, in the order of names."""
    return session.scalars(
        select(Organisation).order_by(Organisation.name_key).offset(offset).limit(limit)
    ).all()


def count(session: Session) -> int:
    """Count the organisations of the session's partnership."""
    return session.scalars(select(func.count()).select_from(Organisation)).one()
