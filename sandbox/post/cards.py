"""What a mail program shows above a mail with a calendar part: the card and what it asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.post import moments
from sandbox.post.answering import hindrance
from sandbox.post.calendars import SERIES, PersonalCalendar
from sandbox.post.letters import Letter
from sandbox.post.mails import Mail
from sandbox.post.notices import Notice, Occasion, Party, UnreadableError
from sandbox.post.repeats import date_of, long_day, starts
from sandbox.post.texts import MALFORMED
from sandbox.post.zones import Time, instant, key_of, moment_in

ANSWERS = {
    "NEEDS-ACTION": "No answer yet",
    "ACCEPTED": "Accepted",
    "TENTATIVE": "Tentative",
    "DECLINED": "Declined",
    "DELEGATED": "Sends a deputy",
}
LABELS = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "REPLY": "Answer",
    "COUNTER": "Another time is proposed",
    "DECLINECOUNTER": "The proposed time was declined",
    "PUBLISH": "A date to know of",
}
SOON = timedelta(days=800)
MOST_CHOICES = 12


@dataclass(frozen=True)
class Row:
    """One line of a card: what it is, what it says, what it said before."""

    name: str
    text: str
    was: str = ""
    note: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody on the list, and what the organiser knew of their answer."""

    name: str
    address: str
    answer: str
    partstat: str
    chair: bool = False


@dataclass(frozen=True)
class Date:
    """One date of a series as it stands, and what was answered to it alone."""

    key: str
    name: str
    answer: str = ""
    partstat: str = ""


@dataclass(frozen=True)
class Card:
    """Everything the card says, in words."""

    kind: str
    label: str
    title: str
    tile: tuple[str, str, str] = ("", "", "")
    rows: tuple[Row, ...] = ()
    about: str = ""
    about_was: bool = False
    guests: tuple[Guest, ...] = ()
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    partstat: str = ""
    answer: str = ""
    answered: str = ""
    can_answer: bool = False
    invited: bool = True
    occurrences: tuple[tuple[str, str], ...] = ()
    dates: tuple[Date, ...] = ()
    others: tuple[Party, ...] = ()
    newer: str = field(default="")


def card_of(mail: Mail, calendar: PersonalCalendar, now: datetime) -> Card | None:
    """Draw the card for one reader; None for a mail without a calendar part."""
    notice = mail.notice
    if notice is None:
        return None
    if isinstance(notice, UnreadableError):
        return _broken(str(notice))
    try:
        return _reply(notice) if notice.method == "REPLY" else _drawn(mail, notice, calendar, now)
    except (*MALFORMED, ArithmeticError):
        return _broken("The event in this mail can't be understood.")


def _broken(why: str) -> Card:
    return Card("broken", "Invitation", "This invitation can’t be shown", notes=(why,))


def _drawn(mail: Mail, notice: Notice, calendar: PersonalCalendar, now: datetime) -> Card:
    occasion = notice.main
    before = calendar.before(occasion, mail.id) if notice.method == "REQUEST" else None
    newest = calendar.newest(occasion.uid, occasion.moment)
    newer = newest.mail if newest and newest.rank[:2] > occasion.version else ""
    cancelled = notice.method == "CANCEL" or occasion.status == "CANCELLED"
    partstat = calendar.partstat(occasion)
    asks = notice.method in ("REQUEST", "ADD") and not cancelled
    stranger = calendar.stranger(occasion)
    dates = tuple(_dates(calendar, occasion, now))
    return Card(
        kind="cancelled" if cancelled and not stranger else notice.method.lower(),
        label=_label(notice, occasion, changed=before is not None, cancelled=cancelled),
        title=occasion.title,
        tile=_tile(occasion),
        rows=(*_rows(occasion, before), *_you(calendar, occasion)),
        about=occasion.about,
        about_was=bool(before and before.about != occasion.about),
        guests=tuple(_guest(each) for each in occasion.attendees),
        notes=tuple(_notes(mail, notice, calendar, cancelled=cancelled)),
        warnings=(*notice.warnings, *_program_warnings(mail, notice)),
        partstat=partstat,
        answer=ANSWERS.get(partstat, partstat.capitalize()),
        answered=_answered(calendar, occasion),
        can_answer=asks and not newer and not hindrance(occasion, calendar),
        invited=occasion.attendee(calendar.address) is not None,
        occurrences=tuple((each.key, each.name) for each in dates[:MOST_CHOICES]),
        dates=tuple(each for each in dates if each.answer),
        others=tuple(_others(occasion, calendar)),
        newer="" if stranger else newer,
    )


def _label(notice: Notice, occasion: Occasion, *, changed: bool, cancelled: bool) -> str:
    one = " for one date" if occasion.moment else ""
    if cancelled:
        return f"Cancelled{one}"
    if changed:
        return f"Updated invitation{one}"
    return LABELS.get(notice.method, notice.method.capitalize()) + one


def _tile(occasion: Occasion) -> tuple[str, str, str]:
    if occasion.start is None:
        return "", "?", ""
    day = moments.day_of(occasion.start)
    return f"{day:%b}", str(day.day), f"{day:%a}"


def _rows(occasion: Occasion, before: Occasion | None) -> Iterator[Row]:
    def was(of: str, text: str) -> str:
        return of if before and of != text else ""

    when = moments.when(occasion)
    old = moments.when(before) if before else ""
    yield Row("When", when, was(old, when), moments.elsewhere(occasion))
    if repeats := moments.repeats(occasion):
        yield Row("Repeats", repeats, was(moments.repeats(before) if before else "", repeats))
    old_place = before.place if before else ""
    if occasion.place or old_place:
        yield Row("Where", occasion.place or "No place is given", was(old_place, occasion.place))
    if occasion.link:
        yield Row("Online", occasion.link, was(before.link if before else "", occasion.link))
    if occasion.organizer:
        yield _person("Organiser", occasion.organizer)
    if occasion.comment:
        yield Row("Comment", occasion.comment)


def _you(calendar: PersonalCalendar, occasion: Occasion) -> Iterator[Row]:
    """Say as whom the reader is invited, and what their answer is."""
    me = occasion.attendee(calendar.address)
    if me:
        answer = ANSWERS.get(calendar.partstat(occasion), "")
        by = f", in place of {me.delegated_from}" if me.delegated_from else ""
        yield Row("You", f"{me.address}{by}", note=answer)


def _person(what: str, party: Party) -> Row:
    return Row(what, party.shown, note=party.address if party.name else "")


def _guest(party: Party) -> Guest:
    answer = ANSWERS.get(party.partstat, party.partstat.capitalize())
    if party.delegated_to:
        answer = f"Sends {party.delegated_to}"
    if party.delegated_from:
        answer = f"{answer}, for {party.delegated_from}"
    chair = party.role == "CHAIR"
    return Guest(party.shown, party.address, answer, party.partstat.lower(), chair)


def _notes(
    mail: Mail, notice: Notice, calendar: PersonalCalendar, *, cancelled: bool
) -> Iterator[str]:
    occasion = notice.main
    first = calendar.first_mail(occasion)
    if first and first != mail.id and int(first) < int(mail.id):
        yield "Already processed: an earlier mail said exactly this."
    if known := calendar.stranger(occasion):
        who = occasion.organizer.address if occasion.organizer else "nobody"
        yield f"Not obeyed: it names {who} as organiser, where the invitation names {known}."
    elif cancelled:
        yield "Nothing to do: it has left your calendar."
    elif notice.method == "REQUEST":
        yield from filter(None, [hindrance(occasion, calendar)])
    if notice.method == "REQUEST" and not occasion.attendee(calendar.address):
        yield "You are not on the list of those invited: an answer makes you an extra guest."
    part = mail.letter.calendar
    if part and not Letter.invites(part):
        yield "The calendar is only attached: most mail programs show no invitation here."


def _program_warnings(mail: Mail, notice: Notice) -> Iterator[str]:
    """Say what particular programs would make of the mail (calendar.md, 2)."""
    part = mail.letter.calendar
    if part and len(part.place) > 1 and part.place[0] != 0:
        yield "Outlook looks for an invitation only in the first part: it finds none here."
    if notice.method == "REQUEST" and notice.main.rule and len(notice.occasions) > 1:
        yield "The series and single dates come in one mail: Outlook may not take the dates."


def _answered(calendar: PersonalCalendar, occasion: Occasion) -> str:
    for moment in (occasion.moment, SERIES):
        own = calendar.answers.get((occasion.uid, moment))
        if own and own.sequence >= occasion.sequence:
            return moments.full(own.at)
    return ""


def _dates(calendar: PersonalCalendar, occasion: Occasion, now: datetime) -> Iterator[Date]:
    """Give the coming dates of a series as the reader's calendar has them."""
    if occasion.start is None or not (occasion.rule or occasion.extra):
        return
    first = max(now, instant(occasion.start) - timedelta(days=1))
    if calendar.newest(occasion.uid) is None:  # a file beside the mail: not in the calendar
        found = [date_of(occasion, key_of(each)) for each in starts(occasion, first, first + SOON)]
        yield from (_date(calendar, each, each.moment) for each in found if each)
        return
    for entry in calendar.dates(occasion.uid, first, first + SOON):
        yield _date(calendar, entry.occasion, entry.moment, entry.start)


def _date(
    calendar: PersonalCalendar, occasion: Occasion, moment: str, start: Time | None = None
) -> Date:
    start = start or occasion.start
    name = long_day(moments.day_of(start)) if start else moment
    original = moment_in(moment, occasion.start)
    if start and original and moments.day_of(original) != moments.day_of(start):
        name += f" (instead of {long_day(moments.day_of(original))})"
    own = calendar.answers.get((occasion.uid, moment))
    if own is None or own.sequence < occasion.sequence:
        return Date(moment, name)
    said = ANSWERS[own.partstat]
    return Date(moment, f"{name}: {said.lower()}", said, own.partstat.lower())


def _others(occasion: Occasion, calendar: PersonalCalendar) -> Iterator[Party]:
    organizer = occasion.organizer.address if occasion.organizer else ""
    for party in occasion.attendees:
        if not party.has(calendar.address) and not party.has(organizer) and party.role != "CHAIR":
            yield party


def _reply(notice: Notice) -> Card:
    """Draw an answer, as its organiser sees it: one attendee, or both ends of a delegation."""
    occasion = notice.main
    who = next((each for each in occasion.attendees if each.delegated_from), None)
    who = who or next(iter(occasion.attendees), Party("somebody"))
    said = ANSWERS.get(who.partstat, who.partstat.capitalize())
    title = occasion.title.removeprefix(f"{said}: ")
    rows = [_person("Who", who), Row("Answer", _guest(who).answer)]
    if who.sent_by:
        rows.append(Row("Sent by", who.sent_by))
    if occasion.start:
        rows.append(Row("When", moments.when(occasion)))
    if occasion.comment:
        rows.append(Row("Comment", occasion.comment))
    return Card(
        "reply",
        "Answer for one date" if occasion.moment else "Answer",
        title,
        tile=_tile(occasion),
        rows=tuple(rows),
        partstat=who.partstat,
        answer=said,
        warnings=notice.warnings,
    )
