"""One person with several seats: one answer for all, or one each; and a guest, who has none."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from db import answers, event_changes, people
from db.audience_items import Choice
from db.models import Answer, Invitation
from domain.answers import Given, Kind, Reason, Source
from domain.events import Among
from tests.bot.commands.register import rows
from tests.bot.commands.visits import FORUM, Visits, visits
from tests.bot.pages.browsing import followed, forms, send
from tests.world import World

TOLD = Given(
    kind=Kind.APOLOGIES,
    source=Source.PHONE,
    at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    span=FORUM,
    reason=Reason.LEAVE,
    comment="On leave until May",
)
"""What was told by phone for a seat."""


@pytest.fixture
def two(world: World) -> Visits:
    return visits(world, partners=("County Police", "Port Police"))


def given(two: Visits) -> list[tuple[int, str, str | None]]:
    return [
        (each.invitation_id, each.kind, each.reason)
        for each in rows(two.world, Answer)
        if each.is_current
    ]


def ids(two: Visits) -> list[int]:
    return [each.id for each in rows(two.world, Invitation)]


def test_one_answer_is_for_all(two: Visits) -> None:
    path, (first, second) = two.own()["answer"], ids(two)
    shown = two.fetch(path).text
    assert "Can County Police and Port Police be represented?" in shown
    page = followed(send(two, path, answer="attending"))
    assert page.count("Attending.") == 2
    assert given(two) == [(first, "attending", None), (second, "attending", None)]


def test_answered_separately_each_has_its_own(two: Visits) -> None:
    path, (first, second) = f"{two.own()['answer']}?separately=1", ids(two)
    typed = {f"answer-{first}": "attending", f"answer-{second}": "apologies"}
    page = followed(send(two, path, **typed, **{f"reason-{second}": "leave"}))
    assert "Attending." in page
    assert "Apologies." in page
    assert given(two) == [(first, "attending", None), (second, "apologies", "leave")]
    kept = forms(two.fetch(path).text)["apart"].values
    assert {name: kept[name] for name in typed} == {name: [each] for name, each in typed.items()}
    whole = forms(two.fetch(two.own()["answer"]).text)["all"].values
    assert "answer" not in whole


def test_a_seat_that_stays_keeps_what_was_said_beside_it(two: Visits) -> None:
    path, (first, second) = f"{two.own()['answer']}?separately=1", ids(two)
    with two.register() as session:
        own = session.get_one(Invitation, first)
        answers.give(session, two.shown(session).event, [own], TOLD, now=two.now)
    typed = {f"answer-{second}": "attending", "comment": "By train"}
    followed(send(two, path, **typed))
    stood = {each.invitation_id: each for each in rows(two.world, Answer) if each.is_current}
    assert (stood[first].reason, stood[first].comment) == ("leave", "On leave until May")
    assert (stood[second].kind, stood[second].comment) == ("attending", "By train")
    followed(send(two, path))
    assert len(rows(two.world, Answer)) == 2
    followed(send(two, path, **{f"answer-{first}": "unsure"}))
    assert given(two) == [(second, "attending", None), (first, "unsure", None)]


def test_a_new_comment_alone_is_for_all(two: Visits) -> None:
    path = two.own()["answer"]
    followed(send(two, path, answer="attending"))
    followed(send(two, f"{path}?separately=1", comment="We share a car"))
    stood = [each.comment for each in rows(two.world, Answer) if each.is_current]
    assert stood == ["We share a car"] * 2


def test_a_seat_without_a_choice_stays_as_it_is(two: Visits) -> None:
    path, (_first, second) = f"{two.own()['answer']}?separately=1", ids(two)
    followed(send(two, path, **{f"answer-{second}": "unsure"}))
    assert given(two) == [(second, "unsure", None)]


def test_without_any_choice_the_page_comes_back_as_it_was(two: Visits) -> None:
    path, (first, _second) = f"{two.own()['answer']}?separately=1", ids(two)
    refused = send(two, path, comment="We share a car")
    assert refused.status_code == 422
    assert f'<a href="#answer-{first}">Please choose an answer for at least one seat.' in (
        refused.text
    )
    assert forms(refused.text)["apart"].values["comment"] == ["We share a car"]
    assert given(two) == []


def test_one_comes_and_the_other_sends_a_deputy(two: Visits) -> None:
    path, (first, second) = f"{two.own()['answer']}?separately=1", ids(two)
    page = followed(
        send(two, path, **{f"answer-{first}": "attending", f"answer-{second}": "deputy"})
    )
    assert "<h1>Send a deputy: Leadership Forum</h1>" in page
    assert forms(page)["other"].values["for"] == [str(second)]
    assert given(two) == [(first, "attending", None)]


def test_a_comment_goes_on_with_a_deputy_for_one_seat_or_all(two: Visits) -> None:
    page = followed(send(two, two.own()["answer"], answer="deputy", comment="Träff & co <b>"))
    assert "Träff &amp; co &lt;b&gt;" in page
    own = two.own()["deputy"]
    only = re.findall(r'href="[^"]*(\?for=[^"]*)"', page)[0]
    assert "comment=" in only
    whom = {"name": "Sam Stand-in", "address": "sam@elsewhere.example.com"}
    path = f"{own}{unescape(only)}"
    refused = send(two, path, form="other", name="", address=whom["address"])
    assert refused.status_code == 422
    assert forms(refused.text)["other"].values["comment"] == ["Träff & co <b>"]
    followed(send(two, path, form="other", **whom))
    assert [each.comment for each in rows(two.world, Answer)] == ["Träff & co <b>"]


def test_nobody_answers_for_a_seat_of_another(two: Visits) -> None:
    with two.register() as session:
        guest = people.add(session, name="A Guest", now=two.now)
        people.add_address(session, guest, "guest@example.com", by=None, now=two.now)
        series = two.shown(session).series
        chosen = [Choice(Among.GUEST, guest.id)]
        event_changes.add_guests(session, series, chosen, by=None, now=two.now)
    own = two.own(guest.id)
    [*seats, theirs] = ids(two)
    shown = two.fetch(own["answer"]).text
    assert "Can you come as our guest?" in shown
    assert forms(shown)["all"].choices["answer"] == ["attending", "apologies", "unsure"]
    typed = {f"answer-{each}": "apologies" for each in seats}
    assert send(two, own["answer"], form="all", **typed, answer="attending").status_code == 303
    assert given(two) == [(theirs, "attending", None)]
    assert two.fetch(own["deputy"]).status_code == 404
    assert "Send a deputy" not in two.fetch(own["event"]).text
