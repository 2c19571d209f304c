"""The register by a link: for whom it was made, for a quarter of an hour, and nobody else."""

import io
import re
import zipfile
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import openpyxl
import pytest
from sqlalchemy import delete, select

from bot import sheets
from cli.wiring import House
from db import links
from db.models import AuditEntry, Link, RoleHeld
from db.register_sheets import HEADINGS
from db.tenancy import across_partnerships, within
from domain.exports import LASTS, PURPOSE
from domain.outcomes import Code
from domain.readings import read_sheets
from domain.roles import Role
from sandbox.server import serving
from tests.bot.commands.event_cast import arrange, board, weeks
from tests.bot.commands.register import partner, rows
from tests.bot.commands.registered import record
from tests.world import World, introduce, words

PLACE = re.compile(r"https://joinedup\.example\.org(/export/[^\"']+)")


def paths(world: World) -> dict[str, str]:
    """Ask for the register, and give the paths of its links by their names."""
    told = world.coordinator.run("/joinedup export")
    assert told.ephemeral is not None
    found = PLACE.findall(str(told.ephemeral.blocks))
    return {each.rpartition("/")[2]: each for each in found}


def fetch(world: World, path: str, method: str = "GET") -> httpx.Response:
    bot = urlsplit(world.slack.app_url)
    return httpx.request(method, f"http://{bot.netloc}{path}")


def test_the_register_comes_as_a_workbook_and_as_csv(world: World) -> None:
    partner(world, "=HYPERLINK(1) Trust")
    found = paths(world)
    book = fetch(world, found["register.xlsx"])
    assert book.status_code == 200
    assert 'filename="main-2026-11-23.xlsx"' in book.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["Names"]
    assert [cell.value for cell in sheet["C"]] == ["Name", "'=HYPERLINK(1) Trust"]
    assert [cell.data_type for cell in sheet["C"]] == ["s", "s"]
    packed = zipfile.ZipFile(io.BytesIO(fetch(world, found["register.zip"]).content))
    assert "'=HYPERLINK(1) Trust" in packed.read("Names.csv").decode("utf-8-sig")


def test_attendance_comes_as_a_workbook_and_as_csv_and_nothing_in_it_runs(world: World) -> None:
    formula = '=HYPERLINK("http://example.org")'
    board(world, "Police")
    series = arrange(world, formula, weeks(1))
    world.clock.moment += timedelta(weeks=4)
    record(world, series, {"Police": Code.MEMBER})
    found = paths(world)
    book = fetch(world, found["attendance.xlsx"])
    assert 'filename="main-attendance-2026-12-21.xlsx"' in book.headers["content-disposition"]
    workbook = openpyxl.load_workbook(io.BytesIO(book.content))
    assert workbook.sheetnames == ["Outcomes", "Figures"]
    event, code = workbook["Outcomes"]["B2"], workbook["Outcomes"]["G2"]
    assert (event.value, event.data_type, code.value) == (f"'{formula}", "s", "MA")
    packed = zipfile.ZipFile(io.BytesIO(fetch(world, found["attendance.zip"]).content))
    lines = packed.read("Outcomes.csv").decode("utf-8-sig").splitlines()
    assert lines[1].startswith("2026-12-10,\"'=HYPERLINK(")
    assert ",Police,,MA,Member attended," in lines[1]
    assert len(packed.read("Figures.csv").splitlines()) > 1


def test_who_reads_figures_takes_attendance_away_but_not_the_register(world: World) -> None:
    chair = world.outsider
    introduce(world, chair, Role.CHAIR)
    said = chair.run("/attendance figures").ephemeral
    assert said is not None
    assert chair.press(said, "figures.export").ok
    offered = chair.ephemerals[-1]
    found = {each.rpartition("/")[2]: each for each in PLACE.findall(str(offered.blocks))}
    assert sorted(found) == ["attendance.xlsx", "attendance.zip"]
    path = found["attendance.xlsx"]
    assert fetch(world, path).status_code == 200
    assert fetch(world, path.replace("attendance.xlsx", "register.xlsx")).status_code == 404
    with world.house.database.writing() as session, across_partnerships(session):
        session.execute(delete(RoleHeld))
    assert fetch(world, path).status_code == 404


def test_nothing_of_it_is_kept_on_the_way_or_told_to_another_site(world: World) -> None:
    for path in (*paths(world).values(), "/export/nothing/register.xlsx"):
        headers = fetch(world, path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"


def test_asking_is_recorded_and_fetching_changes_nothing(world: World) -> None:
    path = paths(world)["register.xlsx"]
    asked = [each.verb for each in rows(world, AuditEntry)]
    assert asked[-1] == "export"
    for _ in range(3):  # whoever looks for harm in messages opens links too
        assert fetch(world, path).status_code == 200
    assert fetch(world, path, "HEAD").status_code == 200
    assert len(rows(world, AuditEntry)) == len(asked)
    assert len(rows(world, Link)) == 1


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(world: World) -> None:
    path = paths(world)["register.xlsx"]
    token = path.split("/")[2]
    wrong = [
        f"/export/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/register.xlsx",
        f"/export/{token}/register.exe",
        "/export/x/register.xlsx",
        f"/export/{'x' * 5000}/register.xlsx",
    ]
    expected = fetch(world, "/export/nothing/register.xlsx")
    answers = [fetch(world, each) for each in wrong]
    world.clock.moment += LASTS
    answers.append(fetch(world, path))
    assert {(each.status_code, each.text) for each in answers} == {(404, expected.text)}
    assert expected.status_code == 404


def test_who_is_no_coordinator_any_more_gets_nothing(world: World) -> None:
    path = paths(world)["register.xlsx"]
    with world.house.database.writing() as session, within(session, world.partnership.id):
        [link] = rows(world, Link)
        for role in session.scalars(select(RoleHeld).where(RoleHeld.person_id == link.person_id)):
            role.until = world.clock.now().date()
            role.since = role.until - timedelta(days=1)
    assert fetch(world, path).status_code == 404


def test_a_revoked_link_opens_nothing(world: World) -> None:
    path = paths(world)["register.xlsx"]
    with world.house.database.writing() as session, within(session, world.partnership.id):
        links.revoke(session, session.get_one(Link, rows(world, Link)[0].id), now=world.clock.now())
    assert fetch(world, path).status_code == 404


def test_a_link_of_another_purpose_opens_no_register(world: World) -> None:
    paths(world)
    now = world.clock.now()
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = rows(world, Link)[0].person_id
        other = links.issue(session, "answer", person_id=person, lasts=LASTS, now=now)
        token = world.house.signer.token(other)
    assert fetch(world, f"/{PURPOSE}/{token}/register.xlsx").status_code == 404


def test_a_link_signed_with_the_former_key_still_opens(world: World) -> None:
    path = paths(world)["register.xlsx"]
    token = path.split("/")[2]
    now = world.clock.now()
    former = world.house.settings.secret_key
    house = world.restart_with(
        secret_key=type(former)("another secret key, long enough too"), secret_key_previous=former
    )
    with world.house.database.reading() as session:
        read = house.signer.read(PURPOSE, token)
        assert links.opened(session, PURPOSE, read, now=now) is not None
    stranger = world.restart_with(secret_key=type(former)("a third secret key, long enough too"))
    assert stranger.signer.read(PURPOSE, token) is None


@pytest.mark.parametrize("who", ["lead", "outsider"])
def test_only_coordinators_take_the_register_away(world: World, who: str) -> None:
    told = getattr(world, who).run("/joinedup export")
    assert "https://joinedup.example.org/export" not in words(told.ephemeral)
    assert rows(world, Link) == []


def test_without_an_address_of_ours_it_is_said(world: World) -> None:
    settings = world.house.settings.model_copy(update={"public_url": ""})
    house = House(settings, world.house.now)
    with serving(house.web) as url:
        world.slack.app_url = f"{url}/slack/events"
        told = world.coordinator.run("/joinedup export")
    house.database.close()
    assert "There is no web address to give you yet." in words(told.ephemeral)
    assert rows(world, Link) == []


def test_anybody_may_have_the_empty_sheet(world: World) -> None:
    answer = fetch(world, "/template/partners.xlsx")
    found = sheets.read(answer.content, "partners.xlsx", most=sheets.IN_SLACK)
    assert read_sheets(found, HEADINGS).entries == []
