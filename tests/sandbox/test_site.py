"""The site as a whole: one origin for everything, live streams, what is kept, what is refused."""

import asyncio
import http.client
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.live import Live, Watch
from sandbox.pages.desk import Desks
from sandbox.post.office import PostOffice
from sandbox.site import make_site
from sandbox.slack import saving
from tests.sandbox.conftest import NOW, SECRET


@contextmanager
def running(**parts: object) -> Iterator[tuple[Sandbox, httpx.Client]]:
    slack = Sandbox(lambda: NOW, signing_secret=SECRET, retry_delays=())
    site = make_site(slack, **parts)  # type: ignore[arg-type]
    with slack.running(app=site) as base, httpx.Client(base_url=base, timeout=30) as browser:
        yield slack, browser


def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def listening(browser: httpx.Client) -> Iterator[list[str]]:
    """Listen to the live stream, as a page does."""
    lines: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        own = httpx.Client(base_url=browser.base_url, timeout=30)
        with own, suppress(httpx.HTTPError), own.stream("GET", "/live") as answer:
            for line in answer.iter_lines():
                lines.append(line)
                ready.set()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert ready.wait(3)
    yield lines


def test_the_web_api_is_on_the_same_origin() -> None:
    with running() as (slack, browser):
        workspace = slack.add_workspace("Host")
        client = WebClient(workspace.bot_token, base_url=f"{browser.base_url}/api/")
        assert client.auth_test()["team_id"] == workspace.id
        assert "Nobody is here yet" in browser.get("/").text


def test_an_address_of_nobody_leads_to_somebody() -> None:
    with running() as (slack, browser):
        person = slack.add_workspace("Host").add_user("Alex Morgan")
        for path in ("/", "/slack", "/slack/UNKNOWN", "/slack/UNKNOWN/C1"):
            answer = browser.get(path, follow_redirects=True)
            assert (answer.status_code, "Alex Morgan" in answer.text) == (200, True), path
        assert browser.get(f"/slack/{person.id}/C404").status_code == 404
        assert browser.get("/log/99").status_code == 404


def test_the_stylesheet_is_one_and_is_not_sent_twice() -> None:
    with running() as (_, browser):
        first = browser.get("/static/sandbox.css")
        assert ".mail-page" in first.text
        assert ".message" in first.text
        again = browser.get("/static/sandbox.css", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_forms_of_other_sites_are_refused(site: str) -> None:
    with running() as (slack, browser):
        person = slack.add_workspace("Host").add_user("Alex Morgan")
        form = {"text": "hello"}
        answer = browser.post(
            f"/slack/{person.id}/write", data=form, headers={"sec-fetch-site": site}
        )
        assert answer.status_code == 403


@pytest.mark.parametrize("here", ["https://example.org/", "//example.org", "/\\example.org", ""])
def test_a_form_leads_back_to_our_own_pages_alone(here: str) -> None:
    with running() as (slack, browser):
        person = slack.add_workspace("Host").add_user("Alex Morgan")
        answer = browser.post(f"/slack/{person.id}/close", data={"here": here})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/slack/{person.id}")


def test_files_are_for_those_who_can_see_them() -> None:
    with running() as (slack, browser):
        host = slack.add_workspace("Host")
        inside, outside = host.add_user("Alex Morgan"), host.add_user("Kit Lane")
        channel = host.add_channel("coordinators", private=True, members=[inside, host.bot])
        client = WebClient(host.bot_token, base_url=f"{browser.base_url}/api/")
        page = b"<script>alert(1)</script>"
        client.files_upload_v2(channel=channel.id, filename="x.html", content=page)
        file = next(iter(slack.state.files))
        mine = browser.get(f"/slack/{inside.id}/files/{file}/x.html")
        assert mine.content == page
        assert mine.headers["content-disposition"].startswith("attachment")
        assert mine.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert mine.headers["content-type"] == "application/octet-stream"
        assert browser.get(f"/slack/{outside.id}/files/{file}/x.html").status_code == 404


def test_what_changes_is_told_within_a_moment_and_the_end_is_clean() -> None:
    with running() as (slack, browser), listening(browser) as lines:
        started = time.monotonic()
        slack.add_workspace("Host")
        until(lambda: 'data: ["slack"]' in lines)
        assert time.monotonic() - started < 0.5
        ended = time.monotonic()
    assert time.monotonic() - ended < 0.9


def test_many_tabs_hear_the_same() -> None:
    async def hear(live: Live, streams: int) -> list[str]:
        listeners = [live.stream() for _ in range(streams)]
        for one in listeners:
            await anext(one)
        waiting = [asyncio.ensure_future(anext(one)) for one in listeners]
        await asyncio.sleep(0)
        threading.Thread(target=live.changed, args=("log",)).start()
        threading.Thread(target=live.changed, args=("log",)).start()
        heard = await asyncio.gather(*waiting)
        live.close()
        return heard

    with ThreadPoolExecutor(1) as thread:  # the browser's tests keep a loop in this one
        heard = thread.submit(asyncio.run, hear(Live(), 50)).result()
    assert heard == ['event: changed\ndata: ["log"]\n\n'] * 50


def test_changes_are_saved_when_they_have_settled_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.live.SETTLE", 0.2)
    mark, saved = [0], list[int]()
    watch = Watch(lambda: {"slack": mark[0]}, lambda _topic: None, lambda: saved.append(mark[0]))
    mark[0] = 1
    until(lambda: saved == [1])
    mark[0] = 2
    watch.close()
    watch.close()
    assert saved == [1, 2]
    assert not (tmp_path / saving.NAME).exists()


def test_what_never_settles_is_saved_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.live.SETTLE", 0.5)
    monkeypatch.setattr("sandbox.live.CEILING", 0.6)
    mark, saved = [0], list[int]()
    watch = Watch(lambda: {"slack": mark[0]}, lambda _topic: None, lambda: saved.append(mark[0]))
    ends = time.monotonic() + 2
    while not saved and time.monotonic() < ends:
        mark[0] += 1
        watch.nudge()
        time.sleep(0.02)
    assert saved
    watch.close()


def test_a_nudge_is_heard_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.live.POLL", 30)
    mark, heard = [0], list[str]()
    watch = Watch(lambda: {"slack": mark[0]}, heard.append)
    mark[0] = 1
    watch.nudge()
    until(lambda: heard == ["slack"])
    watch.close()


def test_what_the_app_does_is_told_without_waiting_for_the_next_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sandbox.live.POLL", 30)
    with running() as (slack, browser), listening(browser) as lines:
        workspace = slack.add_workspace("Host")
        channel = workspace.add_channel("coordinators", members=[workspace.bot])
        client = WebClient(workspace.bot_token, base_url=f"{browser.base_url}/api/")
        client.chat_postMessage(channel=channel.id, text="Hello")
        until(lambda: any('"slack"' in one for one in lines))


def test_pages_are_sent_small_and_the_live_stream_as_it_is() -> None:
    with running() as (slack, browser):
        person = slack.add_workspace("Host").add_user("Alex Morgan")
        for path in (f"/slack/{person.id}/home", "/static/sandbox.css", "/static/sandbox.js"):
            assert browser.get(path).headers["content-encoding"] == "gzip", path
        with browser.stream("GET", "/live") as answer:
            assert "content-encoding" not in answer.headers
            assert next(answer.iter_lines()) == "retry: 1000"


def test_what_was_read_stays_read_after_a_restart(tmp_path: Path) -> None:
    desks = Desks()
    with running(desks=desks, save=lambda: desks.save(tmp_path)) as (slack, browser):
        workspace = slack.add_workspace("Host")
        person = workspace.add_user("Alex Morgan")
        channel = workspace.add_channel("coordinators", members=[person, workspace.bot])
        client = WebClient(workspace.bot_token, base_url=f"{browser.base_url}/api/")
        ts = client.chat_postMessage(channel=channel.id, text="Hello")["ts"]
        browser.get(f"/slack/{person.id}/{channel.id}")
        until((tmp_path / "read.json").exists)
    again = Desks()
    again.load(tmp_path)
    assert again.of(person.id).read[channel.id] == ts
    assert again.of(person.id).unread(channel) == []
    Desks().load(tmp_path / "nothing")


def test_a_slack_starts_again_with_what_was_kept(tmp_path: Path) -> None:
    slack = Sandbox(lambda: NOW, signing_secret=SECRET)
    site = make_site(slack, save=lambda: saving.save(slack.state, tmp_path))
    with slack.running(app=site):
        person = slack.add_workspace("Host").add_user("Alex Morgan")
    again = Sandbox(lambda: NOW, signing_secret=SECRET)
    kept = saving.load(tmp_path)
    assert kept is not None
    again.state = kept
    assert [one.id for one in again.workspaces[0].users] == [person.id]


def test_the_post_office_has_its_pages_here() -> None:
    office = PostOffice(lambda: NOW)
    with running(post=office) as (slack, browser), listening(browser) as lines:
        slack.add_workspace("Host").add_user("Alex Morgan")
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "unit@x.org", "sam@y.org", "Welcome"
        letter.set_content("Hello")
        with office.running() as address:
            import smtplib  # noqa: PLC0415 -- this test alone sends mail

            host, _, port = address.partition(":")
            with smtplib.SMTP(host, int(port)) as line:
                line.send_message(letter)
        until(lambda: any('"mail"' in one for one in lines))
        assert "sam@y.org" in browser.get("/mail").text
        assert browser.get("/calendar").status_code == 200
        assert 'href="/calendar"' in browser.get("/log").text


def test_a_connection_that_is_cut_ends_its_stream() -> None:
    with running() as (slack, browser):
        host, port = browser.base_url.host, browser.base_url.port
        for _ in range(5):
            line = http.client.HTTPConnection(host, port, timeout=2)
            line.request("GET", "/live")
            line.getresponse().read(5)
            line.close()
        slack.add_workspace("Host")
        assert browser.get("/static/sandbox.js").status_code == 200


def test_people_wait_until_the_app_listens_and_the_app_does_not() -> None:
    slack = Sandbox(lambda: NOW, signing_secret=SECRET)
    slack.add_workspace()
    asked: list[bool] = []

    def listens() -> bool:
        asked.append(True)
        return len(asked) > 4

    with slack.running(app=make_site(slack, listens=listens)) as base:
        assert httpx.get(f"{base}/api/api.test").status_code == 200
        assert asked == []
        assert httpx.get(f"{base}/slack", follow_redirects=True).status_code == 200
        assert len(asked) > 4
