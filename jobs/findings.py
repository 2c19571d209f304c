"""Looks who became less connected, so that coordinators can check the facts before others see."""

from datetime import datetime

from sqlalchemy.orm import Session

from db import finding_looks
from jobs.apart import Pieces


def _due(session: Session, now: datetime) -> list[tuple[int, None]]:
    return [(each, None) for each in finding_looks.due(session, now=now)]


def _look(session: Session, _all: None, now: datetime) -> int:
    return finding_looks.look(session, now=now)


look = Pieces("look for findings", _due, _look)
"""Looks where something was changed since the last look; says how many are new, or over."""
