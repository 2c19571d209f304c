"""What the tests of jobs share."""

from collections.abc import Iterator

import pytest

from db.engine import Database
from tests.jobs import office as offices
from tests.jobs.office import Office


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    with offices.office(database) as office:
        yield office
