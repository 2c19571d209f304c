"""Every calendar message that can be sent, and what is meant by it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from icalendar.enums import ROLE

from domain.attendees import Attendee, Organizer
from domain.calendars import feed, publish
from domain.entries import Entry
from domain.invitations import cancel, finish, request, uninvite
from domain.recurrence import Frequency, Rule, expand, ordinals_of
from domain.when import WallSpan, WallTime
from tests.calendars.readers import UNTIL, Message, Seen, address, addresses

STAMP = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
MAILBOX = "calendar@joinedup.example.org"
ORGANIZER = Organizer(MAILBOX, "Medway Safeguarding Children Partnership")
CHAIR = Attendee("chair@council.example.org", "The Chair", ROLE.CHAIR)
LEAD = Attendee(
    "Lead.O'Hara@housing.example.org", 'Lead "Housing", Trust; Medway', ROLE.REQ_PARTICIPANT
)
DIARY = Attendee("diary@housing.example.org", "Keeper; of diaries", ROLE.NON_PARTICIPANT)
TOKEN = "tZ3_q-9"

SINGLE = Entry(
    uid="6f0f2f3c-2f0e-4a52-9c4e-6f5f6d1b8a10",
    sequence=0,
    span=WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London"),
    title="Leadership Forum: gangs, exploitation; next steps",
    changed=STAMP,
    place="Town Hall, Committee Room 2",
    joining="Join: https://meet.example.org/j/000\nMeeting ID: 000 000\nPasscode: C:\\New",
    agenda="Welcome and apologies — Croeso ac ymddiheuriadau",
    url="https://joinedup.example.org/events/6f0f2f3c",
)


@dataclass(frozen=True)
class Sent:
    """A finished message, and how it is to be read."""

    body: bytes
    meant: Message


def single(span: WallSpan) -> Sent:
    return _asked(replace(SINGLE, span=span))


def update(span: WallSpan) -> Sent:
    return _asked(replace(SINGLE, span=span, sequence=3))


def series(span: WallSpan) -> Sent:
    return _asked(_weekly(span))


def quarterly(span: WallSpan) -> Sent:
    day = span.begins.date()
    nth = ordinals_of(day)[0]
    rule = Rule(Frequency.MONTHLY, day.weekday(), nth, interval=3, until=date(2028, 6, 30))
    return _asked(replace(SINGLE, span=span, rule=rule))


def moved_occurrence(span: WallSpan) -> Sent:
    return _asked(_moved(span))


def series_with_a_moved_occurrence(span: WallSpan) -> Sent:
    return _asked(_weekly(span), _moved(span))


def cancelled(span: WallSpan) -> Sent:
    entry = replace(_weekly(span), sequence=4)
    draft = cancel(entry, ORGANIZER, stamp=STAMP, shown=[CHAIR], reason="Venue closed, sorry")
    return _sent(draft, "CANCEL", [CHAIR, LEAD], entry)


def cancelled_occurrence(span: WallSpan) -> Sent:
    entry = replace(_moved(span), sequence=5)
    return _sent(cancel(entry, ORGANIZER, stamp=STAMP), "CANCEL", [LEAD], entry)


def uninvited(span: WallSpan) -> Sent:
    entry = replace(SINGLE, span=span, sequence=2)
    return _sent(uninvite(entry, ORGANIZER, stamp=STAMP), "CANCEL", [LEAD], entry)


def copied(span: WallSpan) -> Sent:
    entries = _weekly(span), _moved(span)
    draft = request(entries, ORGANIZER, stamp=STAMP, shown=[CHAIR])
    return _sent(draft, "REQUEST", [CHAIR, LEAD, DIARY], *entries, copied=[DIARY])


def uninvited_with_who_was_copied(span: WallSpan) -> Sent:
    entry = replace(SINGLE, span=span, sequence=2)
    draft = uninvite(entry, ORGANIZER, stamp=STAMP)
    return _sent(draft, "CANCEL", [LEAD, DIARY], entry, copied=[DIARY])


def published(span: WallSpan) -> Sent:
    entries = _weekly(span), _moved(span)
    parts = [publish(each) for each in entries]
    body = feed(parts, name="My meetings", zone="Europe/London", day=span.begins.date())
    return Sent(body, _meant("PUBLISH", "", (), *entries))


KINDS: tuple[Callable[[WallSpan], Sent], ...] = (
    single,
    update,
    series,
    quarterly,
    moved_occurrence,
    series_with_a_moved_occurrence,
    cancelled,
    cancelled_occurrence,
    uninvited,
    copied,
    uninvited_with_who_was_copied,
    published,
)


def _weekly(span: WallSpan) -> Entry:
    """Meet weekly for a year, so over clock changes, but not the fourth time."""
    rule = Rule(Frequency.WEEKLY, span.begins.weekday(), count=52)
    return replace(
        SINGLE, span=span, rule=rule, left_out=(span.begins + timedelta(weeks=3),), sequence=1
    )


def _moved(span: WallSpan) -> Entry:
    """Have the sixth meeting of the series a day and two hours later."""
    original = span.begins + timedelta(weeks=5)
    later = original + timedelta(days=1, hours=2)
    return replace(
        SINGLE, span=WallSpan(later, later + span.lasts, span.zone), original=original, sequence=2
    )


def _asked(*entries: Entry) -> Sent:
    draft = request(entries, ORGANIZER, stamp=STAMP, shown=[CHAIR])
    return _sent(draft, "REQUEST", [CHAIR, LEAD], *entries)


def _sent(
    draft: bytes,
    method: str,
    people: list[Attendee],
    *entries: Entry,
    copied: Sequence[Attendee] = (),
) -> Sent:
    organizer = MAILBOX.replace("@", f"+{TOKEN}@")
    read = addresses(each.address for each in people)
    body = finish(draft, LEAD, TOKEN, copied=copied)
    return Sent(body, _meant(method, organizer, read, *entries))


def _meant(method: str, organizer: str, people: tuple[str, ...], *entries: Entry) -> Message:
    seen = []
    met: dict[str, datetime] = {}
    for entry in entries:
        start, end = entry.span.instants()
        original = _original(entry)
        seen.append(
            Seen(
                entry.uid,
                original,
                entry.sequence,
                start,
                end,
                address(organizer),
                people,
            )
        )
        if entry.rule is None:
            met[original or start.isoformat()] = start
            continue
        for each in expand(entry.rule, entry.span, until=UNTIL.date()).spans:
            if each.begins not in entry.left_out:
                met[each.instants()[0].isoformat()] = each.instants()[0]
    return Message(method, tuple(sorted(seen)), tuple(sorted(met.values())))


def _original(entry: Entry) -> str:
    if entry.original is None:
        return ""
    return WallTime(entry.original, entry.span.zone).instant().isoformat()
