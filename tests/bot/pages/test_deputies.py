"""The page where a seat names its deputy, and what that deputy then says on theirs."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from db import deputies, email_domains, event_changes, people, seats
from db.models import Answer, Invitation, NamedDeputy, Organisation, Person, Seat
from domain.answers import Deputising, Kind, Source
from domain.seats import Part
from tests.bot.commands.register import BEGAN, rows
from tests.bot.commands.visits import FORUM, Visits, visits
from tests.bot.pages.browsing import followed, forms, send
from tests.world import World


@pytest.fixture
def event(world: World) -> Visits:
    return with_domain(visits(world))


@pytest.fixture
def two(world: World) -> Visits:
    return with_domain(visits(world, partners=("County Police", "Port Police")))


def with_domain(event: Visits) -> Visits:
    with event.register() as session:
        for each in session.scalars(select(Organisation).order_by(Organisation.id)):
            own = ["police.example.org"]
            email_domains.set_to(session, each.id, own, by=None, now=event.now)
    return event


def standing(event: Visits, name: str, seats_of: int = 1) -> int:
    """Give the first seats a standing deputy, whose address is theirs."""
    with event.register() as session:
        person = people.add(session, name=name, job_title="Inspector", now=event.now)
        address = f"{name.split(maxsplit=1)[0].lower()}@police.example.org"
        people.add_address(session, person, address, by=None, now=event.now)
        for seat in session.scalars(select(Seat).order_by(Seat.id).limit(seats_of)):
            since = BEGAN
            seats.appoint(session, seat, person, Part.DEPUTY, since=since, by=None, now=event.now)
        return person.id


def named(event: Visits) -> list[tuple[str, str]]:
    return [(each.name, each.state) for each in rows(event.world, NamedDeputy)]


def test_a_standing_deputy_is_one_press(event: Visits) -> None:
    standing(event, "Jo Deputy")
    path = event.own()["deputy"]
    page = followed(send(event, path, form="standing", press="Ask Jo Deputy, Inspector"))
    assert "Thank you. Your deputy is asked." in page
    assert "Sending a deputy: Jo Deputy. They are asked, and have not replied yet." in page
    assert named(event) == [("Jo Deputy", Deputising.ASKED)]
    [answer] = rows(event.world, Answer)
    assert (answer.kind, answer.source, answer.given_by, answer.is_current) == (
        Kind.DEPUTY,
        Source.LINK,
        event.lead_id,
        True,
    )


def test_somebody_of_the_partners_own_domain_is_asked_by_name_and_address(event: Visits) -> None:
    path = event.own()["deputy"]
    typed = {"name": "Sam Stand-in", "address": "sam@police.example.org"}
    assert "Your deputy is asked." in followed(send(event, path, form="other", **typed))
    assert named(event) == [("Sam Stand-in", Deputising.ASKED)]


def test_an_address_outside_is_held_and_the_page_says_so(event: Visits) -> None:
    path = event.own()["deputy"]
    typed = {"name": "Sam Stand-in", "address": "sam@elsewhere.example.com"}
    page = followed(send(event, path, form="other", **typed))
    assert "The business unit looks at the address before we ask them." in page
    assert named(event) == [("Sam Stand-in", Deputising.HELD)]


def test_sent_twice_they_are_named_once(event: Visits) -> None:
    path = event.own()["deputy"]
    typed = {"name": "Sam Stand-in", "address": "sam@police.example.org"}
    for _again in range(2):
        followed(send(event, path, form="other", **typed))
    assert named(event) == [("Sam Stand-in", Deputising.ASKED)]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({"name": "", "address": "sam@police.example.org"}, "name"),
        ({"name": "Sam", "address": ""}, "address"),
        ({"name": "Sam", "address": "sam at home"}, "address"),
    ],
)
def test_what_is_missing_is_said_beside_it(event: Visits, typed: dict[str, str], at: str) -> None:
    refused = send(event, event.own()["deputy"], form="other", **typed)
    assert refused.status_code == 422
    assert f'<a href="#{at}">' in refused.text
    assert f'id="{at}-error"' in refused.text
    kept = forms(refused.text)["other"].values
    assert {name: kept[name] for name in typed} == {name: [each] for name, each in typed.items()}
    assert (rows(event.world, NamedDeputy), rows(event.world, Answer)) == ([], [])


def test_send_a_deputy_on_the_page_of_answers_leads_here(event: Visits) -> None:
    own = event.own()
    page = followed(send(event, f"{own['answer']}?choice=deputy"))
    assert "<h1>Send a deputy: Leadership Forum</h1>" in page
    assert rows(event.world, Answer) == []


def test_a_deputy_for_one_of_two_seats_alone(two: Visits) -> None:
    standing(two, "Jo Deputy")
    path = two.own()["deputy"]
    whole = two.fetch(path).text
    assert "Only for County Police (Executive)" in whole
    assert "standing" not in forms(whole)
    with two.register() as session:
        first = session.scalars(select(Invitation.id).order_by(Invitation.id)).first()
    page = followed(send(two, f"{path}?for={first}", press="Ask Jo Deputy, Inspector"))
    assert "Sending a deputy: Jo Deputy." in page
    assert "No answer yet" in page
    [answer] = rows(two.world, Answer)
    assert answer.invitation_id == first


def test_a_deputy_for_all_seats_at_once(two: Visits) -> None:
    standing(two, "Jo Deputy", seats_of=2)
    path = two.own()["deputy"]
    page = followed(send(two, path, press="Ask Jo Deputy, Inspector"))
    assert page.count("Sending a deputy: Jo Deputy.") == 2
    assert [each.kind for each in rows(two.world, Answer)] == [Kind.DEPUTY, Kind.DEPUTY]


def test_a_deputy_who_was_named_says_whether_they_can_come(event: Visits) -> None:
    person = standing(event, "Jo Deputy")
    lead = event.own()
    send(event, lead["deputy"], form="standing", press="Ask Jo Deputy, Inspector")
    path = event.own(person)["answer"]
    shown = event.fetch(path).text
    [(name, asked)] = forms(shown).items()
    assert asked.choices[name] == ["attending", "apologies"]
    assert "I can represent County Police" in shown
    page = event.fetch(event.own(person)["event"]).text
    assert f'href="..{path}?choice=apologies">I cannot</a>' in page
    assert "Send a deputy" not in page
    event.world.clock.moment += timedelta(hours=1)
    for choice, said, state in (
        ("attending", "You can represent them.", Deputising.AGREED),
        ("apologies", "You cannot represent them.", Deputising.DECLINED),
    ):
        assert said in followed(send(event, path, **{name: choice}))
        assert named(event) == [("Jo Deputy", state)]
    assert "Jo Deputy cannot come. Please answer again." in event.fetch(lead["answer"]).text


def test_one_who_was_asked_after_silence_and_declined_still_has_the_page(event: Visits) -> None:
    person = standing(event, "Jo Deputy")
    with event.register() as session:
        invitation = session.scalars(select(Invitation)).one()
        shown = event.shown(session)
        assert deputies.ask_after_silence(session, shown, invitation, event.now) is not None
    path = event.own(person)["answer"]
    [name] = forms(event.fetch(path).text)
    assert "You cannot represent them." in followed(send(event, path, **{name: "apologies"}))
    event.world.clock.moment += timedelta(hours=1)
    assert "You can represent them." in followed(send(event, path, **{name: "attending"}))


def test_deputy_and_lead_may_confirm_after_a_move(event: Visits) -> None:
    person, lead = standing(event, "Jo Deputy"), event.own()
    send(event, lead["deputy"], form="standing", press="Ask Jo Deputy, Inspector")
    path = event.own(person)["answer"]
    event.world.clock.moment += timedelta(hours=1)
    [name] = forms(event.fetch(path).text)
    followed(send(event, path, **{name: "attending"}))
    with event.register() as session:
        later = FORUM.on(FORUM.begins.date() + timedelta(days=1))
        event_changes.move(session, event.shown(session), later, by=None, now=event.now)
    event.world.clock.moment += timedelta(hours=1)
    for own in (path, lead["answer"]):
        assert "Is your answer still right?" in event.fetch(own).text
    followed(send(event, path, form="fine"))
    for own in (path, lead["answer"]):
        assert "Is your answer still right?" not in event.fetch(own).text


def test_a_deputy_page_that_was_opened_before_a_move_answers_for_that_time(event: Visits) -> None:
    path = event.own()["deputy"]
    sheet = forms(event.fetch(path).text)["other"].values
    with event.register() as session:
        later = FORUM.on(FORUM.begins.date() + timedelta(days=1))
        event_changes.move(session, event.shown(session), later, by=None, now=event.now)
    whom = {"name": "Sam Stand-in", "address": "sam@police.example.org"}
    assert httpx.post(f"{event.base}{path}", data={**sheet, **whom}).status_code == 303
    [answer] = rows(event.world, Answer)
    assert answer.begins == FORUM.begins
    assert "Is your answer still right?" in event.fetch(event.own()["answer"]).text


def test_a_deputy_of_two_seats_answers_for_both_or_for_one(two: Visits) -> None:
    person = standing(two, "Jo Deputy", seats_of=2)
    send(two, two.own()["deputy"], press="Ask Jo Deputy, Inspector")
    path = two.own(person)["answer"]
    assert "Can you represent County Police and Port Police?" in two.fetch(path).text
    first, second = forms(two.fetch(f"{path}?separately=1").text)
    page = followed(send(two, f"{path}?separately=1", form=first, **{first: "apologies"}))
    assert "Another of your seats has no answer yet." in page
    assert [state for _name, state in named(two)] == [Deputising.DECLINED, Deputising.ASKED]
    both = next(iter(forms(two.fetch(path).text)))
    assert both not in {first, second}
    page = followed(send(two, path, **{both: "attending"}))
    assert page.count("You can represent them.") == 2
    assert [state for _name, state in named(two)] == [Deputising.AGREED] * 2


def test_a_deputy_who_says_nothing_is_asked_to(event: Visits) -> None:
    person = standing(event, "Jo Deputy")
    send(event, event.own()["deputy"], form="standing", press="Ask Jo Deputy, Inspector")
    refused = send(event, event.own(person)["answer"])
    assert refused.status_code == 422
    assert "Please choose one of the answers." in refused.text
    assert "Send a deputy" not in refused.text


def test_who_has_no_seat_has_no_page(event: Visits) -> None:
    with event.register() as session:
        stranger = session.scalars(select(Person).where(Person.name == "Coordinator")).one().id
    own = event.own(stranger)
    for purpose in ("deputy", "holder", "access"):
        assert event.fetch(own[purpose]).status_code == 404
        assert event.fetch(own[purpose], "POST").status_code == 415
