"""Thunderbird's answer: mixed(alternative(text, calendar in 8 bit), application/ics).

Source: calendar.md, 2 (Thunderbird 153, RUN): VTIMEZONE and DESCRIPTION are copied, LAST-MODIFIED
is added; its own sentences are from comm-central's itip strings.
"""

from email.message import EmailMessage

from sandbox.post.replies.envelopes import addressed, calendar_part, letter, sentence
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

SUBJECTS = {
    "ACCEPTED": "Accepted: ",
    "TENTATIVE": "Tentative: ",
    "DECLINED": "Invitation Declined: ",
}


def build(response: Response) -> EmailMessage:
    """Make the mail; an assistant's answer comes from the assistant's own address."""
    mail = letter(
        response, SUBJECTS.get(response.partstat, "Invitation Reply: ") + _title(response)
    )
    if response.on_behalf:
        mail.replace_header("From", addressed(response.sender))
    mail["User-Agent"] = "Mozilla Thunderbird"
    calendar = _calendar(response)
    mail.set_content(f"{sentence(response)}\n", cte="8bit")
    mail.make_alternative()
    mail.attach(calendar_part(calendar, "8bit"))
    mail.make_mixed()
    mail.add_attachment(
        calendar.encode(), maintype="application", subtype="ics", filename="invite.ics", cte="8bit"
    )
    return mail


def _title(response: Response) -> str:
    return response.occasion.title


def _calendar(response: Response) -> str:
    occasion = response.occasion
    attendee = line(
        "ATTENDEE",
        f"mailto:{response.me.address}",
        CN=response.me.name,
        PARTSTAT=response.partstat,
        ROLE=role(response.me),
        **delegation(response),
        SENT_BY=sent_by(response),
    )
    return document(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
            "VERSION:2.0",
            "METHOD:REPLY",
            *zone_lines(response, occasion.tzid),
            "BEGIN:VEVENT",
            f"CREATED:{utc(response.at)}",
            f"LAST-MODIFIED:{utc(response.at)}",
            f"DTSTAMP:{utc(response.at)}",
            *worded("UID", occasion.uid),
            *worded("SUMMARY", occasion.title),
            line("ORGANIZER", f"mailto:{response.organizer.address}", CN=response.organizer.name),
            attendee,
            *partner_lines(response),
            *timed("RECURRENCE-ID", response.moment, occasion.tzid),
            *timed("DTSTART", response.start, occasion.tzid),
            *timed("DTEND", response.end, occasion.tzid),
            *([f"RRULE:{occasion.rule}"] if occasion.rule and not response.moment else []),
            *worded("DESCRIPTION", occasion.about),
            *worded("LOCATION", occasion.place),
            *worded("COMMENT", response.comment),
            f"SEQUENCE:{occasion.sequence}",
            "TRANSP:OPAQUE",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )
