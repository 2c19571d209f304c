"""Where somebody wants what they may decline: what they chose, else where they have answered."""

from sqlalchemy import ColumnElement, case, func, select

from db.models import Answer, Person
from domain.answers import Source
from domain.people import Channel


def wished() -> ColumnElement[str | None]:
    """Give the channel that a person of the query wants; none, which is mail, for who told none.

    Who has pressed a button in Slack, and chose nothing else, is reached there.
    """
    pressed = select(Answer.id).where(
        Answer.given_by == Person.id,
        Answer.source == Source.SLACK.value,
        Answer.partnership_id == Person.partnership_id,
    )
    in_slack = case((pressed.exists(), Channel.SLACK.value))
    return func.coalesce(Person.channel, in_slack)
