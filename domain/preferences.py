"""What a person may choose: language, channel, and which messages they get."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.people import LANGUAGES, Channel


class Kind(StrEnum):
    """A kind of message that can be declined; invitations, moves and cancellations can't."""

    REMINDERS = "reminders"
    DIGESTS = "digests"
    SURVEYS = "surveys"
    CALENDAR = "calendar"


KINDS = {
    Kind.REMINDERS: N_("Reminders of answers that are due"),
    Kind.DIGESTS: N_("Monthly updates"),
    Kind.SURVEYS: N_("Surveys"),
    Kind.CALENDAR: N_("Calendar entries with invitations"),
}


CHANNELS = {Channel.MAIL: N_("By mail"), Channel.SLACK: N_("In Slack")}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person chose; `language` None is the partnership's, `declined` are kinds."""

    language: str | None
    channel: Channel
    declined: frozenset[Kind] = frozenset()


def read_language(code: str, *, field: str = "language") -> str:
    """Give a language that we write in. Raises `Refused` for any other."""
    if code not in dict(LANGUAGES):
        raise Refused(_("Please choose one of the languages offered."), field=field)
    return code


def read_preferences(*, language: str, channel: str, wanted: Iterable[str]) -> Preferences:
    """Check what was chosen; kinds that are not wanted are declined.

    Raises `Refused` at the field that is wrong.
    """
    if channel not in set(Channel):
        raise Refused(_("Please choose mail or Slack."), field="channel")
    kept = set(wanted)
    if not kept <= set(Kind):
        raise Refused(_("Please choose among the kinds offered."), field="kinds")
    return Preferences(
        language=read_language(language) if language else None,
        channel=Channel(channel),
        declined=frozenset(kind for kind in Kind if kind not in kept),
    )
