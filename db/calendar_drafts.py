"""Calendar messages from rows: drafted once a revision for all who get the same, and kept.

What a reader gets follows from what holds when it is made: which events they are asked about, and
which were cancelled. Kept drafts are finished for each reader; the same revision has the same
bytes.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db import calendar_forms, calendars, diary_copies, events, guest_lists, presences, streams
from db.calendar_forms import ASKS, CANCEL, REQUEST, Draft, Form, Known
from db.models import (
    Address,
    Attendee,
    CalendarDraft,
    Delivery,
    Event,
    OptOut,
    Person,
    Recipient,
    Series,
)
from db.models.deliveries import State
from db.tenancy import across_partnerships
from domain import attendees, invitations
from domain.attendees import Organizer
from domain.calendars import file as one_event
from domain.entries import Entry
from domain.entries import Status as Shown
from domain.events import Calendar, Say, Status
from domain.language import gettext as _
from domain.preferences import Kind

# Written once: for a hundred readers, making statements takes longer than running them.
_DECLINED = (
    select(OptOut.id).where(OptOut.person_id == Person.id, OptOut.kind == Kind.CALENDAR).exists()
)
_ADDRESS = (
    select(Address.address, Person.name)
    .join(Person, Person.id == Address.person_id)
    .where(Address.person_id == bindparam("person"), Address.main)
)
_READER = _ADDRESS.where(~_DECLINED)
_KNOWN = (
    select(
        Address.address,
        Person.name,
        OptOut.at,
        Event.id,
        Recipient.id,
        Event.status,
        Event.sequence,
    )
    .select_from(Attendee)
    .join(Person, Person.id == Attendee.person_id)
    .join(Address, (Address.person_id == Person.id) & Address.main)
    .join(Event, Event.series_id == Attendee.series_id)
    .outerjoin(OptOut, (OptOut.person_id == Person.id) & (OptOut.kind == Kind.CALENDAR))
    .outerjoin(
        Recipient,
        (Recipient.event_id == Event.id)
        & (Recipient.attendee_id == Attendee.id)
        & Recipient.withdrawn_at.is_(None),
    )
    .where(Attendee.id == bindparam("attendee"))
    .order_by(Event.id)
)
_HAD_ONE = (
    select(Delivery.id)
    .where(Delivery.stream == bindparam("stream"), Delivery.attempts > 0)
    .where(Delivery.kind.in_([f"event.{each}" for each in ASKS]))
    .where(Delivery.state.in_((State.SENT, State.UNKNOWN)))
    .where(func.coalesce(Delivery.sent_at, Delivery.due_at) <= bindparam("declined"))
    .limit(1)
)
_DRAFT = select(CalendarDraft.content).where(
    CalendarDraft.series_id == bindparam("series"), CalendarDraft.key == bindparam("key")
)


def message(
    session: Session,
    series: Series,
    attendee: Attendee,
    say: Say,
    about: int | None,
    *,
    organizer: str,
    now: datetime,
) -> tuple[str, bytes] | None:
    """Give the method and the bytes of what one reader's calendar must be told.

    None where nothing is owed: the series is not sent by us, the reader wants no calendar part or
    has no address that a calendar can hold, we have no mailbox, or it no longer holds. Whoever
    turned the calendar part off is still rid of what stands in their calendar already.
    """
    if series.calendar != Calendar.OURS or not organizer:
        return None
    rows = session.execute(_KNOWN, {"attendee": attendee.id}).all()
    reader = guest_lists.attendee(*rows[0][:2]) if rows else None
    known = [
        Known(event_id, held is not None, status == Status.CANCELLED, sequence)
        for *_who, event_id, held, status, sequence in rows
    ]
    wanted = calendar_forms.of(series, known, say, about)
    part = [each.id for each in known if each.is_held]
    if wanted is not None and calendars.is_one(session, series, attendee.person_id, part):
        wanted = wanted.alone(part[0])
    if reader is None or wanted is None or _declines(session, attendee, wanted, rows[0][2]):
        return None
    if say is Say.INVITATION and attendee.messages > 1:
        # Who is asked again must not get a draft older than what took them out.
        wanted = replace(wanted, turn=attendee.messages)
    if wanted.but:
        ends = not calendars.goes_on(session, series, attendee.person_id)
        wanted = replace(wanted, ends=ends)
    draft = _kept(session, series, wanted, organizer, now)
    asks = wanted.form.method == REQUEST
    said = presences.of(session, series, attendee) if asks else {}
    copied = _copied(session, series, attendee, wanted, now)
    token = attendee.token
    done = invitations.finish(draft, reader, token, presences=said, copied=copied)
    return wanted.form.method, done


def out_of_copy(
    session: Session,
    series: Series,
    attendee: Attendee,
    keeper_id: int,
    *,
    organizer: str,
    now: datetime,
) -> tuple[str, bytes] | None:
    """Give what takes an attendee's entry out of the calendar of who kept their diary.

    None as of `message`; a copy came whatever its reader chose for letters of their own.
    """
    found = session.execute(_ADDRESS, {"person": keeper_id}).one_or_none()
    keeper = guest_lists.attendee(*found) if found is not None else None
    if keeper is None or not organizer or series.calendar != Calendar.OURS:
        return None
    draft = _kept(session, series, Draft(Form.OUT), organizer, now)
    return CANCEL, invitations.finish(draft, keeper, attendee.token)


def _copied(
    session: Session, series: Series, attendee: Attendee, wanted: Draft, now: datetime
) -> list[attendees.Attendee]:
    """Give those who keep a reader's diary: in rehearsal copies go to nobody."""
    owner = events.partnership(session)
    if owner.in_rehearsal(now):
        return []
    takes, out = wanted.form.method == CANCEL, wanted.form is Form.OUT
    day = owner.day(now)
    return diary_copies.named(session, series, attendee, day=day, takes=takes, out=out)


def _declines(
    session: Session, attendee: Attendee, wanted: Draft, declined: datetime | None
) -> bool:
    """Say whether a reader, who turned calendar parts off at a time, wants none of this either."""
    if declined is None:
        return False
    which = {"stream": streams.mail_stream(attendee.id), "declined": declined}
    return wanted.form.method == REQUEST or session.scalars(_HAD_ONE, which).first() is None


def copy(
    session: Session, series: Series, person_id: int, *, organizer: str, now: datetime
) -> tuple[str, bytes] | None:
    """Give a test copy for one person: an entry of its own, which never meets the real one.

    It is made anew each time, of drafts too; a later one takes the place of one before. None as of
    `message`.
    """
    reader = _reader(session, person_id)
    if reader is None or not organizer:
        return None
    own = events.of(session, series.id)
    uid = str(uuid5(NAMESPACE_URL, f"copy of {series.uid} for {person_id}"))
    entries = [
        replace(
            each,
            uid=uid,
            sequence=series.revision,
            title=_("Test copy: {title}").format(title=each.title),
        )
        for each in (calendars.master(series, own), *calendars.changed(series, own))
    ]
    ours = Organizer(organizer, events.partnership(session).name)
    token = f"copy-{series.id}-{person_id}"
    if entries[0].status is Shown.CANCELLED:
        draft = invitations.cancel(entries[0], ours, stamp=now)
        return CANCEL, invitations.finish(draft, reader, token)
    draft = invitations.request(entries, ours, stamp=now)
    return REQUEST, invitations.finish(draft, reader, token)


def file(shown: events.Shown) -> bytes:
    """Give a calendar file of one event to download: nobody is named in it."""
    return one_event(calendars.occurrence(shown.series, shown.event))


def _reader(session: Session, person_id: int) -> attendees.Attendee | None:
    """Give a person as calendars know them; None where theirs gets nothing from us."""
    found = session.execute(_READER, {"person": person_id}).one_or_none()
    return guest_lists.attendee(*found) if found is not None else None


def _kept(session: Session, series: Series, wanted: Draft, organizer: str, now: datetime) -> bytes:
    """Give a draft as it was kept for this revision, or make it and keep it."""
    key = wanted.key(series.revision)
    which = {"series": series.id, "key": key}
    if (found := session.scalars(_DRAFT, which).one_or_none()) is not None:
        return found
    owner = events.partnership(session)
    content = _made(session, series, wanted, Organizer(organizer, owner.name), now)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = dialect.insert(CalendarDraft).on_conflict_do_nothing(
        index_elements=["partnership_id", "series_id", "key"]
    )
    row = {"partnership_id": owner.id, "series_id": series.id, "key": key}
    with across_partnerships(session):  # the hook refuses INSERT; the partnership is named above
        session.execute(new, [{**row, "content": content, "made_at": now}])
    return session.scalars(_DRAFT, which).one()


def _made(
    session: Session, series: Series, wanted: Draft, organizer: Organizer, now: datetime
) -> bytes:
    entries = list(_entries(session, series, wanted))
    if wanted.form is Form.OUT:
        return invitations.uninvite(entries[0], organizer, stamp=now)
    guests = guest_lists.shown(session, series, wanted.about)
    if wanted.form.method == REQUEST:
        return invitations.request(entries, organizer, stamp=now, shown=guests)
    reason = calendars.reason(session, series, wanted.about)
    return invitations.cancel(entries[0], organizer, stamp=now, shown=guests, reason=reason)


def _entries(session: Session, series: Series, wanted: Draft) -> Iterable[Entry]:
    if wanted.form in {Form.OFF, Form.OUT} and wanted.about is None:
        return [calendars.whole(series)]
    own = events.of(session, series.id)
    if wanted.about is not None:
        found = (calendars.occurrence(series, each) for each in own if each.id == wanted.about)
        alone = wanted.form in {Form.SINGLE, Form.OFF}
        return [replace(each, original=None) if alone else each for each in found]
    first = calendars.master(series, own, but=wanted.but, ends=wanted.ends)
    changed = calendars.changed(series, own, but=wanted.but)
    return [replace(first, follows=calendars.follows(session, series)), *changed]
