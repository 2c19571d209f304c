"""The page that a mail's answers open: one press records, and to open it records nothing."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from db import event_changes, events, links
from db.models import Answer, AuditEntry, Link
from domain.answers import Kind, Source
from tests.bot.commands.register import rows
from tests.bot.commands.visits import FORUM, Visits, visits
from tests.bot.pages.browsing import followed, forms, send
from tests.world import World


@pytest.fixture
def event(world: World) -> Visits:
    return visits(world)


def given(event: Visits) -> list[tuple[str, bool]]:
    """List what was ever answered, and whether it stands."""
    return [(each.kind, each.is_current) for each in rows(event.world, Answer)]


@pytest.mark.parametrize("choice", ["attending", "deputy", "apologies", "unsure"])
def test_the_choice_of_the_link_is_made_already_and_nothing_is_recorded(
    event: Visits, choice: str
) -> None:
    path = event.own()["answer"]
    before = len(rows(event.world, AuditEntry))
    for method in ("GET", "HEAD", "GET"):
        shown = event.fetch(f"{path}?choice={choice}", method)
        assert shown.status_code == 200
    asked = forms(shown.text)["all"]
    assert asked.values["answer"] == [choice]
    assert asked.choices["answer"] == ["attending", "deputy", "apologies", "unsure"]
    for said in ("Thursday 17 December 2026, 10:00 to 12:00 (London time)", "County Police"):
        assert said in shown.text
    assert given(event) == []
    assert len(rows(event.world, AuditEntry)) == before


@pytest.mark.parametrize("kind", [Kind.ATTENDING, Kind.APOLOGIES, Kind.UNSURE])
def test_one_press_records_and_the_page_says_what(event: Visits, kind: Kind) -> None:
    path = event.own()["answer"]
    page = followed(send(event, f"{path}?choice={kind}"))
    assert "Thank you. Your answer is recorded." in page
    said = {"attending": "Attending.", "apologies": "Apologies.", "unsure": "Not sure yet."}
    assert said[kind] in page
    assert "Answered by the link in our mail, 23 November 2026, 09:30." in page
    [answer] = rows(event.world, Answer)
    assert (answer.kind, answer.source, answer.given_by) == (kind, Source.LINK, event.lead_id)
    assert answer.given_at == answer.received_at == event.now
    assert (answer.begins, answer.ends) == (FORUM.begins, FORUM.ends)
    assert answer.is_current


def test_apologies_with_a_reason_and_a_comment_are_kept(event: Visits) -> None:
    path = event.own()["answer"]
    send(event, path, answer="apologies", reason="leave", comment="Back <on> Monday")
    [answer] = rows(event.world, Answer)
    assert (answer.reason, answer.comment) == ("leave", "Back <on> Monday")
    page = event.fetch(path).text
    assert "Back &lt;on&gt; Monday" in page
    assert forms(page)["all"].values["reason"] == ["leave"]


def test_a_reason_counts_for_apologies_alone(event: Visits) -> None:
    path, left = event.own()["answer"], "The reason is left out: it goes with apologies only."
    page = followed(send(event, path, answer="attending", reason="leave", comment="By train"))
    assert left in page
    [answer] = rows(event.world, Answer)
    assert (answer.kind, answer.reason, answer.comment) == (Kind.ATTENDING, None, "By train")
    assert left in followed(send(event, path, answer="deputy", reason="leave"))
    assert left not in followed(send(event, path, answer="apologies", reason="leave"))
    assert left not in followed(send(event, path, answer="attending")), "it was not chosen now"


def test_an_answer_is_changed_on_the_same_page(event: Visits) -> None:
    path = event.own()["answer"]
    send(event, path, answer="attending")
    event.world.clock.moment += timedelta(hours=1)
    shown = event.fetch(path).text
    assert "Attending." in shown
    assert forms(shown)["all"].values["answer"] == ["attending"]
    assert "Apologies." in followed(send(event, path, answer="apologies"))
    assert given(event) == [("attending", False), ("apologies", True)]


def test_the_same_form_sent_twice_records_once(event: Visits) -> None:
    path = event.own()["answer"]
    for _again in range(3):
        assert "Your answer is recorded" in followed(send(event, path, answer="attending"))
    assert given(event) == [("attending", True)]


def test_what_was_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    event: Visits,
) -> None:
    path = event.own()["answer"]
    long = "y" * 501
    for typed, at, sentence in (
        ({"answer": ""}, "answer", "Please choose one of the answers."),
        ({"answer": "sometimes"}, "answer", "Please choose one of the answers."),
        ({"answer": "apologies", "reason": "ill"}, "reason", "Please choose one of the reasons."),
        ({"answer": "attending", "comment": long}, "comment", "This has 501 characters"),
    ):
        refused = send(event, path, **typed)
        assert refused.status_code == 422
        assert "<title>Error: Your answer" in refused.text
        assert f'<a href="#{at}">{sentence}' in refused.text
        assert f'id="{at}-error"' in refused.text
        assert refused.text.count(sentence) == 2
        kept = forms(refused.text)["all"].values
        assert kept["comment"] == [typed.get("comment", "")]
        assert kept["seen"] == ["2026-12-17T10:00:00/2026-12-17T12:00:00"]
    assert given(event) == []


def test_a_form_opened_before_a_move_answers_for_the_time_it_showed(event: Visits) -> None:
    path = event.own()["answer"]
    asked = forms(event.fetch(path).text)["all"].values
    with event.register() as session:
        later = FORUM.on(FORUM.begins.date() + timedelta(days=1))
        event_changes.move(session, event.shown(session), later, by=None, now=event.now)
    answer = httpx.post(f"{event.base}{path}", data={**asked, "answer": "attending"})
    page = followed(answer)
    assert "Attending." in page
    shown = event.fetch(path).text
    assert "Is your answer still right?" in shown
    event.world.clock.moment += timedelta(minutes=1)
    assert "Your answer is recorded" in followed(send(event, path, form="fine"))
    assert "Is your answer still right?" not in event.fetch(path).text
    first, second = rows(event.world, Answer)
    assert first.begins == FORUM.begins
    assert second.begins is not None
    assert second.begins.date() == FORUM.begins.date() + timedelta(days=1)
    assert (first.is_current, second.is_current, second.kind) == (False, True, Kind.ATTENDING)
    assert second.source == Source.LINK


def test_still_fine_twice_confirms_once(event: Visits) -> None:
    path = event.own()["answer"]
    send(event, path, answer="attending")
    with event.register() as session:
        later = FORUM.on(FORUM.begins.date() + timedelta(days=1))
        event_changes.move(session, event.shown(session), later, by=None, now=event.now)
    fine = forms(event.fetch(path).text)["fine"].values
    for _again in range(2):
        assert httpx.post(f"{event.base}{path}", data=fine).status_code == 303
    assert given(event) == [("attending", False), ("attending", True)]


@pytest.mark.parametrize("how", ["cancelled", "begun"])
def test_a_closed_event_says_so_and_takes_nothing(event: Visits, how: str) -> None:
    path = event.own()["answer"]
    asked = forms(event.fetch(path).text)["all"].values
    with event.register() as session:
        begins = event.shown(session).event.begins_at
        if how == "cancelled":
            shown = event.shown(session)
            event_changes.cancel(session, shown, reason="flood", by=None, now=event.now)
    if how == "begun":
        event.world.clock.moment = begins
    said = "this event is cancelled" if how == "cancelled" else "has begun or is over"
    assert said in event.fetch(f"{path}?choice=attending").text
    refused = httpx.post(f"{event.base}{path}", data={**asked, "answer": "attending"})
    assert refused.status_code == 422
    assert said in refused.text
    assert forms(refused.text) == {}
    assert given(event) == []
    event.world.clock.moment = begins + timedelta(days=1)
    assert event.fetch(path).status_code == 404


def test_a_wrong_or_revoked_link_is_the_same_404_and_records_nothing(event: Visits) -> None:
    own = event.own()
    path = own["answer"]
    asked = {**forms(event.fetch(path).text)["all"].values, "answer": "attending"}
    nothing = event.fetch("/answer/nothing").text
    for wrong in ("/answer/nothing", own["event"].replace("/event/", "/answer/")):
        for found in (event.fetch(wrong), httpx.post(f"{event.base}{wrong}", data=asked)):
            assert (found.status_code, found.text) == (404, nothing)
    with event.register() as session:
        [link] = session.scalars(select(Link).where(Link.purpose == "answer"))
        links.revoke(session, link, now=event.now)
    for found in (event.fetch(path), httpx.post(f"{event.base}{path}", data=asked)):
        assert (found.status_code, found.text) == (404, nothing)
    assert given(event) == []


def test_nobody_is_told_to_reply_where_no_mailbox_reads_replies(event: Visits) -> None:
    with event.register() as session:
        owner = events.partnership(session)
        owner.reply_mailbox = owner.phone = None
    for path in (event.own()["event"], event.own()["answer"]):
        assert "ask the business unit of" in event.fetch(path).text


def test_its_links_lead_to_the_readers_other_pages(event: Visits) -> None:
    own = event.own()
    shown = event.fetch(own["answer"]).text
    for purpose in ("event", "access", "holder"):
        assert f'href="..{own[purpose]}"' in shown
    page = event.fetch(own["event"]).text
    assert f'href="..{own["answer"]}?choice=apologies"' in page
    assert f'href="..{own["deputy"]}"' in page
