"""Sample data: what goes with it, and that nothing is forgotten when a table is added."""

from db import sample_removal
from db.models import Base, Body, Organisation, Person, Seat
from domain.samples import PARTNERS, marked, unmarked
from domain.sectors import SHIPPED

SAMPLED = {each.__tablename__ for each in (Organisation, Body, Person, Seat)}
"""What sample data is made of: whatever points at one of these must be thought of."""


def _columns(*groups: tuple[sample_removal.Column, ...]) -> set[str]:
    return {f"{column.class_.__tablename__}.{column.key}" for group in groups for column in group}


def test_removal_knows_every_column_that_can_point_at_a_sample() -> None:
    pointing = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in SAMPLED and key.parent.name != "partnership_id"
    }
    known = _columns(
        sample_removal.OF_SEATS,
        sample_removal.OF_ORGANISATIONS,
        sample_removal.OF_PEOPLE,
        sample_removal.REAL_SEATS,
        sample_removal.REAL_USE,
        sample_removal.LET_GO,
    )
    assert pointing == known


def test_the_sample_has_a_partner_of_each_sector() -> None:
    assert {each.sector for each in PARTNERS} == {each.code for each in SHIPPED}


def test_its_addresses_are_nobodys() -> None:
    assert all(each.address().endswith(".example.org") for each in PARTNERS)


def test_a_mark_comes_off_again_and_fits_any_name() -> None:
    assert unmarked(marked("Executive")) == "Executive"
    assert unmarked("Executive") == "Executive"
    assert len(marked("x" * 200)) <= 120
