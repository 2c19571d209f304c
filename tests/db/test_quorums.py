"""The quorum of an event, by who came and by who answered, as its register has it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from db import (
    bodies,
    quorums,
    registers,
    roles,
    seats,
)
from db.engine import Database
from domain.answers import Kind
from domain.outcomes import Code, Outcome, Quorate
from domain.quorum import ChairPresent, Deputies, InAll, Quorum, as_json
from domain.roles import Role
from domain.seats import Part
from domain.spans import Span
from tests.db.attended import NAMES, answer, keep, lines, save, shown
from tests.db.meetings import NOW, Register, register


@pytest.fixture
def forum(database: Database) -> Iterator[Register]:
    with register(database, NAMES) as found:
        found.sent()
        yield found


def quorum(forum: Register, found: Quorum) -> None:
    forum.body.quorum = as_json(found)
    forum.session.flush()


def test_the_quorum_of_the_day_is_kept_with_the_event(forum: Register) -> None:
    quorum(forum, Quorum((InAll(2),)))
    answer(forum, "Council", Kind.ATTENDING)
    keep(forum, "Health", Outcome(code=Code.DEPUTY, name="Sam Hill"))
    save(forum)
    row = registers.attendance(forum.session, shown(forum).event.id)
    assert row is not None
    assert (row.quorate, row.quorum) == ("yes", as_json(Quorum((InAll(2),))))
    assert [(each["there"], each["needed"]) for each in row.reached or ()] == [(2, 2)]
    quorum(forum, Quorum((InAll(3),)))
    assert row.quorate == "yes"


@pytest.mark.parametrize(
    ("deputies", "met"),
    [(Deputies.YES, Quorate.YES), (Deputies.STANDING, Quorate.YES), (Deputies.NO, Quorate.UNKNOWN)],
)
def test_standing_deputies_are_known_as_such(
    forum: Register, deputies: Deputies, met: Quorate
) -> None:
    quorum(forum, Quorum((InAll(1),), deputies))
    deputy = forum.person("Dana Deputy")
    seats.appoint(
        forum.session,
        *(forum.seats[0], deputy, Part.DEPUTY),
        since=datetime(2020, 1, 1, tzinfo=UTC).date(),
        by=None,
        now=NOW,
    )
    assert lines(forum)["Council"].deputies == ((deputy.id, "Dana Deputy"),)
    keep(forum, "Council", Outcome(code=Code.DEPUTY, person_id=deputy.id))
    found = quorums.at(forum.session, shown(forum), list(lines(forum).values()))
    assert found is not None
    assert found.met is met


def test_the_forecast_goes_by_answers(forum: Register) -> None:
    quorum(forum, Quorum((InAll(2),)))
    seen = []
    for name, kind in (("Council", Kind.ATTENDING), ("Health", Kind.APOLOGIES)):
        answer(forum, name, kind)
        found = quorums.forecast(forum.session, shown(forum), list(lines(forum).values()))
        assert found is not None
        seen.append((found.met, found.parts[0].there))
    answer(forum, "Police", Kind.APOLOGIES)
    found = quorums.forecast(forum.session, shown(forum), list(lines(forum).values()))
    assert found is not None
    assert [*seen, (found.met, 1)] == [
        *((Quorate.UNKNOWN, 1), (Quorate.UNKNOWN, 1), (Quorate.NO, 1)),
    ]


def test_the_chair_is_there_when_their_seat_is(forum: Register) -> None:
    quorum(forum, Quorum((ChairPresent(),)))
    day = datetime(2020, 1, 1, tzinfo=UTC).date()
    roles.give(forum.session, forum.leads[0], Role.CHAIR, Span(day), by=None, now=NOW)

    def met() -> Quorate | None:
        found = quorums.at(forum.session, shown(forum), list(lines(forum).values()))
        return found.met if found else None

    seen = [met()]
    keep(forum, "Council", Outcome(code=Code.DEPUTY, name="Sam Hill"))
    seen.append(met())
    keep(forum, "Council", Outcome(code=Code.MEMBER, person_id=forum.leads[0].id))
    seen.append(met())
    assert seen == [Quorate.UNKNOWN, Quorate.NO, Quorate.YES]


def test_a_body_without_a_quorum_has_none(forum: Register) -> None:
    answer(forum, "Council", Kind.ATTENDING)
    assert bodies.by_id(forum.session, forum.body.id) is forum.body
    assert quorums.at(forum.session, shown(forum), list(lines(forum).values())) is None
    save(forum)
    row = registers.attendance(forum.session, shown(forum).event.id)
    assert row is not None
    assert (row.quorate, row.quorum) == ("unknown", None)
