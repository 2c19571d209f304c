"""Bodies: what meets, and what each of them has settled for itself."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Refused
from domain.language import gettext as _
from domain.quorum import Quorum

ANSWER_BY = 10
"""Working days before an event by which answers are asked for, where a body says nothing else."""

MOST_DAYS = 60
"""The longest time ahead that answers can be asked for, in working days: about three months."""


class AsksDeputies(StrEnum):
    """What happens when a lead has not answered: nobody else is asked, I ask you, I ask them."""

    OFF = "off"
    ASK = "ask"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of Slack, in its workspace."""

    team: str
    id: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a body has settled for itself; cards of its events may go to its `channel`."""

    answer_by_days: int = ANSWER_BY
    asks_deputies: AsksDeputies = AsksDeputies.OFF
    quorum: Quorum | None = None
    channel: Channel | None = None


def read_days(text: str) -> int:
    """Give the working days that were typed; `Refused` for what is no number from 0 to 60."""
    figures = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_DAYS)) + 1
    if not figures or int(text) > MOST_DAYS:
        raise Refused(
            _("Please give a whole number of working days, from 0 to {most}.").format(
                most=MOST_DAYS
            ),
            field="answer_by",
        )
    return int(text)


def read_asking(text: str) -> AsksDeputies:
    """Give what was chosen about asking deputies; `Refused` for an unknown word."""
    if text not in set(AsksDeputies):
        raise Refused(_("Please choose one of these."), field="asks_deputies")
    return AsksDeputies(text)
