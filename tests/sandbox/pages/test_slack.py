"""The Slack page in a browser: what people see and do, with a real Bolt app at the other end."""

from playwright.sync_api import expect

from tests.browser import send
from tests.sandbox.conftest import Stage, actions, button, text
from tests.sandbox.pages.conftest import Open, Site
from tests.sandbox.pages.showcase import everything


def test_the_first_page_is_somebodys(site: Site, tab: Open) -> None:
    page = tab(site.base)
    expect(page.get_by_text("You are Alex Morgan Coordinator")).to_be_visible()
    assert f"/slack/{site.world.coordinator.id}/" in page.url


def test_a_command_with_its_hints_an_ephemeral_a_button_and_a_form(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    page.get_by_label("Message to coordinators").focus()
    page.keyboard.type("/pa")
    expect(
        page.get_by_role("option", name="/partner add <name> | show <name> | list")
    ).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("Housing Trust")
    page.keyboard.press("Enter")
    answer = page.get_by_role("listitem").filter(has_text="Only visible to you")
    expect(answer).to_contain_text("add Housing Trust is now a partner.")
    assert site.last("command") == "add Housing Trust"
    expect(page.get_by_label("Message to coordinators")).to_have_value("")

    answer.get_by_role("button", name="Add another partner").click()
    form = page.get_by_role("dialog", name="New partner")
    expect(form.get_by_label("Name")).to_be_focused()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_label("Name")).to_have_accessible_description(
        "Please complete this required field. As people write it"
    )
    page.keyboard.type("Taken")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("That name is taken.")
    expect(form.get_by_label("Name")).to_have_value("Taken")
    form.get_by_label("Name").fill("County Police")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    assert site.last("submitted")["name"]["typed"]["value"] == "County Police"
    expect(answer.get_by_role("button", name="Add another partner")).to_be_focused()


def test_pushed_and_updated_views_keep_what_is_typed(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, "home"))
    page.get_by_role("button", name="New partner").click()
    form = page.get_by_role("dialog", name="New partner")
    form.get_by_label("Name").fill("Health Board")
    form.get_by_role("button", name="Look it up").click()
    expect(form).to_contain_text("Found in the register")
    expect(form.get_by_label("Name")).to_have_value("Health Board")
    page.reload()
    expect(form.get_by_label("Name")).to_have_value("Health Board")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New partner").click()
    form.get_by_role("button", name="More about it").click()
    expect(page.get_by_role("dialog", name="Sector")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_the_home_tab_is_published_on_the_visit(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.lead, "home"))
    expect(page.get_by_text("12 partners on the register.")).to_be_visible()
    send(page.get_by_role("link", name="Messages", exact=True))
    expect(page.get_by_text("very beginning of your direct messages")).to_be_visible()
    assert [what for name, what in site.heard if name == "home"] == ["home", "messages"]


def test_externals_press_but_never_run(site: Site, tab: Open) -> None:
    blocks = [actions(button("come") | {"text": text("Coming")})]
    world = site.world
    world.client.chat_postMessage(channel=world.shared.id, text="Will you come?", blocks=blocks)
    page = tab(site.url(world.partner, world.shared))
    expect(page.get_by_text("You are Robin Hart")).to_contain_text("Another workspace")
    page.get_by_label("Message to leadership").fill("/partner list")
    page.keyboard.press("Enter")
    said = page.locator(".messages").get_by_text("/partner is not a valid command.")
    expect(said).to_be_visible()
    page.get_by_role("button", name="Coming").click()
    page.wait_for_function("() => document.querySelectorAll('.busy').length === 0")
    assert site.last("come")["user"] == world.partner.id
    assert not [one for one in site.heard if one[0] == "command"]


def test_switching_persons_and_what_they_have_not_read(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.coordinator, world.channel))
    world.lead.say(f"Can we start at ten? {world.coordinator.mention}", world.shared)
    room = page.get_by_role("link", name="leadership")
    expect(room).to_contain_text("1 unread")
    room.click()
    expect(page.locator(".mention.me")).to_have_text("@Alex Morgan")
    expect(page.get_by_role("link", name="leadership")).not_to_contain_text("unread")
    page.get_by_text("You are Alex Morgan").click()
    send(page.get_by_role("link", name="Jo Field"))
    expect(page.get_by_text("You are Jo Field Deputy · Guest")).to_be_visible()
    send(page.get_by_role("link", name="Housing Trust").first)
    expect(page.get_by_text("You are Robin Hart")).to_be_visible()


def test_a_second_tab_lives(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.coordinator, world.shared))
    other = tab(site.url(world.lead, world.shared))
    other.get_by_label("Message to leadership").fill("half a sentence")
    page.get_by_label("Message to leadership").fill("Good morning *all* <b>")
    page.keyboard.press("Enter")
    expect(other.locator(".messages b", has_text="all")).to_be_visible()
    expect(other.locator("#announcements")).to_contain_text("Alex Morgan: ")
    expect(other.get_by_label("Message to leadership")).to_have_value("half a sentence")
    expect(other.get_by_label("Message to leadership")).to_be_focused()

    messages = other.locator(".messages")
    posted = world.client.chat_postMessage(channel=world.shared.id, text="11 of 15 come.")
    expect(messages.get_by_text("11 of 15 come.")).to_be_visible()
    world.client.chat_update(channel=world.shared.id, ts=posted["ts"], text="12 of 15 come.")
    expect(messages.get_by_text("12 of 15 come.")).to_be_visible()
    expect(other.get_by_text("(edited)")).to_be_visible()
    world.client.chat_delete(channel=world.shared.id, ts=posted["ts"])
    expect(messages.get_by_text("12 of 15 come.")).to_be_hidden()


def test_a_modal_opened_elsewhere_appears(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    outcome = site.world.coordinator.run("/form", site.world.channel)
    assert outcome.ok
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()


def test_threads(site: Site, tab: Open) -> None:
    world = site.world
    world.lead.say("Agenda?", world.shared)
    page = tab(site.url(world.coordinator, world.shared))
    send(page.get_by_role("link", name="Reply in thread to Sam Price"))
    page.get_by_label("Reply", exact=True).fill("Nearly done")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Nearly done")
    expect(page.get_by_role("link", name="1 reply")).to_be_visible()
    page.get_by_label("Reply", exact=True).fill("/partner list")
    page.keyboard.press("Enter")
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("/partner is not supported in threads. Sorry!")


def test_confirmations_menus_and_dates_in_a_message(site: Site, tab: Open) -> None:
    world = site.world
    blocks = everything([world.coordinator], int(site.time.now.timestamp()))
    world.client.chat_postMessage(channel=world.shared.id, text="All", blocks=blocks)
    page = tab(site.url(world.lead, world.shared))
    page.get_by_role("button", name="Not coming").click()
    doubt = page.get_by_role("alertdialog", name="Not coming?")
    expect(doubt).to_contain_text("The host will be told.")
    doubt.get_by_role("button", name="Keep my place").click()
    expect(doubt).to_be_hidden()
    page.get_by_role("button", name="Not coming").click()
    doubt.get_by_role("button", name="Yes, tell them").click()
    expect(doubt).to_be_hidden()
    assert [name for name, _ in site.heard] == ["stay"]

    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Remove").click()
    page.locator(".actions select").select_option("Monthly")
    page.locator(".actions input[type=date]").fill("2026-07-01")
    page.wait_for_timeout(1_000)
    assert site.last("overflow")["selected_option"]["value"] == "remove"
    assert site.last("static_select")["selected_option"]["value"] == "monthly"
    assert site.last("datepicker")["selected_date"] == "2026-07-01"
    expect(page.locator(".actions select")).to_have_value("monthly")


def test_shortcuts(site: Site, tab: Open) -> None:
    world = site.world
    world.lead.say("Bring the figures", world.shared)
    page = tab(site.url(world.coordinator, world.shared))
    page.get_by_text("Shortcuts", exact=True).click()
    page.get_by_role("button", name="New partner Register one").click()
    expect(page.get_by_role("button", name="New partner Register one")).to_be_hidden()
    page.locator(".message", has_text="Bring the figures").hover()
    page.get_by_label("Shortcuts for this message").click()
    page.get_by_role("button", name="Note it").click()
    page.wait_for_function("() => document.querySelectorAll('.busy').length === 0")
    assert site.last("note") == "Bring the figures"
    assert "new" in [name for name, _ in site.heard]


def test_an_app_that_is_silent_or_broken_is_said_to_be(site: Site, tab: Open, stage: Stage) -> None:
    world = site.world
    blocks = [actions(button("nobody_listens"))]
    world.client.chat_postMessage(channel=world.shared.id, text="Press", blocks=blocks)
    page = tab(site.url(world.coordinator, world.shared))
    page.get_by_role("button", name="Press").click()
    expect(page.get_by_role("alert")).to_contain_text("dispatch_failed")
    stage.bolt = None
    world.slack.app_url = "http://127.0.0.1:9/"
    page.get_by_label("Message to leadership").fill("/partner list")
    page.keyboard.press("Enter")
    said = page.locator(".message").get_by_text('failed with the error "dispatch_failed"')
    expect(said).to_be_visible()


def test_the_page_works_without_a_script(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel), java_script_enabled=False)
    page.get_by_label("Message to coordinators").fill("/partner add Health Board")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Add another partner").click()
    page.get_by_role("dialog", name="New partner").get_by_label("Name").fill("Taken")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That name is taken.")).to_be_visible()
    page.get_by_label("Name").fill("Free")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert site.last("submitted")["name"]["typed"]["value"] == "Free"


def test_nobody_sees_what_is_not_theirs(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.stranger, world.channel))
    expect(page.get_by_text("is not in this conversation")).to_be_visible()
    expect(page.get_by_role("link", name="coordinators")).to_have_count(0)


def test_a_form_of_a_view_that_has_gone_changes_nothing(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    site.world.coordinator.run("/form", site.world.channel)
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    other = tab(site.url(site.world.coordinator, site.world.channel))
    other.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Form")).to_be_hidden()
