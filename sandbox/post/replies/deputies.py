"""Hands an invitation on to a deputy (RFC 5546, 3.2.2.3 and 4.2.5)."""

import copy
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import uuid4

from icalendar import Component, vCalAddress

from sandbox.post.notices import Party, bare
from sandbox.post.replies.envelopes import addressed
from sandbox.post.replies.responses import DELEGATED, Response


def invitation(response: Response, deputy: Party) -> EmailMessage:
    """Make the REQUEST that the delegator's program sends to the deputy: same UID and SEQUENCE."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = addressed(response.author)
    mail["To"] = addressed(deputy)
    mail["Subject"] = f"Invitation: {' '.join(response.occasion.title.split())}"
    mail["Date"] = format_datetime(response.at)
    mail["Message-ID"] = f"<{uuid4()}@{response.me.address.rpartition('@')[2]}>"
    who, title = response.author.shown, response.occasion.title
    mail.set_content(f"{who} asks you to take their place in “{title}”.\n", cte="8bit")
    calendar = _delegated(response, deputy)
    mail.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"}, cte="8bit")
    return mail


def _delegated(response: Response, deputy: Party) -> str:
    calendar = copy.deepcopy(response.calendar)
    calendar["METHOD"] = "REQUEST"
    for event in calendar.walk("VEVENT"):
        _name_both(event, response.me, deputy)
        event.pop("DTSTAMP", None)
        event.add("DTSTAMP", response.at)
    written: bytes = calendar.to_ical(sorted=False)
    return written.decode().replace("\r\n", "\n")


def _name_both(event: Component, me: Party, deputy: Party) -> None:
    known = event.pop("ATTENDEE", [])
    everybody = known if isinstance(known, list) else [known]
    others = [each for each in everybody if not me.has(bare(str(each)))]
    event["ATTENDEE"] = [
        *(each for each in others if not deputy.has(bare(str(each)))),
        _attendee(me, PARTSTAT=DELEGATED, **{"DELEGATED-TO": f"mailto:{deputy.address}"}),
        _attendee(
            deputy,
            PARTSTAT="NEEDS-ACTION",
            RSVP="TRUE",
            **{"DELEGATED-FROM": f"mailto:{me.address}"},
        ),
    ]


def _attendee(party: Party, **parameters: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{party.address}")
    attendee.params["ROLE"] = party.role
    if party.name:
        attendee.params["CN"] = party.name
    attendee.params.update(parameters)
    return attendee
