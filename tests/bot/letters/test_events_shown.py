"""Letters about events and the introduction, as people see them in a browser."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser

from bot.letters import events as letters
from bot.letters.introductions import Known, introduction
from bot.letters.letter import Letter
from domain.askings import Mark, News
from tests.bot.letters.test_events import ASKER, ASKING, FORUM, MOVED, SERIES, SHEET

KNOWN = (Known("County Police", "Executive", "Police lead", ("A deputy", "Another")),)


def test_the_introduction_is_golden() -> None:
    made = introduction(ASKER, date(2026, 11, 23), "calendar@example.org", KNOWN)
    text = " ".join(made.text.split())
    assert (
        "From 23 November 2026 the business unit uses Joined Up to arrange meetings. "
        "You will get invitations from calendar@example.org; please mark it as safe. "
        "You need no account. Each seat belongs to your organisation, and a deputy always counts."
    ) in text
    assert "You can see and correct your record." in text
    assert "County Police, Executive. Lead: Police lead. Deputies: A deputy and Another." in text


EVERY = {
    "invitation": letters.invitation(ASKING, SHEET),
    "series": letters.invitation(SERIES, SHEET),
    "guest": letters.invitation(replace(ASKING, seats=()), replace(SHEET, mark=Mark.TEST)),
    "moved": letters.update(MOVED, News(was=FORUM, changed=(("place", "Civic Centre"),)), SHEET),
    "cancelled": letters.cancellation(ASKING, "venue closed", SHEET),
    "withdrawn": letters.withdrawal(replace(ASKING, seats=()), ["County Police"], SHEET),
    "introduction": introduction(ASKER, date(2026, 11, 23), "calendar@example.org", KNOWN),
}


@pytest.mark.parametrize("made", EVERY.values(), ids=EVERY.keys())
def test_every_letter_can_be_read_by_anybody(
    made: Letter, chromium: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for width in (360, 800):
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.set_content(made.html)
        page.screenshot(path=tmp_path / f"{request.node.callspec.id}-{width}.png", full_page=True)
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if each["id"] != "page-has-heading-one"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
