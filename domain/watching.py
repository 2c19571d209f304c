"""The watch list: whom a coordinator may want to call, each with its reason (product.md, Standing).

It is of organisations at bodies, so that a busy sub-group can't hide an empty seat at the top
table. It is no league table: nobody is compared, and those as usual are not on it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.engagement import Came
from domain.findings import FOUND, Spell, visible
from domain.roles import COORDINATOR, Role, may
from domain.standing import Level, Standing, in_order
from domain.working_days import Region


@dataclass(frozen=True, slots=True)
class Seen:
    """At which other body a partner was seen, and when."""

    body: str
    day: date


@dataclass(frozen=True, slots=True)
class PutOff:
    """That a partner at a body is left out of the list until a day, and why."""

    id: int
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Watching:
    """One partner at one body: where it stands, where it stood a month ago, and who it is.

    `elsewhere` is where it was seen since it was last seen at this body; `spell` what is to be
    checked of it, or was; `put_off` until when it is left out.
    """

    organisation_id: int
    name: str
    body_id: int
    body: str
    standing: Standing
    before: Standing
    elsewhere: Seen | None = None
    spell: Spell | None = None
    put_off: PutOff | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Give the partner and the body, by their ids."""
        return self.organisation_id, self.body_id

    @property
    def is_unchecked(self) -> bool:
        """Say that it is less connected, or not seen, and nobody has checked that yet."""
        told = self.standing.told in FOUND
        return told and self.spell is not None and not self.spell.is_checked

    @property
    def is_news(self) -> bool:
        """Say whether the level is another than a month ago."""
        return self.standing.told is not self.before.told


@dataclass(frozen=True, slots=True)
class WatchList:
    """All that is watched, the most urgent first; `unseen` are those not seen for longer.

    `held` are bodies at whose latest event so many were missed that it says more about the event;
    `thin` those with too few recorded events for anything but counts; `put_off` are left out for
    a while.
    """

    listed: Sequence[Watching] = ()
    unseen: Sequence[Watching] = ()
    on_leave: int = 0
    held: Sequence[str] = ()
    thin: Sequence[str] = ()
    bodies: int = 0
    put_off: Sequence[Watching] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One event behind a standing: its day, title, and how the partner took it up."""

    event_id: int
    day: date
    title: str
    came: Came


@dataclass(frozen=True, slots=True)
class AtBody:
    """One partner at one body, with the events behind it, the latest first.

    `is_withheld`: the facts are to be checked first, so that its reader sees counts only.
    """

    watching: Watching
    occasions: Sequence[Occasion]
    is_thin: bool
    events: int
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and when: what somebody may see depends on their roles and on the day."""

    roles: Collection[Role]
    day: date
    region: Region

    @property
    def is_coordinator(self) -> bool:
        """Say whether they see everything, and change it."""
        return may(self.roles, COORDINATOR)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is kept beside standings, by partner and body: what was found, and is put off."""

    spells: Mapping[tuple[int, int], Spell]
    put_off: Mapping[tuple[int, int], PutOff]


def of(found: Collection[Watching], *, thin: Sequence[str], bodies: int) -> WatchList:
    """Make the list of all partners at all bodies that have enough recorded."""
    by_key = dict(enumerate(found))
    names = {key: f"{each.name} {each.body}" for key, each in by_key.items()}
    told = {key: each.standing.as_told for key, each in by_key.items()}
    order = [by_key[key] for key in in_order(told, names)]
    return WatchList(
        [each for each in order if each.standing.told in {Level.ACT, Level.WATCH}],
        [each for each in order if each.standing.told is Level.LAPSED],
        len({each.organisation_id for each in order if each.standing.level is Level.PAUSED}),
        sorted({each.body for each in order if each.standing.held}),
        thin,
        bodies,
    )


def elsewhere(standing: Standing, others: Mapping[str, Standing]) -> Seen | None:
    """Give where else a partner was seen since it was last seen at a body, the latest.

    `others` is how it stands at other bodies: of one that it misses too nothing can be said.
    """
    since = standing.seen
    days = [
        (other.seen, body)
        for body, other in others.items()
        if other.seen is not None
        and not other.state.missed
        and (since is None or other.seen > since)
    ]
    return Seen(max(days)[1], max(days)[0]) if days and standing.state.missed else None


def list_for(found: WatchList, beside: Beside, reader: Reader) -> WatchList:
    """Give the list as somebody may see it, without what is put off."""
    listed = [_with(each, beside, reader) for each in found.listed]
    unseen = [_with(each, beside, reader) for each in found.unseen]
    seen = [each for each in (*listed, *unseen) if _may_see(each, each.standing.told, reader)]
    shown = [each for each in seen if each.put_off is None]
    return replace(
        found,
        listed=[each for each in shown if each.standing.told is not Level.LAPSED],
        unseen=[each for each in shown if each.standing.told is Level.LAPSED],
        put_off=[each for each in seen if each.put_off is not None],
    )


def page_for(found: Sequence[AtBody], beside: Beside, reader: Reader) -> list[AtBody]:
    """Give one partner's page as somebody may see it: counts only of what is to be checked."""
    made = []
    for each in found:
        own = _with(each.watching, beside, reader)
        withheld = not each.is_thin and not _may_see(own, own.standing.level, reader)
        made.append(replace(each, watching=own, is_withheld=withheld))
    return made


def _may_see(own: Watching, level: Level, reader: Reader) -> bool:
    return level not in FOUND or visible(own.spell, reader.roles, reader.day, reader.region)


def _with(own: Watching, beside: Beside, reader: Reader) -> Watching:
    """Add what is kept beside it; last month's level only for those who could have seen it."""
    spell = beside.spells.get(own.key)
    hidden = own.before.told in FOUND and not visible(
        spell, reader.roles, reader.day, reader.region
    )
    before = Standing() if hidden else own.before
    return replace(own, before=before, spell=spell, put_off=beside.put_off.get(own.key))
