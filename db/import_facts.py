"""What a row of a spreadsheet says of its partner: other names, domains, its sector, its end."""

from datetime import date

from db.import_partners import Partners
from db.models import EmailDomain, Membership, Seat, SeatHolder, Sector, SectorHeld
from db.pondering import Asked, Pondering, Skipped, offer
from db.rows import Draft
from domain.days import said
from domain.errors import Refused
from domain.imports import Entry
from domain.language import gettext as _
from domain.matching import sector_code
from domain.names import name_key


class Facts:
    """Drafts what is new or changed of partners."""

    def __init__(self, pondering: Pondering, partners: Partners) -> None:
        self._pondering = pondering
        self._register = pondering.register
        self._partners = partners

    def draft(self, entry: Entry, partner: Draft) -> list[Entry]:
        """Draft what an entry says of its partner; gives what of it has to wait.

        Raises `Refused` for what the partner can't be.
        """
        for alias in entry.aliases:
            self._partners.call(partner, alias)
        for domain in entry.domains:
            if not self._register.find(EmailDomain, organisation_id=partner, domain=domain):
                self._register.add(EmailDomain, organisation_id=partner, domain=domain)
        self._end(entry, partner)
        try:
            self._place(entry, partner)
        except Asked:
            return [Entry(entry.sheet, entry.row, partner=entry.partner, sector=entry.sector)]
        except Skipped:
            pass
        return []

    def _end(self, entry: Entry, partner: Draft) -> None:
        """Let a membership end, and with it the partner's seats; one that ended stays so."""
        until = entry.member_until
        held = self._register.find(Membership, organisation_id=partner)
        current = next((each for each in held if each["until"] is None), None)
        if until is None or current is None:
            return
        if until <= current["since"]:
            raise Refused(
                _("It has been a partner since {day}. Please give a later day to end that.").format(
                    day=said(current["since"])
                )
            )
        self._register.change(current, until=until)
        seats = self._register.find(Seat, organisation_id=partner)
        holders = [each for s in seats for each in self._register.find(SeatHolder, seat_id=s)]
        for each in (*seats, *holders):
            self._end_with_it(each, until)

    def _end_with_it(self, draft: Draft, until: date) -> None:
        if draft["since"] >= until:
            raise Refused(
                _(
                    "A seat, or who fills it, is planned from {day}. Please change that first."
                ).format(day=said(draft["since"]))
            )
        if draft["until"] is None or draft["until"] > until:
            self._register.change(draft, until=until)

    def _place(self, entry: Entry, partner: Draft) -> None:
        """Let a partner be of a sector: a new one from its beginning, another from today."""
        sector = self._sector(entry.sector) if entry.sector else None
        if sector is None:
            return
        day = self._pondering.day
        held = self._register.find(SectorHeld, organisation_id=partner)
        current = next((each for each in held if each["until"] is None), None)
        if current is not None and current["sector_id"] is sector:
            return
        if current is not None and (current.id is None or current["since"] >= day):
            raise Refused(
                _(
                    "It is of the sector “{name}” from {day}: nothing else can begin by then."
                ).format(name=current["sector_id"]["name"], day=said(current["since"]))
            )
        if current is not None:
            self._register.change(current, until=day)
        since = self._partners.since(partner) if partner.id is None else day
        self._register.add(SectorHeld, organisation_id=partner, sector_id=sector, since=since)

    def _sector(self, text: str) -> Draft | None:
        """Find a sector by its name, or by what we know it by; asked about else."""
        code = sector_code(text)
        known = [each for each in self._register.all(Sector) if each["retired_at"] is None]
        for each in known:
            if each["name_key"] == name_key(text):
                return each
        for each in known:
            if code is not None and each["code"] == code:
                return each
        known.sort(key=lambda each: each["place"])
        offers = [offer(each, each["name"]) for each in known]
        decided = self._pondering.ask("sector", name_key(text), text, offers)
        chosen = decided.offer.id if decided.offer is not None else None
        return self._register.rows[Sector].get(chosen or 0)
