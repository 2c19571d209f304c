"""A form that is sent several times at once: each is answered, and one of them counts."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import httpx
import pytest

from db.models import AccessNeed, Answer, NamedDeputy, OptOut, WorklistItem
from domain.worklist import Kind
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.browsing import forms
from tests.bot.pages.test_deputies import with_domain
from tests.bot.pages.test_holders import SAID
from tests.bot.pages.test_preferences import page_of
from tests.world import World


@pytest.fixture
def event(world: World) -> Visits:
    return with_domain(visits(world))


def at_once(event: Visits, path: str, times: int, **typed: str | list[str]) -> list[int]:
    """Send one form several times at once."""
    address = f"{event.base}{path}"
    form = next(iter(forms(httpx.get(address).text).values()))
    data = {**form.values, **typed}

    def post(_n: int) -> int:
        return httpx.post(urljoin(address, form.action), data=data, timeout=60).status_code

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(post, range(times)))


@pytest.mark.parametrize("times", [2, 4])
def test_every_form_can_be_sent_several_times_at_once(event: Visits, times: int) -> None:
    own, done = event.own(), [303] * times
    assert at_once(event, own["answer"], times, answer="apologies", reason="leave") == done
    current = [each for each in rows(event.world, Answer) if each.is_current]
    assert [(each.kind, each.reason) for each in current] == [("apologies", "leave")]
    assert at_once(event, own["access"], times, needs="A ramp") == done
    assert [each.text for each in rows(event.world, AccessNeed)] == ["A ramp"]
    assert at_once(event, own["holder"], times, **SAID) == done
    told = [each for each in rows(event.world, WorklistItem) if each.kind == Kind.TOLD]
    assert len(told) == 1
    assert at_once(event, page_of(event), times, kinds=["digests"]) == done
    assert sorted(each.kind for each in rows(event.world, OptOut)) == [
        "calendar",
        "reminders",
        "surveys",
    ]
    whom = {"name": "Sam Stand-in", "address": "sam@police.example.org"}
    assert at_once(event, own["deputy"], times, **whom) == done
    assert [each.state for each in rows(event.world, NamedDeputy)] == ["asked"]
    current = [each for each in rows(event.world, Answer) if each.is_current]
    assert [each.kind for each in current] == ["deputy"]
