"""Who checks in beside whom: several ways at once, a member and a deputy, and the quorum."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import httpx
import pytest

from db import bodies, check_ins, event_changes, people, register_drafts, registers, seats
from db.models import DraftedOutcome, Seat, WalkIn
from domain.outcomes import Code, Outcome
from domain.quorum import InAll, Quorum, as_json
from domain.seats import Part
from domain.when import WallSpan
from tests.bot.commands.register import BEGAN, rows
from tests.bot.commands.visits import Visits
from tests.bot.pages.browsing import followed, send
from tests.bot.pages.test_check_in import code, drafted, event, own, screen, typed_in

__all__ = ["event"]


def deputy(event: Visits) -> int:
    """Give the first seat a standing deputy, who is known by name alone."""
    with event.register() as session:
        first = registers.lines(session, event.shown(session))[0]
        person = people.add(session, name="Sam Hill", now=event.now)
        seat = session.get_one(Seat, first.seat_id)
        seats.appoint(session, seat, person, Part.DEPUTY, since=BEGAN, by=None, now=event.now)
        return person.id


@pytest.mark.parametrize("times", [2, 4])
def test_one_person_by_two_ways_at_once_is_there_once(event: Visits, times: int) -> None:
    shown, held = code(event), {"how": "room"}
    link = (f"{event.base}{own(event)}", {"form": "here", "code": shown, **held})
    name = (
        f"{event.base}/check-in",
        {"form": "check-in", "code": shown, "walk_in": "Police lead", "walk_in_from": "", **held},
    )

    def post(n: int) -> int:
        address, data = (link, name)[n % 2]
        return httpx.post(address, data=data, timeout=60).status_code

    with ThreadPoolExecutor(times) as threads:
        assert list(threads.map(post, range(times))) == [303] * times
    assert drafted(event) == [("MA", False, event.lead_id, "self")] * 2
    assert rows(event.world, WalkIn) == []


def test_one_walk_in_several_times_at_once_is_there_once(event: Visits) -> None:
    data = {"code": code(event), "walk_in": "Dana Young", "walk_in_from": "Youth Club"}

    def post(_n: int) -> int:
        address = f"{event.base}/check-in"
        return httpx.post(address, data={**data, "how": "call"}, timeout=60).status_code

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(post, range(4))) == [303] * 4
    assert len(rows(event.world, WalkIn)) == 1


def test_a_deputy_gives_way_to_the_member_and_never_the_other_way(event: Visits) -> None:
    sam = deputy(event)
    typed_in(event, walk_in="Sam Hill")
    assert [each.code for each in rows(event.world, DraftedOutcome)] == ["RA"]
    assert rows(event.world, DraftedOutcome)[0].person_id == sam
    typed_in(event, walk_in="Police lead")
    assert {each.code for each in rows(event.world, DraftedOutcome)} == {"MA"}
    assert typed_in(event, walk_in="Sam Hill").status_code == 303
    assert {each.person_id for each in rows(event.world, DraftedOutcome)} == {event.lead_id}


def test_what_a_coordinator_entered_stays_and_who_is_there_is_told(event: Visits) -> None:
    with event.register() as session:
        shown = event.shown(session)
        lines = registers.lines(session, shown)
        for line, code_ in zip(lines, (Code.APOLOGIES, None), strict=True):
            said = {line.seat.invitation_id: Outcome(code=code_)}
            register_drafts.keep(session, shown, said, by=event.coordinator_id, now=event.now)
    told = followed(send(event, own(event), press="I am here, in the room", code=code(event)))
    assert "noted County Police otherwise" in told
    assert {(each.code, each.source) for each in rows(event.world, DraftedOutcome)} == {
        ("A", "register"),
        ("MA", "self"),
    }


def test_the_screen_says_how_the_quorum_stands(event: Visits) -> None:
    with event.register() as session:
        body = bodies.named(session, "Executive")
        assert body is not None
        body.quorum = as_json(Quorum((InAll(2),)))
    assert "Quorum: not certain." in event.fetch(screen(event)).text
    typed_in(event, walk_in="Police lead")
    assert "Quorum: yes." in event.fetch(screen(event)).text


def test_who_checked_in_before_an_event_was_moved_is_not_there_on_the_other_day(
    event: Visits,
) -> None:
    event.world.clock.moment -= timedelta(minutes=15)
    typed_in(event, walk_in="Police lead")
    typed_in(event, walk_in="Dana Young")
    later = WallSpan(datetime(2026, 12, 18, 10), datetime(2026, 12, 18, 12), "Europe/London")
    with event.register() as session:
        event_changes.move(session, event.shown(session), later, by=None, now=event.now)
    event.world.clock.moment += timedelta(days=1)
    with event.register() as session:
        shown = event.shown(session)
        assert not any(each.outcome.code for each in registers.lines(session, shown))
        assert registers.others(session, event.event_id) == []
        assert check_ins.walk_ins(session, event.event_id) == []
    typed_in(event, walk_in="Police lead")
    typed_in(event, walk_in="Dana Young")
    with event.register() as session:
        found = registers.lines(session, event.shown(session))
        assert [each.outcome.code for each in found] == [Code.MEMBER] * 2
        assert [each.name for each in registers.others(session, event.event_id)] == ["Dana Young"]
