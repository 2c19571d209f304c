"""The scorecard: how likely a partner is not to be seen at any of the next four events.

Three numbers say it: how usual it was that they came (u), how many they missed in a row (m), and
how many opportunities there were since they joined (n). The formula, its constants and the evidence
for them are in the design's engagement.md, section 7; section 9 has values to check it by. Nothing
is fitted on a partnership's own history, which makes it worse.

One opportunity moves a state on in the same time however long the history is (`State.after`).
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp, log, log1p

NEXT = 4
"""The chance is that of none of so many events to come; `expected` is out of so many."""

SHOWN = 12
"""How many opportunities "the last" means where attendances are counted out to people."""

_FADES = 0.85
"""What an attendance weighs after one more event: half after 4.3 events."""

_PRIOR, _PRIOR_MEAN = 4.0, 0.25
_APOLOGY = 0.5
_MOST_APOLOGIES = 3
"""So many announced absences in a row count half; those after them count whole (judgement)."""

_MOST_MISSED = 10
"""Where the run stops to count: beyond m = 12 the slope in u would change its sign."""

_DEPUTY = 0.75
_USUAL_ZERO, _NEW_ZERO = 0.60, 25
"""Where `Points` of the level and of newness are nil."""


class Came(StrEnum):
    """How a partner took up one opportunity. An apology is one that was given before it began."""

    MEMBER = "member"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    MISSED = "missed"


PRESENT = frozenset({Came.MEMBER, Came.DEPUTY})


class Reason(StrEnum):
    """What the chance is made of, each a field of `Points`."""

    RUN = "run"
    LEVEL = "level"
    NEWNESS = "newness"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Points:
    """What makes the chance larger or smaller than a regular partner's, in log-odds."""

    run: float
    level: float
    newness: float
    deputy: float

    def largest(self) -> tuple[Reason, ...]:
        """Name those that matter (0.3 and more), the largest first."""
        named = [each for each in Reason if self.of(each) >= _MATTERS]
        return tuple(sorted(named, key=self.of, reverse=True))

    def most_beyond(self, before: "Points") -> Reason:
        """Name the one that grew most since another time."""
        return max(Reason, key=lambda each: self.of(each) - before.of(each))

    def of(self, reason: Reason) -> float:
        """Give one of them."""
        return float(getattr(self, reason))


_MATTERS = 0.3


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a partner after some opportunities, the first of them its first attendance.

    `came` and `not_came` are the discounted counts a and b; `run`, `tenure` and `usual` are m, n
    and u of engagement.md. `missed` counts the run whole, `of_those` how many of it were announced;
    `announced` is how many announced absences stand in a row. `opportunities` counts whole, with
    the first attendance; `before` are those that were offered before it. `last` holds the latest
    twelve as bits, the latest lowest, 1 for attended; `until` the twelve as the run began.
    """

    came: float = 0.0
    not_came: float = 0.0
    run: float = 0.0
    tenure: float = 0.0
    usual: float = _PRIOR_MEAN
    missed: int = 0
    of_those: int = 0
    announced: int = 0
    opportunities: int = 0
    before: int = 0
    last: int = 0
    until: int = 0
    member_seen: bool = False
    through_deputy: bool = False

    @property
    def seen(self) -> bool:
        """Say whether they ever came."""
        return self.opportunities > 0

    @property
    def attended(self) -> int:
        """Count the attendances of the last twelve opportunities."""
        return self.last.bit_count()

    @property
    def out_of(self) -> int:
        """Say of how many opportunities `attended` is: twelve, or fewer at first."""
        return min(self.opportunities, SHOWN)

    @property
    def attended_before(self) -> int:
        """Count the attendances of the twelve opportunities before what was missed in a row."""
        return (self.until if self.missed else self.last).bit_count()

    @property
    def out_of_before(self) -> int:
        """Say of how many opportunities `attended_before` is: twelve, or fewer at first."""
        return min(self.opportunities - self.missed, SHOWN)

    @property
    def halved(self) -> int:
        """Count those missed in a row that count half."""
        return round((self.missed - self.run) / (1 - _APOLOGY))

    def after(self, came: Came) -> "State":
        """Give the state after one more opportunity."""
        if came in PRESENT:
            return self._after_coming(came)
        if not self.seen:
            return replace(self, before=self.before + 1)
        return self._after_missing(said=came is Came.APOLOGIES)

    def _after_coming(self, came: Came) -> "State":
        a, b = _FADES * self.came + 1, _FADES * self.not_came
        return State(  # written out, since `replace` takes three times as long
            came=a,
            not_came=b,
            usual=(a + _PRIOR * _PRIOR_MEAN) / (a + b + _PRIOR),
            tenure=self.tenure + 1 if self.seen else self.tenure,
            opportunities=self.opportunities + 1,
            before=self.before,
            last=_shifted(self.last, 1),
            member_seen=self.member_seen or came is Came.MEMBER,
            through_deputy=came is Came.DEPUTY,
        )

    def _after_missing(self, *, said: bool) -> "State":
        half = said and self.announced < _MOST_APOLOGIES
        w = _APOLOGY if half else 1.0
        fades = _FADES**w
        return State(
            came=fades * self.came,
            not_came=fades * self.not_came + w,
            run=self.run + w,
            tenure=self.tenure + w,
            usual=self.usual,
            missed=self.missed + 1,
            of_those=self.of_those + said,
            announced=self.announced + 1 if said else 0,
            opportunities=self.opportunities + 1,
            before=self.before,
            last=_shifted(self.last, 0),
            until=self.until if self.missed else self.last,
            member_seen=self.member_seen,
            through_deputy=self.through_deputy,
        )

    def renewed(self) -> "State":
        """Give the state with which a new arrangement begins: half the memory, and no run."""
        return replace(
            self,
            came=self.came / 2,
            not_came=self.not_came / 2,
            run=0.0,
            missed=0,
            of_those=0,
            announced=0,
        )

    @property
    def points(self) -> Points:
        """Say what the chance is made of, beside that of a partner who comes about always."""
        return Points(
            run=3.9 * self.usual * self._long,
            level=-9.7 * (self.usual - _USUAL_ZERO),
            newness=-0.5 * (log1p(self.tenure) - log(_NEW_ZERO)),
            deputy=_DEPUTY if self._offset else 0.0,
        )

    @property
    def p(self) -> float | None:
        """Give the chance that they come to none of the next four; None of one never seen."""
        if not self.seen:
            return None
        u = self.usual
        z = 3.7 - 9.7 * u + 3.9 * u * self._long - 0.5 * log1p(self.tenure)
        return _sigma(z + _DEPUTY if self._offset else z)

    @property
    def expected(self) -> float | None:
        """Give how many of the next four they are expected at; None of one never seen."""
        if not self.seen:
            return None
        u = self.usual
        return NEXT * _sigma(-3.63 + 7.06 * u - 2.69 * u * self._long + 0.24 * log1p(self.tenure))

    @property
    def p_if_attended(self) -> float | None:
        """Give what one attendance by their member would bring the chance to."""
        return self.after(Came.MEMBER).p if self.seen else None

    @property
    def loss(self) -> float:
        """Give how many fewer of the next four are expected than came of the last twelve."""
        if self.expected is None:
            return 0.0
        return NEXT * self.attended / SHOWN - self.expected

    @property
    def _long(self) -> float:
        return log1p(min(self.run, _MOST_MISSED))

    @property
    def _offset(self) -> bool:
        """Say whether they were last seen only through a deputy although a lead came before."""
        return self.through_deputy and self.member_seen


JOINING = State()
"""Of a partner whose seat began when the records did: nothing is known of them."""

ESTABLISHED = State(tenure=float(SHOWN))
"""Of one whose seat is older than the records: they are no newcomers (n0 = 12)."""


def _shifted(bits: int, came: int) -> int:
    return (bits << 1 | came) & ((1 << SHOWN) - 1)


def _sigma(z: float) -> float:
    return 1 / (1 + exp(-z))
