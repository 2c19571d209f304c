"""Google Calendar's answer: UTC times, X-NUM-GUESTS=0, a comment inside the ATTENDEE line.

Source: calendar.md, 2; the spelling and the order of lines follow published captures, in which
the comment is the parameter X-RESPONSE-COMMENT (Neuvernetzung/ts-ics#236).
"""

from email.message import EmailMessage
from html import escape

from sandbox.post.replies.envelopes import WORDS, addressed, calendar_part, day_of, letter, sentence
from sandbox.post.replies.lines import delegation, document, line, role, timed, utc, worded
from sandbox.post.replies.lines import partner_lines as partners
from sandbox.post.replies.responses import Response

NOTIFIER = "Google Calendar <calendar-notification@google.com>"
SAID = {**WORDS, "TENTATIVE": "Tentatively Accepted"}


def build(response: Response) -> EmailMessage:
    """Make the mail: from the person, sent by Google; who pressed the button is not told."""
    subject = f"{SAID[response.partstat]}: {response.occasion.title} @ {day_of(response)}"
    mail = letter(response, f"{subject} ({response.organizer.address})", domain="google.com")
    mail["Sender"] = NOTIFIER
    mail["Reply-To"] = addressed(response.author)
    mail["Auto-Submitted"] = "auto-generated"
    text = "\n\n".join(filter(None, [sentence(response), response.comment]))
    mail.set_content(f"{text}\n", cte="base64")
    mail.add_alternative(f"<p>{escape(text)}</p>\n", subtype="html", cte="quoted-printable")
    calendar = _calendar(response)
    plain = calendar.isascii()
    mail.attach(calendar_part(calendar, "7bit" if plain else "quoted-printable", '"UTF-8"'))
    mail.make_mixed()
    mail.add_attachment(
        calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
    )
    return mail


def _calendar(response: Response) -> str:
    occasion = response.occasion
    attendee = line(
        "ATTENDEE",
        f"mailto:{response.me.address}",
        CUTYPE="INDIVIDUAL",
        ROLE=role(response.me),
        PARTSTAT=response.partstat,
        **delegation(response),
        CN=response.me.shown,
        X_NUM_GUESTS="0",
        X_RESPONSE_COMMENT=response.comment,
    )
    return document(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            "METHOD:REPLY",
            "BEGIN:VEVENT",
            *timed("DTSTART", response.start),
            *timed("DTEND", response.end),
            f"DTSTAMP:{utc(response.at)}",
            line("ORGANIZER", f"mailto:{response.organizer.address}", CN=response.organizer.shown),
            *worded("UID", occasion.uid),
            attendee,
            *partners(response),
            *timed("RECURRENCE-ID", response.moment),
            f"CREATED:{utc(response.at)}",
            *worded("DESCRIPTION", occasion.about),
            f"LAST-MODIFIED:{utc(response.at)}",
            *worded("LOCATION", occasion.place),
            f"SEQUENCE:{occasion.sequence}",
            "STATUS:CONFIRMED",
            *worded("SUMMARY", occasion.title),
            "TRANSP:OPAQUE",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )
