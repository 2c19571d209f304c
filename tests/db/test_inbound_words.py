"""Mail that is no calendar's answer: noted, acted on or shown, and never guessed at."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from db import (
    diary_contacts,
    mail_notes,
    people,
    reminders,
    review_lines,
    reviews,
    worklist,
    written_lines,
)
from db.engine import Database
from db.models import Delivery
from db.models.deliveries import State
from tests.db.mailed import MAILBOX, Post
from tests.db.meetings import BEGAN, NOW, Register, register

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
OURS = "11111111-1111-1111-1111-111111111111@joinedup.example.org"


def left(made: Register, who: int = 0) -> Delivery:
    """Let a lead's invitation have left, under a Message-ID."""
    made.arrived()
    person = made.leads[who]
    query = select(Delivery).where(Delivery.person_id == person.id)
    row = made.session.scalars(query.where(Delivery.channel_kind == "mail")).one()
    row.provider_ref = OURS
    row.sent_to = people.addresses(made.session, person.id)[0].address
    made.session.flush()
    return row


def note(*headers: str, words: str = "I am away until Monday.", to: str = OURS) -> bytes:
    """Write a mail that answers one of ours."""
    lines = [
        "From: The lead <police.lead@example.org>",
        f"To: {MAILBOX}",
        "Subject: Re: Leadership Forum",
        f"In-Reply-To: <{to}>",
        *headers,
        "Content-Type: text/plain; charset=utf-8",
        "",
        words,
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
    ],
)
def test_an_out_of_office_note_is_noted_and_its_text_not_kept(
    database: Database, header: str
) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        left(made)
        made.leads[0].job_title = "Chief Constable"
        assert post.bring(note(header)).why == "automatic reply"
        assert post.waiting("written") == []
        (noted,) = mail_notes.of(made.session, made.first(series).event.id)
        assert (noted.kind, noted.whose) == ("automatic", "Chief Constable")
        post.bring(note(header))
        assert len(mail_notes.of(made.session, made.first(series).event.id)) == 1


def test_words_that_answer_a_mail_of_ours_wait_without_what_they_quote(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        left(made)
        words = "Yes.\r\n\r\nOn Thu, 5 Nov 2026 at 09:00, Partnership <a@b.c> wrote:\r\n> old"
        done = post.bring(note(words=words))
        assert (done.state, done.owner_id) == ("review", made.owner.id)
        (row,) = post.waiting("written")
        assert (row.facts["text"], row.facts["event"]) == ("Yes.", made.first(series).event.id)
        assert post.kinds(series) == [None]


def test_of_very_many_mails_a_few_wait_and_the_rest_is_counted(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        left(made)
        for number in range(written_lines.MOST + 3):
            post.bring(note(words=f"Mail {number}."))
        rows = post.waiting("written")
        assert len(rows) == written_lines.MOST
        assert [each.facts.get("more", 0) for each in rows] == [0, 0, 0, 0, 3]
        assert rows[-1].facts["text"] == "Mail 7."
        day = NOW.date()
        read = review_lines.read(made.session, [worklist.of_row(rows[-1])], day=day)
        assert [each.count for each in read.values()] == [3]
        reviews.finish(made.session, rows[0], "ignore", by=None, now=NOW)
        post.bring(note(words="There is room again."))
        assert len(post.waiting("written")) == written_lines.MOST
        assert post.kinds(series) == [None]


def test_what_answers_nothing_of_ours_is_left_alone(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post = Post(made)
        made.sent()
        left(made)
        assert post.bring(note(to="something@else.example")).state == "ignored"
        assert post.waiting() == []


def bounce(to: str, status: str = "5.1.1", action: str = "failed", whole: bool = True) -> bytes:  # noqa: FBT001, FBT002 - two forms
    """Write a report that a mail of ours did not arrive (RFC 3464)."""
    returned = f"Message-ID: <{OURS}>\r\nSubject: Leadership Forum\r\n"
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example.net\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{returned}\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize("whole", [True, False])
def test_a_bounce_fails_the_message_and_takes_its_other_way(
    database: Database,
    whole: bool,  # noqa: FBT001 - a table
) -> None:
    with register(database, ("Police",)) as made:
        lead = made.leads[0]
        people.identify(made.session, lead, enterprise_id="", team_id="T1", user_id="U1")
        post = Post(made)
        made.sent()
        row = left(made)
        for card in made.session.scalars(select(Delivery).where(Delivery.channel_kind == "slack")):
            made.session.delete(card)
        assert post.bring(bounce("Police.Lead@example.org", whole=whole)).why == "bounce"
        assert (row.state, row.last_error) == (State.FAILED, "rcpt: 5.1.1")
        (line,) = post.waiting("not reached")
        assert line.subject_id == lead.id
        query = select(Delivery.key).where(Delivery.channel_kind == "slack")
        assert list(made.session.scalars(query)) == [f"fallback:{row.id}"]
        assert post.bring(bounce("police.lead@example.org", whole=whole)).state == "ignored"


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "delayed"), ("2.0.0", "delivered")])
def test_what_may_arrive_still_is_no_bounce(database: Database, status: str, action: str) -> None:
    with register(database, ("Police",)) as made:
        post = Post(made, NOW + timedelta(hours=1))
        made.sent()
        row = left(made)
        assert post.bring(bounce("police.lead@example.org", status, action)).state == "ignored"
        assert row.state == State.SENT


def test_words_that_answer_a_reminder_are_about_its_event(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post, series = Post(made), made.sent()
        made.arrived()
        assert reminders.remind(made.session, now=MONDAY)
        query = select(Delivery).where(Delivery.kind == "reminder.first")
        row = made.session.scalars(query).one()
        row.state, row.provider_ref, row.sent_at = State.SENT, OURS, MONDAY
        made.session.flush()
        assert post.bring(note(words="Yes, gladly.")).why == "words"
        (line,) = post.waiting("written")
        assert line.facts["event"] == made.first(series).event.id
        assert line.facts["attendee"] == post.attendee(series, made.leads[0]).id
        assert post.bring(note("Auto-Submitted: auto-replied")).why == "automatic reply"


@pytest.mark.parametrize("who", ["health.lead@example.org", "stranger@example.net"])
def test_a_bounce_that_names_somebody_else_says_nothing(database: Database, who: str) -> None:
    with register(database, ("Police", "Health")) as made:
        post = Post(made)
        made.sent()
        row = left(made)
        assert post.bring(bounce(who)).state == "ignored"
        assert (row.state, post.waiting()) == (State.SENT, [])


def test_a_bounce_of_an_address_that_was_changed_since_counts(database: Database) -> None:
    with register(database, ("Police",)) as made:
        post = Post(made)
        made.sent()
        row = left(made)
        row.sent_to = "Before@example.org"
        made.session.flush()
        assert post.bring(bounce("before@Example.org")).why == "bounce"
        assert row.state == State.FAILED


def test_a_bounce_of_the_copy_for_who_keeps_a_diary_fails_only_that(database: Database) -> None:
    with register(database, ("Police",)) as made:
        keeper = made.person("Diary Keeper")
        diary_contacts.add(made.session, made.leads[0], keeper, since=BEGAN, by=None, now=NOW)
        post = Post(made)
        made.sent()
        row = left(made)
        assert post.bring(bounce("diary.keeper@example.org")).why == "bounce"
        assert row.state == State.SENT
        assert [each.subject_id for each in post.waiting("not reached")] == [keeper.id]
