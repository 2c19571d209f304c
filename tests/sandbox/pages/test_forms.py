"""Every input of a modal gives the app what a person typed and chose, and keeps it meanwhile."""

from datetime import UTC, datetime

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.sandbox.pages.conftest import Open, Site


def block(page: Page, name: str) -> Locator:
    label = page.locator(".label", has_text=name.capitalize()).filter(has_not_text="Multi_")
    if name.startswith("multi"):
        label = page.locator(".label", has_text=name.capitalize())
    return page.locator(".block.input").filter(has=label)


def search(page: Page, name: str, word: str) -> None:
    if name.startswith("multi"):
        block(page, name).locator("summary").click()
    block(page, name).get_by_role("searchbox").fill(word)


def fill_text(page: Page) -> None:
    texts = {
        "plain_text_input": "Housing",
        "notes": "Two\nlines",
        "email_text_input": "a@example.org",
        "url_text_input": "https://example.org/",
        "number_input": "12",
        "datepicker": "2026-06-12",
        "timepicker": "09:30",
        "datetimepicker": "2026-06-12T10:00",
        "rich_text_input": "Long words",
    }
    for name, value in texts.items():
        block(page, name).locator("input:not([type=hidden]), textarea").first.fill(value)


def choose(page: Page, site: Site) -> None:
    world = site.world
    block(page, "radio_buttons").get_by_label("Yes").check()
    block(page, "checkboxes").get_by_label("Housing").check()
    block(page, "checkboxes").get_by_label("Police").check()
    block(page, "static_select").locator("select").select_option("weekly")
    for name, label in (("multi_static_select", "Green"), ("multi_users_select", "Sam Price")):
        block(page, name).locator("summary").click()
        block(page, name).get_by_label(label).check()
        expect(block(page, name).locator("summary .token")).to_have_text(label)
    block(page, "users_select").locator("select").select_option(world.lead.id)
    block(page, "conversations_select").locator("select").select_option(world.channel.id)
    search(page, "external_select", "hou")
    block(page, "external_select").locator("select").select_option("housing trust")
    search(page, "multi_external_select", "he")
    block(page, "multi_external_select").get_by_label("Health Board").check()


def attach(page: Page) -> None:
    file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"name\nA\n"}
    page.locator("input[type=file]").set_input_files([file])


def test_every_input_reaches_the_app(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    page.get_by_label("Message to coordinators").fill("/form")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    fill_text(page)
    choose(page, site)
    attach(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog", name="Form")).to_be_hidden()
    values = {name: next(iter(one.values())) for name, one in site.last("submitted").items()}
    check_texts(values)
    check_choices(values, site)


def check_texts(values: dict[str, dict[str, object]]) -> None:
    assert values["plain_text_input"]["value"] == "Housing"
    assert values["notes"]["value"] == "Two\nlines"
    assert values["email_text_input"]["value"] == "a@example.org"
    assert values["url_text_input"]["value"] == "https://example.org/"
    assert values["number_input"]["value"] == "12"
    assert values["datepicker"]["selected_date"] == "2026-06-12"
    assert values["timepicker"]["selected_time"] == "09:30"
    at = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)  # ten in London is nine in summer
    assert values["datetimepicker"]["selected_date_time"] == int(at.timestamp())
    assert "Long words" in str(values["rich_text_input"]["rich_text_value"])


def check_choices(values: dict[str, dict[str, object]], site: Site) -> None:
    def of(name: str) -> object:
        held = values[name]
        chosen = held.get("selected_option") or held.get("selected_options")
        several = chosen if isinstance(chosen, list) else [chosen]
        return [one["value"] for one in several if isinstance(one, dict)]

    assert of("radio_buttons") == ["yes"]
    assert of("checkboxes") == ["housing", "police"]
    assert of("static_select") == ["weekly"]
    assert of("multi_static_select") == ["green"]
    assert of("external_select") == ["housing trust"]
    assert of("multi_external_select") == ["health board"]
    assert values["users_select"]["selected_user"] == site.world.lead.id
    assert values["multi_users_select"]["selected_users"] == [site.world.lead.id]
    assert values["conversations_select"]["selected_conversation"] == site.world.channel.id
    assert values["channels_select"]["selected_channel"] is None
    files = values["file_input"]["files"]
    assert isinstance(files, list)
    assert [one["name"] for one in files] == ["people.csv"]


def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    site.world.coordinator.run("/form", site.world.channel)
    expect(page.get_by_role("dialog", name="Form")).to_be_visible()
    fill_text(page)
    choose(page, site)
    attach(page)
    block(page, "email_text_input").locator("input").first.fill("nobody")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This entry is not valid.")).to_be_visible()
    page.reload()
    expect(block(page, "notes").locator("textarea")).to_have_value("Two\nlines")
    expect(block(page, "datetimepicker").locator("input").first).to_have_value("2026-06-12T10:00")
    expect(block(page, "multi_static_select").locator("summary")).to_have_text("Green")
    expect(block(page, "external_select").locator("select")).to_have_value("housing trust")
    expect(page.get_by_text("Attached: people.csv")).to_be_visible()
    expect(block(page, "checkboxes").get_by_label("Police")).to_be_checked()


def test_a_number_out_of_bounds_is_refused_at_its_field(site: Site, tab: Open) -> None:
    page = tab(site.url(site.world.coordinator, site.world.channel))
    site.world.coordinator.run("/form", site.world.channel)
    for value, said in (
        ("many", "This entry must be a number."),
        ("1.5", "This entry must be a whole number."),
        ("0", "This entry must be 1 or more."),
        ("501", "This entry must be 500 or less."),
    ):
        block(page, "number_input").locator("input").first.fill(value)
        page.get_by_role("button", name="Save").click()
        expect(block(page, "number_input").locator(".fault")).to_contain_text(said)
