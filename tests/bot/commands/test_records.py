"""A partner's own record in Slack: facts of its own seats, "that's not right", and a decision."""

from datetime import date

import pytest
from sqlalchemy import select

from db import corrections
from db.models import AuditEntry, Correction, Delivery, Outcome, Person, SeatHolder
from domain.errors import Refused
from domain.outcomes import Code
from domain.records import Said, since
from tests.bot.commands.event_cast import newest, press, run, weeks, writing
from tests.bot.commands.recorded import lay, past, save
from tests.bot.commands.register import counting, rows
from tests.world import World, shown, words


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with one event of which Health and the County Police are recorded."""
    lay(world)
    save(world, past(world), County_Police=Code.NO_CONTACT, Health=Code.MEMBER)
    return world


def record(world: World) -> str:
    """Open the lead's record; gives its words."""
    world.lead.say("my events")
    assert world.lead.press(world.lead.messages[-1], "record.show").ok
    return words(world.lead.ephemerals[-1])


def object_(world: World, **entered: object) -> str:
    """Say that the newest entry is not right; gives the words of the record then."""
    record(world)
    assert world.lead.press(world.lead.ephemerals[-1], "record.wrong").ok
    told = world.lead.submit(entered)
    assert told.ok, told
    return words(world.lead.ephemerals[-1])


def test_a_partner_reads_facts_of_its_own_seats_alone(forum: World) -> None:
    said = record(forum)
    assert "Leadership Forum, Thursday 3 December 2026" in said
    assert "No apologies received (from the register)" in said
    assert "Your organisation was represented at 0 of the last 1 meeting of the Executive." in said
    assert "Health" not in said
    assert "connected" not in said


def test_it_is_on_home_too(forum: World) -> None:
    forum.lead.open_home()
    assert forum.lead.home is not None
    assert forum.lead.press(forum.lead.home, "record.show").ok
    assert forum.lead.view is not None
    assert "Leadership Forum, Thursday 3 December 2026" in shown(forum.lead.view.blocks)


def test_what_is_asked_waits_for_a_coordinator_who_corrects_it(forum: World) -> None:
    said = object_(forum, instead="RA", name="Sam Hill", comment="Sam signed in")
    assert "Asked on 7 December 2026: represented by Sam Hill. The business unit will look." in said
    told = run(forum, "/joinedup")
    assert (
        "County Police, Leadership Forum, Thursday 3 December 2026: recorded is "
        "“No apologies received” (from the register). Police lead says: represented by Sam Hill. "
        "“Sam signed in”"
    ) in told
    assert "Corrected. Whoever asked is told." in press(forum, "record.correct")
    [row] = rows(forum, Correction)
    assert row.state == "accepted"
    kept = {each.id: each for each in rows(forum, Outcome)}
    assert row.settled_id is not None
    assert (kept[row.outcome_id].code, kept[row.outcome_id].is_current) == ("NC", False)
    new = kept[row.settled_id]
    assert (new.code, new.name, new.source, new.is_current) == (
        "RA",
        "Sam Hill",
        "correction",
        True,
    )
    said = record(forum)
    assert "Representative attended, Sam Hill (corrected after a partner asked)" in said
    assert "Corrected on 7 December 2026, as you asked." in said
    assert "represented at 1 of the last 1 meeting" in said


def test_it_can_be_left_as_it_is_with_a_sentence(forum: World) -> None:
    object_(forum, instead="A")
    run(forum, "/joinedup")
    assert "What shall I tell them?" in press(forum, "record.leave")
    forum.coordinator.submit({"reply": "No mail reached us."})
    assert [each.state for each in rows(forum, Correction)] == ["declined"]
    said = record(forum)
    assert "No apologies received (from the register)" in said
    assert "Looked at on 7 December 2026, and left as it is." in said
    assert "The business unit says: “No mail reached us.”" in said
    assert "County Police, Leadership Forum" not in run(forum, "/joinedup")


def test_whoever_asked_is_told_once(forum: World) -> None:
    object_(forum, instead="MA")
    run(forum, "/joinedup")
    press(forum, "record.correct")
    found = [each for each in rows(forum, Delivery) if each.kind == "record.settled"]
    assert [each.channel_kind for each in found] == ["slack"]


def test_asked_twice_is_asked_once_and_can_be_taken_back(forum: World) -> None:
    for comment in ("We were there", "We were there", "We were there, all day"):
        object_(forum, instead="MA", comment=comment)
    assert [each.comment for each in rows(forum, Correction)] == ["We were there, all day"]
    verbs = [each.verb for each in rows(forum, AuditEntry)]
    assert verbs.count("ask correction") == 2
    assert forum.lead.press(forum.lead.ephemerals[-1], "record.withdraw").ok
    assert "You have taken it back." in words(forum.lead.ephemerals[-1])
    assert [each.state for each in rows(forum, Correction)] == ["withdrawn"]
    assert "County Police, Leadership Forum" not in run(forum, "/joinedup")


def test_of_two_coordinators_the_second_reads_that_it_is_decided(forum: World) -> None:
    object_(forum, instead="MA")
    run(forum, "/joinedup")
    seen = newest(forum)
    run(forum, "/joinedup")
    assert "Corrected." in press(forum, "record.correct")
    forum.coordinator.press(seen, "record.correct")
    assert "Somebody has decided this already." in words(newest(forum))
    assert [each.state for each in rows(forum, Correction)] == ["accepted"]


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({"instead": "RA"}, "Please write who represented you."),
        ({"instead": "RA", "name": "?"}, "Please give a name"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    forum: World, entered: dict[str, object], told: str
) -> None:
    record(forum)
    forum.lead.press(forum.lead.ephemerals[-1], "record.wrong")
    assert told in str(forum.lead.submit(entered))
    assert rows(forum, Correction) == []


def test_what_is_recorded_already_is_not_asked_for(world: World) -> None:
    lay(world)
    save(world, past(world), County_Police=Code.APOLOGIES)
    record(world)
    world.lead.press(world.lead.ephemerals[-1], "record.wrong")
    assert "This is what is recorded already." in str(world.lead.submit({"instead": "A"}))


def test_what_is_not_recorded_can_be_asked_for_and_is_kept(world: World) -> None:
    lay(world)
    save(world, past(world), Health=Code.MEMBER)
    assert "Not recorded" in record(world)
    object_(world, instead="MA")
    assert rows(world, Outcome)[-1].recorded_by is None, "nobody has recorded what stood"
    run(world, "/joinedup")
    press(world, "record.correct")
    assert [(each.code, each.is_current) for each in rows(world, Outcome)][-2:] == [
        (None, False),
        ("MA", True),
    ]


def test_another_partners_entry_is_none(forum: World) -> None:
    [other] = {each.invitation_id for each in rows(forum, Outcome) if each.code == "MA"}
    [lead] = [each.id for each in rows(forum, Person) if each.name == "Police lead"]
    said, now = Said(Code.MEMBER), forum.clock.now()
    with writing(forum) as session:
        for own in (other, 999):
            with pytest.raises(Refused, match="not on the record of your organisation"):
                corrections.ask(session, lead, own, said, source="slack", day=now.date(), now=now)
            with pytest.raises(Refused, match="not on the record of your organisation"):
                corrections.withdraw(session, lead, own, day=now.date(), now=now)
    assert rows(forum, Correction) == []


def test_an_entry_of_a_seat_that_somebody_has_left_is_theirs_no_more(forum: World) -> None:
    record(forum)
    with writing(forum) as session:
        held = session.scalars(select(SeatHolder).join(Person).where(Person.name == "Police lead"))
        for each in held:
            each.until = forum.clock.now().date()
    forum.lead.press(forum.lead.ephemerals[-1], "record.wrong")
    assert "This is not on the record of your organisation" in words(forum.lead.ephemerals[-1])
    assert "I don't know of a seat of yours." in record(forum)


def test_what_was_never_recorded_is_left_out(forum: World) -> None:
    past(forum, "Away day", weeks(1))
    said = record(forum)
    assert "Away day" not in said
    assert "Leadership Forum" in said


def test_more_events_are_no_more_queries_and_come_by_pages(forum: World) -> None:
    record(forum)
    with counting(forum) as few:
        record(forum)
    for n in range(1, 12):
        save(forum, past(forum, f"Forum {n}", weeks(n)), County_Police=Code.MEMBER)
    with counting(forum) as many:
        said = record(forum)
    assert len(many) == len(few)
    assert "Forum 11, " in said
    assert "Leadership Forum, " not in said
    assert "represented at 11 of the last 12 meetings" in said
    assert forum.lead.press(forum.lead.ephemerals[-1], "record.older").ok
    assert "Leadership Forum, Thursday 3 December 2026" in words(forum.lead.ephemerals[-1])


def test_only_two_years_are_shown_until_all_are_asked_for(forum: World) -> None:
    forum.clock.moment = forum.clock.moment.replace(year=2028, month=12, day=20)
    assert "Nothing is recorded in the last two years." in record(forum)
    assert forum.lead.press(forum.lead.ephemerals[-1], "record.all").ok
    assert "Leadership Forum, Thursday 3 December 2026" in words(forum.lead.ephemerals[-1])


def test_a_coordinator_reads_what_stood_who_asked_and_what_was_decided(forum: World) -> None:
    object_(forum, instead="MA")
    run(forum, "/joinedup")
    press(forum, "record.correct")
    run(forum, "/partner show County Police")
    said = press(forum, "record.of")
    assert "Record of County Police" in said
    assert "7 December 2026: recorded was “No apologies received”. Police lead says:" in said
    assert "corrected it." in said


def test_two_years_ago_is_a_day_of_every_calendar() -> None:
    assert since(date(2028, 2, 29)) == date(2026, 2, 28)
    assert since(date(2026, 12, 7)) == date(2024, 12, 7)


def test_who_speaks_for_nobody_is_told_whom_to_ask(forum: World) -> None:
    forum.coordinator.say("my events")
    forum.coordinator.press(forum.coordinator.messages[-1], "record.show")
    assert "I don't know of a seat of yours." in words(forum.coordinator.ephemerals[-1])
