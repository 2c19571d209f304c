"""The pages in a real browser: as people use them, at every width, in light and dark."""

import socket
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from sandbox.post import PostOffice
from tests.browser import send
from tests.sandbox.post.conftest import ADA, BOT, Post, fixture


@pytest.fixture
def page(chromium: Browser, site_url: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=site_url)
    page = context.new_page()
    answered, failed = [], []
    context.on("response", lambda response: answered.append(response.url))
    context.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    yield page
    context.close()
    assert [url for url in answered if not url.startswith((site_url, "data:"))] == []
    left = [each for each in failed if not each[0].startswith(site_url) and each[1] != "csp"]
    assert left == []


def test_an_invitation_is_accepted_moved_and_cancelled(
    page: Page, office: PostOffice, post: Post
) -> None:
    post("request")
    page.goto("/mail")
    send(page.get_by_role("link", name="Ada Okafor"))
    send(page.get_by_role("link", name="Unread: Partnership business unit"))
    card = page.get_by_role("region", name="Leadership Forum", exact=True)
    expect(card).to_contain_text("Thursday 3 December 2026, 10:00 to 12:00 (London time)")
    frame = page.frame_locator("iframe.mail-frame")
    expect(frame.get_by_text("Can Housing Trust be represented")).to_be_visible()
    card.get_by_label("Answer with").first.select_option("google")
    card.get_by_label("Comment").first.fill("Gladly")
    card.get_by_role("button", name="Accept").click()
    expect(card).to_contain_text("Accepted. You answered Monday 23 November 2026, 09:30.")
    reply = office.inbox(BOT)[0]
    assert b"X-NUM-GUESTS=0" in reply.letter.calendar.content  # type: ignore[union-attr]
    page.goto(f"/calendar/{ADA}?month=2026-12")
    entry = page.locator(".cal-slot")
    expect(entry).to_have_attribute("title", "Leadership Forum, 10:00 to 12:00. Accepted.")
    post("update")
    page.reload()
    expect(entry).to_have_attribute("title", "Leadership Forum, 14:00 to 16:00. No answer yet.")
    entry.click()
    expect(card).to_contain_text("was Thursday 3 December 2026")
    post("cancel")
    page.goto(f"/calendar/{ADA}?month=2026-12")
    expect(page.get_by_text("Nothing in December 2026.")).to_be_visible()


def test_a_deputy_is_named_by_keyboard(page: Page, office: PostOffice, post: Post) -> None:
    page.goto(f"/mail/{ADA}/{post('request').id}")
    page.get_by_text("Send a deputy").first.press("Enter")
    page.get_by_label("The deputy’s address").fill("ben@housing.example")
    page.get_by_role("button", name="Delegate").press("Enter")
    expect(page.locator(".mail-state")).to_contain_text("Sends a deputy.")
    assert len(office.inbox("ben@housing.example")) == 1


def test_enter_in_the_deputys_address_sends_the_deputy(
    page: Page, office: PostOffice, post: Post
) -> None:
    page.goto(f"/mail/{ADA}/{post('request').id}")
    page.get_by_text("Send a deputy").first.click()
    page.get_by_label("The deputy’s address").fill("ben@housing.example")
    page.get_by_label("The deputy’s address").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Sends ben@housing.example.")
    assert b"PARTSTAT=DELEGATED" in office.inbox(BOT)[0].letter.calendar.content  # type: ignore[union-attr]


def test_enter_in_a_comment_answers_nothing(page: Page, office: PostOffice, post: Post) -> None:
    page.goto(f"/mail/{ADA}/{post('request').id}")
    comment = page.get_by_label("Comment").first
    comment.fill("Perhaps")
    comment.press("Enter")
    page.wait_for_timeout(200)
    assert comment.input_value() == "Perhaps\n"
    assert not office.inbox(BOT)


def test_the_open_mail_is_seen_in_a_long_list(page: Page, post: Post) -> None:
    page.set_viewport_size({"width": 1200, "height": 700})
    first = post("request")
    for number in range(30):
        post("", raw=b"Subject: Note %d\r\n\r\nx" % number)
    page.goto(f"/mail/{ADA}/{first.id}")
    expect(page.locator(".mail-item[aria-current]")).to_be_in_viewport()
    expect(
        page.get_by_role("heading", name="Leadership Forum", exact=False).first
    ).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollTop") == 0


@pytest.fixture
def tracker() -> Iterator[socket.socket]:
    """Give a server of somebody else's, which nobody should ever call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def test_hostile_html_neither_runs_nor_loads(
    page: Page, post: Post, tracker: socket.socket
) -> None:
    host = f"127.0.0.1:{tracker.getsockname()[1]}"
    raw = fixture("hostile").replace(b"tracker.example", host.encode())
    page.goto(f"/mail/{ADA}/{post('', raw=raw).id}")
    frame = page.frame_locator("iframe.mail-frame")
    expect(frame.get_by_text("Hello from the frame.")).to_be_visible()
    assert "owned" not in page.title()
    page.goto(page.url + "/frame")
    assert page.title() != "owned"
    page.get_by_role("button", name="Go").click()
    page.wait_for_timeout(200)
    with pytest.raises(BlockingIOError):
        tracker.accept()


def test_links_of_a_mail_open_beside_it(page: Page, site_url: str, post: Post) -> None:
    raw = post("request").raw.replace(b"http://127.0.0.1:3000/answer/made-up", site_url.encode())
    mail = post("", raw=raw.replace(b"/yes", b"/mail"))
    page.goto(f"/mail/{ADA}/{mail.id}")
    with page.context.expect_page() as opened:
        page.frame_locator("iframe.mail-frame").get_by_role("link", name="I will attend").click()
    expect(opened.value.get_by_role("heading", name="Mailboxes")).to_be_visible()
    links = page.locator(".mail-links")
    with page.context.expect_page() as opened:
        links.get_by_role("link", name="I will attend").press("Enter")
    expect(opened.value.get_by_role("heading", name="Mailboxes")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(page: Page, post: Post, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for name in ("request", "series", "all-day", "other-zone", "update", "broken-calendar"):
        newest = post(name)
    for path in (
        "/mail",
        f"/mail/{ADA}",
        f"/mail/{ADA}/{newest.id}",
        f"/mail/{ADA}/{int(newest.id) - 1}",
        f"/mail/{ADA}/{newest.id}?view=headers",
        f"/mail/{ADA}/compose",
        f"/calendar/{ADA}?month=2026-12",
    ):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        serious = [each for each in found if each["impact"] in ("serious", "critical")]
        assert [(path, each["id"], each["nodes"][0]["html"]) for each in serious] == []


@pytest.mark.parametrize("width", [320, 400, 1600])
def test_no_page_scrolls_sideways(page: Page, post: Post, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    mails = [
        post(name) for name in ("series", "request", "hostile", "nested", "eight-bit", "update")
    ]
    paths = [f"/mail/{ADA}/{mail.id}{view}" for mail in mails for view in ("", "?view=headers")]
    for path in ["/mail", f"/mail/{ADA}", *paths, f"/calendar/{ADA}?month=2026-12"]:
        page.goto(path)
        for more in page.locator("details").all():
            more.evaluate("details => { details.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        inner = "[...document.querySelectorAll('.mail-page :is(input, select, textarea, button)')]"
        ends = f"Math.max(0, ...{inner}.map(one => one.getBoundingClientRect().right))"
        assert page.evaluate(ends) <= width, path
