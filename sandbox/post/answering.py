"""What somebody wants to answer, checked to the end before any mail is made."""

from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.post.addresses import checked, is_address
from sandbox.post.calendars import PersonalCalendar
from sandbox.post.mails import Mail
from sandbox.post.notices import Notice, Occasion, Party
from sandbox.post.replies.responses import DELEGATED, PARTSTATS, Response
from sandbox.post.zones import in_zone_of, moment_in


@dataclass(frozen=True)
class Wish:
    """What the form says: the answer, and what goes with it."""

    partstat: str
    comment: str = ""
    moment: str = ""
    delegate_to: str = ""
    on_behalf_of: str = ""
    both: bool = False


def hindrance(occasion: Occasion, calendar: PersonalCalendar) -> str:
    """Say in a sentence why an invitation can't be answered; "" when it can."""
    organizer = occasion.organizer
    if organizer is None or not organizer.address:
        return "The invitation names no organiser, so it can’t be answered."
    if not is_address(organizer.address):
        return f"The organiser, {organizer.address}, is no mail address that can be answered."
    if not occasion.has_uid:
        return "The invitation has no UID, so no answer to it could be known."
    if calendar.stranger(occasion):
        return "It comes from somebody else than the organiser, so it can’t be answered."
    return ""


def response_to(
    mail: Mail, calendar: PersonalCalendar, sender: Party, wish: Wish, at: datetime
) -> Response:
    """Make the answer; `ValueError` says in a sentence why it can't be."""
    occasion = _asked(mail, calendar, wish.moment)
    if wish.partstat not in PARTSTATS:
        raise ValueError(f"{wish.partstat} is no answer to an invitation.")
    if why := hindrance(occasion, calendar):
        raise ValueError(why)
    me = _spoken_for(occasion, sender, wish.on_behalf_of)
    deputy = _deputy(occasion, me, wish.delegate_to) if wish.partstat == DELEGATED else None
    moment = moment_in(occasion.moment, occasion.start) if occasion.moment else None
    return Response(
        occasion,
        occasion.calendar,
        me,
        sender,
        wish.partstat,
        at,
        start=occasion.start,
        end=in_zone_of(occasion.start, occasion.end),
        moment=moment,
        comment=wish.comment,
        deputy=deputy,
        both=wish.both,
        answers_to=" ".join(mail.letter.header("Message-ID").split()),
    )


def _asked(mail: Mail, calendar: PersonalCalendar, moment: str) -> Occasion:
    """Find what is answered: what the mail is about, or one date of its series as it now stands."""
    notice = mail.notice
    if not isinstance(notice, Notice) or notice.method not in ("REQUEST", "PUBLISH", "ADD"):
        raise ValueError("This mail is no invitation, so there is nothing to answer.")
    if not moment or moment == notice.main.moment:
        return notice.main
    newest = calendar.newest(notice.main.uid)
    if newest is None:  # a file beside the mail, which the calendar has not taken
        calendar = PersonalCalendar(calendar.address)
        calendar.take(mail, by_hand=True)
        newest = calendar.newest(notice.main.uid)
    series = newest.occasion if newest and not newest.cancelled else None
    found = calendar.occurrence(series, moment) if series else None
    if found is None:
        raise ValueError("There is no such date in this series, or not any more.")
    return found


def _spoken_for(occasion: Occasion, sender: Party, on_behalf_of: str) -> Party:
    checked(sender.address, "An answer leaves from a mail address.")
    if not on_behalf_of:
        return occasion.attendee(sender.address) or sender
    checked(on_behalf_of, "For whom do you answer? Give a mail address.")
    return occasion.attendee(on_behalf_of) or Party(on_behalf_of)


def _deputy(occasion: Occasion, me: Party, address: str) -> Party:
    checked(address, "Whom do you send? Give the deputy’s mail address.")
    if me.has(address):
        raise ValueError("A deputy is somebody else.")
    if occasion.organizer and occasion.organizer.has(address):
        raise ValueError("The organiser can’t be the deputy as well.")
    if me.delegated_from.lower() == address.lower():
        raise ValueError(f"You are the deputy of {address}: send somebody else.")
    known = occasion.attendee(address)
    return replace(Party(address), name=known.name if known else "")
