"""Names that are nearly another partner's: asked about beside their field, and ticked."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from bot.messages.organisation_forms import DIFFERENT
from bot.routing import Request
from db import merges, names
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import name_key
from domain.organisations import family
from domain.spans import Span
from domain.spellings import Close


def refuse_near(
    request: Request,
    session: Session,
    name: str,
    *,
    since: date | None = None,
    own: int | None = None,
    field: str = "name",
) -> None:
    """Raise `Refused` where another has, or had, a name that may be another spelling of it.

    A name that another has itself from `since` on is taken, whatever is ticked.

    Not where somebody ticked that it is a different organisation. `own`: whose the name becomes;
    those that were merged into it are no others.
    """
    names.refuse_taken(session, name, Span(since or request.day), besides=own, field=field)
    if request.picked(DIFFERENT):
        return
    ours = family(merges.redirects(session, request.day), own) if own is not None else frozenset()
    near = [each for each in names.close(session, name) if each[0] not in ours]
    if not near:
        return
    _owner, other, how = near[0]
    said = {
        Close.SAME: _("“{name}” was the name of a partner before."),
        Close.ACCENT: _("“{name}” is a partner already: only an accent differs."),
        Close.SPELLING: _("“{name}” is a partner already, and its name is close."),
    }
    asked = _("If yours is a different organisation, tick the box below.")
    raise Refused(f"{said[how].format(name=other)} {asked}", field=field)


def refuse_near_aliases(
    request: Request,
    session: Session,
    aliases: Iterable[str],
    *,
    own: int | None = None,
    held: Iterable[str] = (),
) -> None:
    """Raise `Refused` for a new alias that may be another spelling of another's name."""
    known = {name_key(each) for each in held}
    for each in aliases:
        if name_key(each) not in known:
            refuse_near(request, session, each, own=own, field="aliases")
