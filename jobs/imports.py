"""Spreadsheets that came through Slack: fetched and read outside of any transaction, then kept.

What was confirmed and is too much for a request is written here, too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot import call_files, sheets
from bot import meeting_lists as lists
from bot.failures import SlackFailed
from bot.faults import reference_for, report
from bot.language import catalogue
from bot.slack import Slack
from db import call_imports, deliveries, events, imports, installations, meeting_imports, people
from db.deliveries import Priority
from db.engine import Database
from db.import_runs import By
from db.models import Import, Partnership, Person
from db.register_sheets import HEADINGS
from db.sealing import CannotOpen, Sealer
from db.tenancy import within
from domain.call_reports import Report
from domain.errors import Refused
from domain.imports import Reading, State
from domain.language import gettext as _
from domain.language import speaking
from domain.meeting_files import Meetings
from domain.readings import read_sheets
from domain.when import WallSpan, zone_named

TRIES = 20
"""Runs that a file may take to arrive: at one in three seconds, a minute without Slack."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A file to fetch: whose import it is, where it lies, and in which language to answer.

    `span` is when the event took place of which it is a call's report.
    """

    partnership_id: int
    import_id: int
    file_id: str
    sealed_token: bytes | None
    users: frozenset[str]
    language: str
    kind: str
    zone: str
    span: WallSpan | None = None


class Imports:
    """Fetches files, reads them, and says what was found; each import on its own."""

    def __init__(self, slack: Slack, sealer: Sealer) -> None:
        self._slack = slack
        self._sealer = sealer

    def run(self, database: Database, now: datetime) -> int:
        """Read what was given, and write what was confirmed; say how many were settled."""
        with database.reading() as session:
            asked = imports.in_state(session, State.ASKED)
            confirmed = imports.in_state(session, State.CONFIRMED)
        read = sum(self._read(database, *each, now) for each in asked)
        return read + sum(self._write(database, *each, now) for each in confirmed)

    def _read(self, database: Database, partnership_id: int, import_id: int, now: datetime) -> bool:
        """Fetch and read one file; False: Slack did not answer, the next run may do better."""
        with database.reading() as session, within(session, partnership_id):
            asked = _asked(session, imports.by_id(session, import_id))
        with speaking(catalogue(asked.language)):
            try:
                name, content = self._fetched(asked)
                settle = _settling(asked, name, content, now)
            except Refused as no:
                settle = _failing(no.sentence)
            except SlackFailed as failed:
                log.info("file waits", import_id=import_id, error=failed.code)
                settle = _waiting(failed)
            except CannotOpen as error:
                report("file waits", error, import_id=import_id)
                return False
            except Exception as error:  # noqa: BLE001 - a poison file blocks nobody else
                settle = _failing(_broken(reference_for(error)))
            return self._settle(database, asked, now, settle)

    def _settle(self, database: Database, asked: _Asked, now: datetime, settle: "_Settle") -> bool:
        with database.writing() as session, within(session, asked.partnership_id):
            row = imports.to_change(session, asked.import_id)
            if row.state != State.ASKED:
                return False  # another process was first
            settle(session, row, _by(session, row, now))
            if row.state == State.ASKED:
                return False
            _tell(session, row, now)
            return True

    def _fetched(self, asked: _Asked) -> tuple[str, bytes]:
        """Fetch a file: its name, and what it holds. `Refused` for one that can't be taken."""
        if asked.sealed_token is None:
            raise SlackFailed("file", "not_installed")
        token = self._sealer.open(asked.sealed_token, asked.partnership_id)
        about = self._slack.file(token, asked.file_id)
        if about.get("user") not in asked.users:
            raise Refused(_("This file is somebody else's. Please choose it again."))
        name = str(about.get("name") or "")
        sheets.refuse_size(int(about.get("size") or 0), most=sheets.IN_SLACK)
        url = str(about.get("url_private_download") or about.get("url_private") or "")
        return name, self._slack.fetch(token, url, most=sheets.IN_SLACK)

    def _write(
        self, database: Database, partnership_id: int, import_id: int, now: datetime
    ) -> bool:
        """Write one import that was confirmed; what can't be written waits for somebody again."""
        with database.reading() as session, within(session, partnership_id):
            language = _asked(session, imports.by_id(session, import_id)).language
        with speaking(catalogue(language)):
            try:
                with database.writing() as session, within(session, partnership_id):
                    row = imports.to_change(session, import_id)
                    if row.state != State.CONFIRMED:
                        return False
                    _confirm(session, row, _by(session, row, now))
                    _tell(session, row, now)
            except Refused as no:
                self._hold_back(database, partnership_id, import_id, now, no.sentence)
            except Exception as error:  # noqa: BLE001 - a poison file blocks nobody else
                sentence = _broken(reference_for(error))
                self._hold_back(database, partnership_id, import_id, now, sentence)
        return True

    def _hold_back(
        self, database: Database, partnership_id: int, import_id: int, now: datetime, sentence: str
    ) -> None:
        with database.writing() as session, within(session, partnership_id):
            row = imports.to_change(session, import_id)
            imports.hold_back(row, sentence)
            _tell(session, row, now)


_Settle = Callable[[Session, Import, By], Any]
_Content = Reading | Meetings | Report


def _read(asked: _Asked, name: str, content: bytes, now: datetime) -> _Content:
    """Read what a file holds of its kind. Raises `Refused` for one that can't be taken."""
    if asked.span is not None:
        return call_files.read(content, name, asked.span, most=sheets.IN_SLACK)
    if asked.kind == imports.MEETINGS:
        today = now.astimezone(zone_named(asked.zone)).date()
        return lists.read(content, name, zone=asked.zone, today=today, most=sheets.IN_SLACK)
    return read_sheets(sheets.read(content, name, most=sheets.IN_SLACK), HEADINGS)


def _settling(asked: _Asked, name: str, content: bytes, now: datetime) -> _Settle:
    """Read a file, to be kept by its name, or to be told by it why it can't be taken."""
    try:
        return _keeping(name, _read(asked, name, content, now))
    except Refused as no:
        return _failing(no.sentence, name)


def _keeping(name: str, reading: _Content) -> _Settle:
    def settle(session: Session, row: Import, by: By) -> None:
        _name(row, name)
        if isinstance(reading, Report):
            call_imports.keep(session, row, reading, by=by)
        elif isinstance(reading, Meetings):
            meeting_imports.keep(session, row, reading, by=by)
        else:
            imports.keep(session, row, reading, by=by)

    return settle


def _confirm(session: Session, row: Import, by: By) -> None:
    if row.kind == imports.MEETINGS:
        meeting_imports.confirm(session, row, by=by)
    else:
        imports.confirm(session, row, by=by)


def _name(row: Import, name: str) -> None:
    row.file_name = name[:120] or row.file_name


def _failing(sentence: str, name: str = "") -> _Settle:
    def settle(_session: Session, row: Import, _by: By) -> None:
        _name(row, name)
        imports.fail(row, sentence)

    return settle


def _waiting(failed: SlackFailed) -> _Settle:
    """Try again later, unless the file is gone or has been tried for long enough."""

    def settle(_session: Session, row: Import, _by: By) -> None:
        tries = row.source.get("tries", 0) + 1
        row.source = {**row.source, "tries": tries}
        if failed.of_installation:
            imports.fail(
                row, _("Slack lets me read no files. Whoever installed the app can mend it.")
            )
        elif failed.permanent or tries >= TRIES:
            imports.fail(row, _("Slack did not give me the file. Please try again."))

    return settle


def _broken(reference: str) -> str:
    return _("Something went wrong on our side. Please give this to whoever runs it: {ref}").format(
        ref=reference
    )


def _asked(session: Session, row: Import) -> _Asked:
    partnership = session.get_one(Partnership, row.partnership_id)
    person = session.get(Person, row.asked_by) if row.asked_by is not None else None
    team = str(row.source.get("team", ""))
    tokens = {each.team_id: each.sealed_token for each in installations.live(session)}
    known = people.slack_identities(session, row.asked_by or 0)
    of_call = call_imports.event_of(session, row)
    return _Asked(
        partnership.id,
        row.id,
        str(row.source.get("slack_file", "")),
        tokens.get(team),
        frozenset(each.user_id for each in known),
        (person.language if person is not None else None) or partnership.language,
        row.kind,
        partnership.zone,
        events.span_of(of_call.event) if of_call is not None else None,
    )


def _by(session: Session, row: Import, now: datetime) -> By:
    partnership = session.get_one(Partnership, row.partnership_id)
    return By(row.asked_by, now, partnership.day(now))


def _tell(session: Session, row: Import, now: datetime) -> None:
    """Plan the message that says where an import stands; one for each time that it changes."""
    if row.asked_by is None:
        return
    told = row.source.get("told", 0) + 1
    row.source = {**row.source, "told": told}
    session.flush()
    deliveries.plan(
        session,
        key=f"import:{row.id}:{told}",
        kind="import",
        person_id=row.asked_by,
        subject={"import": row.id},
        priority=Priority.NOTICE,
        due_at=now,
        now=now,
    )
