"""Checking in: the coordinator's page, one's own link, and the one address for everybody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest

from db import check_in_tries, check_ins, links, register_saves, sign_in_sheets
from db.check_in_tries import Stranger
from db.models import CheckInTry, DraftedOutcome, Outcome, WalkIn
from db.register_saves import Settled
from domain.check_in import MOST_TRIES, MOST_UNKNOWN
from jobs import retention
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.browsing import followed, forms, send
from tests.world import World

OPENS = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
"""Half an hour before the event begins, in winter."""

TEN = OPENS + timedelta(minutes=30)
ENDS = datetime(2026, 12, 17, 12, tzinfo=UTC)
DOOR = "/check-in"


@pytest.fixture
def event(world: World) -> Visits:
    """Give an event of two seats with one lead, five minutes after it began."""
    event = visits(world, partners=("County Police", "Health Trust"))
    world.clock.moment = TEN + timedelta(minutes=5)
    return event


def screen(event: Visits) -> str:
    """Give the path of the page that the coordinator shows to the room."""
    with event.register() as session:
        own = event.shown(session).event
        link = check_ins.page_of(session, own, event.coordinator_id, now=event.now)
        return urlsplit(event.world.house.addresses.link(link)).path


def sheet(event: Visits) -> str:
    """Give the path of the sign-in sheet."""
    with event.register() as session:
        own = event.shown(session).event
        link = sign_in_sheets.page_of(session, own, event.coordinator_id, now=event.now)
        return urlsplit(event.world.house.addresses.link(link)).path


def code(event: Visits, back: int = 0) -> str:
    """Give the code that is shown, or was some minutes ago."""
    at = event.now - timedelta(minutes=back)
    return event.world.house.codes.at(event.event_id, at)


def own(event: Visits) -> str:
    """Give the path where the lead checks in."""
    return f"{event.paths()[0]}/check-in"


def drafted(event: Visits) -> list[tuple[str | None, bool | None, int | None, str]]:
    """Give what the register's draft says."""
    found = rows(event.world, DraftedOutcome)
    return [(each.code, each.remote, each.person_id, each.source) for each in found]


def wrong(event: Visits, n: int = 0) -> str:
    """Give a code that is none and was none in the last minutes."""
    known = {code(event, back) for back in range(8)}
    free = (f"{each:06}" for each in range(100) if f"{each:06}" not in known)
    return [next(free) for _ in range(n + 1)][n]


def test_one_press_with_the_code_checks_in_for_all_seats(event: Visits) -> None:
    assert "Check in: I am here" in event.page()
    shown = event.fetch(own(event)).text
    assert "County Police" in shown
    assert "Health Trust" in shown
    assert shown.count("You come as its member.") == 2
    said = followed(send(event, own(event), press="I am here, by call", code=code(event)))
    assert "You are checked in." in said
    assert "by call" in said
    assert drafted(event) == [("MA", True, event.lead_id, "self")] * 2
    assert rows(event.world, Outcome) == []


def test_twice_is_once_and_the_first_moment_stays(event: Visits) -> None:
    page = forms(event.fetch(own(event)).text)["here"]
    sent = {**page.values, "code": [code(event)], "how": ["room"]}
    address = f"{event.base}{own(event)}"
    first = rows(event.world, DraftedOutcome)
    assert first == []
    for _ in range(2):
        assert httpx.post(address, data=sent).status_code == 303
        event.world.clock.moment += timedelta(seconds=20)
    at = {each.drafted_at for each in rows(event.world, DraftedOutcome)}
    assert at == {TEN + timedelta(minutes=5)}


def test_without_the_code_a_link_proves_nothing(event: Visits) -> None:
    answer = send(event, own(event), press="I am here, in the room", code="")
    assert answer.status_code == 422
    assert "This is not the code." in answer.text
    assert drafted(event) == []


@pytest.mark.parametrize(
    ("back", "said"), [(0, ""), (1, ""), (2, "has changed"), (6, "has changed")]
)
def test_a_code_holds_for_its_minute_and_the_next(event: Visits, back: int, said: str) -> None:
    answer = send(event, own(event), press="I am here, in the room", code=code(event, back))
    assert (answer.status_code == 303) == (not said)
    assert said in answer.text
    assert rows(event.world, CheckInTry) == []


def test_a_code_of_another_event_or_a_later_minute_is_none(event: Visits) -> None:
    codes = event.world.house.codes
    other = codes.at(event.event_id + 1, event.now)
    later = code(event, -1)
    for each in (other, later, "1234567", "abc"):
        answer = send(event, own(event), press="I am here, in the room", code=each)
        assert "This is not the code." in answer.text
    assert len(rows(event.world, CheckInTry)) == 4


def test_a_code_may_be_typed_with_spaces_or_in_other_figures(event: Visits) -> None:
    arabic = code(event).translate({ord(str(n)): chr(0x660 + n) for n in range(10)})
    typed = f" {arabic[:3]} {arabic[3:]} "
    assert send(event, own(event), press="I am here, in the room", code=typed).status_code == 303


def test_guesses_are_limited_and_forgotten(event: Visits) -> None:
    for n in range(10):
        answer = send(event, own(event), press="I am here, in the room", code=wrong(event, n))
        assert "This is not the code." in answer.text
    answer = send(event, own(event), press="I am here, in the room", code=code(event))
    assert "too many wrong codes" in answer.text
    assert drafted(event) == []
    event.world.clock.moment += timedelta(minutes=10)
    assert (
        send(event, own(event), press="I am here, in the room", code=code(event)).status_code == 303
    )
    event.world.clock.moment += timedelta(minutes=51)
    with event.world.house.database.writing() as session:
        retention.forget(session, event.now)
    assert rows(event.world, CheckInTry) == []


def test_very_many_guesses_of_strangers_keep_out_nobody_who_has_a_link(event: Visits) -> None:
    with event.register() as session:
        for n in range(MOST_UNKNOWN):
            who = Stranger(f"{n}", "somebody").who
            check_in_tries.note(session, event.event_id, who, event.now)
    typed = typed_in(event, walk_in="Dana Young")
    assert "too many wrong codes" in typed.text
    assert (
        send(event, own(event), press="I am here, in the room", code=code(event)).status_code == 303
    )


def test_many_guesses_at_once_are_not_taken_for_the_first(event: Visits) -> None:
    data = {"form": "here", "how": "room", "code": wrong(event)}

    def guess(_n: int) -> str:
        return httpx.post(f"{event.base}{own(event)}", data=data, timeout=60).text

    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(guess, range(16)))
    assert sum("This is not the code." in each for each in said) == MOST_TRIES
    assert len(rows(event.world, CheckInTry)) == MOST_TRIES


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (OPENS - timedelta(days=1), "Check-in opens on Thursday 17 December 2026 at 09:30."),
        (OPENS - timedelta(seconds=1), "Check-in opens at 09:30."),
        (ENDS, "check-in is closed"),
    ],
)
def test_outside_of_its_time_a_sentence_says_when(
    event: Visits, moment: datetime, said: str
) -> None:
    event.world.clock.moment = moment
    assert said in event.fetch(own(event)).text
    assert "Check in: I am here" not in event.page()
    assert said in event.fetch(screen(event)).text
    sent = {"form": "here", "code": code(event), "how": "room"}
    answer = httpx.post(f"{event.base}{own(event)}", data=sent)
    assert answer.status_code == 422
    assert drafted(event) == []


@pytest.mark.parametrize("moment", [OPENS, ENDS - timedelta(seconds=1)])
def test_it_is_open_from_half_an_hour_before_to_the_end(event: Visits, moment: datetime) -> None:
    event.world.clock.moment = moment
    answer = send(event, own(event), press="I am here, in the room", code=code(event))
    assert answer.status_code == 303


def test_after_the_register_is_saved_nothing_changes_and_that_is_said(event: Visits) -> None:
    sent = {"form": "here", "code": code(event), "how": "room"}
    with event.register() as session:
        shown = event.shown(session)
        register_saves.save(session, shown, Settled(nobody=True), by=None, now=event.now)
    answer = httpx.post(f"{event.base}{own(event)}", data=sent)
    assert "saved already, so nothing was changed" in answer.text
    assert "saved already, so nothing was changed" in event.fetch(own(event)).text
    assert typed_in(event, walk_in="Dana Young").status_code == 422
    assert drafted(event) == []
    assert rows(event.world, WalkIn) == []


def typed_in(event: Visits, path: str = DOOR, **typed: str) -> httpx.Response:
    """Fill in the form of the one address."""
    sent = {"code": code(event), "walk_in_from": "", **typed}
    return send(event, path, press="I am here, in the room", **sent)


def test_the_screen_shows_code_count_and_who(event: Visits) -> None:
    path = screen(event)
    shown = event.fetch(path)
    assert f"{code(event)[:3]} {code(event)[3:]}" in shown.text
    assert "0 have checked in" in shown.text
    assert 'content="60"' in shown.text
    assert "<svg" in shown.text
    send(event, own(event), press="I am here, in the room", code=code(event))
    shown = event.fetch(path)
    assert "2 have checked in" in shown.text
    assert "2 of 2 seats." in shown.text
    assert "County Police: Police lead" in shown.text
    event.world.clock.moment += timedelta(seconds=45)
    assert 'content="15"' in event.fetch(path).text


def test_the_screen_is_for_coordinators_alone(event: Visits) -> None:
    path = screen(event)
    with event.register() as session:
        link = links.issue(
            session,
            check_ins.PURPOSE,
            person_id=event.lead_id,
            subject_id=event.event_id,
            lasts=timedelta(days=1),
            now=event.now,
        )
        other = urlsplit(event.world.house.addresses.link(link)).path
    assert event.fetch(other).status_code == 404
    assert event.fetch(path).status_code == 200
    assert event.fetch(f"{DOOR}/nothing").status_code == 404


def test_who_is_not_expected_is_told_to_give_their_name(event: Visits) -> None:
    path = f"{event.paths(event.coordinator_id)[0]}/check-in"
    assert "You are not among those who are expected." in event.fetch(path).text
    sent = {"form": "here", "code": code(event), "how": "room"}
    answer = httpx.post(f"{event.base}{path}", data=sent)
    assert "You are not among those who are expected." in answer.text
    assert drafted(event) == []
