"""`/joinedup export`: the whole register, to take away."""

from sqlalchemy.orm import Session

from bot.messages import exports as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Request
from db import audit, links
from domain.exports import LASTS, MAY_EXPORT, PURPOSE
from domain.language import N_


def export(request: Request, session: Session) -> Answer:
    """Give links to the register, to the person who asks alone."""
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
    return Reply(messages.offered(address, int(LASTS.total_seconds() // 60)))


def opened(_request: Request, _session: Session) -> Answer:
    """Say nothing: Slack has opened the address itself."""
    return None


ROWS = (
    Command("/joinedup", "export", "", N_("Take the whole register away"), export, MAY_EXPORT),
    Button("export.offer", export, MAY_EXPORT),
    Button("export.xlsx", opened, MAY_EXPORT, changes=False),
    Button("export.csv", opened, MAY_EXPORT, changes=False),
)
