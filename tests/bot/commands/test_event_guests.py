"""Who is invited: added and taken out, by form and by typing, looked at before anybody hears."""

from datetime import timedelta

from db.models import AudienceItem, Event, Invitation, Round
from tests.bot.commands.event_cast import MONTHLY, arrange, arrived, board, press, run
from tests.bot.commands.register import found, rows, said
from tests.bot.commands.test_event_changes import SIX, in_form, kinds
from tests.world import World


def taken(world: World, text: str) -> object:
    """Give the choice that the form offers for a text."""
    return found(world, "search.audience", text)


def left(world: World) -> int:
    return sum(each.withdrawn_at is None for each in rows(world, Invitation))


def test_the_form_shows_who_is_invited_and_takes_one_out_after_a_preview(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world)
    arrived(world)
    run(world, "/event Leadership Forum")
    press(world, "event.invite")
    told = said(world)
    assert "Invited: all of Executive" in told
    assert "2 seats invited: 2 people are asked" in told
    assert world.coordinator.submit({"out": [taken(world, "police")], "reason": "Moved on"}).ok
    told = said(world)
    assert "Taken out: Police, Executive (Police lead)" in told
    assert "Reason, as they will read it: Moved on" in told
    assert "No longer asked, and told so (1): Police lead" in told
    assert "Nobody else hears of it." in told
    assert "Take out and tell 1 person" in told
    assert (kinds(world), left(world)) == ([], 2)
    assert "Taken out of Leadership Forum." in in_form(world, "event.invite.do")
    assert (kinds(world), left(world)) == (["event.withdrawal"], 1)
    assert rows(world, Round)[-1].reason == "Moved on"
    world.coordinator.close(everything=True)
    told = run(world, "/event Leadership Forum")
    assert "Taken out: Police, Executive" in told


def test_one_person_is_uninvited_by_typing(world: World) -> None:
    board(world, "Police", "Fire and rescue", "Health")
    arrange(world)
    arrived(world)
    world.coordinator.run("/event uninvite Leadership Forum, fire and rescue and Police lead")
    told = said(world)
    assert "Fire and rescue, Executive (Fire and rescue lead), Police, Executive" in told
    assert "Take out and tell 2 people" in told
    in_form(world, "event.invite.do")
    assert (kinds(world), left(world)) == (["event.withdrawal"] * 2, 1)


def test_what_is_not_understood_opens_the_form_with_what_was(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world)
    arrived(world)
    world.coordinator.run("/event uninvite Leadership Forum, Police, Fire")
    told = said(world)
    assert "I don't find “Fire” among those who are invited" in told
    assert "Police, Executive (Police lead)" in told
    assert world.coordinator.submit({}).ok
    assert "Take out and tell 1 person" in said(world)


def test_of_a_series_the_form_asks_what_is_meant(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world, rule=MONTHLY)
    arrived(world)
    world.coordinator.run("/event uninvite Leadership Forum, Police")
    meant = "This event and all that follow"
    assert world.coordinator.submit({"extent": meant}).ok
    assert "Leadership Forum: this event and all that follow" in said(world)
    in_form(world, "event.invite.do")
    assert left(world) == len(rows(world, Event))
    assert [each.onwards for each in rows(world, AudienceItem) if each.out] == [True]


def test_a_typed_date_of_a_series_is_meant_alone(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world, rule=MONTHLY)
    arrived(world)
    world.coordinator.run("/event uninvite Leadership Forum 7 Jan, Police")
    assert "Told what they are asked about now (1): Police lead" in said(world)
    in_form(world, "event.invite.do")
    assert left(world) == 2 * len(rows(world, Event)) - 1


def test_more_than_five_can_be_stopped_and_stay_invited(world: World) -> None:
    board(world, *SIX, "Health")
    arrange(world)
    arrived(world)
    world.clock.moment += timedelta(minutes=5)
    world.coordinator.run("/event uninvite Leadership Forum, " + ", ".join(SIX))
    assert "It waits two minutes, and can be stopped until then." in said(world)
    in_form(world, "event.invite.do")
    assert left(world) == 1
    in_form(world, "event.stop")
    assert "Stopped. Nobody has heard." in said(world)
    assert (kinds(world), left(world)) == ([], 7)


def test_a_body_is_taken_out_and_who_stays_is_named(world: World) -> None:
    board(world, "Police", "Health")
    arrange(world)
    arrived(world)
    run(world, "/event Leadership Forum")
    press(world, "event.invite")
    seat = found(world, "search.seats", "Health")
    assert world.coordinator.submit({"out": [taken(world, "executive")], "seats": [seat]}).ok
    told = said(world)
    assert "Taken out: All of Executive" in told
    assert "Still invited, as they were chosen another way: Health, Executive" in told
    assert "No longer asked, and told so (1): Police lead" in told


def test_nobody_is_no_audience(world: World) -> None:
    board(world, "Police")
    arrange(world)
    assert "Then nobody would be invited." in run(
        world, "/event uninvite Leadership Forum, Executive"
    )
