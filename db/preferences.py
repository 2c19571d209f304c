"""What a person chose: the language they read, the channel, and the messages they declined."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db import audit, channels
from db.models import OptOut, Person
from domain.people import Channel
from domain.preferences import Kind, Preferences


def of(session: Session, person_id: int) -> Preferences:
    """Give what a person chose; without a choice, everything, by mail or where they answer."""
    person = session.get_one(Person, person_id)
    wished = session.scalars(select(channels.wished()).where(Person.id == person_id)).one()
    declined = session.scalars(select(OptOut.kind).where(OptOut.person_id == person_id))
    return Preferences(
        language=person.language,
        channel=Channel(wished or Channel.MAIL),
        declined=frozenset(Kind(each) for each in declined),
    )


def choose(
    session: Session, person_id: int, chosen: Preferences, *, by: int | None, now: datetime
) -> None:
    """Keep what a person chose, with its trail. Two at once wait for each other."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    before = of(session, person_id)
    person = session.get_one(Person, person_id)
    person.language, person.channel = chosen.language, chosen.channel
    wanted_again = before.declined - chosen.declined
    session.execute(
        delete(OptOut).where(OptOut.person_id == person_id, OptOut.kind.in_(wanted_again))
    )
    session.add_all(
        OptOut(person_id=person_id, kind=kind, at=now)
        for kind in sorted(chosen.declined - before.declined)
    )
    session.flush()
    audit.record(
        session,
        actor_id=by,
        verb="choose messages",
        subject_kind="person",
        subject_id=person_id,
        before=_facts(before),
        after=_facts(chosen),
        now=now,
    )


def _facts(chosen: Preferences) -> dict[str, Any]:
    return {
        "language": chosen.language,
        "channel": chosen.channel,
        "declined": sorted(chosen.declined),
    }
