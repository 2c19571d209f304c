"""The sheets of an export, read back: each row a fact of the register, with its days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from db.layouts import NUMBER, NUMBERED, OWN, Field, Kind, Layout
from db.models import (
    Address,
    Body,
    DiaryContact,
    Leave,
    Membership,
    Merge,
    Organisation,
    OrganisationName,
    Person,
    Seat,
    SeatHolder,
    Term,
)
from db.pondering import Pondering
from db.recorded_cells import read_cell
from db.register_sheets import LAYOUTS
from db.rows import Draft, Model, columns, with_ids
from domain import quorum
from domain.cells import said
from domain.errors import Refused
from domain.imports import Problem, Recorded
from domain.language import gettext as _
from domain.names import name_key
from domain.seats import Part
from domain.spans import read_span

Values = dict[str, Any]


class Recording:
    """Drafts the rows of our own sheets: what is known already is left alone."""

    def __init__(self, pondering: Pondering) -> None:
        self._pondering = pondering
        self._register = pondering.register
        self._numbers: dict[tuple[Model, str], Draft] = {}
        self._quorums: list[tuple[Draft, Values | None, Recorded]] = []

    def take(self, recorded: Iterable[Recorded], met: set[Draft]) -> list[Problem]:
        """Draft all rows, sheet by sheet; gives those that can't be taken."""
        by_sheet: dict[str, list[Recorded]] = defaultdict(list)
        for each in recorded:
            by_sheet[each.sheet].append(each)
        self._know_partners(by_sheet.get("Names", []))
        problems = []
        for layout in LAYOUTS:
            if layout.model is Person:
                self._know_people(by_sheet)
            for row in by_sheet.get(layout.title, []):
                mark = self._register.mark()
                try:
                    met.update(self._owners(self._draft(layout, row)))
                except Refused as no:
                    self._register.back_to(mark)
                    problems.append(Problem(row.sheet, row.row, no.sentence))
            if layout.model is OrganisationName:
                self._forget_nameless()
        return problems + self._set_quorums()

    def _forget_nameless(self) -> None:
        """Forget new partners none of whose names could be taken: rows about them are bad, too."""
        for key, draft in list(self._numbers.items()):
            named = self._register.find(OrganisationName, organisation_id=draft)
            if draft.model is Organisation and draft.id is None and not named:
                self._register.drop(draft)
                del self._numbers[key]

    def _owners(self, draft: Draft) -> Iterable[Draft]:
        yield draft
        for value in draft.values.values():
            if isinstance(value, Draft):
                yield value

    def _know_partners(self, names: Iterable[Recorded]) -> None:
        """Say which partner each number of the file is: one we know by any of its names, or new."""
        keys: dict[str, dict[str, None]] = defaultdict(dict)
        for row in names:
            keys[said(row.cells.get(NUMBER.format("Partner")))][_key(row, "Name")] = None
        for number, own in keys.items():
            if number:
                known = self._partner_called(own, number)
                self._numbers[Organisation, number] = known or self._register.add(
                    Organisation, created_at=self._pondering.now
                )

    def _partner_called(self, keys: Iterable[str], number: str) -> Draft | None:
        found = {
            each["organisation_id"]: None
            for key in keys
            for each in self._register.find(OrganisationName, name_key=key)
        }
        same = next((each for each in found if str(each.id) == number), None)
        return same or (next(iter(found)) if len(found) == 1 else None)

    def _know_people(self, by_sheet: Mapping[str, list[Recorded]]) -> None:
        """Say which of the file's people we know: by an address, or by number and name."""
        number = NUMBER.format("Person")
        for row in by_sheet.get("Addresses", []):
            key = said(row.cells.get("E-mail address")).casefold()
            for each in self._register.find(Address, address_key=key):
                self._numbers.setdefault((Person, said(row.cells.get(number))), each["person_id"])
        for row in by_sheet.get("People", []):
            own = said(row.cells.get(number))
            person = self._register.rows[Person].get(int(own) if own.isdecimal() else 0)
            if person is not None and name_key(person["name"]) == _key(row, "Name"):
                self._numbers.setdefault((Person, own), person)

    def _draft(self, layout: Layout, row: Recorded) -> Draft:
        values: Values = {}
        for field in layout.fields:
            values[field.name] = self._value(layout, field, row)
        rule = values.pop("quorum", None)
        _complete(layout.model, values, self._pondering)
        draft = self._same(layout, row, values)
        _check(layout.model, values)
        if draft is None:
            self._refuse_second(layout, values, None)
            draft = self._register.add(layout.model, **values)
        else:
            self._refuse_second(layout, values, draft)
            self._register.change(draft, **_changeable(layout, values))
        if layout.model in OWN:
            own = said(row.cells.get(NUMBER.format(OWN[layout.model])))
            self._numbers[layout.model, own] = draft
        if layout.model is Body:
            self._quorums.append((draft, rule, row))
        return draft

    def _same(self, layout: Layout, row: Recorded, values: Values) -> Draft | None:
        """Find the row of the register that is the same fact."""
        if layout.model is Person:
            return self._numbers.get((Person, said(row.cells.get(NUMBER.format("Person")))))
        wanted = {name: values[name] for name in layout.identity}
        return next(iter(self._register.find(layout.model, **wanted)), None)

    def _value(self, layout: Layout, field: Field, row: Recorded) -> Any:  # noqa: ANN401 - any column's
        if field.kind is Kind.ROW:
            value: Any = self._row(field, row)
        else:
            value = read_cell(layout.model, field, row.cells.get(field.heading))
        if value is None and field.needed:
            raise Refused(
                _("The column “{name}” is empty. Please fill it in.").format(name=field.heading)
            )
        return value

    def _row(self, field: Field, row: Recorded) -> Draft | None:
        """Find the row that is pointed at: by its number in the file, else by its name."""
        name = said(row.cells.get(field.heading))
        if field.to in NUMBERED:
            number = said(row.cells.get(NUMBER.format(field.heading)))
            own = self._numbers.get((field.to, number))
            if number and own is not None:
                return own
        found = self._called(field.to, name) if name else []
        if name and len(found) != 1:
            raise Refused(
                _("“{name}” is nothing that I know. Please look at the column “{column}”.").format(
                    name=name[:60], column=field.heading
                )
            )
        return found[0] if found else None

    def _called(self, model: Model, name: str) -> list[Draft]:
        key = name_key(name)
        if model is Organisation:
            rows = self._register.find(OrganisationName, name_key=key)
            return list(dict.fromkeys(each["organisation_id"] for each in rows))
        if model is Person:
            return [e for e in self._register.all(Person) if name_key(e["name"]) == key]
        return [] if model is Seat else list(self._register.find(model, name_key=key))

    def _refuse_second(self, layout: Layout, values: Values, own: Draft | None) -> None:
        """Refuse what can't hold at once with something else, and a name that is another's."""
        if layout.model is OrganisationName:
            for each in self._register.find(OrganisationName, name_key=values["name_key"]):
                if each["organisation_id"] is not values["organisation_id"] and _meet(each, values):
                    raise Refused(
                        _("There is already a partner called “{name}”.").format(name=values["name"])
                    )
        if layout.once is None or values.get("alias"):
            return
        shared = {name: values[name] for name in layout.once}
        if layout.model is SeatHolder and values["part"] == Part.LEAD:
            shared.pop("person_id")
        for each in self._register.find(layout.model, **shared):
            if each is not own and _meet(each, values):
                raise Refused(_("Something else holds on some of these days already."))

    def _set_quorums(self) -> list[Problem]:
        """Give bodies their quorums: a rule that names seats names them by the file's numbers."""
        problems = []
        for body, rule, row in self._quorums:
            try:
                data = self._with_seats(rule) if rule is not None else None
            except (Refused, ValueError, TypeError, KeyError, AttributeError):
                sentence = _("This is no quorum that I can read. Please leave it as it came.")
                problems.append(Problem(row.sheet, row.row, sentence))
                continue
            if data is not None and with_ids(data) != body["quorum"]:
                body.later = {"quorum": data}
                if body.id is not None:
                    self._register.change(body, quorum=data)
        return problems

    def _with_seats(self, rule: Values) -> Values:
        quorum.parse(rule)
        rules = [
            {**each, "seats": [self._numbers[Seat, str(seat)] for seat in each["seats"]]}
            if "seats" in each
            else each
            for each in rule["rules"]
        ]
        return {**rule, "rules": rules}


def _key(row: Recorded, heading: str) -> str:
    return name_key(said(row.cells.get(heading)))


def _complete(model: Model, values: Values, pondering: Pondering) -> None:
    """Add the columns that follow from others."""
    names = columns(model)
    if "name_key" in names:
        values["name_key"] = name_key(values["name"])
    if "address_key" in names:
        values["address_key"] = values["address"].casefold()
    if "created_at" in names:
        values["created_at"] = pondering.now
    if model is Seat:
        values["title"] = values["title"] or ""
    for name in ("keeps_terms", "alias", "main", "statutory"):
        if name in values:
            values[name] = bool(values[name])
    if model is Body:
        values["answer_by_days"] = (
            10 if values["answer_by_days"] is None else values["answer_by_days"]
        )
        values["asks_deputies"] = values["asks_deputies"] or "off"


def _changeable(layout: Layout, values: Values) -> Values:
    """Give what may be another in a row that is known: not what tells it apart, nor its age."""
    fixed = {*layout.identity, "created_at", "name_key", "address_key"}
    return {name: value for name, value in values.items() if name not in fixed}


def _check(model: Model, values: Values) -> None:
    """Refuse what a row can't say, whatever the others are."""
    if "until" in values:
        read_span(values["since"], values["until"])
    if model is Term and values["last_day"] < values["first_day"]:
        raise Refused(_("This ends before it begins."))
    if model is Leave and (values["organisation_id"] is None) == (values["seat_id"] is None):
        raise Refused(_("Leave is of a partner or of a seat. Please name one of them."))
    itself = {Membership: "successor_id", Merge: "into_id", DiaryContact: "holder_id"}.get(model)
    owner = "person_id" if model is DiaryContact else "organisation_id"
    if itself is not None and values[itself] is values[owner]:
        raise Refused(_("The two that this row names are one and the same."))


def _meet(draft: Draft, values: Values) -> bool:
    """Say whether two facts hold on a day together."""
    return draft.span.overlaps(read_span(values["since"], values["until"]))
