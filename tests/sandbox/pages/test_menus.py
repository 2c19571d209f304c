"""Menus, panels and modals: where they open, when they close, and where the focus can go."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.sandbox.conftest import actions, field_of, modal, text
from tests.sandbox.pages.conftest import Open, Site
from tests.sandbox.pages.showcase import element, options

COLOURS = element("multi_static_select", options=options("Red", "Green", "Blue"))


def with_panel(site: Site, tab: Open) -> tuple[Page, Locator]:
    world = site.world
    blocks = [{"type": "section", "text": text("Which?"), "accessory": COLOURS}]
    world.client.chat_postMessage(channel=world.shared.id, text="Which?", blocks=blocks)
    page = tab(site.url(world.coordinator, world.shared))
    panel = page.locator(".several .panel")
    page.locator(".several summary").click()
    expect(panel).to_be_visible()
    return page, panel


def chosen(site: Site) -> list[list[str]]:
    heard = [what for name, what in site.heard if name == "multi_static_select"]
    return [[one["value"] for one in what["selected_options"]] for what in heard]


@pytest.mark.parametrize("way", ["click", "Escape", "Tab"])
def test_what_is_ticked_is_sent_once_when_the_panel_closes(site: Site, tab: Open, way: str) -> None:
    page, panel = with_panel(site, tab)
    panel.get_by_label("Red").check()
    panel.get_by_label("Blue").check()
    page.wait_for_timeout(200)
    assert chosen(site) == []
    if way == "click":
        page.get_by_role("heading", name="leadership").click()
    elif way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_label("Message to leadership").press("Tab")
    expect(panel).to_be_hidden()
    page.wait_for_function("() => !document.querySelector('.busy')")
    page.wait_for_timeout(200)
    assert chosen(site) == [["red", "blue"]]
    expect(page.locator(".several .token")).to_have_text(["Red", "Blue"])


def test_a_panel_that_changes_nothing_sends_nothing(site: Site, tab: Open) -> None:
    page, panel = with_panel(site, tab)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.wait_for_timeout(200)
    assert chosen(site) == []


def test_a_panel_pushes_nothing_away(site: Site, tab: Open) -> None:
    page, panel = with_panel(site, tab)
    opened = page.locator(".message").last.bounding_box()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    closed = page.locator(".message").last.bounding_box()
    assert opened is not None
    assert closed is not None
    assert opened["height"] == closed["height"]


def test_escape_in_a_modal_is_the_modals(site: Site, tab: Open) -> None:
    page, _ = with_panel(site, tab)
    site.world.coordinator.run("/form", site.world.channel)
    form = page.get_by_role("dialog", name="Form")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_an_external_choice_has_no_button_before_there_is_one(site: Site, tab: Open) -> None:
    world = site.world
    both = actions(element("multi_external_select", min_query_length=2), element("external_select"))
    world.client.chat_postMessage(channel=world.shared.id, text="Who?", blocks=[both])
    page = tab(site.url(world.coordinator, world.shared), java_script_enabled=False)
    page.locator(".several summary").click()
    choose = page.get_by_role("button", name="Choose")
    expect(choose).to_have_count(0)
    page.locator(".several").get_by_role("searchbox").fill("hou")
    page.locator(".several").get_by_role("button", name="Search").click()
    page.locator(".several summary").click()
    expect(page.get_by_label("Housing Trust")).to_be_visible()
    expect(choose).to_have_count(1)


def test_the_menu_of_the_last_message_is_not_cut_off(site: Site, tab: Open) -> None:
    world = site.world
    for number in range(20):
        world.lead.say(f"Line {number}", world.shared)
    page = tab(site.url(world.coordinator, world.shared))
    last = page.locator(".message").last
    last.hover()
    last.get_by_label("Shortcuts for this message").click()
    menu, pane = last.locator(".menu").bounding_box(), page.locator("#scroll").bounding_box()
    assert menu is not None
    assert pane is not None
    assert menu["y"] + menu["height"] <= pane["y"] + pane["height"]


def test_the_bar_of_a_message_leaves_the_new_line_readable(site: Site, tab: Open) -> None:
    world = site.world
    world.lead.say("Old", world.shared)
    tab(site.url(world.coordinator, world.shared))
    page = tab(site.url(world.coordinator, world.channel))
    world.lead.say("Fresh", world.shared)
    page.goto(site.url(world.coordinator, world.shared))
    page.locator(".message").last.hover()
    label = page.locator("#new-line span").bounding_box()
    bar = page.locator(".message").last.locator(".hover").bounding_box()
    assert label is not None
    assert bar is not None
    assert bar["y"] >= label["y"] + label["height"] - 1


def test_beside_a_modal_the_clock_alone_can_be_reached(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    world = site.world
    trigger = world.slack.core.triggers.make(world.host.id, world.coordinator.id)
    view = modal(field_of("colours", COLOURS), title=text("Colours"))
    world.client.views_open(trigger_id=trigger, view=view)
    form = page.get_by_role("dialog", name="Colours")
    expect(form).to_be_visible()
    assert form.get_attribute("aria-modal") is None
    places = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        places.add(
            page.evaluate(
                "() => document.activeElement.closest('.modal, .frame, .skip, #main')?.className"
            )
        )
    assert places - {None} <= {"modal", "frame", "skip"}
    page.get_by_role("button", name="+1 hour").click()
    expect(page.get_by_role("region", name="Clock")).to_contain_text("10:30")
    expect(form).to_be_visible()
