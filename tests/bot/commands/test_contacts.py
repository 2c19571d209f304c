"""`/partner contact`: a call, visit or mail, in a line, by form or by shortcut."""

import pytest

from tests.bot.commands.partners import add, chosen, form, later, named, run, submit, verbs
from tests.world import World, shown, words

NOTED = "Last contacts\n23 November 2026 · {}"


@pytest.mark.parametrize(
    ("typed", "noted"),
    [
        ("County Police called about the forum", "Call (Coordinator): called about the forum"),
        ("county police: met their deputy", "Visit (Coordinator): met their deputy"),
        ("“County Police” e-mailed the dates", "Mail (Coordinator): e-mailed the dates"),
        ('"County Police" said "yes"', 'Call (Coordinator): said "yes"'),
        ("Constabulary, they will come", "Call (Coordinator): they will come"),
        ("County Police Trust visited them", "Visit (Coordinator): visited them"),
    ],
)
def test_a_line_is_split_into_who_how_and_what(world: World, typed: str, noted: str) -> None:
    add(world, "County Police", "County Police Trust", "County")
    world.coordinator.run("/partner edit County Police")
    submit(world, aliases="Constabulary")
    world.coordinator.close(everything=True)
    assert run(world, f"/partner contact {typed}").startswith("Noted: ")
    whom = "County Police Trust" if "Trust" in typed else "County Police"
    assert NOTED.format(noted) in run(world, f"/partner {whom}")
    assert verbs(world)[-1] == "log contact"


def test_a_former_or_merged_name_leads_to_who_it_is_now(world: World) -> None:
    add(world, "Medway Council", "Council of Medway")
    world.coordinator.run("/partner merge Council of Medway into Medway Council")
    submit(world)
    told = run(world, "/partner contact Council of Medway called them")
    assert "Noted: call, Medway Council, 23 November 2026." in told


def test_a_name_that_is_not_known_opens_the_form_with_what_was_typed(world: World) -> None:
    [police] = add(world, "County Police")
    world.coordinator.run("/partner contact Polcie visited them about dates")
    assert "I don't find a partner at the beginning of" in shown(form(world).blocks)
    told = submit(world, organisation=chosen(police, "County Police"), way="Visit")
    assert "Noted: visit, County Police, 23 November 2026." in told
    assert "Polcie visited them about dates" in run(world, "/partner County Police")


def test_a_name_alone_opens_the_form_for_it(world: World) -> None:
    add(world, "County Police")
    world.coordinator.run("/partner contact County Police")
    assert "Please don't include details of any child or family." in str(form(world).blocks)
    assert "Noted: call" in submit(world, note="About the forum")


def test_the_shortcut_opens_the_form(world: World) -> None:
    [police] = add(world, "County Police")
    assert world.coordinator.shortcut("contact.shortcut").ok
    told = submit(
        world, organisation=chosen(police, "County Police"), way="Mail", note="Sent the dates"
    )
    assert "Noted: mail, County Police" in told


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("day", later(1), "This day is to come."),
        ("note", "   ", "Please say in a line what it was about."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, field: str, value: object, sentence: str
) -> None:
    add(world, "County Police")
    world.coordinator.run("/partner contact County Police")
    told = world.coordinator.submit({"note": "About the forum", field: value})
    assert sentence in told.errors[field]
    assert verbs(world) == ["register"]


def test_a_partner_that_is_none_is_refused_beside_its_field(world: World) -> None:
    add(world, "County Police")
    world.coordinator.run("/partner contact")
    told = world.coordinator.submit({"organisation": chosen(999, "Nobody"), "note": "Hello"})
    assert told.errors == {"organisation": "This partner is no longer on the register."}


def test_a_contact_noted_by_mistake_is_taken_back_once(world: World) -> None:
    add(world, "County Police")
    told = world.coordinator.run("/partner contact County Police called them").ephemeral
    assert told is not None
    world.coordinator.press(told, "contact.remove")
    assert "Taken back." in words(world.coordinator.ephemerals[-1])
    world.coordinator.press(told, "contact.remove")
    assert words(world.coordinator.ephemerals[-1]) == "This contact was taken back already."
    assert "Last contacts" not in run(world, "/partner County Police")
    assert verbs(world) == ["register", "log contact", "remove contact"]


def test_a_note_of_markup_neither_pings_nor_formats(world: World) -> None:
    add(world, "County Police")
    run(world, "/partner contact County Police <!channel> *bold* <@U1>")
    page = world.coordinator.run("/partner County Police").ephemeral
    assert page is not None
    assert "mrkdwn" not in str(page.blocks)
    assert "<!channel> *bold*" in words(page)


def test_a_partners_lead_notes_nothing(world: World) -> None:
    add(world, "County Police")
    world.lead.run("/partner contact County Police called them")
    assert named(world, "County Police") is not None
    assert verbs(world) == ["register"]
