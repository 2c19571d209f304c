"""Our pages in a real browser: on a telephone and on a desk, light and dark, by keyboard."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from db import event_changes, feed_links, papers
from db.models import Answer, Partnership
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.test_preferences import page_of
from tests.browser import send
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
        feed_links.link(session, event.lead_id, now=event.now)
        partnership = session.get_one(Partnership, world.partnership.id)
        partnership.privacy_page = "https://partnership.example.org/privacy"
    return event


def scenes(event: Visits) -> dict[str, str]:
    """Give the address of each page there is, a page that says nothing is there among them."""
    own = event.own()
    pages = {
        **own,
        "answer": f"{own['answer']}?choice=apologies",
        "preferences": page_of(event),
        "calendar": calendar_of(event),
        "nothing": "/event/nothing",
    }
    return {name: f"{event.base}{path}" for name, path in pages.items()}


def calendar_of(event: Visits) -> str:
    """Give the path of the page that tells how to add the lead's calendar."""
    with event.register() as session:
        link = feed_links.link(session, event.lead_id, now=event.now)
        return urlsplit(event.world.house.addresses.link(link)).path


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
        fits(page, name, width)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert colour == ("rgb(22, 24, 27)" if theme == "dark" else "rgb(255, 255, 255)")
    page.close()
    assert [each for each in complaints if "404" not in each] == []


def fits(page: Page, name: str, width: int) -> None:
    """Expect a page that everybody can use, and that needs no sideways scrolling."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_was_wrong_and_what_was_recorded_can_be_used_by_everybody(
    event: Visits, chromium: Browser, theme: str
) -> None:
    found, page = scenes(event), opened(chromium, TELEPHONE, theme)
    for name, button in (
        ("deputy", "Ask this deputy"),
        ("holder", "Tell the business unit"),
        ("access", "Tell the business unit"),
    ):
        page.goto(found[name])
        send(page.get_by_role("button", name=button))
        assert page.title().startswith("Error: ")
        wrong = page.get_by_role("alert").get_by_role("link")
        named = (wrong.get_attribute("href") or "").removeprefix("#")
        wrong.click()
        expect(page.locator(f"#{named}")).to_be_focused()
        fits(page, f"{name}, refused", TELEPHONE)
    page.goto(found["answer"])
    send(page.get_by_role("button", name="Record my answer"))
    fits(page, "recorded", TELEPHONE)
    expect(page.get_by_role("status").get_by_text("Your answer is recorded.")).to_be_visible()
    send(page.get_by_role("link", name="Change my answer"))
    fits(page, "answered", TELEPHONE)
    page.close()


def test_the_reason_is_asked_beside_apologies_alone(event: Visits, chromium: Browser) -> None:
    page = opened(chromium, TELEPHONE, "light")
    page.goto(scenes(event)["answer"])
    reason = page.get_by_label("Why, if you send apologies")
    expect(reason).to_be_visible()
    page.get_by_label("I will attend").check()
    expect(reason).to_be_hidden()
    page.close()


def test_it_is_answered_by_the_keyboard_alone_and_going_back_is_harmless(
    event: Visits, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(scenes(event)["answer"])
    page.get_by_role("radio", name="Send apologies").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("Your answer is recorded.").wait_for()
    page.go_back()
    send(page.get_by_role("button", name="Record my answer"))
    page.get_by_text("Your answer is recorded.").wait_for()
    page.reload()
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()
    context.close()
    answered = [each for each in rows(event.world, Answer) if each.is_current]
    assert len(answered) == 1


def test_a_cancelled_event_says_so_without_colour_alone(event: Visits, chromium: Browser) -> None:
    address = scenes(event)["event"]
    with event.register() as session:
        event_changes.cancel(session, event.shown(session), reason="flood", by=None, now=event.now)
    page = opened(chromium, TELEPHONE, "light")
    page.goto(address)
    expect(page.get_by_text("This event is cancelled.")).to_be_visible()
    assert Axe().run(page, options=RULES).violations_count == 0
    page.close()


def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(
    event: Visits, chromium: Browser
) -> None:
    page = opened(chromium, TELEPHONE, "light")
    page.goto(scenes(event)["event"])
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
    send(page.get_by_role("link", name="Send apologies"))
    assert page.get_by_role("radio", name="Send apologies").is_checked()
    assert page.get_by_role("heading", level=1).inner_text() == "Your answer: Leadership Forum"
    send(page.get_by_role("link", name="Agenda, place and papers"))
    assert page.get_by_role("heading", level=1).inner_text() == "Leadership Forum"
    context.close()
