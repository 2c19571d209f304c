"""Mail that waits behind our door is read and applied, each in a transaction of its own."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.faults import reference_for, report
from db import calendar_replies, inbound, mail_outcomes
from db.engine import Database
from db.mail_outcomes import Outcome
from db.models import InboundMail
from domain import probes, reply_mails
from domain.replies import Inbound

TRIES = 3
"""How often handling a mail may break before it is left to the operator."""

PATIENT_TRIES = 60
"""The same where the database breaks it: at a run a second, a minute of a bad day."""

AT_ONCE = 200
"""Mails of one run; the others wait for the next."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Inbox:
    """Reads mail to our mailbox. One that can't be handled keeps back nobody behind it."""

    mailbox: str

    def run(self, database: Database, now: datetime) -> int:
        """Handle what waits, the oldest first; say how many mails."""
        with database.reading() as session:
            waiting = inbound.waiting(session, AT_ONCE)
        return sum(self.handle(database, mail_id, now) for mail_id in waiting)

    def handle(self, database: Database, mail_id: int, now: datetime) -> bool:
        """Handle one mail, unless another worker has it; what broke is undone, and counted.

        It is read before anything is held: nobody waits for what a stranger wrote.
        """
        try:
            with database.reading() as session:
                raw = inbound.raw_of(session, mail_id)
            read = reply_mails.read(raw)
            with database.writing() as session:
                mail = inbound.claim(session, mail_id)
                if mail is not None:
                    self._settle(session, mail, read, now)
        except Exception as error:  # noqa: BLE001 - the database; the next mail may do better
            report("mail waits", error, mail=mail_id)
            return False
        return mail is not None

    def _settle(self, session: Session, mail: InboundMail, read: Inbound, now: datetime) -> None:
        try:
            with session.begin_nested():
                outcome = self._outcome(session, mail, read, now)
        except Exception as error:  # noqa: BLE001 - a poison mail keeps back nobody
            tries = PATIENT_TRIES if isinstance(error, OperationalError) else TRIES
            inbound.missed(mail, reference_for(error), tries=tries, now=now)
            return
        inbound.done(mail, outcome.state, outcome.why, owner_id=outcome.owner_id, now=now)
        log.info("mail read", mail=mail.id, state=outcome.state, outcome=outcome.why)

    def _outcome(
        self, session: Session, mail: InboundMail, read: Inbound, now: datetime
    ) -> Outcome:
        if probes.is_one(mail.token, read):
            return mail_outcomes.ignored("probe")
        return calendar_replies.apply(session, mail, read, mailbox=self.mailbox, now=now)
