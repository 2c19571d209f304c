"""The layouts in which Teams and Zoom write who was in a call, found by their headings.

Teams, a text with tabs in UTF-16: the older list of joins and leaves (*Full Name, User Action,
Timestamp*); that of 2021 (*Meeting Summary*, then *Full Name, Join Time, Leave Time, Duration,
Email, Role, Participant ID (UPN)*); and the one of three sections (*1. Summary*; *2.
Participants*: *Name, First Join, Last Leave, In-Meeting Duration, Email, Participant ID (UPN),
Role*; *3. In-Meeting Activities*: *Name, Join Time, Leave Time, Duration, Email, Role*). Zoom, a
CSV: a block about the meeting (*Meeting ID, Topic, Start Time, …*) or none, then *Name (Original
Name), User Email, Join Time, Leave Time, Duration (Minutes), Guest, Recording Consent, In Waiting
Room*, a row for each join; or in short *Name (Original Name), User Email, Total Duration
(Minutes), Guest*. In another language than English the headings differ, and the columns are the
same (domain.call_report_shapes).

Sources: Microsoft, *Manage the attendance report for meetings and events in Microsoft Teams*
(learn.microsoft.com), and *View and download meeting attendance reports* (support.microsoft.com);
Zoom, *Getting started with reports* and *Accessing meeting and webinar history* (KB0082659,
support.zoom.com); the column list of microsoft/vivainsights_zoom_int (Admin/input/zoom_reports);
and reports as open projects keep them for their tests: dvaneynde/teams-attendance (data/), and the
parser of efalabrini/Asistentie for Zoom's short form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.call_report_columns import rows_of
from domain.call_report_shapes import Row
from domain.call_report_times import Order, Stay, order_of, paired, read_moment, read_seconds, union
from domain.call_reports import BRACKETS, MOST_PEOPLE, InCall, Report, Vendor
from domain.errors import Refused
from domain.language import gettext as _
from domain.names import MAX_NAME, name_key, tidy
from domain.sheets import Sheet
from domain.when import WallSpan

_MARKS = frozenset({"guest", "external", "unverified", "host", "co-host", "me", "organizer"})
_TIMES = ("at", "joined", "left", "first", "last")


@dataclass(slots=True)
class _Gathered:
    """All that the rows of a report say of one person."""

    name: str
    address: str = ""
    logins: set[str] = field(default_factory=set)
    stays: list[Stay] = field(default_factory=list)
    moves: list[tuple[datetime, bool]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)


def read_report(sheets: Sequence[Sheet], span: WallSpan) -> Report:
    """Read who was in the call of an event. Who never left in it stayed until the event's end.

    Raises `Refused` for a file that is no such report, and for one of another day.
    """
    rows, zoom = rows_of(sheets)
    cells = [row[each] for row in rows for each in _TIMES if each in row]
    order = order_of(cells, span.begins.date(), span.ends.date())
    seen = [at for each in cells if (at := read_moment(each, order)) is not None]
    ends = max([*seen, span.ends])
    people, nameless, waited = _gathered(rows, order)
    if not people:
        raise Refused(_("This report names nobody who was in the call."), field="file")
    if len(people) > MOST_PEOPLE:
        raise Refused(
            _("This report has more than {most} people.").format(most=MOST_PEOPLE), field="file"
        )
    found = sorted((_person(each, ends) for each in people), key=lambda each: name_key(each.name))
    return Report(Vendor.ZOOM if zoom else Vendor.TEAMS, tuple(found), nameless, waited)


def _gathered(rows: Sequence[Row], order: Order) -> tuple[list[_Gathered], int, int]:
    """Gather what the rows say of each person; how many name nobody, and who was not let in."""
    people: dict[str, _Gathered] = {}
    nameless, outside = 0, set()
    for row in rows:
        name, address = row.get("name", ""), _address(row.get("address", ""))
        login = _address(row.get("login", ""))
        key = address.casefold() or name_key(name)
        if not key and not login:
            nameless += 1
        elif _is_yes(row.get("waiting", "")) or row.get("attended", "").casefold() == "no":
            outside.add(key)
        else:
            called = (name or address or login)[:MAX_NAME]
            one = people.setdefault(key or login.casefold(), _Gathered(called, address))
            one.logins |= {login.casefold()} - {""}
            _add(one, row, order)
    return list(people.values()), nameless, len(outside - set(people))


def _is_yes(text: str) -> bool:
    return text.casefold() in {"yes", "true", "y"}


def _address(text: str) -> str:
    return text if "@" in text else ""


def _add(one: _Gathered, row: Row, order: Order) -> None:
    """Add what a row says of somebody's time in the call."""
    at = {each: read_moment(row.get(each, ""), order) for each in _TIMES}
    length = read_seconds(row.get("length", ""))
    moment, joined, left = at["at"], at["joined"], at["left"]
    if "action" in row and moment is not None:
        one.moves.append((moment, not row["action"].casefold().startswith("left")))
    elif joined is not None and (left is not None or length is not None):
        one.stays.append((joined, left or joined + timedelta(seconds=length or 0)))
    elif joined is not None and "left" in row:
        one.moves.append((joined, True))
    elif length is not None:
        one.lengths.append(length)
    elif at["first"] is not None and at["last"] is not None:
        one.lengths.append(union([(at["first"], at["last"])]))


def _person(one: _Gathered, ends: datetime) -> InCall:
    stays = [*one.stays, *paired(one.moves, ends)]
    known = bool(stays or one.moves or one.lengths)
    seconds = union(stays) if stays or one.moves else sum(one.lengths)
    return InCall(
        name=one.name,
        address=one.address,
        minutes=seconds // 60 if known else None,
        names=tuple(_names(one.name)),
        addresses=frozenset({one.address.casefold(), *one.logins} - {""}),
    )


def _names(shown: str) -> Iterator[str]:
    """Give what somebody may be called: as shown, and what stands in brackets after it."""
    inner = [tidy(each) for each in BRACKETS.findall(shown)]
    yield tidy(BRACKETS.sub(" ", shown)) or shown
    yield from (each for each in inner if each and each.casefold() not in _MARKS)
