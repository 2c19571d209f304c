"""Letters about events, to the word of wording.md's golden examples."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from bot.letters import events as letters
from bot.letters.events import Sheet
from bot.letters.introductions import Known, introduction
from bot.letters.letter import CalendarPart, Letter
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
    joining=f"Join here: {MEETING}\nMeeting ID 000 000\nBy phone: 00000 000000",
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
Online: Join the meeting online (https://meet.example.org/j/123)
Meeting ID 000 000
By phone: 00000 000000
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
    assert made.subject == "Leadership Forum, Thu 3 December 2026, 10:00: please answer by 19 November"
    assert made.text == INVITATION
    assert made.reply_to == "unit@example.org"
    assert made.calendar == SHEET.calendar
