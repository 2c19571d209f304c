"""Which partner a row of a spreadsheet means."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from db.models import EmailDomain, Membership, Merge, Organisation, OrganisationName
from db.pondering import Decided, Pondering, offer
from db.rows import Draft
from domain.days import said
from domain.errors import Refused
from domain.imports import Choice, Entry, Offer
from domain.language import gettext as _
from domain.matching import Lookalikes
from domain.names import name_key

EVERYBODYS = frozenset(
    [
        "nhs.net",
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "hotmail.co.uk",
        "live.co.uk",
        "icloud.com",
        "yahoo.com",
        "yahoo.co.uk",
        "btinternet.com",
        "aol.com",
        "me.com",
    ]
)
"""Mail domains that so many share that they tell nothing of who somebody is."""


class Partners:
    """Finds partners by name; one that nobody knows is drafted, unless it has to be asked about."""

    def __init__(self, pondering: Pondering) -> None:
        self._pondering = pondering
        self._register = pondering.register
        self._offers: dict[str, list[Offer]] = {}
        self._firsts: dict[str, Entry] = {}
        self._began: dict[str, date] = {}
        self._into = {
            each["organisation_id"]: each["into_id"]
            for each in self._register.all(Merge)
            if each["undone_at"] is None and each["since"] <= pondering.day
        }

    def sort_out(self, entries: Iterable[Entry]) -> None:
        """Look through a file's partners, before any is drafted, for those that look alike.

        Of two spellings that nobody knows the one that comes more often counts as the name. A new
        partner has belonged since the first day that any of its rows names.
        """
        given = [each for each in entries if each.partner]
        often = Counter(name_key(each.partner) for each in given)
        for entry in given:
            key = name_key(entry.partner)
            self._firsts.setdefault(key, entry)
            for each in filter(None, (entry.member_since, entry.since)):
                self._began[key] = min(each, self._began.get(key, each))
        unknown = [key for key, each in self._firsts.items() if self._known(each.partner) is None]
        self._compare(sorted(unknown, key=lambda each: -often[each]))

    def _compare(self, keys: Iterable[str]) -> None:
        """Note which of the unknown names look like a known one, or like an earlier of them."""
        names: Lookalikes[Offer] = Lookalikes()
        domains: dict[str, set[Offer]] = defaultdict(set)
        for row in self._register.all(OrganisationName):
            partner = self.survivor(row["organisation_id"])
            names.add(row["name"], offer(partner, self.called(partner)))
        for row in self._register.all(EmailDomain):
            partner = self.survivor(row["organisation_id"])
            domains[row["domain"]].add(offer(partner, self.called(partner)))
        for key in keys:
            entry = self._firsts[key]
            telling = [domains[each] for each in entry.domains if each not in EVERYBODYS]
            alike = [each for _name, each in names.like(entry.partner)]
            alike += [each for owners in telling if len(owners) == 1 for each in owners]
            if alike:
                self._offers[key] = list(dict.fromkeys(alike))
                continue
            own = Offer(None, entry.partner)
            names.add(entry.partner, own)
            for each in entry.domains:
                domains[each].add(own)

    def find(self, entry: Entry) -> Draft | None:
        """Give the partner that an entry means; None for a person whose partner it doesn't say.

        Raises `Asked` where that is not clear, and `Skipped` where it was decided to leave it.
        """
        if not entry.partner:
            return self._of_address(entry)
        return self._still_a_partner(self.named(entry))

    def named(self, entry: Entry) -> Draft:
        """Give the partner of the name that an entry has, also one that was closed since.

        Raises as `find` does.
        """
        known = self._known(entry.partner)
        if known is not None:
            return known
        key = name_key(entry.partner)
        offers = self._offers.get(key)
        if not offers:
            return self._new(entry)
        return self._decided(entry, self._pondering.ask("partner", key, entry.partner, offers))

    def _decided(self, entry: Entry, decided: Decided) -> Draft:
        if decided.choice is Choice.NEW or decided.offer is None:
            return self._new(entry)
        partner = self._offered(decided.offer)
        if decided.choice is Choice.RENAME:
            self._rename(partner, entry.partner)
        else:
            self.call(partner, entry.partner)
        return partner

    def _offered(self, chosen: Offer) -> Draft:
        """Give what was offered: a partner we know, or another of the same file."""
        rows = self._register.rows[Organisation]
        found = rows.get(chosen.id) if chosen.id is not None else self._known(chosen.name)
        if found is None and name_key(chosen.name) in self._firsts:
            found = self._new(self._firsts[name_key(chosen.name)])
        if found is None:
            raise Refused(
                _("“{name}” is no longer on the register, nor in this file.").format(
                    name=chosen.name
                )
            )
        return self.survivor(found)

    def _known(self, name: str) -> Draft | None:
        """Find a partner by a name or alias that it has, or else once had."""
        rows = self._register.find(OrganisationName, name_key=name_key(name))
        now = [each for each in rows if each.not_over(self._pondering.day)] or rows
        found = {self.survivor(each["organisation_id"]) for each in now}
        return found.pop() if len(found) == 1 else None

    def is_unknown(self, name: str) -> bool:
        """Say whether nobody is called so, nor in a way that somebody should look at."""
        return self._known(name) is None and name_key(name) not in self._offers

    def survivor(self, partner: Draft) -> Draft:
        """Give what an organisation is today, after all merges."""
        passed = {partner}
        while (into := self._into.get(partner)) is not None and into not in passed:
            passed.add(into)
            partner = into
        return partner

    def called(self, partner: Draft) -> str:
        """Give what a partner is called today, or else what it was called last."""
        names = list(self._names(partner))
        held = [each for each in names if each.holds(self._pondering.day)]
        last = max(held or names, key=lambda each: (each["since"], each["name_key"]))
        return str(last["name"])

    def _names(self, partner: Draft) -> Iterator[Draft]:
        rows = self._register.find(OrganisationName, organisation_id=partner)
        return (each for each in rows if not each["alias"])

    def since(self, partner: Draft) -> date:
        """Give the first day on which anything is known of a partner's name."""
        first: date = min(each["since"] for each in self._names(partner))
        return first

    def _new(self, entry: Entry) -> Draft:
        key = name_key(entry.partner)
        since = entry.member_since or self._began.get(key, self._pondering.day)
        if entry.member_until is not None and entry.member_until <= since:
            raise Refused(
                _("It would end on {until}, before it begins. Please say since when.").format(
                    until=said(entry.member_until)
                )
            )
        partner = self._register.add(Organisation, created_at=self._pondering.now)
        self._name(partner, entry.partner, since)
        self._register.add(
            Membership, organisation_id=partner, since=since, until=entry.member_until
        )
        return partner

    def _name(self, partner: Draft, name: str, since: date, *, alias: bool = False) -> None:
        self._register.add(
            OrganisationName,
            organisation_id=partner,
            name=name,
            name_key=name_key(name),
            alias=alias,
            since=since,
        )

    def _of_address(self, entry: Entry) -> Draft | None:
        """Ask whose person this is, where only a mail domain tells: it is never guessed."""
        domains = sorted({each.rpartition("@")[2].casefold() for each in entry.addresses})
        owners = [
            self.survivor(each["organisation_id"])
            for domain in domains
            for each in self._register.find(EmailDomain, domain=domain)
        ]
        if not owners:
            return None
        offers = [offer(each, self.called(each)) for each in dict.fromkeys(owners)]
        identity = f"{name_key(entry.person)} {' '.join(domains)}"
        decided = self._pondering.ask(
            "employer", identity, entry.person, offers, address=entry.addresses[0]
        )
        return self._offered(decided.offer) if decided.offer is not None else None

    def _still_a_partner(self, partner: Draft) -> Draft:
        """Ask before a partner that was closed is one again."""
        day = self._pondering.day
        held = self._register.find(Membership, organisation_id=partner)
        if partner.id is None or not held or any(each.not_over(day) for each in held):
            return partner
        name = self.called(partner)
        self._pondering.ask("closed", str(partner.id), name, [offer(partner, name)])
        since = max(day, *(each["until"] for each in held))
        self._register.add(Membership, organisation_id=partner, since=since)
        return partner

    def call(self, partner: Draft, name: str) -> None:
        """Let a partner be found by another name, too; `Refused` where that is another's."""
        day = self._pondering.day
        for each in self._register.find(OrganisationName, name_key=name_key(name)):
            if self.survivor(each["organisation_id"]) is partner:
                return
            if each.not_over(day):
                raise Refused(
                    _("“{alias}” is a name of another partner, {name}.").format(
                        alias=name, name=self.called(each["organisation_id"])
                    )
                )
        since = self.since(partner)
        self._name(partner, name, since if partner.id is None else max(day, since), alias=True)

    def _rename(self, partner: Draft, name: str) -> None:
        """Let a partner have another name from today; the one before stays known."""
        day = self._pondering.day
        names = list(self._names(partner))
        held = next((each for each in names if each.holds(day)), None)
        if held is None or held["since"] == day or any(each["since"] > day for each in names):
            self.call(partner, name)
            return
        self._register.change(held, until=day)
        self._name(partner, name, day)
