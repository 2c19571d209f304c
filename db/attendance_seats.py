"""Whose seat a line of an attendance file is about: found, or there since it was first taken."""

from collections.abc import Iterable, Sequence
from datetime import date

from db.models import Membership, OrganisationName, Seat
from db.pondering import Pondering, offer
from db.rows import Draft
from domain.attendance_files import Said
from domain.days import said as said_day
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import name_key


class Seats:
    """Finds seats by their partner, body and title; what came earlier than is known begins then."""

    def __init__(self, pondering: Pondering) -> None:
        self._register = pondering.register
        self._pondering = pondering
        self.earlier: set[Draft] = set()

    def titles(self, partner: Draft, body: Draft) -> list[str]:
        """List what tells the seats of a partner on a body apart; a single one may have none."""
        held = self._register.find(Seat, organisation_id=partner, body_id=body)
        return sorted({str(each["title"]) for each in held})

    def title(self, line: Said, partner: Draft, body: Draft) -> str:
        """Say by its title which seat of a partner a line means. Raises `Asked` for one of many."""
        known = self.titles(partner, body)
        if line.seat:
            return next(
                (each for each in known if name_key(each) == name_key(line.seat)), line.seat
            )
        if len(known) < 2:  # noqa: PLR2004 - nothing to choose from
            return known[0] if known else ""
        seats = {each["title"]: each for each in self._held(partner, body)}
        offers = [offer(seats[each], each or _("its seat without a name")) for each in known]
        identity = f"{partner.id} {body.id}"
        decided = self._pondering.ask(
            "seat", identity, line.partner, offers, body=str(body["name"])
        )
        chosen = decided.offer.id if decided.offer is not None else None
        return next((each for each in known if seats[each].id == chosen), known[0])

    def _held(self, partner: Draft, body: Draft) -> Sequence[Draft]:
        return self._register.find(Seat, organisation_id=partner, body_id=body)

    def on(self, partner: Draft, body: Draft, title: str, day: date) -> Draft | None:
        """Give the seat that there was on a day."""
        own = (each for each in self._held(partner, body) if each["title"] == title)
        return next((each for each in own if each.holds(day)), None)

    def since(self, partner: Draft, body: Draft, title: str, day: date) -> Draft:
        """Let a seat be there from a day on, which is when it was first taken.

        Raises `Refused` where it, or its partner, was there only before.
        """
        member = self._member(partner, day)
        own = [each for each in self._held(partner, body) if each["title"] == title]
        if not own:
            until = member["until"]
            return self._register.add(
                Seat, organisation_id=partner, body_id=body, title=title, since=day, until=until
            )
        seat = _holding(own, day)
        if seat is None:
            ended = max(each["until"] for each in own)
            raise Refused(
                _("This seat ended on {day}. Please add it again first.").format(
                    day=said_day(ended)
                )
            )
        self._begin(seat, day)
        return seat

    def _member(self, partner: Draft, day: date) -> Draft:
        """Let an organisation be a partner from a day on, unless it was one only before."""
        held = self._register.find(Membership, organisation_id=partner)
        member = _holding(held, day)
        if member is None:
            raise Refused(
                _(
                    "It was no partner on {day}. Please reopen it first, or put the date right."
                ).format(day=said_day(day))
            )
        self._begin(member, day)
        names = self._register.find(OrganisationName, organisation_id=partner)
        first = min((e for e in names if not e["alias"]), key=lambda each: each["since"])
        self._begin(first, day)
        return member

    def _begin(self, fact: Draft, day: date) -> None:
        if fact["since"] > day:
            self._register.change(fact, since=day)
            self.earlier.add(fact)


def _holding(facts: Iterable[Draft], day: date) -> Draft | None:
    """Give what held on a day, or else the first of all where it began only later."""
    every = sorted(facts, key=lambda each: each["since"])
    held = next((each for each in every if each.holds(day)), None)
    if held is not None or not every:
        return held
    return every[0] if every[0]["since"] > day else None
