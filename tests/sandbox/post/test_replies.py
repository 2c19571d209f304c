"""Answers leave by real SMTP, in the shape of the program that the person has."""

from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import Any

import pytest
from icalendar import Calendar

from sandbox.post import SHAPES, PostOffice, Shape, UndeliveredError
from sandbox.post.notices import Notice
from tests.sandbox.post.conftest import ADA, BOT, NOW, Clock, Post, fixture

DEPUTY = "deputy@housing.example"


def parsed(office: PostOffice, to: str = BOT) -> tuple[EmailMessage, Any]:
    """Give the newest mail to somebody, parsed by the standard library, and its event."""
    mail = message_from_bytes(office.inbox(to)[0].raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    assert isinstance(calendar, Calendar)
    assert part.get_param("method") == calendar["METHOD"]
    return mail, calendar.events[0]


def tree(mail: MIMEPart) -> str:
    """Write the MIME tree of a mail in one line."""
    kind = mail.get_content_type()
    if not mail.is_multipart():
        return kind
    inner = " ".join(tree(each) for each in mail.iter_parts())
    return f"{kind.removeprefix('multipart/')}({inner})"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_reaches_the_organiser(
    office: PostOffice, post: Post, shape: Shape, partstat: str
) -> None:
    invitation = post("request")
    sent = office.reply(invitation.id, ADA, partstat, shape=shape, comment="See you; there, \\o/")
    mail, event = parsed(office)
    assert office.inbox(BOT)[0].raw == sent.raw
    assert office.inbox(BOT)[0].sender == ADA
    assert event["UID"] == "forum-december@joinedup.example"
    assert event["SEQUENCE"] == 0
    assert event["DTSTAMP"].dt == NOW
    assert event.start.astimezone(UTC).hour == 10
    attendee = event.attendees[0]
    assert attendee.lower() == f"mailto:{ADA}"
    assert attendee.params["PARTSTAT"] == partstat
    said = attendee.params.get("X-RESPONSE-COMMENT") or str(event["COMMENT"])
    assert said.strip() == "See you; there, \\o/"
    assert "RRULE" not in event
    assert ADA in mail["From"]
    assert not event.errors


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("thunderbird", "mixed(alternative(text/plain text/calendar) application/ics)"),
        ("google", "mixed(alternative(text/plain text/html text/calendar) application/ics)"),
        ("exchange", "alternative(text/plain text/html text/calendar)"),
        ("apple", "text/calendar"),
    ],
)
def test_each_program_has_its_own_tree(
    office: PostOffice, post: Post, shape: Shape, expected: str
) -> None:
    office.reply(post("eight-bit").id, ADA, "ACCEPTED", shape=shape)
    mail, event = parsed(office)
    assert tree(mail) == expected
    assert "Café Ångström: Überblick – “planning”" in event["SUMMARY"]


def calendar_text(office: PostOffice, shape: Shape, invitation: str) -> str:
    office.reply(invitation, ADA, "ACCEPTED", shape=shape)
    part = office.inbox(BOT)[0].letter.calendar
    assert part is not None
    assert "\r\n" in part.text
    assert all(len(line.encode()) <= 75 for line in part.text.split("\r\n"))
    return part.text.replace("\r\n ", "")


def test_thunderbird_copies_zone_description_and_bytes(office: PostOffice, post: Post) -> None:
    text = calendar_text(office, "thunderbird", post("request").id)
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/London" in text
    assert "DTSTART;TZID=Europe/London:20261203T100000" in text
    assert "DESCRIPTION:What about: winter pressures" in text
    assert f"ORGANIZER;CN=Partnership business unit:mailto:{BOT}" in text
    raw = office.inbox(BOT)[0].raw.decode()
    assert "Content-Transfer-Encoding: 8bit" in raw
    attached = office.inbox(BOT)[0].letter.attachments[0]
    assert attached.content.decode().replace("\r\n ", "") == text


def test_google_writes_utc_and_counts_guests(office: PostOffice, post: Post) -> None:
    text = calendar_text(office, "google", post("request").id)
    assert "VTIMEZONE" not in text
    assert "DTSTART:20261203T100000Z" in text
    assert 'CN="Okafor, Ada";X-NUM-GUESTS=0:mailto:' in text
    letter = office.inbox(BOT)[0].letter
    assert "calendar-notification@google.com" in letter.header("Sender")


def test_exchange_names_no_organiser_and_speaks_windows(office: PostOffice, post: Post) -> None:
    text = calendar_text(office, "exchange", post("request").id)
    assert "ORGANIZER" not in text
    assert "TZID:GMT Standard Time" in text
    assert "DTSTART:16010101T020000" in text
    assert "DTSTART;TZID=GMT Standard Time:20261203T100000" in text
    assert f":MAILTO:{ADA}" in text
    assert "SUMMARY;LANGUAGE=en-GB:Accepted: Leadership Forum" in text
    assert "COMMENT;LANGUAGE=en-GB:\\n" in text
    assert "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:\r\n" in text
    assert b"Content-Transfer-Encoding: base64" in office.inbox(BOT)[0].raw


def test_exchange_answers_in_utc_without_a_zone_to_copy(office: PostOffice, post: Post) -> None:
    text = calendar_text(office, "exchange", post("other-zone").id)
    assert "DTSTART:20261201T140000Z" in text


@pytest.mark.parametrize("shape", SHAPES)
def test_one_occurrence_of_a_series_is_answered(
    office: PostOffice, post: Post, shape: Shape
) -> None:
    invitation = post("series")
    office.reply(invitation.id, ADA, "DECLINED", shape=shape, occurrence="20261203T140000Z")
    _, event = parsed(office)
    assert event["RECURRENCE-ID"].dt.astimezone(UTC).isoformat() == "2026-12-03T14:00:00+00:00"
    assert event.start == event["RECURRENCE-ID"].dt
    assert "RRULE" not in event
    calendar = office.calendar(ADA)
    states = [each.partstat for each in calendar.between(NOW, NOW.replace(year=2027, month=3))]
    assert states == ["DECLINED", "NEEDS-ACTION", "NEEDS-ACTION"][: len(states)]


def test_a_changed_occurrence_is_answered_by_its_original_start(
    office: PostOffice, post: Post
) -> None:
    post("series")
    office.reply(post("occurrence-moved").id, ADA, "ACCEPTED", shape="thunderbird")
    _, event = parsed(office)
    assert event["RECURRENCE-ID"].dt.astimezone(UTC).hour == 14
    assert event.start.astimezone(UTC).isoformat() == "2026-12-04T09:00:00+00:00"
    assert event["SEQUENCE"] == 1


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_deputy_is_sent_and_answers(
    office: PostOffice, post: Post, shape: Shape, *, both: bool
) -> None:
    invitation = post("request")
    office.reply(invitation.id, ADA, "DELEGATED", shape=shape, delegate_to=DEPUTY, both=both)
    _, event = parsed(office)
    me, *others = event.attendees
    assert me.params["PARTSTAT"] == "DELEGATED"
    assert me.params["DELEGATED-TO"] == f"mailto:{DEPUTY}"
    assert [each.params["DELEGATED-FROM"] for each in others] == [f"mailto:{ADA}"] * both
    handed_on = office.inbox(DEPUTY)[0]
    assert isinstance(handed_on.notice, Notice)
    assert handed_on.notice.method == "REQUEST"
    assert handed_on.notice.main.sequence == 0
    office.reply(handed_on.id, DEPUTY, "ACCEPTED", shape=shape, both=both)
    _, event = parsed(office)
    deputy, *others = event.attendees
    assert deputy.lower() == f"mailto:{DEPUTY}"
    assert deputy.params["DELEGATED-FROM"] == f"mailto:{ADA}"
    assert [each.params["PARTSTAT"] for each in others] == ["DELEGATED"] * both
    assert office.calendar(ADA).partstat(invitation.notice.main) == "DELEGATED"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("shape", "author", "told"),
    [
        ("thunderbird", "pa@housing.example", True),
        ("google", ADA, False),
        ("exchange", ADA, True),
        ("apple", "pa@housing.example", True),
    ],
)
def test_an_assistant_answers_on_behalf(
    office: PostOffice, post: Post, shape: Shape, author: str, *, told: bool
) -> None:
    invitation = post("request", to="pa@housing.example")
    office.reply(invitation.id, "pa@housing.example", "ACCEPTED", shape=shape, on_behalf_of=ADA)
    mail, event = parsed(office)
    assert mail["From"].addresses[0].addr_spec == author
    assert event.attendees[0].lower() == f"mailto:{ADA}"
    assert ("SENT-BY" in event.attendees[0].params) is told
    assert office.inbox(BOT)[0].sender == "pa@housing.example"
    if shape == "exchange":
        assert "pa@housing.example" in mail["Sender"]


def test_somebody_not_invited_answers_as_an_extra_guest(office: PostOffice, post: Post) -> None:
    office.reply(post("somebody-else").id, ADA, "ACCEPTED", shape="apple")
    _, event = parsed(office)
    assert event.attendees[0] == f"mailto:{ADA}"


def test_a_person_can_change_their_mind(office: PostOffice, post: Post, clock: Clock) -> None:
    invitation = post("request")
    office.reply(invitation.id, ADA, "ACCEPTED", shape="google")
    clock.advance(hours=1)
    office.reply(invitation.id, ADA, "DECLINED", shape="google")
    newer, older = office.inbox(BOT)
    assert newer.notice.main.version > older.notice.main.version  # type: ignore[union-attr]
    assert [mail.sent for mail in office.sent(ADA)] == [True, True]


def test_mail_for_the_bots_domains_goes_to_its_own_door(office: PostOffice, post: Post) -> None:
    bot = PostOffice(office.now)
    with bot.running() as door:
        office.door, office.door_domains = door, ["JoinedUp.example"]
        office.reply(post("request").id, ADA, "ACCEPTED", shape="apple")
    assert len(bot.inbox(BOT)) == 1
    assert not office.inbox(BOT)


def test_a_refused_answer_is_told_and_not_remembered(office: PostOffice, post: Post) -> None:
    invitation = post("request")
    office.refuse(BOT, 451, times=1)
    with pytest.raises(UndeliveredError, match="did not take the mail: 451"):
        office.reply(invitation.id, ADA, "ACCEPTED", shape="apple")
    assert office.calendar(ADA).answers == {}
    assert office.sent(ADA) == []
    office.door, office.door_domains = "127.0.0.1:9", ["joinedup.example"]
    with pytest.raises(UndeliveredError, match="can't be reached"):
        office.reply(invitation.id, ADA, "ACCEPTED", shape="apple")


@pytest.mark.parametrize(
    ("name", "partstat", "sentence"),
    [
        ("cancel", "ACCEPTED", "no invitation"),
        ("latin-1-subject", "ACCEPTED", "no invitation"),
        ("broken-calendar", "ACCEPTED", "no invitation"),
        ("request", "MAYBE", "no answer"),
        ("request", "DELEGATED", "Whom do you send"),
        ("half-broken", "ACCEPTED", "no organiser"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    office: PostOffice, post: Post, name: str, partstat: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        office.reply(post(name).id, ADA, partstat, shape="apple")


def test_a_person_answers_by_hand_or_is_out_of_office(office: PostOffice, post: Post) -> None:
    invitation = post("request")
    office.compose(ADA, BOT, "Re: Forum", "Can I bring\r\nsomebody?", answers=invitation.id)
    letter = office.inbox(BOT)[0].letter
    assert letter.text.split() == ["Can", "I", "bring", "somebody?"]
    assert letter.header("In-Reply-To") == "<request@joinedup.example>"
    assert not letter.automatic
    office.compose(ADA, BOT, "Away", "Back on Monday.", automatic=True)
    assert office.inbox(BOT)[0].letter.automatic


def test_only_attached_invitations_enter_the_calendar_when_answered(
    office: PostOffice, post: Post
) -> None:
    mail = post("only-attached")
    calendar = office.calendar(ADA)
    assert calendar.between(NOW, NOW.replace(year=2027)) == []
    office.reply(mail.id, ADA, "ACCEPTED", shape="apple")
    assert [each.partstat for each in calendar.between(NOW, NOW.replace(year=2027))] == ["ACCEPTED"]


def test_fixtures_are_as_calendar_programs_want_them() -> None:
    raw = fixture("request")
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert tree(mail) == ("mixed(alternative(text/plain text/html text/calendar) application/ics)")
    assert raw.count(b"\n") == raw.count(b"\r\n")
