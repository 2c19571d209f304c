"""Feeds as calendar programs fetch them, and the page that tells how to add one."""

import gzip
from datetime import date, timedelta
from urllib.parse import urlsplit

import httpx
import icalendar
import pytest
from sqlalchemy import select

from db import event_changes, event_plans, feed_links, links
from db.audience_items import Choice
from db.models import Body, Link, Partnership, Person, RoleHeld, Series
from db.tenancy import within
from domain.events import Among, Details, Planned
from tests.bot.commands.register import body, rows
from tests.db.meetings import FORUM
from tests.world import World

COORDINATOR = "Coordinator"


def address(world: World, name: str = "Coordinator", *, of_body: bool = False) -> str:
    """Give the path of somebody's feed page."""
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = session.scalars(select(Person).where(Person.name == name)).one()
        own = session.scalars(select(Body)).first() if of_body else None
        link = feed_links.link(session, person.id, own, now=world.clock.now())
        return urlsplit(world.house.addresses.link(link)).path


def meeting(world: World, title: str = "Leadership Forum") -> int:
    """Send an event that the coordinator is a guest of."""
    now = world.clock.now()
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = session.scalars(select(Person).where(Person.name == COORDINATOR)).one()
        own = session.scalars(select(Body)).first()
        planned = Planned(Details(title), FORUM, None, own.id if own else None)
        whom = [Choice(Among.GUEST, person.id)]
        series = event_plans.draft(session, planned, whom, by=None, now=now)
        event_changes.send(session, series, by=None, now=now)
        return series.id


def fetch(world: World, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    bot = urlsplit(world.slack.app_url)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"accept-encoding": "identity", **given}
    return httpx.request(method, f"http://{bot.netloc}{path}", headers=sent)


def file(world: World, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    return fetch(world, f"{path}/calendar.ics", method, **headers)


def titles(response: httpx.Response) -> list[str]:
    calendar = icalendar.Calendar.from_ical(response.content)
    return [str(each["SUMMARY"]) for each in calendar.walk("VEVENT")]


def test_a_program_reads_what_somebody_is_invited_to(world: World) -> None:
    meeting(world)
    found = file(world, address(world))
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    assert found.headers["cache-control"] == "private, no-cache"
    assert titles(found) == ["Leadership Forum"]
    assert b"example.org" not in found.content  # nobody's address, and no link
    assert b"ATTENDEE" not in found.content


def test_what_has_not_changed_is_not_sent_again(world: World) -> None:
    meeting(world)
    path = address(world)
    tag = file(world, path).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = file(world, path, if_none_match=known)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert file(world, path, if_none_match='"other"').status_code == 200
    meeting(world, "Another")
    changed = file(world, path, if_none_match=tag)
    assert (changed.status_code, len(titles(changed))) == (200, 2)


def test_it_is_compressed_for_who_takes_that(world: World) -> None:
    meeting(world)
    path = address(world)
    plain = file(world, path)
    zipped = file(world, path, accept_encoding="br, gzip;q=0.8")
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content  # the client unpacks it
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert zipped.headers["etag"] != plain.headers["etag"]
    same = file(world, path, accept_encoding="gzip", if_none_match=zipped.headers["etag"])
    assert same.status_code == 304
    refused = file(world, path, accept_encoding="gzip;q=0")
    assert "content-encoding" not in refused.headers
    assert len(gzip.compress(plain.content)) < len(plain.content)


def test_a_head_tells_the_same_without_the_body(world: World) -> None:
    path = address(world)
    whole, head = file(world, path), file(world, path, "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == whole.headers["etag"]


def test_whatever_is_wrong_with_a_link_the_answer_is_one(world: World) -> None:
    path = address(world)
    [link] = rows(world, Link)
    wrong = [file(world, "/feed/nothing"), file(world, path.replace("/feed/", "/body-feed/"))]
    with world.house.database.writing() as session, within(session, world.partnership.id):
        links.revoke(session, session.get_one(Link, link.id), now=world.clock.now())
    wrong += [file(world, path)]
    assert {each.status_code for each in wrong} == {404}
    assert len({each.content for each in wrong}) == 1
    assert fetch(world, path).status_code == 404


def test_a_link_ends_after_some_years(world: World) -> None:
    path = address(world)
    world.clock.moment += feed_links.LASTS - timedelta(seconds=1)
    assert file(world, path).status_code == 200
    world.clock.moment += timedelta(seconds=1)
    assert file(world, path).status_code == 404


def test_who_lost_their_role_reads_nothing_more(world: World) -> None:
    path = address(world, "Police lead")
    assert file(world, path).status_code == 200
    with world.house.database.writing() as session, within(session, world.partnership.id):
        person = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        held = session.scalars(select(RoleHeld).where(RoleHeld.person_id == person.id)).one()
        held.until = date(2026, 11, 24)
    world.clock.moment += timedelta(days=1)
    assert file(world, path).status_code == 404
    assert fetch(world, path).status_code == 404


def test_a_rehearsal_is_shown_to_coordinators_alone(world: World) -> None:
    body(world)
    meeting(world)
    with world.house.database.writing() as session, within(session, world.partnership.id):
        lead = session.scalars(select(Person).where(Person.name == "Police lead")).one()
        series = session.scalars(select(Series)).one()
        event_changes.add_guests(
            session, series, [Choice(Among.GUEST, lead.id)], by=None, now=world.clock.now()
        )
    path = address(world, "Police lead")
    assert titles(file(world, address(world))) == ["Leadership Forum"]
    assert titles(file(world, path)) == []
    with world.house.database.writing() as session, within(session, world.partnership.id):
        session.get_one(Partnership, world.partnership.id).live_at = world.clock.now()
    assert titles(file(world, path)) == ["Leadership Forum"]


def test_a_body_has_a_feed_for_its_readers(world: World) -> None:
    body(world)
    meeting(world)
    assert titles(file(world, address(world, of_body=True))) == ["Leadership Forum"]
    assert file(world, address(world, "Police lead", of_body=True)).status_code == 404


@pytest.mark.parametrize("of_body", [False, True], ids=["own", "body"])
def test_the_page_tells_how_to_add_it(world: World, *, of_body: bool) -> None:
    body(world)
    path = address(world, of_body=of_body)
    page = fetch(world, path)
    assert page.status_code == 200
    assert f"webcal://joinedup.example.org{path}/calendar.ics" in page.text
    assert f"https://joinedup.example.org{path}/calendar.ics" in page.text
    assert all(each in page.text for each in ("Outlook", "Google", "iPhone"))
    assert page.headers["cache-control"] == "no-store"


def test_reading_changes_nothing(world: World) -> None:
    path = address(world)
    before = len(rows(world, Link))
    for _ in range(3):
        file(world, path)
        fetch(world, path)
    assert len(rows(world, Link)) == before
