"""`/partner`, as a coordinator uses it: through Slack's protocol, on both databases."""

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Delivery, InboxEntry, OrganisationName
from db.tenancy import across_partnerships
from tests.world import World, shown, words


def names(world: World) -> list[str]:
    with world.house.database.reading() as session, across_partnerships(session):
        return list(
            session.scalars(select(OrganisationName.name).order_by(OrganisationName.name_key))
        )


def test_a_partner_is_added_by_its_name(world: World) -> None:
    told = world.coordinator.run("/partner add   County\tPolice ")
    assert words(told.ephemeral).startswith("County Police is now a partner.")
    assert names(world) == ["County Police"]


def test_adding_leaves_a_trail(world: World) -> None:
    world.coordinator.run("/partner add County Police")
    with world.house.database.reading() as session, across_partnerships(session):
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "register")).one()
    assert (entry.subject_kind, entry.actor_id is not None) == ("organisation", True)


def test_new_means_add(world: World) -> None:
    world.coordinator.run("/partner new Fire and Rescue")
    assert names(world) == ["Fire and Rescue"]


def test_quotes_around_a_name_are_not_part_of_it(world: World) -> None:
    world.coordinator.run("/partner add “Housing Trust”")
    assert names(world) == ["Housing Trust"]


@pytest.mark.parametrize("again", ["county police", "COUNTY  POLICE", "Ｃounty Police"])
def test_another_spelling_of_a_name_is_refused_with_a_sentence(world: World, again: str) -> None:
    world.coordinator.run("/partner add County Police")
    told = world.coordinator.run(f"/partner add {again}")
    assert "There is already a partner called" in words(told.ephemeral)
    assert names(world) == ["County Police"]


def test_a_name_that_is_too_long_is_refused_and_says_by_how_much(world: World) -> None:
    world.coordinator.run("/partner add " + "x" * 121)
    assert world.coordinator.view is not None
    assert "121 characters; at most 120" in shown(world.coordinator.view.blocks)
    told = world.coordinator.submit({})
    assert "121 characters; at most 120" in told.errors["name"]
    assert names(world) == []
    world.coordinator.submit({"name": "x" * 120})
    assert names(world) == ["x" * 120]


@pytest.mark.parametrize("name", ["Help the Aged", "List Housing", "Add-on Training"])
def test_a_name_may_begin_with_a_verb(world: World, name: str) -> None:
    world.coordinator.run(f"/partner add {name}")
    assert words(world.coordinator.run(f"/partner {name}").ephemeral).startswith(name)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "I don't know"),
        ("show ", "I don't know"),
        ("nonsense ", "I don't know"),
        ("edit ", "I don't know"),
        ("list ", "0 partners"),
    ],
)
def test_a_very_long_text_is_answered(world: World, typed: str, said: str) -> None:
    told = world.coordinator.run(f"/partner {typed}{'x' * 3900}")
    assert told.ok
    assert words(told.ephemeral).startswith(said)


@pytest.mark.parametrize("name", ["ﷺ" * 27, "a\ud800b", "\u3164", "\u2800", "\u0301", "!!!"])
def test_odd_characters_are_a_name_or_a_sentence(world: World, name: str) -> None:
    world.coordinator.run("/partner add")
    told = world.coordinator.submit({"name": name})
    assert told.status == 200
    assert told.errors or names(world)


def test_a_name_of_120_characters_is_shown_everywhere(world: World) -> None:
    name = "N" * 120
    assert world.coordinator.run(f"/partner add {name}").ok
    assert world.coordinator.run("/partner").ok
    assert world.coordinator.run(f"/partner show {name}").ok


def test_add_alone_opens_the_form_and_writes_nothing(world: World) -> None:
    world.coordinator.run("/partner add")
    assert world.coordinator.view is not None
    assert world.coordinator.view.content["callback_id"] == "organisation.register"
    with world.house.database.reading() as session, across_partnerships(session):
        assert session.scalars(select(InboxEntry)).all() == []


def test_the_form_registers_and_offers_the_next_one(world: World) -> None:
    world.coordinator.run("/partner add")
    world.coordinator.submit({"name": "Youth Justice Service"})
    assert names(world) == ["Youth Justice Service"]
    notice = world.coordinator.view
    assert notice is not None
    assert "Youth Justice Service is now a partner." in shown(notice.blocks)
    world.coordinator.press(notice, "organisation.new")
    assert world.coordinator.view is not None
    assert world.coordinator.view.content["callback_id"] == "organisation.register"
    world.coordinator.submit({"name": "Probation"})
    assert names(world) == ["Probation", "Youth Justice Service"]


def test_a_refused_name_is_said_at_its_field_and_the_form_stays(world: World) -> None:
    world.coordinator.run("/partner add Probation")
    world.coordinator.run("/partner add")
    told = world.coordinator.submit({"name": "probation"})
    assert told.errors == {"name": "There is already a partner called “Probation”."}
    world.coordinator.submit({"name": "Probation Service"})
    assert names(world) == ["Probation", "Probation Service"]


def test_bare_opens_the_list_with_a_form_behind_new(world: World) -> None:
    told = world.coordinator.run("/partner")
    assert "No partners yet." in words(told.ephemeral)
    assert told.ephemeral is not None
    world.coordinator.press(told.ephemeral, "organisation.new")
    world.coordinator.submit({"name": "County Police"})
    told = world.coordinator.run("/partner")
    assert words(told.ephemeral).splitlines()[0] == "1 partner"


def test_a_long_list_turns_its_pages_in_place(world: World) -> None:
    for number in range(45):
        world.coordinator.run(f"/partner add School {number:02}")
    told = world.coordinator.run("/partner list")
    assert "Partners 1 to 20 of 45, by name" in words(told.ephemeral)
    assert told.ephemeral is not None
    world.coordinator.press(told.ephemeral, "organisation.page.after")
    [page] = world.coordinator.ephemerals[-1:]
    assert "Partners 21 to 40 of 45, by name" in words(page)
    world.coordinator.press(page, "organisation.page.after")
    [page] = world.coordinator.ephemerals[-1:]
    assert "Partners 41 to 45 of 45, by name" in words(page)
    world.coordinator.press(page, "organisation.page.before")
    assert "Partners 21 to 40 of 45" in words(world.coordinator.ephemerals[-1])
    shown_pages = [each for each in world.coordinator.ephemerals if "by name" in words(each)]
    assert len(shown_pages) == 1


def test_a_name_alone_means_show(world: World) -> None:
    world.coordinator.run("/partner add Housing Trust")
    for typed in (
        "/partner housing trust",
        "/partner show Housing Trust",
        "/partner “Housing Trust”",
    ):
        told = world.coordinator.run(typed)
        assert words(told.ephemeral).startswith("Housing Trust\nPartner since 23 November")


def test_a_button_opens_a_partners_page(world: World) -> None:
    added = world.coordinator.run("/partner add Housing Trust")
    assert added.ephemeral is not None
    world.coordinator.press(added.ephemeral, "organisation.show")
    assert words(world.coordinator.ephemerals[-1]).startswith("Housing Trust\nPartner since")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lits", "Did you mean “list”?"),
        ("show Housing Trsut", "Did you mean “Housing Trust”?"),
        ("Housing Trsut", "Did you mean “Housing Trust”?"),
        ("qqq", "/partner help lists what I know."),
        ("shwo Housing Trust", "Did you mean “show” or “Housing Trust”?"),
        ("County Police", "I don't know a partner or a word “County Police”."),
        ("help lead", "What you can ask me"),
    ],
)
def test_an_unknown_word_gives_the_nearest(world: World, typed: str, meant: str) -> None:
    world.coordinator.run("/partner add Housing Trust")
    assert meant in words(world.coordinator.run(f"/partner {typed}").ephemeral)


MARKUP = "<!channel> *Bold* _it_ `x` <@U1> & :tada:"


def test_markup_in_a_name_neither_pings_nor_formats(world: World) -> None:
    told = world.coordinator.run(f"/partner add {MARKUP}")
    for outcome in (
        told,
        world.coordinator.run("/partner"),
        world.coordinator.run(f"/partner {MARKUP}"),
    ):
        assert outcome.ok
        assert outcome.ephemeral is not None
        assert "<!channel>" not in outcome.ephemeral.text
        assert not [
            part
            for part in text_objects(outcome.ephemeral.blocks)
            if part["type"] != "plain_text" or part.get("emoji")
        ]


def text_objects(part: object) -> list[dict[str, object]]:
    """Give all text objects within blocks."""
    if isinstance(part, dict):
        own = [part] if isinstance(part.get("text"), str) else []
        return own + [each for value in part.values() for each in text_objects(value)]
    if isinstance(part, list):
        return [each for value in part for each in text_objects(value)]
    return []


def test_what_is_only_read_takes_no_lock_and_leaves_no_row(world: World) -> None:
    with world.house.database.writing():  # SQLite's one writer is busy
        assert world.coordinator.run("/partner list").ok
        assert world.coordinator.run("/partner help").ok


def test_help_lists_each_command_once(world: World) -> None:
    told = words(world.coordinator.run("/partner help").ephemeral)
    assert told == words(world.coordinator.run("/joinedup help").ephemeral)
    assert told.count("/partner add NAME") == 1


def test_nothing_is_sent_to_anybody_by_the_register(world: World) -> None:
    with world.house.database.reading() as session, across_partnerships(session):
        before = len(session.scalars(select(Delivery)).all())
    world.coordinator.run("/partner add County Police")
    with world.house.database.reading() as session, across_partnerships(session):
        assert len(session.scalars(select(Delivery)).all()) == before
