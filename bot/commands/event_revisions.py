"""Two coordinators at once: whether an event is still as a form showed it, and what changed."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot import language
from bot.routing import Request
from db import event_pages, events
from db.events import Shown
from db.models import Series
from domain.events import Status
from domain.language import N_
from domain.language import gettext as _

DID = {
    "move": N_("moved it"),
    "move series": N_("moved the whole series"),
    "cancel": N_("cancelled it, or a part of it"),
    "change event": N_("changed its details"),
    "change series": N_("changed the details of the series"),
    "end series": N_("ended the series, for one that follows it"),
    "send calendar": N_("had its calendar entries sent"),
    "invite": N_("invited more people"),
    "uninvite": N_("took somebody out"),
    "stop": N_("stopped a change"),
}
"""What the record calls a change, as a part of a sentence."""


Entered = Mapping[str, Any]
"""What was entered into a form, by field."""

REHEARSING = "rehearsing"
"""Where a preview carries along whether it was made in rehearsal."""


def carried(request: Request) -> Entered:
    """Give what a preview carries along of what was entered."""
    held = request.state.get("entered")
    return held if isinstance(held, dict) else {}


def state_of(shown: Shown, **more: object) -> dict[str, Any]:
    """Give what a form carries along, so that a change meanwhile is seen."""
    return {"event": shown.event.id, "revision": shown.series.revision, **more}


def looked(
    request: Request, shown: Shown, revision: int, entered: Entered | None = None
) -> dict[str, Any]:
    """Give what a preview carries along: at which revision, and whether in rehearsal, it was made.

    What it shows was done to count it, so that the event has a later revision by then.
    """
    held = {} if entered is None else {"entered": dict(entered)}
    rehearsing = request.partnership.in_rehearsal(request.now)
    return {"event": shown.event.id, "revision": revision, REHEARSING: rehearsing, **held}


def gone_live(request: Request) -> str:
    """Say that what was looked at in rehearsal goes to partners by now; empty if nothing."""
    if not request.state.get(REHEARSING) or request.partnership.in_rehearsal(request.now):
        return ""
    return live_now()


def live_now() -> str:
    """Say of something that was looked at in rehearsal that it goes to partners by now."""
    return _("You are live now: this goes to partners too. Please look at it again.")


def meanwhile(request: Request, session: Session, series: Series, at: Shown | None = None) -> str:
    """Say what somebody else changed since the form was opened; empty if nothing."""
    if request.state.get("revision") in (None, series.revision):
        return ""
    last = event_pages.last_change(session, series.id)
    who, what = _("Somebody else"), _("changed this")
    if last is not None:
        who = last.by or who
        what = _(DID[last.verb]) if last.verb in DID else what
    said = _("Meanwhile {who} {what}. Please look again: nothing of yours was lost.")
    return " ".join([said.format(who=who, what=what), *([_now(at)] if at else [])])


def _now(shown: Shown) -> str:
    if shown.event.status == Status.CANCELLED:
        return _("It is cancelled now.")
    when = language.time_span(events.span_of(shown.event))
    return _("It is {title}, {when}, now.").format(title=shown.event.title, when=when)


def zone_of(request: Request) -> ZoneInfo:
    """Give the time zone in which a coordinator reads when something leaves."""
    return ZoneInfo(request.partnership.zone)
