"""Mail that waits is applied once, whoever else works; one that breaks keeps back nobody."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db import calendar_replies, inbound, mail_outcomes
from db.engine import Database
from db.mail_outcomes import Outcome
from db.models import Answer, Attendee, InboundMail, InboxEntry, Partnership
from db.tenancy import across_partnerships
from domain import probes, reply_mails
from domain.answers import Kind
from domain.replies import Inbound
from jobs import retention
from jobs.inbox import PATIENT_TRIES, TRIES, Inbox
from tests.db.mailed import MAILBOX, attendee
from tests.db.mailed import mail as reply
from tests.db.meetings import NOW, register

SECOND = timedelta(seconds=1)


def put(database: Database, raw: bytes, tag: str) -> None:
    """Store a mail as the door does."""
    local, _, host = MAILBOX.rpartition("@")
    with database.writing() as session:
        inbound.store(session, raw, "a@b.org", f"{local}+{tag}@{host}", NOW)


def mails(database: Database) -> Sequence[InboundMail]:
    with database.reading() as session:
        return session.scalars(select(InboundMail).order_by(InboundMail.id)).all()


def states(database: Database) -> list[str]:
    return [each.state for each in mails(database)]


def words(text: str) -> bytes:
    return f"From: a@b.org\r\nSubject: Yes\r\n\r\n{text}\r\n".encode()


def test_a_calendars_reply_becomes_an_answer(database: Database) -> None:
    with register(database, ("Police",)) as made:
        series = made.sent()
        token = made.session.scalars(select(Attendee.token)).one()
        said = attendee("police.lead@example.org", "ACCEPTED")
        uid, owner = series.uid, made.owner.id
    put(database, reply(uid, people=[said]), token)
    assert Inbox(MAILBOX).run(database, NOW) == 1
    assert Inbox(MAILBOX).run(database, NOW) == 0
    with database.reading() as session, across_partnerships(session):
        assert session.scalars(select(Answer.kind)).all() == [Kind.ATTENDING]
    [mail] = mails(database)
    assert (mail.state, mail.owner_id, mail.applied_at) == ("applied", owner, NOW)


def test_a_mail_is_read_once_and_nobody_waits_for_that(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[bool]()

    def reading(raw: bytes) -> Inbound:
        with database.writing(patience=0.0) as session:  # nobody else writes meanwhile
            read.append(inbound.stuck(session).waiting == 1)
        return really(raw)

    really = reply_mails.read
    monkeypatch.setattr(reply_mails, "read", reading)
    put(database, words("Yes"), "")
    assert Inbox(MAILBOX).run(database, NOW) == 1
    assert read == [True]


def break_on(monkeypatch: pytest.MonkeyPatch, tag: str, error: Exception) -> None:
    """Let one mail break in the middle of its work, and be written down as applied else."""

    def apply(session: Session, mail: InboundMail, _read: Inbound, **_: object) -> Outcome:
        with across_partnerships(session):
            owner = session.scalars(select(Partnership.id)).one()
            session.add(InboxEntry(partnership_id=owner, key=mail.key, received_at=NOW))
        if mail.token == tag:
            raise error
        return mail_outcomes.applied("words")

    monkeypatch.setattr(calendar_replies, "apply", apply)


def test_what_breaks_is_undone_tried_again_and_left_and_keeps_back_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register(database, ()):
        pass
    break_on(monkeypatch, "poison", ZeroDivisionError("their words"))
    for tag in ("poison", "good"):
        put(database, words(tag), tag)
    assert Inbox(MAILBOX).run(database, NOW) == 2
    assert states(database) == ["waiting", "applied"]
    for _ in range(TRIES):
        Inbox(MAILBOX).run(database, NOW)
    poison, good = mails(database)
    assert (poison.state, poison.attempts, good.attempts) == ("failed", TRIES, 0)
    assert poison.outcome
    assert "words" not in poison.outcome
    with database.reading() as session, across_partnerships(session):
        assert session.scalars(select(InboxEntry.key)).all() == [good.key]
        assert inbound.stuck(session).failed == (poison.id,)


def test_what_failed_can_be_read_once_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register(database, ()):
        pass
    with monkeypatch.context() as broken:
        break_on(broken, "poison", ZeroDivisionError())
        put(database, words("Yes"), "poison")
        for _ in range(TRIES):
            Inbox(MAILBOX).run(database, NOW)
    with database.writing() as session:
        assert inbound.again(session) == 1
        assert inbound.again(session) == 0
    Inbox(MAILBOX).run(database, NOW)
    assert states(database) == ["ignored"]


def test_a_bad_minute_of_the_database_fails_no_mail(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with register(database, ()):
        pass
    break_on(monkeypatch, "late", OperationalError("", {}, Exception()))
    put(database, words("Yes"), "late")
    for _ in range(PATIENT_TRIES - 1):
        Inbox(MAILBOX).run(database, NOW)
    assert states(database) == ["waiting"]
    Inbox(MAILBOX).run(database, NOW)
    assert states(database) == ["failed"]


def test_several_workers_apply_each_mail_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied: Counter[int] = Counter()

    def apply(_session: Session, mail: InboundMail, _read: Inbound, **_: object) -> Outcome:
        applied[mail.id] += 1
        return mail_outcomes.applied("words")

    monkeypatch.setattr(calendar_replies, "apply", apply)
    for number in range(40):
        put(database, words(str(number)), str(number))
    ready = Barrier(4)

    def work(_number: int) -> int:
        ready.wait()
        return Inbox(MAILBOX).run(database, NOW)

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(work, range(4))) == 40
    assert set(applied.values()) == {1}
    assert len(applied) == 40


@pytest.mark.parametrize(
    ("tag", "uid"),
    [
        (probes.tag("1a2b", probes.PLUS), "x"),
        (probes.tag("1a2b", probes.PLUS).upper(), "x"),
        ("", probes.tag("1a2b", probes.ANSWER)),
    ],
)
def test_what_comes_back_of_the_doctors_is_nobodys(database: Database, tag: str, uid: str) -> None:
    put(database, reply(uid, people=[attendee("a@b.org", "ACCEPTED")]), tag)
    Inbox(MAILBOX).run(database, NOW)
    [mail] = mails(database)
    assert (mail.state, mail.outcome) == ("ignored", "probe")


def test_bytes_are_forgotten_after_a_month_and_the_key_stays(database: Database) -> None:
    put(database, words("Yes"), "x")
    put(database, words("No"), "x")
    with database.writing() as session:
        first = inbound.claim(session, mails(database)[0].id)
        assert first is not None
        inbound.done(first, "ignored", "words", now=NOW)
    with database.writing() as session:
        assert retention.forget(session, NOW + retention.TEXTS) == 0
        assert retention.forget(session, NOW + retention.TEXTS + SECOND) == 1
    assert [each.raw is None for each in mails(database)] == [True, False]
    put(database, words("Yes"), "x")
    assert len(mails(database)) == 2
