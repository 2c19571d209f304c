"""`/joinedup export`: the whole register, and attendance, to take away."""

from sqlalchemy.orm import Session

from bot.messages import exports as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Request
from db import audit, links
from domain.exports import LASTS, MAY_EXPORT, MAY_EXPORT_ATTENDANCE, PURPOSE
from domain.language import N_

_MINUTES = int(LASTS.total_seconds() // 60)


def export(request: Request, session: Session) -> Answer:
    """Give links to the register and to attendance, to the person who asks alone."""
    return Reply(messages.offered(_address(request, session), _MINUTES))


def attendance(request: Request, session: Session) -> Answer:
    """Give links to attendance, to the person who asks alone."""
    return Reply(messages.attendance_offered(_address(request, session), _MINUTES))


def _address(request: Request, session: Session) -> str:
    """Issue a link to files that are taken away, and note that it was asked for."""
    person_id = request.caller.person_id
    link = links.issue(session, PURPOSE, person_id=person_id, lasts=LASTS, now=request.now)
    address = request.addresses.link(link)
    audit.record(
        session,
        actor_id=person_id,
        verb="export",
        subject_kind="partnership",
        subject_id=request.partnership.id,
        before=None,
        after={"link": link.id},
        now=request.now,
    )
    return address


def opened(_request: Request, _session: Session) -> Answer:
    """Say nothing: Slack has opened the address itself."""
    return None


ROWS = (
    Command("/joinedup", "export", "", N_("Take the whole register away"), export, MAY_EXPORT),
    Button("export.offer", export, MAY_EXPORT),
    Button("export.xlsx", opened, MAY_EXPORT, changes=False),
    Button("export.csv", opened, MAY_EXPORT, changes=False),
    Button("figures.export", attendance, MAY_EXPORT_ATTENDANCE),
    Button("export.attendance.xlsx", opened, MAY_EXPORT_ATTENDANCE, changes=False),
    Button("export.attendance.csv", opened, MAY_EXPORT_ATTENDANCE, changes=False),
)
