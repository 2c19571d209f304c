"""Writers of several processes have their turns: each has a `Database` of its own here."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from db.door import Door, Shut
from db.engine import Busy, Database, sqlite_file


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Database]:
    with closing(Database(sqlite_file(tmp_path))) as database:
        yield database


@pytest.fixture
def there(here: Database) -> Iterator[Database]:
    with closing(Database(here.url)) as database:
        yield database


def door(database: Database) -> Door:
    return Door(database.url.database)


def is_free(database: Database) -> bool:
    try:
        with door(database).next_to_go(0):
            return True
    except Shut:
        return False


@contextmanager
def waiting(database: Database, turns: list[str], *, at: Database) -> Iterator[None]:
    """Let somebody want to write; inside they stand at the door."""

    def write() -> None:
        with database.writing():
            turns.append("there")

    thread = threading.Thread(target=write)
    thread.start()
    while is_free(at):
        pass
    yield
    thread.join()


def test_who_writes_on_and_on_lets_others_have_their_turn(here: Database, there: Database) -> None:
    turns: list[str] = []
    for _ in range(5):
        with ExitStack() as until_their_turn:
            with here.writing():
                until_their_turn.enter_context(waiting(there, turns, at=here))
            with here.writing():
                turns.append("here")
    assert turns == ["there", "here"] * 5


def test_a_step_has_its_turn_like_all_others(here: Database, there: Database) -> None:
    turns: list[str] = []
    with ExitStack() as until_their_turn:
        with here.writing():
            until_their_turn.enter_context(waiting(there, turns, at=here))
        with here.stepping() as session, here.turn(session):
            turns.append("here")
    assert turns == ["there", "here"]


def test_who_can_wait_no_longer_is_told_so(here: Database) -> None:
    with door(here).next_to_go(0), pytest.raises(Busy), here.writing(patience=0.01):
        pass
    with here.writing(patience=0.01):
        pass


def test_whoever_writes_holds_the_door_for_nobody(here: Database) -> None:
    with here.writing():
        assert is_free(here)


def test_a_writer_who_holds_the_lock_lets_nobody_wait_longer_than_they_can(
    here: Database, there: Database
) -> None:
    with here.writing(), pytest.raises(Busy), there.writing(patience=0.01):
        pass
    assert is_free(here)


def test_who_has_time_lets_a_person_go_first(here: Database, there: Database) -> None:
    turns: list[str] = []

    def work() -> None:
        with there.writing(has_time=True):
            turns.append("work")

    with ExitStack() as until_all_had_theirs:
        with here.writing():
            until_all_had_theirs.enter_context(waiting(there, turns, at=here))
            working = threading.Thread(target=work)
            working.start()
            until_all_had_theirs.callback(working.join)
        turns.append("here")
    assert turns[-1] == "work"
    assert sorted(turns) == ["here", "there", "work"]


def test_who_has_time_does_not_wait_for_ever(here: Database, there: Database) -> None:
    with door(here).hurrying(), there.writing(has_time=True):
        pass


def test_where_there_can_be_no_door_there_is_none(tmp_path: Path) -> None:
    for path in (None, str(tmp_path / "missing" / "turn")):
        with Door(path).through(0), Door(path).through(0), Door(path).hurrying():
            Door(path).let_people_go_first()
