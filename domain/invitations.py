"""Calendar messages to those invited: REQUEST and CANCEL (iTIP, RFC 5546; by mail, RFC 6047).

A message is drafted once a revision, for everybody, and finished for each recipient: with their
token in ORGANIZER, so that we know whose answer comes back, and with their own ATTENDEE. A draft is
bytes, to be kept with its revision; finishing it again gives the same message.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from icalendar import Event
from icalendar.enums import PARTSTAT, ROLE

from domain.attendees import Attendee, Organizer, Presence, with_token
from domain.calendars import END, calendar_of, head, part, zones
from domain.entries import Entry, Status, Typed, refuse_changing_clocks, vevent

_GROUP = b"\x1d"
_RECORD = b"\x1e"
_UNIT = b"\x1f"
"""What keeps the parts of a draft asunder: ASCII's own separators, which no text here holds."""

_ASKS = b"\r\nMETHOD:REQUEST\r\n"
_CLOSING = b"END:VEVENT\r\n"
_RECURS = re.compile(rb"^RECURRENCE-ID[^:\r\n]*:(\d{8}T\d{6})", re.MULTILINE)


def guest_list(invited: Iterable[Attendee], *, is_hidden: bool) -> tuple[Attendee, ...]:
    """Give whom every recipient sees beside themselves: with a hidden list the chair alone."""
    return tuple(each for each in invited if not is_hidden or each.role == ROLE.CHAIR)


def request(
    entries: Sequence[Entry],
    organizer: Organizer,
    *,
    stamp: datetime,
    shown: Iterable[Attendee] = (),
) -> bytes:
    """Draft an invitation or an update: one event or series, or one changed occurrence alone.

    A new recipient of a series gets it with its changed occurrences, several entries of one uid;
    others get each change as the occurrence alone, for Outlook takes no other. Nobody's answer is
    shown to another. Raises `Refused` for a time that a clock change skips or repeats, and for an
    address that can't be written; `ValueError` for what no REQUEST may be (RFC 5546, 3.2.2).
    """
    if len({each.uid for each in entries}) != 1:
        raise ValueError("One message is about one uid.")
    if len({each.key for each in entries}) != len(entries):
        raise ValueError("One message is about an occurrence once.")
    if any(each.status is Status.CANCELLED for each in entries):
        raise ValueError("Nobody is invited to what is cancelled.")
    for each in entries:
        refuse_changing_clocks(each)
    ordered = sorted(entries, key=lambda each: each.key)
    events = [vevent(each, stamp=stamp) for each in ordered]
    return _draft("REQUEST", ordered, events, organizer, [(each, each.asked()) for each in shown])


def cancel(
    entry: Entry,
    organizer: Organizer,
    *,
    stamp: datetime,
    shown: Iterable[Attendee] = (),
    reason: str = "",
) -> bytes:
    """Draft the cancellation, for all, of an event, a series or one occurrence of it.

    Its `sequence` is higher than that of any message before. It says what it is about, and a reason
    if there is one. Raises `Refused` for an address that can't be written.
    """
    event = vevent(entry, stamp=stamp, brief=True)
    event.add("STATUS", Status.CANCELLED.value)
    if reason.strip():
        event.add("COMMENT", Typed(reason))
    return _draft("CANCEL", [entry], [event], organizer, [(each, each.told()) for each in shown])


def uninvite(entry: Entry, organizer: Organizer, *, stamp: datetime) -> bytes:
    """Draft what takes an event, series or occurrence out of one recipient's calendar.

    It goes on for everybody else: so there is no STATUS, and no ATTENDEE but the one whom it is
    finished for (RFC 5546, 3.2.5). Raises `Refused` as `cancel` does.
    """
    return _draft("CANCEL", [entry], [vevent(entry, stamp=stamp, brief=True)], organizer, [])


def decline_counter(entry: Entry, organizer: Organizer, *, stamp: datetime) -> bytes:
    """Draft the answer to a proposal that is not taken up (RFC 5546, 3.2.8).

    Its entry has the sequence of the proposal. Raises `Refused` as `cancel` does.
    """
    event = vevent(entry, stamp=stamp, brief=True)
    return _draft("DECLINECOUNTER", [entry], [event], organizer, [])


def finish(
    draft: bytes,
    recipient: Attendee,
    token: str,
    answer: PARTSTAT = PARTSTAT.NEEDS_ACTION,
    *,
    presences: Mapping[datetime | None, Presence] | None = None,
    copied: Iterable[Attendee] = (),
) -> bytes:
    """Give one recipient's message of a draft, with the answer that they last gave.

    `token` is theirs for this event: letters, digits, - and _. `presences` say it for occurrences
    apart, by when their series has them, None of all others, and who stands in for whom. `copied`
    keep the recipient's diary: they are named, and not asked. The same arguments give the same
    bytes. Raises `Refused` for an address that can't be written.
    """
    people, *texts = draft.split(_GROUP)
    organizer, *others = people.split(_RECORD)
    shown = {each.key.encode(): each.told() for each in copied}
    shown |= dict(each.split(_UNIT) for each in others)
    first = with_token(organizer, token)
    if _ASKS not in draft:
        told = {**shown, recipient.key.encode(): recipient.told()}
        return b"".join((first, *told.values())).join(texts)
    usual = Presence(answer)
    found = presences or {}
    made = [texts[0]]
    for before, after in pairwise(texts):
        said = found.get(_original(before), found.get(None, usual))
        made += [first, *{**shown, **said.lines(recipient)}.values(), after]
    return b"".join(made)


def _original(text: bytes) -> datetime | None:
    """Give when its series has the occurrence whose text this is; None: it is no changed one."""
    found = _RECURS.search(text)
    return datetime.strptime(found[1].decode(), "%Y%m%dT%H%M%S") if found else None  # noqa: DTZ007


def _draft(
    method: str,
    entries: Sequence[Entry],
    events: Sequence[Event],
    organizer: Organizer,
    guests: Iterable[tuple[Attendee, bytes]],
) -> bytes:
    """Give a message with a gap in each entry, and before it those who stand in the gaps."""
    people = [organizer.line().encode()]
    people += [each.key.encode() + _UNIT + line for each, line in guests]
    parts = [part(*each) for each in zip(entries, events, strict=True)]
    start = head(calendar_of(method)) + zones(parts)
    bodies = [each.body.removesuffix(_CLOSING) for each in parts]
    texts = [start + bodies[0], *(_CLOSING + each for each in bodies[1:]), _CLOSING + END]
    return _GROUP.join((_RECORD.join(people), *texts))
