"""The pages, over HTTP: what strangers wrote is shown, never obeyed, and nothing is a 500."""

from pathlib import Path

import httpx
import pytest

from sandbox.post import PostOffice, letters, mails
from tests.sandbox.post.conftest import ADA, BOT, FIXTURES, Clock, Post, fixture, invitation

FIXTURE_NAMES = sorted(path.stem for path in Path(FIXTURES).glob("*.eml"))
HUGE = (
    b"From: a@example.org\r\nSubject: Huge\r\n"
    b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n"
    + b"X-LINE:never opened, because it is too large by far\r\n"
    * 60_000
)


@pytest.mark.parametrize("name", FIXTURE_NAMES)
def test_every_mail_has_a_page_in_every_view(client: httpx.Client, post: Post, name: str) -> None:
    mail = post(name)
    for view in ("", "?view=text", "?view=headers", "?view=html"):
        answer = client.get(f"/mail/{ADA}/{mail.id}{view}")
        assert answer.status_code == 200
        assert "no request" not in answer.text
    assert client.get(f"/mail/{ADA}/{mail.id}/raw").content == fixture(name)
    for part in mail.letter.parts:
        saved = client.get(f"/mail/{ADA}/{mail.id}/part/{part.number}")
        assert saved.content == part.content
        assert saved.headers["content-disposition"].startswith("attachment")
        assert saved.headers["x-content-type-options"] == "nosniff"
    assert client.get("/mail").status_code == 200
    assert client.get(f"/calendar/{ADA}?month=2026-12").status_code == 200


def test_a_huge_calendar_is_told_of_and_stays_closed(client: httpx.Client, post: Post) -> None:
    mail = post("", raw=HUGE)
    page = client.get(f"/mail/{ADA}/{mail.id}")
    assert "too large to open: 3.2 MB" in page.text


STRANGE_TEXTS = [
    b"Subject: =?unicode_escape?Q?=5Cud800?=\r\n\r\nx",
    b"Subject: x\r\nFrom: =?utf-7?Q?+2AA-?= <a@b.example>\r\n\r\nx",
    b"Content-Type: text/plain; charset=undefined\r\n\r\nx",
    b"Content-Type: text/html; charset=utf-7\r\n\r\n<p>+2AA-",
    b"Content-Type: text/plain; charset*=utf-8''a%00b\r\n\r\nx",
    b"Content-Disposition: attachment; filename*=utf-7''+2AA-.ics\r\n\r\n"
    + invitation().partition(b"\r\n\r\n")[2],
    invitation().replace(b"charset=utf-8", b"charset=utf-7").replace(b"Made", b"+2AA-"),
    invitation("X-A:1", "UID:\\n\\n").replace(b"charset=utf-8", b"charset=undefined"),
]


@pytest.mark.parametrize("raw", STRANGE_TEXTS)
def test_no_text_takes_a_page_down(client: httpx.Client, post: Post, raw: bytes) -> None:
    mail = post("", raw=raw)
    for view in ("", "?view=text", "?view=headers", "?view=html", "/raw", "/part/1"):
        assert client.get(f"/mail/{ADA}/{mail.id}{view}").status_code == 200
    for path in ("/mail", f"/mail/{ADA}", "/calendar", f"/calendar/{ADA}?month=2026-12"):
        assert client.get(path).status_code == 200
    assert client.get(f"/mail/{ADA}/{mail.id}/frame").status_code in (200, 404)


def test_a_mail_that_nobody_foresaw_hides_no_other(
    client: httpx.Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(raw: bytes) -> letters.Letter:
        if b"Subject: bad" in raw:
            raise KeyError("unforeseen")
        return letters.read(raw)

    monkeypatch.setattr(mails, "read", read)
    post("request")
    post("", raw=b"Subject: bad\r\n\r\nx")
    for path in ("/mail", f"/mail/{ADA}"):
        assert "(can’t be read)" in client.get(path).text
    assert "Leadership Forum" in client.get(f"/mail/{ADA}").text
    assert "Leadership Forum" in client.get(f"/calendar/{ADA}?month=2026-12").text


EXTREMES = [
    ["DTSTART;TZID=Asia/Tokyo:00010101T000000"],
    ["DTSTART;TZID=America/New_York:99991231T230000"],
    ["DTSTART:00010101T000000Z"],
    ["DTSTART:00010102T000000", "RRULE:FREQ=DAILY"],
    ["DTSTART;VALUE=DATE:99991201", "RRULE:FREQ=MONTHLY"],
    ["RRULE:FREQ=DAILY;UNTIL=00010101T000000Z", "DTSTART;TZID=America/New_York:20261203T100000"],
    ["RRULE:FREQ=DAILY;UNTIL=99991231T235959Z", "DTSTART;TZID=Asia/Tokyo:20261203T100000"],
    ["RDATE:00010101T000000Z", "RDATE;TZID=Asia/Tokyo:00010101T000000"],
    ["EXDATE:99991231T235959Z", "RRULE:FREQ=DAILY"],
    ["RECURRENCE-ID:00010101T000000Z"],
    ["DTSTAMP:00010101T000000Z"],
    ["DURATION:P99999999W"],
    ["DURATION:-P99999999W"],
    ["DTEND:99991231T235959Z"],
    ["DTSTART:19000101T000000Z", "DTEND:22001231T000000Z", "RRULE:FREQ=YEARLY"],
    ["SEQUENCE:99999999999999999999999"],
    ["RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,2"],
    ["RRULE:FREQ=MONTHLY;BYMONTHDAY=-1,-5"],
]


@pytest.mark.parametrize("lines", EXTREMES)
def test_no_date_takes_a_page_down(
    client: httpx.Client, office: PostOffice, post: Post, lines: list[str]
) -> None:
    post("request")
    mail = post("", raw=invitation(*lines))
    assert client.get(f"/mail/{ADA}/{mail.id}").status_code == 200
    for month in ("", "?month=2026-12", "?month=2027-01"):
        assert client.get(f"/calendar/{ADA}{month}").status_code == 200
    page = client.get(f"/calendar/{ADA}?month=2026-12").text
    assert "Leadership Forum" in page
    if client.post(f"/mail/{ADA}/{mail.id}/answer", data={"partstat": "ACCEPTED"}).is_success:
        assert office.inbox(BOT)


def test_a_time_of_no_year_of_ours_counts_as_missing(client: httpx.Client, post: Post) -> None:
    page = client.get(f"/mail/{ADA}/{post('', raw=invitation(*EXTREMES[0])).id}").text
    assert "The invitation gives no time." in page
    assert "A time lies in the year 1" in page


def test_a_broken_calendar_is_a_sentence_above_the_mail(client: httpx.Client, post: Post) -> None:
    page = client.get(f"/mail/{ADA}/{post('broken-calendar').id}").text
    assert "This invitation can’t be shown" in page
    assert "<iframe" in page


def test_what_strangers_wrote_is_escaped_and_framed(client: httpx.Client, post: Post) -> None:
    mail = post("hostile")
    for path in ("/mail", f"/mail/{ADA}", f"/mail/{ADA}/{mail.id}"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "tracker.example" not in page
    frame = client.get(f"/mail/{ADA}/{mail.id}/frame")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy


def test_a_mail_is_seen_in_its_own_mailbox_alone(client: httpx.Client, post: Post) -> None:
    mail = post("request")
    for path in ("", "/raw", "/frame", "/part/1"):
        assert client.get(f"/mail/ben@housing.example/{mail.id}{path}").status_code == 404
    assert client.get(f"/mail/{ADA}/999").status_code == 404
    assert client.get(f"/mail/{ADA}/{mail.id}/part/99").status_code == 404
    assert client.get(f"/mail/{ADA}/{post('latin-1-subject').id}/frame").status_code == 404


def test_the_card_says_what_when_where_and_who(client: httpx.Client, post: Post) -> None:
    page = client.get(f"/mail/{ADA}/{post('request').id}").text
    for words in (
        "Thursday 3 December 2026, 10:00 to 12:00 (London time)",
        "Town Hall, Committee Room 2",
        "<dd>Partnership business unit",
        BOT,
        "Papers follow on Thursday 26 November.",
        "Accept</button>",
        "No answer yet",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["request", "update"], ["Updated invitation", "was Thursday 3 December 2026, 10:00"]),
        (["request", "text-fix"], ['open><summary>Description <span class="mail-flag">Changed']),
        (["request", "cancel"], ["Cancelled", "it has left your calendar", "The venue is closed."]),
        (["request", "request-base64"], ["Already processed"]),
        (["series"], ["Every month on the first Thursday, 8 times", "the whole series"]),
        (["series", "occurrence-moved"], ["for one date", "Friday 4 December 2026, 09:00"]),
        (["series", "occurrence-cancelled"], ["Cancelled for one date"]),
        (["windows-zone"], ["Thursday 15 April 2027, 09:30 to 11:00 (London time)"]),
        (
            ["other-zone"],
            ["14:00 to 15:00 (London time)", "15:00 to 16:00 in the organiser’s zone"],
        ),
        (["wrong-zone-rules"], ["VTIMEZONE for Europe/London says 09:00"]),
        (["all-day"], ["Monday 7 to Friday 11 December 2026, all day"]),
        (["only-attached"], ["The calendar is only attached"]),
        (["publish"], ["A date to know of"]),
        (["somebody-else"], ["You are not on the list of those invited", "On behalf of"]),
        (["reply"], ["Answer", "Okafor", "Looking forward to it."]),
        (["counter"], ["Another time is proposed"]),
        (["declinecounter"], ["The proposed time was declined"]),
        (["half-broken"], ["names no organiser", "Nowhere/Land"]),
    ],
)
def test_cards_say_what_has_happened(
    client: httpx.Client, post: Post, names: list[str], words: list[str]
) -> None:
    mails = [post(name) for name in names]
    page = client.get(f"/mail/{ADA}/{mails[-1].id}").text
    for each in words:
        assert each in page


def test_an_outdated_invitation_points_to_the_later_one(client: httpx.Client, post: Post) -> None:
    first, later = post("request"), post("update")
    page = client.get(f"/mail/{ADA}/{first.id}").text
    assert "A later mail has changed this." in page
    assert f'/{later.id}">Open the later one' in page
    assert "Accept</button>" not in page


def test_an_answer_is_sent_and_shown(
    client: httpx.Client, office: PostOffice, post: Post, clock: Clock
) -> None:
    mail = post("request")
    clock.advance(hours=1)
    form = {"partstat": "TENTATIVE", "shape": "exchange", "comment": "Perhaps"}
    page = client.post(f"/mail/{ADA}/{mail.id}/answer", data=form)
    assert "<strong>Tentative.</strong> You answered Monday 23 November 2026, 10:30." in page.text
    assert '<option value="exchange" selected>' in page.text
    assert "Microsoft Exchange" in client.get(f"/mail/{BOT}/2?view=headers").text
    assert "Perhaps" in client.get(f"/mail/{BOT}/2").text
    assert "Tentative: Leadership Forum" in client.get(f"/mail/{ADA}?folder=sent").text
    assert office.shapes[ADA] == "exchange"


def test_one_date_of_a_series_is_answered(
    client: httpx.Client, office: PostOffice, post: Post
) -> None:
    form = {"partstat": "DECLINED", "shape": "apple", "occurrence": "20261203T140000Z"}
    client.post(f"/mail/{ADA}/{post('series').id}/answer", data=form)
    assert "Answer for one date" in client.get(f"/mail/{BOT}/{office.inbox(BOT)[0].id}").text
    assert "Thursday 3 December 2026: declined" in client.get(f"/mail/{ADA}/1").text
    month = client.get(f"/calendar/{ADA}?month=2026-12").text
    assert "cal-is-declined" in month
    assert "cal-is-needs-action" in client.get(f"/calendar/{ADA}?month=2027-03").text


def test_what_went_wrong_is_said_above_the_card(
    client: httpx.Client, office: PostOffice, post: Post
) -> None:
    mail = post("request")
    office.refuse(BOT, 550)
    answer = client.post(f"/mail/{ADA}/{mail.id}/answer", data={"partstat": "ACCEPTED"})
    assert answer.status_code == 422
    assert "did not take the mail: 550" in answer.text
    answer = client.post(f"/mail/{ADA}/{mail.id}/answer", data={"partstat": "DELEGATED"})
    assert "Whom do you send?" in answer.text
    answer = client.post(f"/mail/{ADA}/compose", data={"to": "nobody", "text": "Kept"})
    assert answer.status_code == 422
    assert "Kept</textarea>" in answer.text


def test_forms_of_other_sites_are_refused(client: httpx.Client, post: Post) -> None:
    mail = post("request")
    answer = client.post(
        f"/mail/{ADA}/{mail.id}/answer",
        data={"partstat": "ACCEPTED"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403


def test_a_mail_is_written_by_hand(client: httpx.Client, office: PostOffice, post: Post) -> None:
    mail = post("request")
    draft = client.get(f"/mail/{ADA}/compose?answers={mail.id}").text
    assert f'value="{BOT}"' in draft
    assert "Re: Leadership Forum" in draft
    form = {"to": BOT, "subject": "Re: x", "text": "Away", "automatic": "1", "answers": mail.id}
    assert "Away" in client.post(f"/mail/{ADA}/compose", data=form).text
    assert office.inbox(BOT)[0].letter.automatic


def test_a_mail_can_be_unread_again(client: httpx.Client, office: PostOffice, post: Post) -> None:
    mail = post("request")
    client.get(f"/mail/{ADA}/{mail.id}")
    assert office.unread(ADA) == 0
    client.post(f"/mail/{ADA}/{mail.id}/unread")
    assert office.unread(ADA) == 1


def test_a_nonsense_month_is_this_month(client: httpx.Client) -> None:
    for month in ("x", "2026-13", "0000-01", "9999-12", "0001-01"):
        assert client.get(f"/calendar/{ADA}?month={month}").status_code == 200
