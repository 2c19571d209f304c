"""Cards of events in Slack: in a body's channel, and changed where they are."""

import pytest
from sqlalchemy import update

from db import bodies
from db.models import Body, Delivery
from db.tenancy import across_partnerships, within
from sandbox.slack.state import Channel
from tests.conftest import NOW
from tests.jobs.notes import note
from tests.jobs.office import Office

KINDS = {"event.update": note}


def plan(
    office: Office, revision: int = 1, body: int | None = None, stream: str = "card:1"
) -> None:
    office.plan(
        start=revision,
        key=f"{stream}:{revision}",
        kind="event.update",
        stream=stream,
        revision=revision,
        person_id=None if body else office.people[0][0],
        body_id=body,
    )


def drain(office: Office) -> int:
    return office.deliverer(kinds=KINDS).drain()


def body_with_channel(office: Office) -> tuple[int, Channel]:
    channel = office.workspace.add_channel("forum", members=[office.workspace.bot])
    with office.database.writing() as session, within(session, office.partnership_id):
        body = bodies.add(session, "Forum", by=None, now=NOW)
        body.channel_team, body.channel_id = office.workspace.id, channel.id
        return body.id, channel


def test_a_newer_state_takes_the_place_of_the_card(office: Office) -> None:
    plan(office)
    drain(office)
    plan(office, 2)
    drain(office)
    plan(office, 3)
    drain(office)
    assert office.texts() == ["Note 3"]
    first, second, third = office.rows()
    assert first.provider_ref == second.provider_ref == third.provider_ref
    assert {first.sent_to, second.sent_to, third.sent_to} == {office.people[0][1].id}
    assert office.states() == {"sent": 3}


@pytest.mark.parametrize(
    "error", ["cant_update_message", "message_not_found", "edit_window_closed"]
)
def test_a_card_that_can_not_be_changed_is_posted_anew(office: Office, error: str) -> None:
    plan(office)
    drain(office)
    office.sandbox.faults.add(method="chat.update", kind="slack_error", error=error)
    plan(office, 2)
    drain(office)
    assert office.texts() == ["Note 1", "Note 2"]
    first, second = office.rows()
    assert second.provider_ref != first.provider_ref
    plan(office, 3)
    drain(office)
    assert office.texts() == ["Note 1", "Note 3"]


def test_an_answer_to_a_change_that_was_lost_doubles_nothing(office: Office) -> None:
    plan(office)
    drain(office)
    office.sandbox.faults.add(method="chat.update", kind="drop_after")
    plan(office, 2)
    drain(office)
    assert office.texts() == ["Note 2"]
    assert office.states() == {"sent": 2}


def test_a_worker_that_died_while_changing_a_card_doubles_nothing(office: Office) -> None:
    plan(office)
    drain(office)
    plan(office, 2)
    office.deliverer(kinds=KINDS)._take(1)
    with office.database.writing() as session, across_partnerships(session):
        leased = update(Delivery).where(Delivery.state == "leased")
        session.execute(leased.values(lease_until=NOW.replace(year=2000)))
    assert drain(office) == 1
    assert office.texts() == ["Note 2"]


def test_who_is_somebody_else_in_slack_now_gets_a_card_of_their_own(office: Office) -> None:
    plan(office)
    drain(office)
    with office.database.writing() as session, across_partnerships(session):
        session.execute(update(Delivery).values(sent_to="U0OLD"))
    plan(office, 2)
    drain(office)
    assert office.texts() == ["Note 1", "Note 2"]


def test_other_kinds_never_take_anythings_place(office: Office) -> None:
    office.plan(stream="s")
    office.deliverer().drain()
    office.plan(start=1, stream="s", revision=2)
    office.deliverer().drain()
    assert office.texts() == ["Note 0", "Note 1"]


def test_a_bodys_card_goes_to_its_channel(office: Office) -> None:
    body, channel = body_with_channel(office)
    plan(office, body=body)
    assert drain(office) == 1
    assert [each.text for each in channel.messages if each.text.startswith("Note")] == ["Note 1"]
    assert office.rows()[0].sent_to == channel.id
    assert not office.sandbox.calls("conversations.open")


@pytest.mark.parametrize("missing", ["channel_id", "channel_team"])
def test_a_body_without_a_channel_fails_at_once(office: Office, missing: str) -> None:
    body, _channel = body_with_channel(office)
    with office.database.writing() as session, across_partnerships(session):
        session.execute(update(Body).values({missing: None}))
    plan(office, body=body)
    assert drain(office) == 0
    [row] = office.rows()
    error = {"channel_id": "no_channel", "channel_team": "no_workspace"}[missing]
    assert (row.state, row.last_error) == ("failed", error)
