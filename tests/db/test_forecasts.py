"""How long a round takes: counted in the ledger, per channel, before it and with it."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db import deliveries, forecasts, people
from db.deliveries import Priority
from db.engine import Database
from db.models import Attendee, Delivery, Round
from db.plans import Plan
from domain.events import What
from domain.forecasts import sentence
from tests.db.meetings import NOW, Register, register

MINUTE = timedelta(minutes=1)


def a_round(made: Register, *, waits: timedelta = timedelta()) -> Round:
    row = Round(
        series_id=made.draft().id, what=What.MOVE, people=1, planned_at=NOW, goes_at=NOW + waits
    )
    made.session.add(row)
    made.session.flush()
    return row


def plan(session: Session, count: int, round_: Round | None, **columns: object) -> None:
    person = session.scalars(select(Delivery.person_id)).first() or columns.pop("person_id")
    usual = {
        "kind": "event.update",
        "channel_kind": "mail",
        "person_id": person,
        "round_id": round_.id if round_ else None,
        "priority": Priority.INVITATION,
        "due_at": NOW,
        "now": NOW,
    }
    name = str(columns.pop("name", "mail"))
    plans = [Plan(key=f"{name} {n}", **{**usual, **columns}) for n in range(count)]  # type: ignore[typeddict-item]
    deliveries.plan_many(session, plans)


def test_what_is_ahead_counts_and_what_is_behind_does_not(database: Database) -> None:
    with register(database, ("Police",)) as made:
        own = a_round(made, waits=2 * MINUTE)
        who = made.leads[0].id
        plan(made.session, 1200, own, person_id=who, due_at=own.goes_at)
        plan(made.session, 600, None, name="before", priority=Priority.INVITATION)
        plan(made.session, 600, None, name="digest", priority=Priority.DIGEST)
        plan(made.session, 600, None, name="later", due_at=NOW + 9 * MINUTE)
        found = forecasts.of(made.session, own, NOW)
        assert found is not None
        assert (found.channel_kind, found.begins) == ("mail", NOW + 2 * MINUTE)
        assert found.ends == NOW + 5 * MINUTE
        assert sentence(found, "Europe/London") == (
            "Mail takes about 3 minutes for this; expected by 09:05."
        )


def test_a_round_that_has_left_needs_no_forecast(database: Database) -> None:
    with register(database, ("Police",)) as made:
        own = a_round(made)
        plan(made.session, 3, own, person_id=made.leads[0].id)
        found = forecasts.of(made.session, own, NOW)
        assert sentence(found, "Europe/London") is None
        made.session.execute(update(Delivery).values(state="sent"))
        assert forecasts.of(made.session, own, NOW) is None


def test_cards_that_are_changed_take_longer_than_new_ones(database: Database) -> None:
    with register(database, ("Police",)) as made:
        own, who = a_round(made), made.leads[0].id
        people.identify(made.session, made.leads[0], enterprise_id="", team_id="T", user_id="U")
        for revision in (1, 2):
            for card in range(90):
                plan(
                    made.session,
                    1,
                    own,
                    name=f"card:{card}:{revision}",
                    person_id=who,
                    channel_kind="slack",
                    stream=f"card:{card}",
                    revision=revision,
                )
            if revision == 1:
                new = forecasts.of(made.session, own, NOW)
                made.session.execute(update(Delivery).values(state="sent", provider_ref="1.1"))
        changed = forecasts.of(made.session, own, NOW)
        assert new is not None
        assert changed is not None
        assert new.ends == NOW + MINUTE / 3
        assert changed.ends == NOW + 2 * MINUTE
        assert made.session.scalars(select(Attendee)).all() == []
