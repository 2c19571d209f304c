"""Papers whose files came through Slack: fetched outside of any transaction, then kept."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from bot.failures import SlackFailed
from bot.faults import reference_for, report
from bot.language import catalogue
from bot.slack import Slack
from db import deliveries, installations, paper_rounds, papers, people
from db.deliveries import Priority
from db.engine import Database
from db.models import Paper, Partnership, Person
from db.paper_rounds import Waiting
from db.sealing import CannotOpen, Sealer
from db.tenancy import within
from domain.errors import Refused
from domain.language import gettext as _
from domain.language import speaking
from domain.papers import MOST_BYTES, kind_of, refuse_content
from jobs.apart import Pieces

TRIES = 20
"""Runs that a file may take to arrive: at one in three seconds, a minute without Slack."""

TOLD = "paper.file"
"""The kind of the message that says what became of a file."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file to fetch: for which paper, where it lies, who gave it, and their language."""

    partnership_id: int
    paper_id: int
    file_id: str
    sealed_token: bytes | None
    users: frozenset[str]
    language: str


def _waiting(session: Session, now: datetime) -> list[tuple[int, Waiting]]:
    return paper_rounds.waiting(session, now=now)


def _announce(session: Session, papers: Waiting, now: datetime) -> int:
    return paper_rounds.announce_due(session, papers, now=now) is not None


announce = Pieces("announce papers", _waiting, _announce)
"""Tells those invited of new papers where that is due; says how many rounds were planned."""


class Files:
    """Fetches the files of papers, each on its own."""

    def __init__(self, slack: Slack, sealer: Sealer) -> None:
        self._slack = slack
        self._sealer = sealer

    def run(self, database: Database, now: datetime) -> int:
        """Fetch what was given; say how many files were settled."""
        with database.reading() as session:
            waiting = papers.asked(session)
        return sum(self._settle(database, *each, now) for each in waiting)

    def _settle(
        self, database: Database, partnership_id: int, paper_id: int, now: datetime
    ) -> bool:
        """Fetch one file; False: Slack did not answer, the next run may do better."""
        with database.reading() as session, within(session, partnership_id):
            asked = _asked(session, partnership_id, paper_id)
        if asked is None:
            return False
        with speaking(catalogue(asked.language)):
            try:
                found: tuple[str, bytes] | str = self._fetched(asked)
            except Refused as no:
                found = no.sentence
            except SlackFailed as failed:
                return _wait(database, asked, failed, now)
            except CannotOpen as error:
                report("file waits", error, paper_id=paper_id)
                return False
            except Exception as error:  # noqa: BLE001 - a poison file blocks nobody else
                found = _("Something went wrong on our side. Reference: {ref}.").format(
                    ref=reference_for(error)
                )
            return _keep(database, asked, found, now)

    def _fetched(self, asked: _Asked) -> tuple[str, bytes]:
        """Fetch a file: its name and bytes. Raises `Refused` for one that can't be taken."""
        if asked.sealed_token is None:
            raise SlackFailed("file", "not_installed")
        token = self._sealer.open(asked.sealed_token, asked.partnership_id)
        about = self._slack.file(token, asked.file_id)
        if about.get("user") not in asked.users:
            raise Refused(_("This file is somebody else's. Please choose it again."))
        name = str(about.get("name") or "")
        kind = kind_of(name)
        if int(about.get("size") or 0) > MOST_BYTES:
            raise Refused(_("This file is larger than 10 MB. Please add a link to it instead."))
        url = str(about.get("url_private_download") or about.get("url_private") or "")
        content = self._slack.fetch(token, url, most=MOST_BYTES)
        refuse_content(content, kind)
        return name, content


def _asked(session: Session, partnership_id: int, paper_id: int) -> _Asked | None:
    paper = papers.by_id(session, paper_id)
    if paper is None or paper.source is None:
        return None
    partnership = session.get_one(Partnership, partnership_id)
    person = session.get(Person, paper.added_by) if paper.added_by is not None else None
    tokens = {each.team_id: each.sealed_token for each in installations.live(session)}
    known = people.slack_identities(session, paper.added_by or 0)
    return _Asked(
        partnership_id,
        paper_id,
        str(paper.source.get("slack_file", "")),
        tokens.get(str(paper.source.get("team", ""))),
        frozenset(each.user_id for each in known),
        (person.language if person is not None else None) or partnership.language,
    )


def _wait(database: Database, asked: _Asked, failed: SlackFailed, now: datetime) -> bool:
    """Try again later, unless the file is gone or has been tried for long enough."""
    log.info("file waits", paper_id=asked.paper_id, error=failed.code)
    with database.writing() as session, within(session, asked.partnership_id):
        paper = papers.to_change(session, asked.paper_id)
        if paper is None or paper.source is None:
            return False
        tries = paper.source.get("tries", 0) + 1
        paper.source = {**paper.source, "tries": tries}
    if failed.of_installation:
        sentence = _("Slack lets me read no files. Whoever installed the app can mend it.")
    elif failed.permanent or tries >= TRIES:
        sentence = _("Slack did not give me the file. Please try again.")
    else:
        return False
    return _keep(database, asked, sentence, now)


def _keep(database: Database, asked: _Asked, found: tuple[str, bytes] | str, now: datetime) -> bool:
    """Keep what was fetched, or the sentence that says why not, and tell whoever gave it."""
    with database.writing() as session, within(session, asked.partnership_id):
        paper = papers.to_change(session, asked.paper_id)
        if paper is None or paper.source is None:
            return False  # it was removed meanwhile, or another process was first
        if isinstance(found, str):
            papers.fail(paper, found, now=now)
        else:
            papers.keep_file(paper, *found)
        _tell(session, paper, now)
        return True


def _tell(session: Session, paper: Paper, now: datetime) -> None:
    if paper.added_by is None:
        return
    session.flush()
    deliveries.plan(
        session,
        key=f"paper:{paper.id}:file",
        kind=TOLD,
        person_id=paper.added_by,
        subject={"paper": paper.id},
        priority=Priority.NOTICE,
        due_at=now,
        now=now,
    )
