"""Hands an invitation on to a deputy (RFC 5546, 3.2.2.3 and 4.2.5)."""

import copy
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import uuid4

from icalendar import Calendar, Component, vCalAddress, vDDDTypes

from sandbox.post.notices import Party, bare, text_of
from sandbox.post.replies.envelopes import addressed
from sandbox.post.replies.responses import DELEGATED, Response
from sandbox.post.zones import Time, instant

OF_A_SERIES = ("RRULE", "RDATE", "EXDATE", "EXRULE", "DURATION", "RECURRENCE-ID")
"""What one date of a series does not carry."""


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
    """Write what the deputy is asked to: the whole event, or the one date and nothing beside it."""
    known = response.calendar
    made = Calendar()
    for name in ("PRODID", "VERSION", "CALSCALE"):
        if name in known:
            made[name] = known[name]
    made["METHOD"] = "REQUEST"
    for zone in known.walk("VTIMEZONE"):
        made.add_component(zone)
    for event in _events(response):
        _name_both(event, response.me, deputy)
        event.pop("DTSTAMP", None)
        event.add("DTSTAMP", response.at)
        made.add_component(event)
    written: bytes = made.to_ical(sorted=False)
    return written.decode().replace("\r\n", "\n")


def _events(response: Response) -> list[Component]:
    occasion = response.occasion
    if response.moment is None:
        known = response.calendar.walk("VEVENT")
        mine = [each for each in known if text_of(each, "UID") == occasion.uid]
        return [copy.deepcopy(each) for each in mine]
    event = copy.deepcopy(occasion.component)
    for name in OF_A_SERIES:
        event.pop(name, None)
    times = {"RECURRENCE-ID": response.moment, "DTSTART": response.start, "DTEND": response.end}
    for name, time in times.items():
        if time is not None:
            event[name] = _timed(time, occasion.tzid)
    return [event]


def _timed(time: Time, tzid: str) -> vDDDTypes:
    """Write a time as the invitation does: in its zone by name, else in UTC, or as a day."""
    if not isinstance(time, datetime):
        made = vDDDTypes(time)
        made.params["VALUE"] = "DATE"
        return made
    if not tzid:
        return vDDDTypes(instant(time))
    made = vDDDTypes(time.replace(tzinfo=None))
    made.params["TZID"] = tzid
    return made


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
