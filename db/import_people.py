"""Which person a row of a spreadsheet means, and what it says of them."""

from collections import defaultdict
from collections.abc import Iterable

from db.models import Address, DiaryContact, OrganisationName, Person, Post
from db.pondering import Asked, Decided, Pondering, offer
from db.rows import Draft
from domain.errors import Refused
from domain.imports import Choice, Entry, Part
from domain.language import gettext as _
from domain.matching import person_key
from domain.spans import read_span

MOST_OFFERED = 8
"""People of one name that a question offers."""


class People:
    """Finds people by address, or by name within a partner; drafts what is new or changed."""

    def __init__(self, pondering: Pondering) -> None:
        self._pondering = pondering
        self._register = pondering.register
        self._named: dict[str, list[Draft]] = defaultdict(list)
        self._met: dict[Draft, None] = {}
        self._waiting: set[str] = set()
        for each in self._register.all(Person):
            self._named[person_key(each["name"])].append(each)

    def without_address(self) -> int:
        """Count the people met who can't be written to."""
        return sum(not self._register.find(Address, person_id=each) for each in self._met)

    def wait(self, entry: Entry) -> None:
        """Remember that a row waits: nobody can say yet who its person is."""
        self._waiting.add(person_key(entry.person))

    def find(self, entry: Entry, partner: Draft | None) -> Draft:
        """Give the person an entry means, a new one where nobody else can be meant.

        Raises `Asked` where that is not clear, and `Skipped` where it was decided to leave them.
        """
        known = self._of_address(entry)
        if len(known) > 1:
            raise Refused(
                _("These addresses belong to {n} people. Please give each a row.").format(
                    n=len(known)
                )
            )
        if known:
            return self._same_name(entry, partner, known[0])
        alike = self._of_name(entry, partner)
        if not alike:
            return self._new(entry, partner)
        if len(alike) == 1 and self._can_be(entry, partner, alike[0]):
            return alike[0]
        return self._ask(entry, partner, alike)

    def _of_address(self, entry: Entry) -> list[Draft]:
        found = [
            each["person_id"]
            for address in entry.addresses
            for each in self._register.find(Address, address_key=address.casefold())
        ]
        return list(dict.fromkeys(found))

    def _same_name(self, entry: Entry, partner: Draft | None, person: Draft) -> Draft:
        """Ask where somebody else's address stands beside a name."""
        key = person_key(entry.person)
        if entry.person in entry.addresses or key == person_key(person["name"]):
            return person
        decided = self._pondering.ask(
            "address",
            f"{key} {' '.join(sorted(each.casefold() for each in entry.addresses))}",
            entry.person,
            [offer(person, person["name"])],
            address=entry.addresses[0],
            partner=entry.partner,
        )
        if decided.choice is Choice.NEW:
            return self._other(entry, partner)
        if decided.choice is Choice.RENAME:
            self._register.change(person, name=entry.person)
        return person

    def _other(self, entry: Entry, partner: Draft | None) -> Draft:
        """Give somebody else of that name, who does not have the address."""
        alike = [each for each in self._of_name(entry, partner) if each in self._met]
        return alike[0] if alike else self._new(entry, partner, with_address=False)

    def _of_name(self, entry: Entry, partner: Draft | None) -> list[Draft]:
        """List the people of that name in the partner; anywhere, if no address tells them apart."""
        alike = self._named.get(person_key(entry.person), [])
        own = [each for each in alike if partner is not None and self._is_in(each, partner)]
        return own if own or entry.addresses else alike

    def _is_in(self, person: Draft, partner: Draft) -> bool:
        posts = self._register.find(Post, person_id=person, organisation_id=partner)
        return any(each.not_over(self._pondering.day) for each in posts)

    def _can_be(self, entry: Entry, partner: Draft | None, person: Draft) -> bool:
        """Say whether one of that name, in that partner, has no other address than is given."""
        if partner is None or not self._is_in(person, partner):
            return False
        return not entry.addresses or not self._register.find(Address, person_id=person)

    def _ask(self, entry: Entry, partner: Draft | None, alike: Iterable[Draft]) -> Draft:
        offers = [offer(each, self._described(each)) for each in alike][:MOST_OFFERED]
        where = f"{partner.id}" if partner is not None and partner.id else entry.partner.casefold()
        addresses = " ".join(sorted(each.casefold() for each in entry.addresses))
        decided = self._pondering.ask(
            "person",
            f"{person_key(entry.person)} {where} {addresses}",
            entry.person,
            offers,
            address=next(iter(entry.addresses), ""),
            partner=entry.partner,
        )
        return self._chosen(entry, partner, decided, list(alike))

    def _chosen(
        self, entry: Entry, partner: Draft | None, decided: Decided, alike: list[Draft]
    ) -> Draft:
        if decided.choice is Choice.NEW or decided.offer is None:
            return self._new(entry, partner)
        chosen = decided.offer
        if chosen.id is not None:
            found = self._register.rows[Person].get(chosen.id)
        else:
            found = next((each for each in alike if self._described(each) == chosen.name), None)
        if found is None:
            raise Refused(_("{name} is no longer known.").format(name=chosen.name))
        return found

    def _described(self, person: Draft) -> str:
        """Name somebody with what tells them apart: their address, else where they are."""
        address = next(iter(self._register.find(Address, person_id=person)), None)
        if address is not None:
            return f"{person['name']} ({address['address']})"
        posts = self._register.find(Post, person_id=person)
        places = [
            name["name"]
            for post in posts
            for name in self._register.find(
                OrganisationName, organisation_id=post["organisation_id"]
            )
        ]
        return f"{person['name']} ({places[0]})" if places else str(person["name"])

    def _new(self, entry: Entry, partner: Draft | None, *, with_address: bool = True) -> Draft:
        if partner is None:
            raise Refused(
                _("This row doesn't say which partner {name} belongs to. Please add that.").format(
                    name=entry.person
                )
            )
        person = self._register.add(Person, name=entry.person, created_at=self._pondering.now)
        alike = self._named[person_key(entry.person)]
        alike.append(person)
        self._register.undo_with(lambda: alike.remove(person))
        if with_address:
            self._write_to(entry, person)
        return person

    def _write_to(self, entry: Entry, person: Draft) -> None:
        """Add the addresses that are nobody's yet; the first that somebody has is the main one."""
        for each in entry.addresses:
            if self._register.find(Address, address_key=each.casefold()):
                continue
            first = not self._register.find(Address, person_id=person)
            self._register.add(
                Address,
                person_id=person,
                address=each,
                address_key=each.casefold(),
                main=first,
            )

    def draft(self, entry: Entry, person: Draft, partner: Draft | None) -> None:
        """Draft what an entry says of a person: addresses, job title, and that they belong."""
        self._met[person] = None
        self._write_to(entry, person)
        if entry.job_title and (person.id is not None or person["job_title"] is None):
            self._register.change(person, job_title=entry.job_title)
        if partner is None:
            return
        main = entry.part is Part.MAIN
        post = next(
            (
                each
                for each in self._register.find(Post, person_id=person, organisation_id=partner)
                if each.not_over(self._pondering.day)
            ),
            None,
        )
        if post is None:
            post = self._post(entry, person, partner)
        if main and not post["main"]:
            for each in self._register.find(Post, organisation_id=partner):
                self._register.change(each, main=False)
            self._register.change(post, main=True)

    def _post(self, entry: Entry, person: Draft, partner: Draft) -> Draft:
        """Let a person belong to a partner: from the row's day on, else from today."""
        ends = entry.until if not entry.body and not entry.diary_of else None
        span = read_span(entry.since or self._pondering.day, ends)
        return self._register.add(
            Post,
            person_id=person,
            organisation_id=partner,
            since=span.since,
            until=span.until,
        )

    def keep_diary(self, entry: Entry, person: Draft, partner: Draft | None) -> None:
        """Draft that a person keeps somebody's diary.

        Raises `Refused` where nobody is meant, or several may be; `Asked` where one waits.
        """
        holder = self._holder(entry, person, partner)
        kept = self._register.find(DiaryContact, person_id=person, holder_id=holder)
        if not any(each.not_over(self._pondering.day) for each in kept):
            span = read_span(entry.since or self._pondering.day, entry.until)
            self._register.add(
                DiaryContact,
                person_id=person,
                holder_id=holder,
                since=span.since,
                until=span.until,
            )

    def _holder(self, entry: Entry, person: Draft, partner: Draft | None) -> Draft:
        key = person_key(entry.diary_of)
        alike = [
            each
            for each in self._named.get(key, [])
            if each is not person and (partner is None or self._is_in(each, partner))
        ]
        if len(alike) == 1:
            return alike[0]
        if key in self._waiting:
            raise Asked
        sentence = (
            _("“{holder}” may be {n} people: I can't tell whose diary {name} keeps.")
            if alike
            else _("I find nobody called “{holder}” whose diary {name} could keep.")
        )
        raise Refused(sentence.format(holder=entry.diary_of, name=entry.person, n=len(alike)))
