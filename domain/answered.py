"""What one person answers for at an event, and how each of it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.answers import NOT_KNOWN, Kind, Standing
from domain.when import WallSpan


@dataclass(frozen=True, slots=True)
class Own:
    """A seat that somebody answers for, or themselves as a guest: then it has no partner.

    `was` is the time that was answered for, where that is another now. `deputy` is who was named;
    `named`: they are the one who was, and say whether they can.
    """

    invitation_id: int
    partner: str = ""
    body: str = ""
    standing: Standing = NOT_KNOWN
    was: WallSpan | None = None
    deputy: str = ""
    named: bool = False


def told(own: Sequence[Own]) -> list[Own]:
    """List what was answered, though perhaps for another time."""
    return [each for each in own if each.standing.kind is not None]


def open_ones(own: Sequence[Own]) -> list[Own]:
    """List what was not answered, or is not known again."""
    return [each for each in own if each.standing.kind is None]


def stale(own: Sequence[Own]) -> list[Own]:
    """List what has to be confirmed."""
    return [each for each in told(own) if each.standing.stale]


def was(own: Sequence[Own]) -> WallSpan | None:
    """Give the time that somebody answered for, where all that is stale is for the same one."""
    times = {each.was for each in stale(own)}
    return times.pop() if len(times) == 1 else None


def alike(own: Sequence[Own]) -> list[list[Own]]:
    """Put together what was answered at once and in the same way."""
    found: dict[tuple[object, ...], list[Own]] = {}
    for each in told(own):
        standing = each.standing
        how = (standing.kind, standing.source, standing.given_at)
        key = (*how, standing.deputising, each.deputy, each.named)
        found.setdefault(key, []).append(each)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Coming:
    """How many seats will be represented at an event as far as is known, and by whom.

    What partners may know: who is coming, and never who is silent or sends apologies.
    """

    attending: int = 0
    deputies: int = 0

    @property
    def any(self) -> bool:
        """Say whether anybody is."""
        return bool(self.attending or self.deputies)


NOBODY_YET = Coming()


def coming(standings: Iterable[Standing]) -> Coming:
    """Count the seats that will be represented; what must be confirmed first does not count."""
    known = [each.kind for each in standings if each.is_coming and not each.stale]
    return Coming(known.count(Kind.ATTENDING), known.count(Kind.DEPUTY))
