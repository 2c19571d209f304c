"""What happened for each invited seat, as it is taken away: why a line counts, and its figures."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.events import Status
from domain.figure_pages import Line, Period
from domain.figures import Figures
from domain.language import gettext as _
from domain.outcomes import COUNTED, Code
from domain.sheets import Cell, Table
from domain.spans import Span

_Names = tuple[str, str, str, str]
"""Of which body, sector, partner and seat a line is; empty where it is of all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a seat is today, by which all figures go: its partner, body and sector, by name."""

    seat: int
    title: str
    partner: str
    body: str
    sector: str


@dataclass(frozen=True, slots=True)
class Told:
    """One invited seat of one event; `seated`: the seat existed that day."""

    event: int
    day: date
    place: Place
    status: Status
    recorded: bool
    code: Code | None
    withdrawn: bool = False
    seated: bool = True
    on_leave: bool = False

    @property
    def why_not(self) -> str:
        """Say why it counts for nobody and against nobody; nothing where it counts."""
        if self.status in {Status.ABANDONED, Status.CANCELLED}:
            return _("not held")
        if self.withdrawn:
            return _("withdrawn")
        if not self.seated:
            return _("the seat was not there")
        if self.on_leave:
            return _("on leave")
        held = self.status is Status.HELD and self.recorded
        return "" if held and self.code in COUNTED else _("not recorded")


@dataclass(slots=True)
class _Group:
    """What is counted of one line of figures, and how it is called."""

    kind: str
    names: _Names
    codes: list[Code | None] = field(default_factory=list)
    bodies: set[str] = field(default_factory=set)


def figures_table(found: Sequence[Told], periods: Iterable[Period]) -> Table:
    """Count what counts in each period: of all, and by body, sector, partner and seat.

    As pages of figures do, it gives no per cent where a body has too few recorded events.
    """
    counted = [each for each in found if not each.why_not]
    return Table(_("Figures"), _headings(), list(_counted(counted, periods)))


def _headings() -> tuple[str, ...]:
    return (
        _("Period"),
        _("From"),
        _("To"),
        _("Figures of"),
        _("Body"),
        _("Sector"),
        _("Partner"),
        _("Seat"),
        _("Recorded events"),
        _("Opportunities"),
        _("Represented"),
        _("Represented %"),
        _("Named member"),
        _("Named member %"),
        _("Representative (RA)"),
        _("Apologies (A)"),
        _("No apologies received (NC)"),
    )


def _counted(counted: Sequence[Told], periods: Iterable[Period]) -> Iterator[list[Cell]]:
    for period in periods:
        span = period.span
        held = [each for each in counted if span is None or span.holds(each.day)]
        events: dict[str, set[int]] = {}
        for each in held:
            events.setdefault(each.place.body, set()).add(each.event)
        for group in _groups(held):
            own = len(set().union(*(events[body] for body in group.bodies)))
            line = Line("", _figures(group.codes), own)
            yield [period.name, *_days(span), group.kind, *group.names, *_cells(line)]


def _days(span: Span | None) -> list[Cell]:
    """Give the first day and the last."""
    last = span.until - timedelta(days=1) if span is not None and span.until is not None else None
    return [span.since if span is not None else None, last]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of line: whose figures it has, and how it is called; `apart`: each seat by itself."""

    word: str
    called: Callable[[Place], _Names]
    apart: bool = False


def _kinds() -> tuple[_Kind, ...]:
    """Give the kinds of lines: the widest first."""
    return (
        _Kind(_("All bodies"), lambda _own: ("", "", "", "")),
        _Kind(_("Body"), lambda own: (own.body, "", "", "")),
        _Kind(_("Sector"), lambda own: ("", own.sector, "", "")),
        _Kind(_("Partner"), lambda own: ("", own.sector, own.partner, "")),
        _Kind(_("Seat"), lambda own: (own.body, own.sector, own.partner, own.title), apart=True),
    )


def _groups(held: Sequence[Told]) -> Iterator[_Group]:
    """Give all lines of a period that have anything."""
    for kind in _kinds():
        made: dict[tuple[object, ...], _Group] = {}
        for each in held:
            names = kind.called(each.place)
            seat = each.place.seat if kind.apart else None
            group = made.setdefault((*names, seat), _Group(kind.word, names))
            group.codes.append(each.code)
            group.bodies.add(each.place.body)
        yield from sorted(made.values(), key=lambda own: own.names)


def _figures(codes: Sequence[Code | None]) -> Figures:
    return Figures(
        codes.count(Code.MEMBER),
        codes.count(Code.DEPUTY),
        codes.count(Code.APOLOGIES),
        codes.count(Code.NO_CONTACT),
    )


def _cells(line: Line) -> list[Cell]:
    found, thin = line.figures, line.is_thin
    return [
        line.events,
        found.opportunities,
        found.represented,
        None if thin else found.represented_percent,
        found.members,
        None if thin else found.named_member_percent,
        found.deputies,
        found.apologies,
        found.no_contact,
    ]
