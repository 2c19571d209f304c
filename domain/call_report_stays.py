"""How long somebody stayed by several reports of one event: of a call that was begun again.

Whoever restarts a call has a report of each part, and stays are added up. Of one call that was
reported twice, the later report has everybody of the earlier, for no less time: it alone counts.
"""

from collections.abc import Mapping, Sequence

Stays = Mapping[str, int]
"""Minutes of each person of one report (domain.call_reports.key_of)."""


def holds(later: Stays, earlier: Stays) -> bool:
    """Say whether one report has all that another has: they are of the same call."""
    return all(later.get(who, -1) >= minutes for who, minutes in earlier.items())


def together(reports: Sequence[Stays]) -> dict[str, int]:
    """Sum how long each person stayed; reports that another one holds add nothing."""
    kept: list[Stays] = []
    for each in reports:
        if not any(holds(other, each) for other in kept):
            kept = [other for other in kept if not holds(each, other)] + [each]
    found: dict[str, int] = {}
    for each in kept:
        for who, minutes in each.items():
            found[who] = found.get(who, 0) + minutes
    return found
