"""A request's key is taken once."""

import threading

import pytest
from sqlalchemy import select

from db import inbox, partnerships
from db.engine import Database
from db.models import InboxEntry
from db.tenancy import within
from tests.conftest import NOW


@pytest.fixture
def own(database: Database) -> int:
    with database.writing() as session:
        return partnerships.add(session, slug="main", name="Main", now=NOW).id


def take(database: Database, own: int, answer: dict[str, object]) -> dict[str, object]:
    """Take the key and answer, or give the answer that was given."""
    with database.writing() as session, within(session, own):
        known = inbox.begin(session, "command:1", partnership_id=own, now=NOW)
        if known is not None:
            assert known.answer is not None
            return known.answer
        inbox.finish(session, "command:1", answer, partnership_id=own)
        return answer


def test_a_repeat_gets_the_first_answer(database: Database, own: int) -> None:
    assert take(database, own, {"text": "first"}) == {"text": "first"}
    assert take(database, own, {"text": "second"}) == {"text": "first"}


def test_of_many_at_once_one_is_the_first(database: Database, own: int) -> None:
    found: list[dict[str, object]] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(take(database, own, {"n": n})))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(answer == found[0] for answer in found)


def test_what_was_rolled_back_is_taken_anew(database: Database, own: int) -> None:
    with pytest.raises(KeyError), database.writing() as session, within(session, own):
        inbox.begin(session, "command:1", partnership_id=own, now=NOW)
        raise KeyError
    assert take(database, own, {"text": "second"}) == {"text": "second"}


def test_another_partnership_has_keys_of_its_own(database: Database, own: int) -> None:
    take(database, own, {"text": "first"})
    with database.writing() as session:
        other = partnerships.add(session, slug="other", name="Other", now=NOW).id
    assert take(database, other, {"text": "theirs"}) == {"text": "theirs"}
    with database.reading() as session, within(session, other):
        assert len(session.scalars(select(InboxEntry)).all()) == 1
