"""Papers of events: added, fetched and taken away. db/paper_rounds.py tells people of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from db import audit
from db.models import Event, Paper
from db.tenancy import across_partnerships
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.names import name_key
from domain.papers import MEDIA_TYPES, MOST, clean_link, clean_paper_title, kind_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper without its content: how large its file is, None for a link; or still to come."""

    paper: Paper
    size: int | None

    @property
    def coming(self) -> bool:
        """Say whether its file is still being fetched."""
        return self.paper.source is not None


def of(session: Session, event_id: int) -> list[Listed]:
    """List the papers of an event, the first added first."""
    query = (
        select(Paper, func.length(Paper.content))
        .where(Paper.event_id == event_id, Paper.removed_at.is_(None))
        .options(defer(Paper.content))
        .order_by(Paper.id)
    )
    return [Listed(paper, size) for paper, size in session.execute(query)]


def ready(session: Session, event_id: int) -> list[Listed]:
    """List the papers of an event that can be opened."""
    return [each for each in of(session, event_id) if not each.coming]


def by_id(session: Session, paper_id: int) -> Paper | None:
    """Find a paper that is there, with its content."""
    query = select(Paper).where(Paper.id == paper_id, Paper.removed_at.is_(None))
    return session.scalars(query).one_or_none()


def add_link(
    session: Session, event: Event, title: str, url: str, *, by: int | None, now: datetime
) -> Paper:
    """Add a paper that lies elsewhere. `Refused` for a bad title or link, and one there already."""
    wanted, link = clean_paper_title(title), clean_link(url)
    known = _refuse_more(session, event, wanted)
    if any(each.paper.url == link for each in known):
        raise Refused(_("A paper with this link is there already."), field="link")
    return _add(session, Paper(event_id=event.id, title=wanted, url=link), by=by, now=now)


def ask_file(
    session: Session,
    event: Event,
    title: str,
    source: dict[str, Any],
    *,
    by: int | None,
    now: datetime,
) -> Paper:
    """Note a paper whose file lies in Slack: a job fetches it. `Refused` as for a link."""
    wanted = clean_paper_title(title)
    _refuse_more(session, event, wanted)
    return _add(session, Paper(event_id=event.id, title=wanted, source=source), by=by, now=now)


def _refuse_more(session: Session, event: Event, title: str) -> list[Listed]:
    """Raise `Refused` for a title that is there already, and where there is no room."""
    if event.status == Status.CANCELLED:
        raise Refused(_("This event is cancelled. It takes no more papers."))
    session.scalars(select(Event.id).where(Event.id == event.id).with_for_update()).one()
    known = of(session, event.id)
    if any(name_key(each.paper.title) == name_key(title) for each in known):
        raise Refused(
            _("A paper of this title is there already. Please remove it first, or choose another."),
            field="title",
        )
    if len(known) >= MOST:
        raise Refused(
            _("An event holds {n} papers. Please remove one first.").format(n=MOST), field="title"
        )
    return known


def _add(session: Session, paper: Paper, *, by: int | None, now: datetime) -> Paper:
    paper.added_at, paper.added_by = now, by
    session.add(paper)
    session.flush()
    _record(session, "add", paper, by=by, now=now)
    return paper


def keep_file(paper: Paper, name: str, content: bytes) -> None:
    """Keep the file that was fetched for a paper; it has been found to be one of our kinds."""
    paper.file_name, paper.media_type = name[-120:], MEDIA_TYPES[kind_of(name)]
    paper.content, paper.source = content, None


def remove(session: Session, paper: Paper, *, by: int | None, now: datetime) -> None:
    """Take a paper away, and forget its file. Those who were told of it keep what they opened."""
    paper.removed_at, paper.content, paper.source = now, None, None
    session.flush()
    _record(session, "remove", paper, by=by, now=now)


def asked(session: Session) -> list[tuple[int, int]]:
    """List the papers of all partnerships whose file is to be fetched: (partnership, id)."""
    query = select(Paper.partnership_id, Paper.id).where(
        Paper.source.is_not(None), Paper.removed_at.is_(None)
    )
    with across_partnerships(session):
        found = session.execute(query.order_by(Paper.id))
        return [(partnership_id, paper_id) for partnership_id, paper_id in found]


def to_change(session: Session, paper_id: int) -> Paper | None:
    """Find a paper and hold it: whoever else would change it waits for this transaction's end."""
    query = select(Paper).where(Paper.id == paper_id, Paper.removed_at.is_(None))
    held = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(held).one_or_none()


def fail(paper: Paper, sentence: str, *, now: datetime) -> None:
    """Give up a file that can't be taken, and keep the sentence that says why."""
    paper.removed_at, paper.source = now, {"sentence": sentence}


def told_of(session: Session, event_id: int, ids: Collection[int]) -> list[Listed]:
    """Give those of some papers of an event that are there still."""
    return [each for each in ready(session, event_id) if each.paper.id in ids]


def _record(session: Session, verb: str, paper: Paper, *, by: int | None, now: datetime) -> None:
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="paper",
        subject_id=paper.id,
        before=None,
        after={"title": paper.title, "link": paper.url, "event": paper.event_id},
        now=now,
    )
