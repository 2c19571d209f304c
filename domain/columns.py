"""Which column of somebody's spreadsheet says what: its headings are found and read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.cells import said
from domain.headings import (
    COLUMNS,
    NAME,
    OF_A_PERSON,
    ROLE,
    Column,
    Fact,
    Whose,
    heading_key,
    read_part,
)
from domain.sheets import MOST_COLUMNS, Cell, is_blank

LOOKED_AT = 40
"""Rows at the top among which the headings are looked for: titles and notes stand above them."""

_ENOUGH = 2
"""Headings that make a row of headings; a sheet of one column has one."""

Rows = Mapping[int, Sequence[Cell]]
Columns = dict[int, Column]


@dataclass(frozen=True, slots=True)
class Headings:
    """A sheet's row of headings: its number, what each column says, and those that say nothing."""

    number: int
    columns: Mapping[int, Column]
    ignored: tuple[str, ...]

    @property
    def people(self) -> list[Whose]:
        """Say of whom columns speak, each once."""
        named = {each.whose for each in self.columns.values() if each.fact in OF_A_PERSON}
        return [each for each in Whose if each in named]


def find_headings(rows: Rows) -> Headings | None:
    """Find a sheet's row of headings: the first of those near the top that says most."""
    best: Headings | None = None
    for number in list(rows)[:LOOKED_AT]:
        found = _headings(rows, number)
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def _headings(rows: Rows, number: int) -> Headings | None:
    written = {place: cell for place, cell in enumerate(rows[number]) if not is_blank(cell)}
    keys = {place: heading_key(cell) for place, cell in written.items() if place < MOST_COLUMNS}
    known = {place: COLUMNS[key] for place, key in keys.items() if key in COLUMNS}
    known |= _roles(rows, number, keys, known)
    known |= _name(keys, known)
    columns = _once(_attached(known))
    if len(columns) < min(_ENOUGH, len(written)) or not _names_somebody(columns):
        return None
    ignored = tuple(said(cell) for place, cell in written.items() if place not in columns)
    return Headings(number, columns, ignored)


def _names_somebody(columns: Columns) -> bool:
    return any(each.fact in {Fact.PARTNER, Fact.PERSON, Fact.ADDRESS} for each in columns.values())


def _roles(rows: Rows, number: int, keys: Mapping[int, str], known: Columns) -> Columns:
    """Say whether “role” is a part in a seat or a job: what stands below decides."""
    found: Columns = {}
    for place in (each for each, key in keys.items() if key in ROLE and each not in known):
        below = list(_below(rows, number, place))
        if below and all(read_part(each) for each in below):
            found[place] = Column(Fact.PART)
        elif keys[place].startswith(("role", "title")):
            found[place] = Column(Fact.JOB_TITLE)
    return found


def _below(rows: Rows, number: int, place: int) -> Iterator[str]:
    for each, row in rows.items():
        if each > number and place < len(row) and not is_blank(row[place]):
            yield said(row[place])


def _name(keys: Mapping[int, str], known: Columns) -> Columns:
    """Say whether “name” is the partner's or a person's: the other columns decide."""
    place = next((each for each, key in keys.items() if key in NAME), None)
    if place is None:
        return {}
    have = {each.fact for each in known.values()}
    own = {each.fact for each in known.values() if each.whose is Whose.OWN}
    partners = have & {Fact.SECTOR, Fact.ALIASES, Fact.DOMAINS, Fact.MEMBER_SINCE}
    persons = own & {Fact.ADDRESS, Fact.JOB_TITLE, Fact.PART, Fact.BODY, Fact.DIARY_OF}
    is_partner = Fact.PARTNER not in have and bool(partners or not persons)
    return {place: Column(Fact.PARTNER if is_partner else Fact.PERSON)}


def _attached(known: Columns) -> Columns:
    """Say whose a bare “e-mail” is: that of the person named in the column before it.

    Only where the row has no person of its own: “Lead, E-mail, Deputy, E-mail”. Where there is
    one, whose address stands under “Contact e-mail”, it is theirs unless a contact is named too.
    """
    named = {each.whose for each in known.values() if each.fact is Fact.PERSON}
    found: Columns = {}
    last = next((each.whose for _, each in sorted(known.items()) if each.fact is Fact.PERSON), None)
    for place, column in sorted(known.items()):
        whose = column.whose
        if column.fact is Fact.PERSON:
            last = whose
        elif column.fact in OF_A_PERSON and whose not in named and last is not None:
            whose = last if whose is Whose.OWN or Whose.OWN not in named else Whose.OWN
        found[place] = Column(column.fact, whose)
    return found


def _once(columns: Columns) -> Columns:
    """Keep the first of two columns that say the same."""
    found: Columns = {}
    for place, column in columns.items():
        if column not in found.values():
            found[place] = column
    return found
