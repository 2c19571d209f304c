"""Exchange's and outlook.com's answer: no ORGANIZER, MAILTO in capitals, Windows' zone names.

Source: calendar.md, 0.5 and 2 (nextcloud/server#53948 and public samples): COMMENT;LANGUAGE,
SUMMARY "Accepted: ...", X-MICROSOFT-CDO-*, a VTIMEZONE that begins in 1601; one alternative.
"""

import re
from email.message import EmailMessage
from html import escape

from sandbox.post.replies.envelopes import WORDS, addressed, calendar_part, letter
from sandbox.post.replies.lines import (
    delegation,
    document,
    line,
    partner_lines,
    sent_by,
    timed,
    utc,
    worded,
    zone_lines,
)
from sandbox.post.replies.responses import Response
from sandbox.post.zones import windows_name

LANGUAGE = "en-GB"


def build(response: Response) -> EmailMessage:
    """Make the mail; an assistant's answer is from the person and has the assistant as Sender."""
    mail = letter(response, _summary(response), domain="outlook.sandbox.invalid")
    if response.on_behalf:
        mail["Sender"] = addressed(response.sender)
    mail["Thread-Topic"] = " ".join(response.occasion.title.split())
    if response.answers_to:
        mail["In-Reply-To"] = mail["References"] = response.answers_to
    mail["Accept-Language"] = mail["Content-Language"] = LANGUAGE
    mail["X-MS-Has-Attach"] = ""
    mail.set_content(f"{response.comment}\n", cte="quoted-printable")
    body = f"<html><body><p>{escape(response.comment)}</p></body></html>\n"
    mail.add_alternative(body, subtype="html", cte="quoted-printable")
    mail.attach(calendar_part(_calendar(response), "base64", '"utf-8"'))
    return mail


def _summary(response: Response) -> str:
    return f"{WORDS[response.partstat]}: {response.occasion.title}"


def _calendar(response: Response) -> str:
    occasion = response.occasion
    zone = _zone_lines(response)
    tzid = windows_name(occasion.tzid) if zone else ""
    attendee = line(
        "ATTENDEE",
        f"MAILTO:{response.me.address}",
        PARTSTAT=response.partstat,
        CN=response.me.shown,
        **delegation(response),
        SENT_BY=sent_by(response).replace("mailto:", "MAILTO:"),
    )
    return document(
        [
            "BEGIN:VCALENDAR",
            "METHOD:REPLY",
            "PRODID:Microsoft Exchange Server 2010",
            "VERSION:2.0",
            *zone,
            "BEGIN:VEVENT",
            attendee,
            *partner_lines(response),
            *worded("COMMENT", f"{response.comment}\n", LANGUAGE=LANGUAGE),
            *worded("UID", occasion.uid),
            *timed("RECURRENCE-ID", response.moment, tzid),
            *worded("SUMMARY", _summary(response), LANGUAGE=LANGUAGE),
            *timed("DTSTART", response.start, tzid),
            *timed("DTEND", response.end, tzid),
            "CLASS:PUBLIC",
            "PRIORITY:5",
            f"DTSTAMP:{utc(response.at)}",
            "TRANSP:OPAQUE",
            "STATUS:CONFIRMED",
            f"SEQUENCE:{occasion.sequence}",
            *worded("LOCATION", occasion.place, LANGUAGE=LANGUAGE),
            *_microsoft(response),
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )


def _microsoft(response: Response) -> list[str]:
    busy = {"ACCEPTED": "BUSY", "TENTATIVE": "TENTATIVE"}.get(response.partstat, "FREE")
    all_day = "FALSE" if response.occasion.tzid or not response.start else "TRUE"
    return [
        f"X-MICROSOFT-CDO-APPT-SEQUENCE:{response.occasion.sequence}",
        "X-MICROSOFT-CDO-OWNERAPPTID:0",
        f"X-MICROSOFT-CDO-BUSYSTATUS:{busy}",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        f"X-MICROSOFT-CDO-ALLDAYEVENT:{all_day}",
        "X-MICROSOFT-CDO-IMPORTANCE:1",
        f"X-MICROSOFT-CDO-INSTTYPE:{3 if response.moment else 0}",
        "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK:",
        "X-MICROSOFT-DONOTFORWARDMEETING:FALSE",
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
    ]


def _zone_lines(response: Response) -> list[str]:
    """Write the invitation's zone as Windows does: under its own name, from 1601 on."""
    name = windows_name(response.occasion.tzid)
    written = []
    for each in zone_lines(response, response.occasion.tzid):
        if each.startswith(("RDATE", "TZNAME", "COMMENT", "X-", "LAST-MODIFIED", "TZURL")):
            continue
        each = re.sub(r"^DTSTART([^:]*):\d{8}", r"DTSTART\1:16010101", each)  # noqa: PLW2901
        written.append(f"TZID:{name}" if each.startswith("TZID:") else each)
    return written if any(each.startswith("RRULE") for each in written) else []
