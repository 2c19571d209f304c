"""What is new, who said it, and how it lies on the page."""

from datetime import timedelta

from playwright.sync_api import expect

from sandbox.slack.state import Message
from tests.sandbox.conftest import field_of, modal, text, typed
from tests.sandbox.pages.conftest import Open, Site

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_no_new_line_comes_above_what_arrives_before_ones_eyes(site: Site, tab: Open) -> None:
    world = site.world
    world.lead.say("First", world.shared)
    page = tab(site.url(world.coordinator, world.shared))
    page.goto(site.url(world.coordinator, world.channel))
    page.goto(site.url(world.coordinator, world.shared))
    page.wait_for_timeout(200)
    world.lead.say("Second", world.shared)
    expect(page.locator(".message").last).to_contain_text("Second")
    world.lead.say("Third", world.shared)
    expect(page.locator(".message").last).to_contain_text("Third")
    expect(page.locator("#new-line")).to_have_count(0)


def test_what_arrives_behind_ones_back_comes_after_the_new_line(site: Site, tab: Open) -> None:
    world = site.world
    world.lead.say("First", world.shared)
    page = tab(site.url(world.coordinator, world.shared))
    page.wait_for_timeout(200)
    page.evaluate(HIDE, True)
    world.lead.say("Second", world.shared)
    expect(page.locator(".message").last).to_contain_text("Second")
    page.evaluate(HIDE, False)
    expect(page.locator("#new-line + .message")).to_contain_text("Second")
    world.lead.say("Third", world.shared)
    expect(page.locator(".message").last).to_contain_text("Third")
    expect(page.locator("#new-line + .message")).to_contain_text("Second")


def test_what_arrives_while_one_reads_further_up_is_new(site: Site, tab: Open) -> None:
    world = site.world
    for number in range(30):
        world.lead.say(f"Line {number}", world.shared)
    page = tab(site.url(world.coordinator, world.shared))
    page.locator("#scroll").evaluate("pane => pane.scrollTop = 0")
    page.wait_for_timeout(200)
    world.lead.say("Fresh", world.shared)
    expect(page.locator("#new-line + .message")).to_contain_text("Fresh")


def test_a_thread_says_who_replied_and_counts_replies_alone(site: Site, tab: Open) -> None:
    world = site.world
    root = world.lead.say("Agenda?", world.shared).posted
    assert isinstance(root, Message)
    world.lead.say("Figures first", world.shared, root)
    world.client.chat_postEphemeral(
        channel=world.shared.id, user=world.coordinator.id, text="Only you", thread_ts=root.ts
    )
    page = tab(f"{site.url(world.coordinator, world.shared)}?thread={root.ts}")
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator("#thread-count")).to_have_text("1 reply")
    expect(thread.locator(".message").nth(1).locator(".by b")).to_have_text("Sam Price")


def test_the_app_has_one_colour(site: Site, tab: Open) -> None:
    world = site.world
    world.client.chat_postMessage(channel=world.shared.id, text="Hello")
    page = tab(site.url(world.coordinator, world.shared))
    page.locator("#members summary").click()
    name = "() => [...document.querySelectorAll('.avatar.app')].map(one => one.classList[1])"
    assert len(set(page.evaluate(name))) == 1


def test_attachments_have_their_link_and_their_colour(site: Site, tab: Open) -> None:
    world = site.world
    attachments = [
        {"title": "Figures", "title_link": "https://example.org/q", "color": "#2eb67d"},
        {"title": "Overdue", "title_link": "javascript:alert(1)", "color": "danger"},
        {"title": "Odd", "color": '"><b>'},
    ]
    world.client.chat_postMessage(
        channel=world.shared.id,
        text="All",
        attachments=[one | {"text": "x"} for one in attachments],
    )
    page = tab(site.url(world.coordinator, world.shared))
    shown = page.locator(".attachment")
    link = shown.nth(0).get_by_role("link", name="Figures")
    expect(link).to_have_attribute("href", "https://example.org/q")
    expect(shown.nth(0).locator("rect")).to_have_css("fill", "rgb(46, 182, 125)")
    expect(shown.nth(1).get_by_role("link")).to_have_count(0)
    red, plain = (shown.nth(n).evaluate(EDGE) for n in (1, 2))
    assert red != plain


EDGE = "one => getComputedStyle(one).borderInlineStartColor"


def test_a_field_error_and_an_alert_do_not_share_a_look(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.coordinator, world.channel))
    trigger = world.slack.core.triggers.make(world.host.id, world.coordinator.id)
    alert = {"type": "alert", "text": text("Broken"), "level": "error"}
    world.client.views_open(trigger_id=trigger, view=modal(alert, field_of("name", typed())))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".wrong .fault")).to_have_css("font-weight", "600")
    expect(page.locator(".alert.error .text")).to_have_css("font-weight", "400")


def test_what_runs_from_right_to_left_does(site: Site, tab: Open) -> None:
    world = site.world
    world.lead.say("שלום לכולם", world.shared)
    world.lead.say("Hello", world.shared)
    page = tab(site.url(world.coordinator, world.shared))
    said = page.locator(".words p")
    expect(said.nth(0)).to_have_css("direction", "rtl")
    expect(said.nth(1)).to_have_css("direction", "ltr")


AT_THE_END = """() => {
  const pane = document.querySelector("#scroll");
  return pane.scrollHeight - pane.scrollTop - pane.clientHeight <= 2;
}"""


def test_a_narrower_window_still_shows_the_end(site: Site, tab: Open) -> None:
    world = site.world
    for number in range(12):
        world.lead.say(f"{number} " + "A long sentence that fills its line. " * 8, world.shared)
        site.time.now += timedelta(minutes=6)
    page = tab(site.url(world.coordinator, world.shared), viewport={"width": 1400, "height": 700})
    for width in (900, 500, 1400):
        page.set_viewport_size({"width": width, "height": 700})
        page.wait_for_function(AT_THE_END)


def test_narrow_heads_stand_in_one_line(site: Site, tab: Open) -> None:
    world = site.world
    root = world.lead.say("Agenda?", world.shared).posted
    assert isinstance(root, Message)
    url = f"{site.url(world.coordinator, world.shared)}?thread={root.ts}"
    page = tab(url, viewport={"width": 400, "height": 800})
    edges = [
        page.locator(f".thread {one}").first.bounding_box()
        for one in ("h2", ".topic", ".message .avatar")
    ]
    assert len({round(one["x"]) for one in edges if one}) == 1
    page.goto(f"{site.base}/log")
    edges = [page.locator(one).first.bounding_box() for one in ("h1", ".head .topic")]
    assert len({round(one["x"]) for one in edges if one}) == 1


def test_people_write_to_each_other(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.coordinator, world.channel))
    page.get_by_text("New message", exact=True).click()
    page.locator("#start").get_by_role("button", name="Sam Price").click()
    box = page.get_by_label("Message to Sam Price")
    expect(box).to_be_focused()
    expect(page.get_by_text("direct messages with Sam Price")).to_be_visible()
    box.fill("A word between us")
    page.keyboard.press("Enter")
    expect(page.locator(".message").last).to_contain_text("A word between us")
    assert not [one for one in site.heard if one[0] != "home"]

    other = tab(site.url(world.lead, world.shared))
    room = other.get_by_role("link", name="Alex Morgan")
    expect(room).to_contain_text("1 unread")
    room.click()
    expect(other.locator(".message").last).to_contain_text("A word between us")
    count = len(world.slack.state.channels)
    other.get_by_text("New message", exact=True).click()
    other.locator("#start").get_by_role("button", name="Alex Morgan").click()
    expect(other.get_by_label("Message to Alex Morgan")).to_be_visible()
    assert len(world.slack.state.channels) == count


def test_strangers_of_another_workspace_cannot_be_written_to(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.partner, world.shared))
    page.get_by_text("New message", exact=True).click()
    people = page.locator("#start button")
    expect(people).to_have_count(3)
    answer = page.request.post(
        f"{site.base}/slack/{world.partner.id}/direct",
        form={"with": world.stranger.id},
        headers={"origin": site.base},
    )
    assert answer.ok
    assert [one for one in world.slack.state.channels.values() if one.kind == "im"] == []
