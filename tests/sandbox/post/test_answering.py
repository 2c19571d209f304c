"""What may be answered, to which date, and how both mails of a delegation look."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from icalendar import Calendar

from sandbox.post import SHAPES, PostOffice, Shape
from sandbox.post.notices import Notice, Occasion
from tests.sandbox.post.conftest import ADA, BOT, NOW, Post, fixture, invitation

DEPUTY = "deputy@housing.example"
THIRD = "20261203T140000Z"
"""A date of the series, by its original start."""


def told(office: PostOffice, to: str = BOT) -> Occasion:
    notice = office.inbox(to)[0].notice
    assert isinstance(notice, Notice)
    return notice.main


def calendar_text(office: PostOffice, to: str = BOT) -> str:
    part = office.inbox(to)[0].letter.calendar
    assert part is not None
    return part.text.replace("\r\n ", "")


def test_a_deputy_for_one_date_is_asked_to_that_date_alone(office: PostOffice, post: Post) -> None:
    mail = post("series")
    office.reply(mail.id, ADA, "DELEGATED", shape="google", delegate_to=DEPUTY, occurrence=THIRD)
    text = calendar_text(office, DEPUTY)
    calendar = Calendar.from_ical(text)
    assert isinstance(calendar, Calendar)
    [event] = calendar.events
    assert not {"RRULE", "RDATE", "EXDATE"} & set(event)
    assert "RECURRENCE-ID;TZID=Europe/London:20261203T140000\r\n" in text
    assert "DTSTART;TZID=Europe/London:20261203T140000\r\n" in text
    assert "DTEND;TZID=Europe/London:20261203T153000\r\n" in text
    assert "BEGIN:VTIMEZONE" in text
    entries = office.calendar(DEPUTY).between(NOW, NOW + timedelta(days=400))
    assert [f"{each.start:%d %b %H:%M}" for each in entries] == ["03 Dec 14:00"]


def test_a_deputy_for_a_day_of_a_series_is_asked_to_a_day(office: PostOffice, post: Post) -> None:
    raw = invitation("DTSTART;VALUE=DATE:20261203", "RRULE:FREQ=WEEKLY;COUNT=3")
    mail, day = post("", raw=raw), "20261210"
    office.reply(mail.id, ADA, "DELEGATED", shape="apple", delegate_to=DEPUTY, occurrence=day)
    text = calendar_text(office, DEPUTY)
    assert "RECURRENCE-ID;VALUE=DATE:20261210" in text
    assert "DTEND;VALUE=DATE:20261211" in text


BAD_ADDRESSES = ["", "@", "x@", "é@é.example", "a@b\r\nBcc: c@d", "two words@x", "a@b,c@d", "a@b@c"]
BAD_ADDRESSES += ["<a@b>", "a@-b", ".a@b", "a" * 250 + "@b.example", "x@\ud800", ADA.upper(), BOT]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_a_deputy_who_cannot_be_asked_leaves_all_as_it_was(
    office: PostOffice, post: Post, address: str
) -> None:
    mail = post("request")
    with pytest.raises(ValueError, match=r"[.?]$"):
        office.reply(mail.id, ADA, "DELEGATED", shape="apple", delegate_to=address)
    assert len(office.mails.all()) == 1
    assert office.calendar(ADA).answers == {}


@pytest.mark.parametrize("address", BAD_ADDRESSES[:-2])
def test_a_mail_by_hand_goes_to_one_address(office: PostOffice, address: str) -> None:
    with pytest.raises(ValueError, match=r"[.?]$"):
        office.compose(ADA, address, "Hello", "x")
    with pytest.raises(ValueError, match=r"[.?]$"):
        office.compose(address, ADA, "Hello", "x")
    assert not office.mails.all()


def test_a_deputy_refused_by_the_server_leaves_all_as_it_was(
    office: PostOffice, post: Post
) -> None:
    mail = post("request")
    office.refuse(DEPUTY, 550)
    with pytest.raises(RuntimeError, match="550"):
        office.reply(mail.id, ADA, "DELEGATED", shape="apple", delegate_to=DEPUTY)
    assert not office.sent(ADA)
    office.faults.clear()
    office.refuse(BOT, 550)
    with pytest.raises(RuntimeError, match="was asked, but the organiser was not told"):
        office.reply(mail.id, ADA, "DELEGATED", shape="apple", delegate_to=DEPUTY)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_end_in_another_zone_is_the_same_end(
    office: PostOffice, post: Post, shape: Shape
) -> None:
    raw = fixture("request").replace(b"20261203T1", b"20260703T1")
    raw = raw.replace(b"DTEND;TZID=Europe/London:20260703T120000", b"DTEND:20260703T110000Z")
    office.reply(post("", raw=raw).id, ADA, "ACCEPTED", shape=shape)
    answer = told(office)
    assert answer.end == datetime(2026, 7, 3, 11, tzinfo=UTC)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_uid_is_repeated_as_it_was_written(office: PostOffice, post: Post, shape: Shape) -> None:
    raw = invitation("UID:x\\,y\\;z\\nATTENDEE:mailto:evil@example.org")
    office.reply(post("", raw=raw).id, ADA, "ACCEPTED", shape=shape)
    text = calendar_text(office)
    assert "UID:x\\,y\\;z\\nATTENDEE:mailto:evil@example.org\r\n" in text
    assert "\r\nATTENDEE:mailto:evil" not in text


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["ORGANIZER:urn:uuid:1"], "no mail address that can be answered"),
        (["ORGANIZER:mailto:"], "names no organiser"),
        (["ORGANIZER:mailto:two words@x"], "no mail address"),
        (["ORGANIZER:mailto:é@é.example"], "no mail address"),
        (["UID:"], "has no UID"),
    ],
)
def test_what_nobody_could_answer_is_said_and_not_offered(
    client: httpx.Client, post: Post, lines: list[str], sentence: str
) -> None:
    mail = post("", raw=invitation(*lines))
    page = client.get(f"/mail/{ADA}/{mail.id}").text
    assert sentence in page
    assert "Accept</button>" not in page
    answer = client.post(f"/mail/{ADA}/{mail.id}/answer", data={"partstat": "ACCEPTED"})
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_a_series_offers_its_dates_as_they_stand(client: httpx.Client, post: Post) -> None:
    mail = post("series")
    post("occurrence-moved")
    post("occurrence-cancelled")
    page = client.get(f"/mail/{ADA}/{mail.id}").text
    assert "Friday 4 December 2026 (instead of Thursday 3 December 2026)" in page
    assert page.count("Thursday 4 February 2027") == 0
    assert "Thursday 4 March 2027" in page


def test_a_moved_date_is_answered_as_it_now_stands(office: PostOffice, post: Post) -> None:
    mail = post("series")
    post("occurrence-moved")
    office.reply(mail.id, ADA, "ACCEPTED", shape="google", occurrence=THIRD)
    assert told(office).sequence == 1
    assert f"{told(office).start:%d %b %H:%M}" == "04 Dec 09:00"
    assert told(office).moment == THIRD


@pytest.mark.parametrize("moment", ["20261204T140000Z", "20270204T140000Z", "20261203", "x", "0T0"])
def test_a_date_that_is_not_in_the_series_is_refused(
    client: httpx.Client, office: PostOffice, post: Post, moment: str
) -> None:
    mail = post("series")
    post("occurrence-cancelled")
    form = {"partstat": "ACCEPTED", "occurrence": moment}
    answer = client.post(f"/mail/{ADA}/{mail.id}/answer", data=form)
    assert (answer.status_code, "no such date" in answer.text) == (422, True)
    assert not office.inbox(BOT)


def test_an_answer_to_one_date_is_confirmed_and_listed(client: httpx.Client, post: Post) -> None:
    form = {"partstat": "DECLINED", "shape": "apple", "occurrence": THIRD}
    page = client.post(f"/mail/{ADA}/{post('series').id}/answer", data=form).text
    assert "Declined for Thursday 3 December 2026. Your answer has left for" in page
    dates = page.partition('class="mail-dates"')[2].partition("</ul>")[0]
    assert "Thursday 3 December 2026: declined" in dates


def test_both_ends_of_a_delegation_can_be_named(
    client: httpx.Client, office: PostOffice, post: Post
) -> None:
    form = {"partstat": "DELEGATED", "deputy": DEPUTY, "both": "1", "shape": "google"}
    page = client.post(f"/mail/{ADA}/{post('request').id}/answer", data=form)
    assert f"Sends {DEPUTY}. Your answer has left" in page.text
    assert len(told(office).attendees) == 2


@pytest.mark.parametrize("name", ["update", "cancel"])
def test_nobody_but_the_organiser_changes_an_event(
    client: httpx.Client, office: PostOffice, post: Post, name: str
) -> None:
    post("request")
    raw = fixture(name).replace(BOT.encode(), b"mallory@elsewhere.example")
    mail = post("", raw=raw)
    page = client.get(f"/mail/{ADA}/{mail.id}").text
    assert "Not obeyed: it names mallory@elsewhere.example as organiser" in page
    assert "Accept</button>" not in page
    assert "it has left your calendar" not in page
    entries = office.calendar(ADA).between(NOW, NOW + timedelta(days=400))
    assert [f"{each.start:%d %b %H:%M}" for each in entries] == ["03 Dec 10:00"]


def test_an_organiser_with_another_detail_is_the_same(office: PostOffice, post: Post) -> None:
    post("request")
    post("", raw=fixture("cancel").replace(b"calendar+k7Qm2@", b"calendar+other@"))
    assert office.calendar(ADA).between(NOW, NOW + timedelta(days=400)) == []


def test_two_events_without_a_uid_stay_two(office: PostOffice, post: Post) -> None:
    post("", raw=invitation("UID:", "SUMMARY:One"))
    post("", raw=invitation("UID:", "SUMMARY:Two"))
    entries = office.calendar(ADA).between(NOW, NOW + timedelta(days=400))
    assert [each.occasion.title for each in entries] == ["One", "Two"]


def test_was_names_what_the_reader_had(client: httpx.Client, post: Post) -> None:
    post("series")
    page = client.get(f"/mail/{ADA}/{post('occurrence-moved').id}").text
    assert "was Thursday 3 December 2026, 14:00" in page
    assert "5 November" not in page
    later, earlier = post("update"), post("request")
    assert earlier.id > later.id
    assert "mail-was" not in client.get(f"/mail/{ADA}/{later.id}").text


def test_a_draft_tells_nothing_of_others_mail(client: httpx.Client, post: Post) -> None:
    mail = post("request")
    other = "ben@housing.example"
    for number in (mail.id, "99999", "x", "-1"):
        answer = client.get(f"/mail/{other}/compose", params={"answers": number})
        assert (answer.status_code, "Forum" in answer.text) == (404, False)
        form = {"to": BOT, "text": "x", "answers": number}
        assert client.post(f"/mail/{other}/compose", data=form).status_code == 404


def test_an_address_with_a_slash_has_a_mailbox(client: httpx.Client, post: Post) -> None:
    address = "a/5/b@housing.example"
    mail = post("request", to=address)
    page = client.get("/mail").text
    link = page.partition('href="/mail/a')[2].partition('"')[0]
    assert client.get(f"/mail/a{link}").status_code == 200
    for path in ("", f"/{mail.id}", f"/{mail.id}/raw", f"/{mail.id}/part/1", "/compose"):
        assert client.get(f"/mail/a%2F5%2Fb@housing.example{path}").status_code == 200
    assert client.get(f"/calendar/{address}").status_code == 200


def test_the_page_tells_where_to_send_mail(client: httpx.Client, office: PostOffice) -> None:
    assert office.address in client.get("/mail").text


def test_many_readers_take_one_line_and_cc_is_shown(client: httpx.Client, post: Post) -> None:
    people = b", ".join(b"p%d@x.example" % each for each in range(50))
    mail = post("", raw=b"To: " + people + b"\r\nCc: Chief <c@x.example>\r\n\r\nx")
    page = client.get(f"/mail/{ADA}/{mail.id}").text
    assert "p0@x.example, p1@x.example and 48 others" in page
    assert "Chief" in page
