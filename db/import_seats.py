"""Which seat a row of a spreadsheet means, and who fills it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from db.models import Body, Membership, Seat, SeatHolder
from db.pondering import Pondering, offer
from db.rows import Draft
from domain.days import said
from domain.errors import Refused
from domain.imports import Choice, Entry, Offer, Part
from domain.language import gettext as _
from domain.matching import Lookalikes, person_key
from domain.names import name_key
from domain.seats import refuse_beyond_membership, within_seat
from domain.spans import Span, read_span

_Place = tuple[str, str, str]


class Seats:
    """Finds bodies and seats by name; drafts what is new or changed, and who fills them."""

    def __init__(self, pondering: Pondering) -> None:
        self._pondering = pondering
        self._register = pondering.register
        self._bodies: Lookalikes[Draft] = Lookalikes()
        self._rivals: dict[_Place, dict[str, Entry]] = defaultdict(dict)
        self._leads: dict[_Place, list[Entry]] = defaultdict(list)
        self._began: dict[_Place, date] = {}
        for each in self._register.all(Body):
            self._bodies.add(each["name"], each)

    def sort_out(self, entries: Iterable[Entry]) -> None:
        """Look through a file for when seats began, and for those several would lead at once."""
        for each in entries:
            if each.body and each.since is not None:
                place = _place(each)
                self._began[place] = min(each.since, self._began.get(place, each.since))
            if not each.body or not each.person:
                continue
            if each.part is Part.LEAD:
                self._leads[_place(each)].append(each)
            elif each.part is Part.UNSAID:
                self._rivals[_place(each)][person_key(each.person)] = each
        for place, leads in self._leads.items():
            open_ended = [each for each in leads if each.until is None]
            firsts = {each.since for each in open_ended}
            people = {person_key(each.person): each for each in open_ended}
            if len(people) > 1 and len(firsts) < len(people):
                self._rivals[place] |= people

    def draft(self, entry: Entry, partner: Draft, person: Draft | None) -> list[Draft]:
        """Draft a seat and who fills it; gives the body and the seat.

        Raises `Refused` for what can't be, `Asked` where it is not clear, `Skipped` where it was
        decided to leave it.
        """
        body = self.body(entry)
        part = self._part(entry, person) if person is not None else None
        seat = self._seat(entry, partner, body)
        if person is not None and part is Part.LEAD:
            self._lead(entry, seat, person)
        elif person is not None:
            self._deputise(entry, seat, person)
        return [body, seat]

    def body(self, entry: Entry) -> Draft:
        """Give the body that an entry names, a new one where nothing is called so; or ask."""
        known = self._register.find(Body, name_key=name_key(entry.body))
        if known:
            return known[0]
        alike = list(dict.fromkeys(each for _name, each in self._bodies.like(entry.body)))
        if alike:
            offers = [offer(each, each["name"]) for each in alike]
            decided = self._pondering.ask("body", name_key(entry.body), entry.body, offers)
            if decided.choice is not Choice.NEW and decided.offer is not None:
                return self._offered(decided.offer)
        return self._new_body(entry.body)

    def _offered(self, chosen: Offer) -> Draft:
        found = self._register.find(Body, name_key=name_key(chosen.name))
        return found[0] if found else self._new_body(chosen.name)

    def _new_body(self, name: str) -> Draft:
        body = self._register.add(
            Body, name=name, name_key=name_key(name), created_at=self._pondering.now
        )
        self._bodies.add(name, body)
        self._register.undo_with(lambda: self._bodies.take_away(name, body))
        return body

    def _part(self, entry: Entry, person: Draft) -> Part:
        """Say whether somebody leads or deputises; asked where two would lead at once."""
        rivals = self._rivals.get(_place(entry), {})
        if entry.part not in {Part.LEAD, Part.UNSAID}:
            return Part.DEPUTY
        if len(rivals) > 1 and person_key(entry.person) in rivals:
            return self._of_several(entry, rivals)
        if entry.part is Part.UNSAID and self._leads.get(_place(entry)):
            raise Refused(
                _("This row doesn't say if {name} is lead or deputy. Please add that.").format(
                    name=person["name"]
                )
            )
        return Part.LEAD

    def _of_several(self, entry: Entry, rivals: dict[str, Entry]) -> Part:
        place = _place(entry)
        offers = [Offer(None, each.person) for each in rivals.values()]
        decided = self._pondering.ask(
            "lead", " ".join(place), entry.partner, offers, body=entry.body, seat=entry.seat
        )
        chosen = decided.offer
        if chosen is not None and person_key(chosen.name) == person_key(entry.person):
            return Part.LEAD
        return Part.DEPUTY

    def _seat(self, entry: Entry, partner: Draft, body: Draft) -> Draft:
        day = self._pondering.day
        all_seats = self._register.find(Seat, organisation_id=partner, body_id=body)
        seats = [each for each in all_seats if each.not_over(day)]
        if entry.seat:
            seats = [e for e in seats if name_key(e["title"]) == name_key(entry.seat)]
        if len(seats) > 1:
            raise Refused(
                _("It has {n} seats on {body}. Please say which, in a column “Seat”.").format(
                    n=len(seats), body=body["name"]
                )
            )
        if not seats:
            return self._new_seat(entry, partner, body)
        [seat] = seats
        if entry.statutory is not None:
            self._register.change(seat, statutory=entry.statutory)
        if entry.speaks_for:
            self._register.change(seat, speaks_for=entry.speaks_for)
        return seat

    def _new_seat(self, entry: Entry, partner: Draft, body: Draft) -> Draft:
        held = self._register.find(Membership, organisation_id=partner)
        ends = entry.until if not entry.person else None
        span = read_span(self._began.get(_place(entry)) or self._first_day(held), ends)
        refuse_beyond_membership(span, [each.span for each in held])
        return self._register.add(
            Seat,
            organisation_id=partner,
            body_id=body,
            title=entry.seat,
            statutory=bool(entry.statutory),
            speaks_for=entry.speaks_for or None,
            since=span.since,
            until=span.until,
        )

    def _first_day(self, held: Iterable[Draft]) -> date:
        """Give today, or the day on which a partner will be one."""
        day = self._pondering.day
        if any(each.holds(day) for each in held):
            return day
        return min((each["since"] for each in held if each["since"] > day), default=day)

    def _lead(self, entry: Entry, seat: Draft, person: Draft) -> None:
        """Let somebody lead a seat from a day on, in place of who did; the past stays as it was."""
        known = self._holders(seat, Part.LEAD)
        span = self._days(entry, seat)
        if self._is_there(entry, known, person, span):
            return
        later = min((each["since"] for each in known if each["since"] > span.since), default=None)
        before = next((each for each in known if each.holds(span.since)), None)
        if before is not None and before["since"] == span.since:
            raise Refused(
                _("{name} leads this seat from {day}. Please give another day.").format(
                    name=before["person_id"]["name"], day=said(span.since)
                )
            )
        if later is not None and span.until is not None and span.until > later:
            raise Refused(
                _("Somebody else leads this seat from {day}. Please end this by then.").format(
                    day=said(later)
                )
            )
        if before is not None and span.until is not None:
            self._resume(before, span.until)
        if before is not None:
            self._register.change(before, until=span.since)
        self._end_deputy(seat, person, span.since)
        self._hold(seat, person, Part.LEAD, Span(span.since, span.until or later))

    def _resume(self, before: Draft, until: date) -> None:
        if before["until"] is None or before["until"] > until:
            raise Refused(
                _("{name} leads this seat in those days already.").format(
                    name=before["person_id"]["name"]
                )
            )

    def _deputise(self, entry: Entry, seat: Draft, person: Draft) -> None:
        span = self._days(entry, seat)
        leads = self._holders(seat, Part.LEAD)
        if any(each["person_id"] is person and each.span.overlaps(span) for each in leads):
            if entry.part is Part.UNSAID:
                return
            raise Refused(
                _("{name} leads this seat, so can't be its deputy too. Say who leads it.").format(
                    name=person["name"]
                )
            )
        if not self._is_there(entry, self._holders(seat, Part.DEPUTY), person, span):
            self._hold(seat, person, Part.DEPUTY, span)

    def _is_there(self, entry: Entry, known: Iterable[Draft], person: Draft, span: Span) -> bool:
        """Say whether somebody has this part already; an end that the row names is taken over."""
        for each in known:
            if each["person_id"] is person and each.span.overlaps(span):
                if entry.until is not None and entry.until > each["since"]:
                    self._register.change(each, until=entry.until)
                return True
        return False

    def _days(self, entry: Entry, seat: Draft) -> Span:
        """Say from when somebody fills a seat: the row's day, else today or the seat's first."""
        since = entry.since or max(self._pondering.day, seat["since"])
        read_span(since, entry.until)
        return within_seat(since, entry.until, seat.span)

    def _holders(self, seat: Draft, part: Part) -> list[Draft]:
        return self._register.find(SeatHolder, seat_id=seat, part=part.value)

    def _end_deputy(self, seat: Draft, person: Draft, day: date) -> None:
        """End that somebody deputises for the seat that they lead from now on."""
        for each in self._holders(seat, Part.DEPUTY):
            if each["person_id"] is person and each.not_over(day) and each["since"] < day:
                self._register.change(each, until=day)

    def _hold(self, seat: Draft, person: Draft, part: Part, span: Span) -> None:
        self._register.add(
            SeatHolder,
            seat_id=seat,
            person_id=person,
            part=part.value,
            since=span.since,
            until=span.until,
        )


def _place(entry: Entry) -> _Place:
    return name_key(entry.partner), name_key(entry.body), name_key(entry.seat)
