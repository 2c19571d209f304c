"""The names of people, bodies and the like, by their ids."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session


def names_of(session: Session, model: type[Any], ids: Collection[int]) -> dict[int, str]:
    """Give the names of some rows of a model that has them, in one query, or none for no ids."""
    if not ids:
        return {}
    return dict(session.execute(select(model.id, model.name).where(model.id.in_(ids))).all())
