"""`/joinedup audit`: who changed what, in words, filtered and by pages."""

import ast
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, event

from bot.messages.audit_words import SAID
from db.models import AuditDetail
from db.tenancy import across_partnerships
from domain.changes import KINDS
from domain.roles import Role
from tests.bot.commands.register import lead, press
from tests.world import World, introduce, shown, words


def trail(world: World) -> str:
    return words(world.coordinator.run("/joinedup audit").ephemeral)


def test_a_change_is_told_in_words_with_what_it_was(world: World) -> None:
    world.coordinator.run("/joinedup settings")
    world.coordinator.submit({"name": "Board"})
    told = trail(world)
    assert "Coordinator changed settings on 23 November 2026, 09:30." in told
    assert "name: Partnership → Board" in told


def test_a_partner_is_named_by_its_name(world: World) -> None:
    world.coordinator.run("/partner add County Police")
    assert "Coordinator registered County Police on 23 November 2026, 09:30." in trail(world)


def test_what_ends_is_told_in_words_and_nothing_as_changed_to_nothing(register: World) -> None:
    lead(register, new_name="Chief", since="2025-01-01")
    register.coordinator.run("/partner contact County Police Rang about the seat")
    press(register, "seat.end")
    assert register.coordinator.submit({"until": "2026-12-31"}).ok
    listed = register.coordinator.run("/joinedup bodies").ephemeral
    assert listed is not None
    register.coordinator.press(listed, "body.close")
    assert register.coordinator.submit({"day": "2027-01-01"}).ok
    told = trail(register)
    assert "closed from: 1 January 2027" in told
    assert "Coordinator ended a seat: County Police, Executive on" in told
    assert "until: 31 December 2026" in told
    for raw in ("nothing", "→", "T00:00", "contact:", "_"):
        assert raw not in told


def test_every_verb_of_the_record_is_told_in_words() -> None:
    """A verb is a literal in a call that records; one in an f-string is tried by its own tests."""
    told = {verb for _kind, verb in SAID}
    recording = {"record", "_record", "note", "note_seat", "_note"}
    found = set()
    for file in (Path(__file__).parents[3] / "db").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in recording:
                given = [*node.args, *(each.value for each in node.keywords if each.arg == "verb")]
                found |= {
                    each.value
                    for each in given
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    assert len(found) > 20
    assert found - told - set(KINDS) == set()


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)


def test_an_erased_detail_is_said_to_be_erased(world: World) -> None:
    world.coordinator.run("/partner add County Police")
    with world.house.database.writing() as session, across_partnerships(session):
        session.execute(delete(AuditDetail))
    told = trail(world)
    assert "Coordinator registered County Police on" in told
    assert "The details were erased." in told
    assert "name:" not in told


def narrowed(world: World, **entered: object) -> str:
    listing = world.coordinator.run("/joinedup audit").ephemeral
    assert listing is not None
    world.coordinator.press(listing, "audit.filter")
    view = world.coordinator.view
    assert view is not None
    for field, action in (("person", "search.people"), ("partner", "search.organisations")):
        if field in entered:
            block = {"person": "person", "partner": "partner"}[field]
            found = world.coordinator.search(view, action, str(entered[field]))
            entered[block] = found.offered[0]
    told = world.coordinator.submit(entered)
    assert told.ok
    assert world.coordinator.view is not None
    return shown(world.coordinator.view.blocks)


def test_it_is_filtered_by_kind_person_partner_and_days(world: World) -> None:
    world.coordinator.run("/partner add County Police")
    world.coordinator.run("/partner add Fire and Rescue")
    world.clock.moment += timedelta(days=3)
    world.coordinator.run("/partner add Housing Trust")
    assert "gave" not in narrowed(world, kind="organisation")
    assert "registered Fire and Rescue" in narrowed(world, kind="organisation")
    by_partner = narrowed(world, partner="County Police")
    assert "registered County Police" in by_partner
    assert "Fire and Rescue" not in by_partner
    since = narrowed(world, since="2026-11-26")
    assert "Housing Trust" in since
    assert "County Police" not in since
    until = narrowed(world, until="2026-11-23")
    assert "Housing Trust" not in until
    assert "County Police" in until
    assert "The app itself" not in narrowed(world, person="Coordinator")
    assert "No change fits this." in narrowed(world, person="Police lead")


def test_pages_turn_and_keep_the_filter(world: World) -> None:
    for number in range(20):
        world.coordinator.run(f"/partner add Agency {number:02}")
    told = narrowed(world, kind="organisation")
    assert "1 to 15, the newest first" in told
    assert world.coordinator.view is not None
    world.coordinator.press(world.coordinator.view, "audit.older")
    assert world.coordinator.view is not None
    told = shown(world.coordinator.view.blocks)
    assert "16 to 20, the newest first" in told
    assert "Agency 00" in told
    assert "gave" not in told


def test_a_scrutineer_reads_it(world: World) -> None:
    scrutineer = world.workspace.add_user("Scrutineer", email="scrutineer@example.org")
    introduce(world, scrutineer, Role.SCRUTINEER)
    assert "Who changed what" in words(scrutineer.run("/joinedup audit").ephemeral)
    told = words(world.lead.run("/joinedup audit").ephemeral)
    assert told.startswith("This is for the partnership's own team")


def test_what_people_typed_neither_pings_nor_formats(world: World) -> None:
    world.coordinator.run("/partner add <!channel> *Bold*")
    told = world.coordinator.run("/joinedup audit").ephemeral
    assert told is not None
    assert "<!channel>" not in told.text
    for block in told.blocks:
        if "<!channel>" in str(block):
            assert block["text"]["type"] == "plain_text"


def test_it_takes_as_many_queries_for_many_changes_as_for_few(world: World) -> None:
    world.coordinator.run("/partner add Agency")
    few = queries(world)
    for number in range(30):
        world.coordinator.run(f"/partner add Agency {number:02}")
    assert queries(world) == few
    assert few <= 8


def queries(world: World) -> int:
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    engine = world.house.database.engine
    event.listen(engine, "before_cursor_execute", note)
    trail(world)
    event.remove(engine, "before_cursor_execute", note)
    return len([each for each in seen if each.lstrip().startswith("SELECT")])
