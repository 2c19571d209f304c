"""The demo as a newcomer sees it: the real bot behind the page, a real browser before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Locator, Page, expect

from cli.demo import Demo
from cli.folder import DemoFolder
from tests.browser import send

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

WEIGHT = """() => ["navigation", "resource"]
  .flatMap(kind => performance.getEntriesByType(kind))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
"""What the page and all it loaded weigh, in bytes as they were sent."""

PAGE_BYTES = 150_000
"""What a page may weigh in all (issue: 150 KB)."""


@dataclass
class Visit:
    """A tab on the demo, with what it asked for and what it complained of."""

    page: Page
    base: str
    requests: list[str]
    complaints: list[str]

    def as_person(self, name: str, room: str) -> Page:
        """Go to a room as somebody of the cast; it may be the room they see first."""
        self.page.goto(self.base)
        self.page.get_by_text("You are", exact=True).click()
        for link in (name, room):
            send(self.page.get_by_role("link", name=link).first)
        expect(self.page.get_by_role("heading", name=room)).to_be_visible()
        return self.page

    def type_in(self, text: str) -> None:
        """Type into the message box and send it."""
        self.page.get_by_label("Message to").fill(text)
        self.page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run one demo for all of these tests, in this process."""
    folder = DemoFolder(tmp_path_factory.mktemp("demo"))
    with folder.taken() as taken, Demo(taken, empty=True).running(0) as base:
        yield base


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """Open a tab; it must complain of nothing and ask nobody else for anything."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    seen = Visit(page, address, [], [])
    page.on("request", lambda one: seen.requests.append(one.url))
    page.on("pageerror", lambda one: seen.complaints.append(str(one)))
    page.on(
        "console", lambda one: seen.complaints.append(one.text) if one.type == "error" else None
    )
    yield seen
    context.close()
    strange = [one for one in seen.requests if not one.startswith((address, "data:"))]
    assert (strange, seen.complaints) == ([], [])


def test_a_partner_is_added_by_typing(visit: Visit) -> None:
    page = visit.as_person("Coordinator", "coordinators")
    visit.type_in("/partner add Housing Trust")
    expect(page.get_by_text("Housing Trust is now a partner.", exact=True)).to_be_visible()
    expect(page.get_by_text("Only visible to you").last).to_be_visible()


def test_a_partner_is_added_by_form_and_the_same_name_is_refused_at_its_field(
    visit: Visit,
) -> None:
    page = visit.as_person("Coordinator", "coordinators")
    form = enter(visit, "Fire and Rescue")
    expect(page.get_by_text("Fire and Rescue is now a partner.", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    form = enter(visit, "FIRE  and rescue")
    field = form.locator(".block.input").filter(has_text="Name of the organisation")
    expect(field).to_contain_text("There is already a partner called “Fire and Rescue”.")
    page.keyboard.press("Escape")


def enter(visit: Visit, name: str) -> Locator:
    """Open the form for a new partner, fill it in and send it."""
    visit.type_in("/partner add")
    form = visit.page.get_by_role("dialog", name="New partner")
    form.get_by_label("Name of the organisation").fill(name)
    form.get_by_role("button", name="Add partner").click()
    return form


def test_a_stranger_is_refused_and_learns_nothing(visit: Visit) -> None:
    page = visit.as_person("Visitor", "general")
    visit.type_in("/partner list")
    expect(page.get_by_text("I can't show you anything here yet.").first).to_be_visible()
    expect(page.get_by_text("Housing Trust")).to_have_count(0)


def test_the_register_is_given_away_by_a_link_that_works(visit: Visit) -> None:
    page = visit.as_person("Coordinator", "coordinators")
    visit.type_in("/joinedup export")
    link = page.get_by_role("link", name="Excel workbook").first
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    assert address is not None
    answer = httpx.get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_a_page_of_the_demo_is_light_and_anybody_can_use_it(visit: Visit) -> None:
    page = visit.as_person("Coordinator", "coordinators")
    page.reload(wait_until="load")
    assert page.evaluate(WEIGHT) < PAGE_BYTES
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found = Axe().run(page, options=RULES).response["violations"]
        assert [one["id"] for one in found] == []


def test_a_demo_is_shown_whole_however_small_the_window(visit: Visit, tmp_path: Path) -> None:
    page = visit.as_person("Coordinator", "coordinators")
    for width in (400, 800, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=tmp_path / f"{width}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
