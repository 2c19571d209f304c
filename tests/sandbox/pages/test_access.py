"""Everybody can use the page: by keyboard, in both themes, on any width, and on one origin."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from sandbox.site import STATIC, stylesheet
from tests.browser import send
from tests.sandbox.pages.conftest import Open, Site
from tests.sandbox.pages.showcase import CALENDAR, PIXEL, everything

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def furnish(site: Site) -> None:
    """Fill the shared channel and the direct messages with everything there is."""
    world = site.world
    root = world.coordinator.say("Agenda for *Thursday*?", world.shared).posted
    world.partner.say("Yes", world.shared, root)
    blocks = everything([world.lead], int(site.time.now.timestamp()))
    world.client.chat_postMessage(channel=world.shared.id, text="All", blocks=blocks)
    posted = world.client.chat_postMessage(channel=world.shared.id, text="One")
    world.client.chat_update(channel=world.shared.id, ts=posted["ts"], text="Two")
    world.lead.run("/partner list", world.shared)
    world.coordinator.run("/partner list", world.shared)
    direct = world.client.conversations_open(users=[world.coordinator.id])["channel"]["id"]
    rows = b"Partner,Came\nHousing Trust,4\n"
    for name, content in (("a.png", PIXEL), ("b.csv", rows), ("c.ics", CALENDAR)):
        world.client.files_upload_v2(channel=direct, filename=name, content=content)


def nothing(_page: Page) -> None:
    """Show the page as it is."""


def with_modal(page: Page) -> None:
    page.get_by_label("Message to leadership").fill("/form")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Form")
    expect(form).to_be_visible()
    page.locator("input[type=email]").fill("nobody")
    page.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("This entry is not valid.")


def with_menus(page: Page) -> None:
    page.get_by_text("You are").click()
    page.get_by_text("Commands", exact=True).click()


def with_thread(page: Page) -> None:
    send(page.get_by_role("link", name="1 reply"))
    expect(page.get_by_role("complementary", name="Thread")).to_be_visible()


def with_entry(page: Page) -> None:
    send(page.get_by_role("link", name="command").first)
    expect(page.get_by_role("region", name="One request")).to_be_visible()


SCENES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "channel": ("{shared}", nothing),
    "menus": ("{shared}", with_menus),
    "modal": ("{shared}", with_modal),
    "thread": ("{shared}", with_thread),
    "messages": ("{direct}", nothing),
    "home": ("{home}", nothing),
    "log": ("{log}", with_entry),
}


def address(site: Site, wanted: str) -> str:
    me = site.world.coordinator
    places = {
        "shared": site.url(me, site.world.shared),
        "direct": site.url(me),
        "home": site.url(me, "home"),
        "log": f"{site.base}/log",
    }
    return wanted.format(**places)


@pytest.mark.parametrize("name", SCENES)
def test_axe_and_the_widths(site: Site, tab: Open, name: str) -> None:
    furnish(site)
    where, prepare = SCENES[name]
    page = tab(address(site, where))
    prepare(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = Axe().run(page, options=RULES).response["violations"]
        said = [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
        assert said == [], scheme
    for width in (400, 700, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        assert page.evaluate(OUTSIDE, width) == []


OUTSIDE = """width => [...document.querySelectorAll("body *")].filter(one => {
  const box = one.getBoundingClientRect();
  const scrolled = one.closest(".table-box, .rail, .unseen, pre, .skip");
  const there = box.width && one.checkVisibility();
  return there && !scrolled && (box.right > width + 1 || box.left < -1);
}).map(one => one.outerHTML.slice(0, 120))"""
"""What stands outside of the window, and not in a box that scrolls by itself."""


def tab_to(page: Page, name: str) -> None:
    """Press the tab key until something of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const at = document.activeElement; "
            "return (at.getAttribute('aria-label') || at.innerText || '').trim() }"
        )
        if name in said:
            return
    raise AssertionError(f"{name!r} is not reached by keyboard")


def test_everything_by_keyboard(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    tab_to(page, "You are")
    page.keyboard.press("Enter")
    tab_to(page, "Sam Price")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are Sam Price")).to_be_visible()
    tab_to(page, "leadership")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="leadership")).to_be_visible()
    tab_to(page, "Commands")
    page.keyboard.press("Enter")
    tab_to(page, "/partner")
    page.keyboard.press("Enter")
    page.keyboard.type("add Health Board")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add another partner")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="New partner")
    expect(form.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Health Board")
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    assert site.last("submitted")["name"]["typed"]["value"] == "Health Board"


def test_the_drawer_on_a_small_screen(site: Site, tab: Open) -> None:
    page = tab(
        site.url(site.world.coordinator, site.world.channel), viewport={"width": 400, "height": 800}
    )
    expect(page.get_by_role("link", name="leadership")).to_be_hidden()
    send(page.get_by_role("link", name="Channels and people"))
    send(page.get_by_role("link", name="leadership"))
    expect(page.get_by_role("heading", name="leadership")).to_be_visible()
    expect(page.get_by_role("link", name="coordinators")).to_be_hidden()


def test_no_page_asks_another_host_for_anything(site: Site, tab: Open) -> None:
    page = tab()
    answer = page.goto(site.url(site.world.coordinator))
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; img-src 'self' data:;")
    assert "style=" not in answer.text()
    assert b"//" not in stylesheet().replace(b"https://", b"").replace(b"/*", b"")
    assert b"url(" not in stylesheet()
    script = (STATIC / "sandbox.js").read_text(encoding="utf-8")
    assert "http" not in script
    assert "innerHTML" not in script.replace("innerText", "")
