"""The pages to check in with in a real browser: on a telephone, a desk and a projector."""

import pytest
from playwright.sync_api import Browser, expect

from tests.bot.commands.visits import Visits
from tests.bot.pages.test_check_in import code, event, own, screen, sheet
from tests.bot.pages.test_in_browser import DESK, TELEPHONE, fits, opened
from tests.browser import send

__all__ = ["event"]

PROJECTOR = 1920


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [TELEPHONE, DESK, PROJECTOR])
def test_everybody_can_use_them(event: Visits, chromium: Browser, width: int, theme: str) -> None:
    page = opened(chromium, width, theme)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    for path in (screen(event), own(event), "/check-in", sheet(event)):
        page.goto(f"{event.base}{path}")
        fits(page, path, width)
    page.goto(f"{event.base}{own(event)}")
    page.get_by_label("The code that is shown").fill("1")
    send(page.get_by_role("button", name="I am here, in the room"))
    fits(page, "refused", width)
    page.get_by_label("The code that is shown").fill(code(event))
    send(page.get_by_role("button", name="I am here, in the room"))
    expect(page.get_by_role("status").get_by_text("You are checked in.")).to_be_visible()
    fits(page, "done", width)
    page.close()
    assert [each for each in complaints if "422" not in each] == []


def test_the_screen_says_by_itself_who_came_and_shows_the_next_code(
    event: Visits, chromium: Browser
) -> None:
    page = opened(chromium, DESK, "light")
    page.goto(f"{event.base}{screen(event)}")
    first = code(event)
    other = chromium.new_page(java_script_enabled=False)
    other.goto(f"{event.base}{own(event)}")
    other.get_by_label("The code that is shown").fill(first)
    send(other.get_by_role("button", name="I am here, in the room"))
    expect(page.get_by_text("2 have checked in")).to_be_visible()
    event.world.clock.moment = event.now.replace(minute=event.now.minute + 1)
    fresh = code(event)
    expect(page.get_by_text(f"{fresh[:3]} {fresh[3:]}")).to_be_visible()
    other.close()
    page.close()
