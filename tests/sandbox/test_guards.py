"""The site answers to its own names, and takes forms from its own pages alone."""

import pytest

from tests.sandbox.test_site import running


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000"])
def test_this_machine_has_three_names(host: str) -> None:
    with running() as (_, browser):
        assert browser.get("/log", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1.example.org", "localhost@example.org", "[::1", ""]
)
def test_any_other_name_is_refused(host: str) -> None:
    with running() as (_, browser):
        for path in ("/", "/log", "/live", "/api/auth.test", "/static/sandbox.css"):
            assert browser.get(path, headers={"host": host}).status_code == 421, path


def test_a_name_it_is_told_to_listen_at_is_its_own() -> None:
    with running(hosts=["sandbox.internal"]) as (_, browser):
        for host in ("sandbox.internal:8000", "127.0.0.1"):
            assert browser.get("/log", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://localhost:1", ""])
def test_a_form_from_another_origin_is_refused(origin: str) -> None:
    with running() as (slack, browser):
        person = slack.add_workspace("Host").add_user("Alex Morgan")
        for path in (f"/slack/{person.id}/close", "/clock", "/api/chat.postMessage"):
            answer = browser.post(path, data={"here": ""}, headers={"origin": origin})
            assert answer.status_code == 403, path


def test_a_form_of_our_own_and_a_program_are_taken() -> None:
    with running() as (slack, browser):
        person = slack.add_workspace("Host").add_user("Alex Morgan")
        own = str(browser.base_url).rstrip("/")
        for headers in ({"origin": own}, {}):
            answer = browser.post(f"/slack/{person.id}/close", headers=headers)
            assert answer.status_code == 303
