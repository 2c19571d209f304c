"""The pages of a partner's record: its own facts by a signed link, asked and taken back."""

from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser
from sqlalchemy import select

from db import preference_links, record_links
from db.models import AuditEntry, Correction, Outcome, Person, SeatHolder
from domain.outcomes import Code
from tests.bot.commands.event_cast import writing
from tests.bot.commands.recorded import lay, past, save
from tests.bot.commands.register import rows
from tests.bot.pages.browsing import forms
from tests.bot.pages.test_in_browser import RULES, TELEPHONE
from tests.world import World


@pytest.fixture
def forum(world: World) -> World:
    """Give a world with one event of which Health and the County Police are recorded."""
    lay(world)
    save(world, past(world), County_Police=Code.NO_CONTACT, Health=Code.MEMBER)
    return world


def base(world: World) -> str:
    """Give where the bot is served from."""
    return f"http://{urlsplit(world.slack.app_url).netloc}"


def address(world: World, name: str = "Police lead") -> str:
    """Give where somebody's record is."""
    with writing(world) as session:
        person = session.scalars(select(Person).where(Person.name == name)).one()
        link = record_links.give(session, person.id, now=world.clock.now())
        return f"{base(world)}/record/{world.house.signer.token(link)}"


def wrong(world: World, code: str = "NC") -> str:
    """Give the path, behind a record's, where what is recorded is said not to be right."""
    [own] = {each.invitation_id for each in rows(world, Outcome) if each.code == code}
    return f"/wrong/{own}"


def post(url: str, form: str = "ask", **typed: str) -> httpx.Response:
    """Send a form of a page, and follow where it leads."""
    own = forms(httpx.get(url).text)[form]
    values = {**own.values, **{name: [each] for name, each in typed.items()}}
    return httpx.post(url, data=values, follow_redirects=True)


def test_the_page_shows_own_facts_and_opening_it_changes_nothing(forum: World) -> None:
    url = address(forum)
    before = len(rows(forum, AuditEntry))
    page = httpx.get(url).text
    assert "Leadership Forum, Thursday 3 December 2026" in page
    assert "No apologies received (from the register)" in page
    assert "at 0 of the last 1 meeting of the Executive." in page
    assert "Health" not in page
    assert "<script" not in page
    assert httpx.post(url).status_code == 405
    assert httpx.get(f"{url}{wrong(forum)}").status_code == 200
    assert (len(rows(forum, AuditEntry)), rows(forum, Correction)) == (before, [])


def test_what_is_not_right_is_asked_changed_and_taken_back(forum: World) -> None:
    url = address(forum) + wrong(forum)
    told = post(url, instead="MA")
    assert "The business unit looks at it, and tells you." in told.text
    assert "Asked on 7 December 2026: represented by their member." in told.text
    told = post(url, instead="RA", name="Sam <Hill>")
    assert "represented by Sam &lt;Hill&gt;" in told.text
    assert [(each.code, each.source) for each in rows(forum, Correction)] == [("RA", "link")]
    assert "You have taken it back." in post(url, "withdraw").text
    assert [each.state for each in rows(forum, Correction)] == ["withdrawn"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Please choose what happened."),
        ({"instead": "IA"}, "Please choose what happened."),
        ({"instead": "RA"}, "Please write who represented you."),
        ({"instead": "MA", "comment": "x" * 501}, "Please shorten it."),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(
    forum: World, typed: dict[str, str], told: str
) -> None:
    answer = post(address(forum) + wrong(forum), **typed)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert rows(forum, Correction) == []


def test_anothers_entry_and_a_link_that_is_none_are_the_same_page(forum: World) -> None:
    url = address(forum)
    nothing = httpx.get(f"{base(forum)}/record/nothing")
    for each in (url + wrong(forum, "MA"), f"{url}/wrong/9999", f"{url}/wrong/x"):
        answer = httpx.get(each)
        assert (answer.status_code, nothing.status_code) == (404, 404)
        assert httpx.post(each, data={"form": "ask", "instead": "MA"}).status_code == 404
    assert rows(forum, Correction) == []


def test_who_holds_nothing_any_more_reads_nothing(forum: World) -> None:
    url = address(forum)
    with writing(forum) as session:
        for each in session.scalars(select(SeatHolder)):
            each.until = forum.clock.now().date()
    assert httpx.get(url).status_code == 404


def test_other_pages_lead_to_it(forum: World) -> None:
    address(forum)
    with writing(forum) as session:
        person = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        link = preference_links.give(session, person.id, now=forum.clock.now())
        token = forum.house.signer.token(link)
    assert "My record" in httpx.get(f"{base(forum)}/preferences/{token}").text


@pytest.mark.parametrize("width", [TELEPHONE, 1280])
def test_everybody_can_use_them(forum: World, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    url = address(forum)
    post(url + wrong(forum), instead="RA", name="Sam Hill")
    for each in (url, url + wrong(forum), f"{url}?asked=1"):
        page.goto(each)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, each
    page.close()
