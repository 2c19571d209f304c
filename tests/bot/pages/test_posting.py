"""What may come in as a form: ours alone, small, from our own pages; nothing else records."""

import httpx
import pytest

from db.models import Answer
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.browsing import forms
from tests.world import World


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


def post(event: Visits, **headers: str) -> httpx.Response:
    path = event.own()["answer"]
    asked = {**forms(event.fetch(path).text)["all"].values, "answer": "attending"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(f"{event.base}{path}", data=asked, headers=named)


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site", "origin": "https://joinedup.example.org"},
        {"origin": "https://elsewhere.example.org"},
        {"origin": "nonsense"},
    ],
)
def test_a_form_that_another_site_sends_records_nothing(
    event: Visits, headers: dict[str, str]
) -> None:
    refused = post(event, **headers)
    assert refused.status_code == 403
    assert "Nothing was recorded." in refused.text
    assert rows(event.world, Answer) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "same-origin", "origin": "null"},
        {"sec_fetch_site": "none"},
        {"origin": "https://joinedup.example.org"},
        {"origin": "null"},
    ],
)
def test_our_own_pages_may_whatever_the_browser_tells(
    event: Visits, headers: dict[str, str]
) -> None:
    assert post(event, **headers).status_code == 303
    assert len(rows(event.world, Answer)) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (415, b'{"answer": "attending"}', "application/json"),
        (415, b"answer=attending", "text/plain"),
        (413, b"answer=attending&comment=" + b"x" * 40_000, "application/x-www-form-urlencoded"),
        (400, b"answer=%ff%fe", "application/x-www-form-urlencoded"),
        (400, b"answer=\xff", "application/x-www-form-urlencoded"),
        (400, b"&".join([b"answer=attending"] * 300), "application/x-www-form-urlencoded"),
        (422, b"", "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_form_of_ours_is_refused(
    event: Visits, status: int, body: bytes, kind: str
) -> None:
    path = event.own()["answer"]
    refused = httpx.post(f"{event.base}{path}", content=body, headers={"content-type": kind})
    assert refused.status_code == status
    assert rows(event.world, Answer) == []


def test_pages_without_a_form_take_none_and_none_takes_other_methods(event: Visits) -> None:
    own = event.own()
    assert event.fetch(own["event"], "POST").status_code == 405
    for purpose in ("answer", "deputy", "access", "holder"):
        for method in ("PUT", "DELETE", "PATCH"):
            assert event.fetch(own[purpose], method).status_code == 405


def test_what_is_recorded_is_kept_nowhere_on_the_way(event: Visits) -> None:
    answer = post(event)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
