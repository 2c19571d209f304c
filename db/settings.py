"""What a partnership has set: changed as a whole, with its trail."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db import audit
from db.models import Partnership


def change(
    session: Session,
    partnership: Partnership,
    wanted: dict[str, str | bool | None],
    *,
    by: int | None,
    now: datetime,
) -> dict[str, Any]:
    """Set some columns of the session's partnership; gives those that changed, as they were.

    It is set up by then, if it was not before.
    """
    before = {name: getattr(partnership, name) for name in wanted}
    changed = {name: each for name, each in before.items() if wanted[name] != each}
    first = partnership.set_up_at is None
    for name in changed:
        setattr(partnership, name, wanted[name])
    partnership.set_up_at = partnership.set_up_at or now
    session.flush()
    if changed or first:
        audit.record(
            session,
            actor_id=by,
            verb="change settings",
            subject_kind="partnership",
            subject_id=partnership.id,
            before=changed,
            after={name: wanted[name] for name in changed},
            now=now,
        )
    return changed
