"""Nothing that people wrote is lost: not where the sandbox goes away, nor where a page is left."""

from playwright.sync_api import Page, Route, expect

from tests.browser import send
from tests.sandbox.conftest import field_of, modal, text, typed
from tests.sandbox.pages.conftest import Open, Site
from tests.sandbox.pages.showcase import element, options

GONE = "The sandbox does not answer"


def test_a_message_that_could_not_be_sent_comes_back(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.shared))
    box, bar = page.get_by_label("Message to leadership"), page.get_by_role("alert")
    page.context.set_offline(True)
    box.fill("Can we start at ten?")
    page.keyboard.press("Enter")
    expect(bar).to_contain_text(GONE)
    expect(box).to_have_value("Can we start at ten?")
    page.context.set_offline(False)
    expect(bar).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".message").last).to_contain_text("Can we start at ten?")
    expect(box).to_have_value("")


def test_what_is_typed_meanwhile_is_kept_beside_it(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.shared))
    box = page.get_by_label("Message to leadership")

    def fail(route: Route) -> None:
        page.wait_for_timeout(300)
        route.abort()

    page.route("**/write", fail)
    box.fill("First")
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    box.fill("Second")
    expect(box).to_have_value("First\nSecond")
    page.reload()
    expect(box).to_have_value("First\nSecond")
    site.complaints.clear()  # the browser says that a request failed


def test_the_bar_is_there_for_as_long_as_the_sandbox_is_not(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.coordinator, world.shared))
    page.wait_for_timeout(200)
    page.evaluate("window.same = true")
    page.context.set_offline(True)
    page.evaluate("refresh()")
    expect(page.get_by_role("alert")).to_contain_text(GONE)
    world.lead.say("Said meanwhile", world.shared)
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_be_hidden()
    expect(page.locator(".message").last).to_contain_text("Said meanwhile")
    assert page.evaluate("window.same")  # it was not loaded anew


def test_a_new_script_is_fetched_and_the_draft_stays(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.shared))
    page.get_by_label("Message to leadership").fill("half a sentence")
    page.evaluate("window.same = true")
    page.evaluate("document.querySelector('script[src]').setAttribute('src', '/old.js')")
    site.world.lead.say("Hello", site.world.shared)
    page.wait_for_function("() => !window.same")
    expect(page.get_by_label("Message to leadership")).to_have_value("half a sentence")


def test_drafts_stay_in_their_conversation(site: Site, tab: Open) -> None:
    world = site.world
    page = tab(site.url(world.coordinator, world.shared))
    page.get_by_label("Message to leadership").fill("For all")
    send(page.get_by_role("link", name="coordinators"))
    expect(page.get_by_label("Message to coordinators")).to_have_value("")
    page.get_by_label("Message to coordinators").fill("For two")
    send(page.get_by_role("link", name="Log", exact=True))
    page.goto(site.url(world.coordinator, world.shared))
    expect(page.get_by_label("Message to leadership")).to_have_value("For all")
    page.goto(site.url(world.lead, world.shared))
    expect(page.get_by_label("Message to leadership")).to_have_value("")


def with_form(site: Site, tab: Open) -> Page:
    world = site.world
    page = tab(site.url(world.coordinator, world.channel))
    blocks = [
        field_of("name", typed()),
        field_of("often", element("static_select", options=options("Weekly", "Monthly"))),
        field_of("colours", element("multi_static_select", options=options("Red", "Green"))),
        field_of("sure", element("checkboxes", options=options("Yes", "No"))),
    ]
    view = modal(*blocks, title=text("Long form"))
    outcome = world.coordinator.shortcut("new")
    assert outcome.request is not None
    trigger = world.slack.core.triggers.make(world.host.id, world.coordinator.id)
    world.client.views_open(trigger_id=trigger, view=view)
    expect(page.get_by_role("dialog", name="Long form")).to_be_visible()
    return page


def test_a_half_filled_form_is_there_after_a_look_at_the_log(site: Site, tab: Open) -> None:
    page = with_form(site, tab)
    form = page.get_by_role("dialog", name="Long form")
    form.get_by_label("Name").fill("Housing Tr")
    form.locator("select").select_option("monthly")
    form.get_by_label("Yes").check()
    form.locator(".several summary").click()
    form.get_by_label("Green").check()
    send(page.get_by_role("link", name="Log", exact=True))
    send(page.get_by_role("link", name="Slack", exact=True))
    expect(form.get_by_label("Name")).to_have_value("Housing Tr")
    expect(form.locator("select")).to_have_value("monthly")
    expect(form.get_by_label("Yes")).to_be_checked()
    expect(form.locator(".several summary")).to_have_text("Green")
    page.get_by_role("button", name="Close").first.click()
    expect(form).to_be_hidden()


def test_a_deed_in_a_form_leaves_the_focus_where_it_is(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    site.world.coordinator.run("/form", site.world.channel)
    form, mail = page.get_by_role("dialog", name="Form"), page.locator("input[type=email]")
    mail.fill("nobody")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("This entry is not valid.")
    expect(mail).to_be_focused()
    search = form.get_by_role("searchbox").first
    search.fill("hou")
    expect(form.locator('option[value="housing trust"]')).to_be_attached()
    expect(search).to_be_focused()
