"""Letters about events, to the word of wording.md's golden examples."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.letters import events as letters
from bot.letters.events import Sheet
from bot.letters.letter import CalendarPart
from bot.letters.mime import Envelope, mail
from domain.askings import Asker, Asking, Mark, News, Pages, Standing, Through
from domain.events import Calendar
from domain.recurrence import Frequency, Ordinal, Rule
from domain.when import WallSpan
from tests.conftest import NOW

FORUM = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
MEETING = "https://meet.example.org/j/123"
ASKING = Asking(
    title="Leadership Forum",
    span=FORUM,
    answer_by=date(2026, 11, 19),
    place="Town Hall, Committee Room 2",
    link=MEETING,
    joining=f"Join here: {MEETING}\nMeeting ID 000 000\nPasscode: aB3x\nBy phone: 00000 000000",
    agenda="The gang strategy\nAny other business",
    papers_by=date(2026, 11, 26),
    seats=(Standing("County Police", "Executive"),),
)
ASKER = Asker(
    "Medway Partnership", "01632 960000", "unit@example.org", "https://example.org/privacy"
)
PAGES = Pages("https://joinedup.example.org/event/E", "https://joinedup.example.org/answer/A")
SHEET = Sheet(ASKER, PAGES, calendar=CalendarPart("REQUEST", b"BEGIN:VCALENDAR\r\n"))
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
SERIES = replace(
    ASKING,
    rule=MONTHLY,
    coming=(FORUM, FORUM.on(date(2027, 1, 7)), FORUM.on(date(2027, 2, 4))),
)

INVITATION = """\
Hello,

Can County Police be represented at the Leadership Forum?

When: Thursday 3 December 2026, 10:00 to 12:00 (London time)
Where: Town Hall, Committee Room 2
Online: Join the meeting online (https://meet.example.org/j/123). Meeting ID
000 000, passcode on the event page. By phone: 00000 000000
What about: The gang strategy
Papers: due Thursday 26 November; one page always has the latest: Event page
(https://joinedup.example.org/event/E)

Please answer by Thursday 19 November. Use one of these; you need no
account:

I will attend:
https://joinedup.example.org/answer/A?choice=attending
Send a deputy:
https://joinedup.example.org/answer/A?choice=deputy
Send apologies:
https://joinedup.example.org/answer/A?choice=apologies
Not sure yet:
https://joinedup.example.org/answer/A?choice=unsure

Or press Accept or Decline in your calendar and choose send the response.

If you cannot come, a deputy counts just the same. Access needs? Tell us
privately (mailto:unit@example.org).

These links are for you and whoever keeps your diary. Please don't forward
them: send a deputy instead.

Medway Partnership business unit · 01632 960000 · reply to this message

You get this because you hold County Police's seat. How we use your details
(https://example.org/privacy). Please don't send details of any child or
family.
"""


def test_an_invitation_is_golden() -> None:
    made = letters.invitation(ASKING, SHEET)
    assert (
        made.subject == "Leadership Forum, Thu 3 December 2026, 10:00: please answer by 19 November"
    )
    assert made.text == INVITATION
    assert made.reply_to == "unit@example.org"
    assert made.calendar == SHEET.calendar


def test_a_series_names_its_rule_and_dates() -> None:
    made = letters.invitation(SERIES, SHEET)
    assert made.subject == (
        "Leadership Forum, from Thu 3 December 2026, 10:00: please answer by 19 November"
    )
    assert (
        "When: First Thursday, every month: 10:00 to 12:00 (London time)\n"
        "Next: Thursday 3 December 2026\n"
        "Thursday 7 January 2027\n"
        "Thursday 4 February 2027\n"
    ) in made.text
    assert "Please answer for 3 December by Thursday 19 November." in made.text


def test_what_stands_in_calendars_already_is_only_asked_about() -> None:
    asking = replace(ASKING, calendar=Calendar.ELSEWHERE)
    made = letters.invitation(asking, replace(SHEET, calendar=None))
    said = "This meeting is already in your calendar. We are only asking whether you can come."
    assert said in " ".join(made.text.split())
    assert "send the response" not in made.text


@pytest.mark.parametrize(
    ("pages", "calendar", "said"),
    [
        (PAGES, None, "Use one of these; you need no account:"),
        (
            Pages(),
            SHEET.calendar,
            "Please answer by Thursday 19 November. Press Accept or Decline in your calendar",
        ),
        (
            Pages(),
            None,
            "Please answer by Thursday 19 November. A reply to this message is enough.",
        ),
    ],
)
def test_there_is_always_a_way_to_answer(
    pages: Pages, calendar: CalendarPart | None, said: str
) -> None:
    made = letters.invitation(ASKING, replace(SHEET, pages=pages, calendar=calendar))
    assert said in " ".join(made.text.split())


def test_who_is_asked_late_is_asked_soon() -> None:
    made = letters.invitation(replace(ASKING, answer_by=None), SHEET)
    assert made.subject == "Leadership Forum, Thu 3 December 2026, 10:00: can you answer soon?"
    assert "Please answer as soon as you can." in made.text


def test_a_guest_is_asked_for_no_seat_and_no_deputy() -> None:
    made = letters.invitation(replace(ASKING, seats=()), SHEET)
    assert "Can you come to the Leadership Forum as our guest?" in made.text
    assert "deputy" not in made.text.casefold()
    assert "seat" not in made.text


@pytest.mark.parametrize(
    ("through", "said"),
    [
        (Through.LEAD, "because you hold the seats of County Police and Fire and Rescue."),
        (
            Through.DEPUTY,
            (
                "because the seats of County Police and Fire and Rescue have no lead. "
                "You are their deputy."
            ),
        ),
        (
            Through.CONTACT,
            (
                "because the seats of County Police and Fire and Rescue have no lead. "
                "You are the main contact."
            ),
        ),
    ],
)
def test_several_seats_are_all_named(through: Through, said: str) -> None:
    seats = tuple(
        Standing(each, "Executive", through) for each in ("County Police", "Fire and Rescue")
    )
    text = " ".join(letters.invitation(replace(ASKING, seats=seats), SHEET).text.split())
    assert "Can County Police and Fire and Rescue be represented at the Leadership Forum?" in text
    assert said in text


MOVED = replace(ASKING, span=FORUM.on(date(2026, 12, 10)))


@pytest.mark.parametrize(
    ("was", "said"),
    [
        (FORUM, "New time: Thursday 10 December, 10:00. It was 3 December."),
        (
            WallSpan(datetime(2026, 12, 10, 14), datetime(2026, 12, 10, 16), "Europe/London"),
            "New time: Thursday 10 December, 10:00. It was 14:00.",
        ),
        (
            WallSpan(datetime(2026, 12, 4, 14), datetime(2026, 12, 4, 16), "Europe/London"),
            "New time: Thursday 10 December, 10:00. It was Friday 4 December, 14:00.",
        ),
        (
            WallSpan(datetime(2026, 12, 10, 10), datetime(2026, 12, 10, 11), "Europe/London"),
            (
                "New time: Thursday 10 December 2026, 10:00 to 12:00 (London time). "
                "It was 10:00–11:00 (London time)."
            ),
        ),
        (
            FORUM.on(date(2025, 12, 3)),
            "New time: Thursday 10 December 2026, 10:00. It was Wednesday 3 December 2025, 10:00.",
        ),
    ],
)
def test_an_update_says_first_what_is_new(was: WallSpan, said: str) -> None:
    made = letters.update(MOVED, News(was=was), SHEET)
    assert made.subject == "New time: Leadership Forum, Thu 10 December 2026, 10:00"
    assert " ".join(made.text.split()).startswith(f"Hello, {said}")


def test_a_change_is_said_as_far_as_it_is_known() -> None:
    news = News(changed=(("place", "Civic Centre"), ("agenda", "Old"), ("title", "Forum")))
    text = " ".join(letters.update(ASKING, news, SHEET).text.split())
    assert "New place: Town Hall, Committee Room 2. It was Civic Centre." in text
    assert "The agenda has changed." in text
    assert "New title: Leadership Forum. It was “Forum”." in text
    text = " ".join(letters.update(ASKING, News(), SHEET).text.split())
    assert "The details have changed. They are below as they are now." in text


def test_a_cancellation_is_golden() -> None:
    sheet = replace(SHEET, calendar=CalendarPart("CANCEL", b""))
    text = " ".join(letters.cancellation(ASKING, "venue closed", sheet).text.split())
    assert "Cancelled: Leadership Forum, 3 December. Reason: venue closed." in text
    assert "Nothing to do; it leaves your calendar." in text
    text = " ".join(letters.cancellation(SERIES, None, replace(SHEET, calendar=None)).text.split())
    assert "Cancelled: Leadership Forum, all dates from 3 December. Nothing to do. If" in text


def test_without_a_mailbox_nobody_is_told_to_reply() -> None:
    sheet = Sheet(Asker("Medway Partnership"), Pages())
    text = " ".join(letters.invitation(ASKING, sheet).text.split())
    assert "reply to this message" not in text.casefold()
    assert "Questions? Please ask the Medway Partnership business unit." in text


def test_a_withdrawal_is_kind_and_claims_no_seat() -> None:
    gone = replace(ASKING, seats=())
    text = " ".join(letters.withdrawal(gone, ["County Police"], SHEET).text.split())
    assert (
        "You are no longer asked about the Leadership Forum on Thursday 3 December. "
        "County Police has a new lead. Thank you for your part in it."
    ) in text
    assert "You get this because you were asked before." in text
    text = letters.withdrawal(gone, [], SHEET).text
    assert "new lead" not in text


def test_a_mark_stands_before_all_else() -> None:
    made = letters.cancellation(ASKING, None, replace(SHEET, mark=Mark.REHEARSAL))
    assert made.subject.startswith("Rehearsal: Cancelled: Leadership Forum")
    assert made.text.startswith("You are in rehearsal. Nobody else gets this until you go live.\n")


def test_typed_text_stays_in_its_line_and_does_nothing() -> None:
    evil = replace(
        ASKING,
        title="Forum\r\nBcc: all@example.org",
        place='<img src="x">|*b*',
        joining="<script>1</script>",
        seats=(Standing("<b>Police</b>\r\nX: y"),),
    )
    for made in (
        letters.invitation(evil, SHEET),
        letters.cancellation(evil, "<i>\r\nCc: b@example.org", SHEET),
        letters.withdrawal(evil, ["<b>Police</b>"], SHEET),
        letters.update(evil, News(changed=(("place", "<u>"),)), SHEET),
    ):
        envelope = Envelope(
            "unit@example.org", "Unit", "to@example.org", "To", "1@example.org", NOW
        )
        head = mail(made, envelope).split(b"\r\n\r\n")[0]
        assert not [line for line in head.split(b"\r\n") if line.startswith((b"Bcc", b"Cc", b"X:"))]
        assert not any(each in made.html for each in ("<img", "<script", "<b>", "<i>", "<u>"))
