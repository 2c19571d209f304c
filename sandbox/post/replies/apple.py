"""Apple's answer: the whole mail is one text/calendar part.

Source: calendar.md, 2 (apple/ccs-calendarserver): single-part replies.
"""

from email.message import EmailMessage

from sandbox.post.replies.envelopes import WORDS, addressed, letter
from sandbox.post.replies.lines import (
    delegation,
    document,
    line,
    partner_lines,
    role,
    sent_by,
    timed,
    utc,
    worded,
    zone_lines,
)
from sandbox.post.replies.responses import Response


def build(response: Response) -> EmailMessage:
    """Make the mail; an assistant's answer comes from the assistant's own account."""
    mail = letter(response, f"{WORDS[response.partstat]}: {response.occasion.title}")
    if response.on_behalf:
        mail.replace_header("From", addressed(response.sender))
    mail["X-Mailer"] = "Apple Mail (2.3864)"
    calendar = _calendar(response)
    mail.set_content(
        calendar, subtype="calendar", cte="7bit" if calendar.isascii() else "quoted-printable"
    )
    mail.replace_header("Content-Type", "text/calendar; charset=utf-8; method=REPLY")
    return mail


def _calendar(response: Response) -> str:
    occasion = response.occasion
    attendee = line(
        "ATTENDEE",
        f"mailto:{response.me.address}",
        CN=response.me.shown,
        CUTYPE="INDIVIDUAL",
        PARTSTAT=response.partstat,
        ROLE=role(response.me),
        **delegation(response),
        SENT_BY=sent_by(response),
    )
    return document(
        [
            "BEGIN:VCALENDAR",
            "CALSCALE:GREGORIAN",
            "METHOD:REPLY",
            "PRODID:-//Apple Inc.//macOS 15.0//EN",
            "VERSION:2.0",
            *zone_lines(response, occasion.tzid),
            "BEGIN:VEVENT",
            attendee,
            *partner_lines(response),
            *worded("COMMENT", response.comment),
            f"CREATED:{utc(response.at)}",
            *timed("DTEND", response.end, occasion.tzid),
            f"DTSTAMP:{utc(response.at)}",
            *timed("DTSTART", response.start, occasion.tzid),
            f"LAST-MODIFIED:{utc(response.at)}",
            line("ORGANIZER", f"mailto:{response.organizer.address}", CN=response.organizer.name),
            *timed("RECURRENCE-ID", response.moment, occasion.tzid),
            f"SEQUENCE:{occasion.sequence}",
            *worded("SUMMARY", occasion.title),
            *worded("UID", occasion.uid),
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )
