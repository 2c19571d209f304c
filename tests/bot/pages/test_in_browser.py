"""Our pages in a real browser: on a telephone and on a desk, light and dark, by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from db import event_changes, papers
from tests.bot.commands.visits import Visits, visits
from tests.world import World

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
TELEPHONE, DESK = 320, 1280


@pytest.fixture
def event(world: World) -> Visits:
    event = visits(world)
    with event.register() as session:
        own = event.shown(session).event
        for title in ("Minutes of the last meeting", "Gang strategy" + "x" * 90):
            link = f"https://papers.example.org/{len(title)}"
            papers.add_link(session, own, title, link, by=None, now=event.now)
        source = {"slack_file": "F"}
        file = papers.ask_file(session, own, "Finance report", source, by=None, now=event.now)
        papers.keep_file(file, "finance.pdf", b"%PDF-1.7")
    return event


def scenes(event: Visits) -> dict[str, str]:
    """Give the address of each page there is, a page that says nothing is there among them."""
    page, answer = event.paths()
    return {
        "event": f"{event.base}{page}",
        "answer": f"{event.base}{answer}?choice=deputy",
        "nothing": f"{event.base}/event/nothing",
    }


def opened(browser: Browser, width: int, theme: str) -> Page:
    if theme == "dark":
        return browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark")
    return browser.new_page(viewport={"width": width, "height": 900}, color_scheme="light")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [TELEPHONE, DESK])
def test_everybody_can_use_them(event: Visits, chromium: Browser, width: int, theme: str) -> None:
    page = opened(chromium, width, theme)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    for name, address in scenes(event).items():
        page.goto(address)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert colour == ("rgb(22, 24, 27)" if theme == "dark" else "rgb(255, 255, 255)")
    page.close()
    assert [each for each in complaints if "404" not in each] == []


def test_a_cancelled_event_says_so_without_colour_alone(event: Visits, chromium: Browser) -> None:
    address = scenes(event)["event"]
    with event.register() as session:
        event_changes.cancel(session, event.shown(session), reason="flood", by=None, now=event.now)
    page = opened(chromium, TELEPHONE, "light")
    page.goto(address)
    assert page.get_by_text("This event is cancelled.").is_visible()
    assert Axe().run(page, options=RULES).violations_count == 0
    page.close()


def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(
    event: Visits, chromium: Browser
) -> None:
    page = opened(chromium, TELEPHONE, "light")
    page.goto(scenes(event)["answer"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the main content")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate("getComputedStyle(document.activeElement).backgroundColor")
    assert focused == "rgb(255, 221, 0)"
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


def test_it_needs_no_script(event: Visits, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(scenes(event)["event"])
    page.get_by_role("link", name="Send apologies").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your answer: Leadership Forum"
    page.get_by_role("link", name="Agenda, place and papers").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Leadership Forum"
    context.close()
