"""The one address where anybody checks in with the code: by name, or by the picture."""

from db import organisations, register_drafts
from db.models import CheckInTry, WalkIn
from domain.check_in import MOST_OF_PLACE, MOST_TRIES, MOST_WALK_INS
from domain.outcomes import Source
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits
from tests.bot.pages.browsing import followed, forms, send
from tests.bot.pages.test_check_in import (
    DOOR,
    ENDS,
    code,
    drafted,
    event,
    screen,
    typed_in,
    wrong,
)

__all__ = ["event"]


def test_whoever_nobody_knows_is_noted_as_in_attendance(event: Visits) -> None:
    said = followed(typed_in(event, walk_in=" Dana  Young", walk_in_from="Youth Club"))
    assert "noted as in attendance" in said
    assert typed_in(event, walk_in="Dana Young", walk_in_from="Youth Club").status_code == 303
    [found] = rows(event.world, WalkIn)
    assert (found.name, found.organisation, found.source) == ("Dana Young", "Youth Club", "self")
    assert found.recorded_by is None
    assert drafted(event) == []
    shown = event.fetch(screen(event)).text
    assert "1 has checked in" in shown
    assert "Dana Young, Youth Club" in shown


def test_the_name_of_one_who_is_expected_is_theirs(event: Visits) -> None:
    said = followed(typed_in(event, walk_in="police LEAD", walk_in_from="county police"))
    assert "one of those who are expected" in said
    assert drafted(event) == [("MA", False, event.lead_id, "self")] * 2
    assert rows(event.world, WalkIn) == []


def test_a_namesake_of_another_partner_is_not_them(event: Visits) -> None:
    with event.register() as session:
        organisations.register(
            session, "Youth Club", since=event.now.date(), by=None, now=event.now
        )
    typed_in(event, walk_in="Police lead", walk_in_from="Youth Club")
    assert drafted(event) == []
    assert [each.organisation for each in rows(event.world, WalkIn)] == ["Youth Club"]


def test_the_picture_leads_to_the_form_with_its_code(event: Visits) -> None:
    path = f"{DOOR}/{event.event_id}/{code(event)}"
    shown = event.fetch(path)
    assert "Leadership Forum" not in shown.text
    assert forms(shown.text)["check-in"].values["code"] == [code(event)]
    answer = send(event, path, press="I am here, by call", walk_in="Police lead", walk_in_from="")
    assert "one of those who are expected" in followed(answer)
    assert {remote for _code, remote, *_rest in drafted(event)} == {True}


def test_a_page_says_nothing_of_whether_a_guess_is_right(event: Visits) -> None:
    pages = [
        event.fetch(f"{DOOR}/{event.event_id}/{each}").text.replace(each, "")
        for each in (code(event), wrong(event))
    ]
    assert pages[0] == pages[1]


def test_guesses_without_a_link_are_limited_by_who_they_say_they_are(event: Visits) -> None:
    for n in range(MOST_TRIES):
        answer = typed_in(event, code=wrong(event, n), walk_in="Dana")
        assert "This is not the code." in answer.text
        assert "Dana" in answer.text
    assert "too many wrong codes" in typed_in(event, walk_in="DANA").text
    assert rows(event.world, WalkIn) == []
    assert len({each.who for each in rows(event.world, CheckInTry)}) == 1
    assert "127.0.0.1" not in rows(event.world, CheckInTry)[0].who
    assert typed_in(event, walk_in="Robin Bell").status_code == 303


def test_a_place_has_a_limit_whatever_names_are_given(event: Visits) -> None:
    for n in range(MOST_OF_PLACE):
        typed_in(event, code=wrong(event, n), walk_in=f"Dana {n}")
    assert "too many wrong codes" in typed_in(event, walk_in="Robin Bell").text
    assert len(rows(event.world, CheckInTry)) == MOST_OF_PLACE


def test_one_walk_in_whose_name_is_written_in_other_capitals_is_there_once(event: Visits) -> None:
    typed_in(event, walk_in="Dana Young", walk_in_from="Youth Club")
    typed_in(event, walk_in="dana YOUNG", walk_in_from="youth club")
    assert [each.name for each in rows(event.world, WalkIn)] == ["Dana Young"]


def test_what_is_missing_is_said_beside_its_field(event: Visits) -> None:
    answer = typed_in(event, walk_in="  ")
    assert answer.status_code == 422
    assert 'href="#walk_in"' in answer.text
    event.world.clock.moment = ENDS
    answer = typed_in(event, walk_in="Dana")
    assert "There is no meeting to check in to just now." in answer.text


def test_one_code_fills_no_register_without_end(event: Visits) -> None:
    with event.register() as session:
        for n in range(MOST_WALK_INS):
            register_drafts.walk_in(
                session,
                event.shown(session),
                f"Visitor {n}",
                source=Source.SELF,
                by=None,
                now=event.now,
            )
    answer = typed_in(event, walk_in="One Toomany")
    assert answer.status_code == 422
    assert "Please tell the organisers that you are here." in answer.text
    assert "One Toomany" in answer.text
    assert len(rows(event.world, WalkIn)) == MOST_WALK_INS
    assert typed_in(event, walk_in="Visitor 7").status_code == 303
    assert "one of those who are expected" in followed(typed_in(event, walk_in="Police lead"))
    with event.register() as session:
        known = register_drafts.walk_in(
            session, event.shown(session), "Visitor 7", by=None, now=event.now
        )
        register_drafts.remove(session, known.id, by=None, now=event.now)
    assert typed_in(event, walk_in="One Toomany").status_code == 303
