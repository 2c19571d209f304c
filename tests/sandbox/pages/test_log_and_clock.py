"""The log tab and the clock bar, in a browser."""

from datetime import timedelta

from playwright.sync_api import expect
from starlette.responses import PlainTextResponse

from tests.browser import send
from tests.sandbox.conftest import NOW, Stage
from tests.sandbox.pages.conftest import Open, Site


def test_the_log_shows_both_directions_and_grows(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(f"{site.base}/log")
    world.coordinator.run("/form", world.channel)
    row = page.get_by_role("row").filter(has_text="command /form")
    expect(row).to_contain_text("Slack → bot")
    expect(page.get_by_role("row").filter(has_text="views.open")).to_contain_text("bot → Slack")
    send(page.get_by_role("link", name="views.open"))
    detail = page.get_by_role("region", name="One request")
    expect(detail).to_contain_text('"callback_id": "form"')
    expect(detail).to_contain_text('"ok": true')
    send(page.get_by_role("link", name="command"))
    expect(detail).to_contain_text('"command": "/form"')
    expect(detail).to_contain_text("within three seconds")
    send(page.get_by_role("link", name="To Slack"))
    expect(page.get_by_role("row").filter(has_text="/form")).to_have_count(0)


def test_what_is_too_late_is_marked(site: Site, tab: Open, stage: Stage) -> None:
    world = site.world
    stage.answer = PlainTextResponse("no", 500)
    world.coordinator.run("/partner list", world.channel)
    journal = world.slack.log
    late = journal.sent("command")[-1]
    journal.add(
        type(late)(**{**vars(late), "status": None, "seconds": 3.01, "error": "http_timeout"})
    )
    page = tab(f"{site.base}/log?show=failed")
    expect(page.get_by_role("row").filter(has_text="http_timeout")).to_contain_text("too late")
    expect(page.get_by_role("row").filter(has_text="✕ 500")).to_be_visible()


def test_only_a_good_answer_without_words_is_an_acknowledgement(
    site: Site, tab: Open, stage: Stage
) -> None:
    world = site.world
    for status, words in ((500, "(empty)"), (200, "(empty: an acknowledgement)")):
        stage.answer = PlainTextResponse("", status)
        world.coordinator.run("/partner list", world.channel)
        page = tab(f"{site.base}/log")
        send(page.get_by_role("link", name="command").first)
        answer = page.get_by_role("region", name="One request").locator("pre").last
        expect(answer).to_have_text(words)


def test_the_log_calls_people_by_their_names(site: Site, tab: Open) -> None:
    world = site.world
    opened = world.client.conversations_open(users=[world.lead.id])["channel"]["id"]
    world.client.chat_postMessage(channel=opened, text="Hello")
    page = tab(f"{site.base}/log")
    row = page.get_by_role("row")
    expect(row.filter(has_text="conversations.open")).to_contain_text("Sam Price")
    said = row.filter(has_text="chat.postMessage")
    expect(said).to_contain_text("direct messages of Sam Price")


def test_the_clock_moves_on_and_everybody_sees_it(site: Site, tab: Open) -> None:
    site.time.dues = [NOW + timedelta(hours=3), NOW + timedelta(hours=5)]
    page = tab(site.url(site.world.coordinator, site.world.channel))
    other = tab(f"{site.base}/log")
    clock = page.get_by_role("region", name="Clock")
    expect(clock).to_contain_text("Sandbox time: Mon 2 Mar 2026, 09:30")
    expect(clock).to_contain_text("Next due: Mon 2 Mar 2026, 12:30")
    page.get_by_role("button", name="+1 hour").click()
    expect(clock).to_contain_text("Sandbox time: Mon 2 Mar 2026, 10:30")
    page.get_by_role("button", name="Next due").click()
    expect(clock).to_contain_text("Sandbox time: Mon 2 Mar 2026, 12:30")
    page.get_by_role("button", name="+1 day").click()
    expect(clock).to_contain_text("Sandbox time: Tue 3 Mar 2026, 12:30")
    page.get_by_role("button", name="End of month").click()
    expect(clock).to_contain_text("Sandbox time: Tue 31 Mar 2026, 23:59")
    expect(clock).to_contain_text("Nothing is due")
    expect(other.get_by_role("region", name="Clock")).to_contain_text("31 Mar 2026, 23:59")
