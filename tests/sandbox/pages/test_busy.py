"""A busy channel stays light and quick: the newest of it is shown, the rest is a link away."""

from dataclasses import replace

from playwright.sync_api import Page, expect

from tests.browser import send
from tests.sandbox.conftest import actions, button, text
from tests.sandbox.pages.conftest import Open, Site
from tests.sandbox.pages.showcase import World

MOST_BYTES = 150_000
MOST_MS = 200
WEIGHT = """() => ["navigation", "resource"]
  .flatMap(kind => performance.getEntriesByType(kind))
  .reduce((sum, one) => sum + one.encodedBodySize, 0)"""


def fill(world: World, count: int) -> None:
    for number in range(1, count + 1):
        blocks = [
            {"type": "section", "text": text(f"Message *{number}* of many", "mrkdwn")},
            actions(button("come") | {"text": text("Coming")}, button("stay")),
        ]
        world.client.chat_postMessage(channel=world.shared.id, text="One", blocks=blocks)


def test_a_busy_channel_weighs_little_and_is_quick(site: Site, tab: Open) -> None:
    world = site.world
    fill(world, 200)
    page = tab(site.url(world.coordinator, world.shared))
    expect(page.get_by_text("Message 200 of many")).to_be_visible()
    assert page.evaluate(WEIGHT) < MOST_BYTES
    page.wait_for_timeout(300)
    took = sorted(until_shown(page, world, f"News {number}") for number in range(5))
    assert took[1] <= MOST_MS, took  # a busy machine may be late now and then


def until_shown(page: Page, world: World, words: str) -> float:
    """Post a message and give the milliseconds until it stands on the page."""
    page.evaluate(
        """words => { window.shown = new Promise(done => {
          const look = () => document.querySelector("#messages").innerText.includes(words)
            && done(performance.timeOrigin + performance.now());
          new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        }); }""",
        words,
    )
    started = float(page.evaluate("performance.timeOrigin + performance.now()"))
    world.client.chat_postMessage(channel=world.shared.id, text=words)
    return float(page.evaluate("window.shown")) - started


def test_older_messages_are_a_link_away(site: Site, tab: Open) -> None:
    world = site.world
    fill(world, 90)
    page = tab(site.url(world.coordinator, world.shared))
    messages = page.locator(".message")
    expect(messages).to_have_count(40)
    expect(page.locator("#beginning")).to_contain_text("50 older messages")
    send(page.get_by_role("link", name="Older"))
    expect(messages.last).to_contain_text("Message 50 of many")
    send(page.get_by_role("link", name="Older"))
    expect(messages).to_have_count(10)
    expect(page.get_by_text("very beginning of #leadership")).to_be_visible()
    send(page.get_by_role("link", name="Newest"))
    expect(messages.last).to_contain_text("Message 90 of many")


def test_what_is_sent_from_a_page_of_older_ones_is_seen(site: Site, tab: Open) -> None:
    world = site.world
    fill(world, 45)
    page = tab(site.url(world.coordinator, world.shared))
    send(page.get_by_role("link", name="Older"))
    page.get_by_label("Message to leadership").fill("Here I am")
    page.keyboard.press("Enter")
    expect(page.locator(".message").last).to_contain_text("Here I am")


def test_the_log_turns_its_pages_and_keeps_its_numbers(site: Site, tab: Open) -> None:
    world = site.world
    fill(world, 100)
    journal = world.slack.log
    first, entry = next((number, one) for number, one in journal.numbered())
    page = tab(f"{site.base}/log")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(80)
    send(page.get_by_role("link", name="Older"))
    expect(rows.last).to_have_id(f"entry-{first}")
    send(rows.last.get_by_role("link"))
    expect(page.get_by_role("region", name="One request")).to_contain_text('"ok": true')
    expect(rows.last).to_have_id(f"entry-{first}")
    journal.add(replace(entry))
    send(page.get_by_role("link", name="Newest"))
    expect(rows.first).to_have_id(f"entry-{journal.written - 1}")
