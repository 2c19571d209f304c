"""`joinedup attendance report`: a Teams or Zoom report goes into the draft of a register."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from sqlalchemy.orm import Session

from cli.importing import acting, listing, say, working
from cli.opening import Which, open_house
from domain.errors import Refused

if TYPE_CHECKING:
    from db.events import Shown
    from domain.call_reports import Report, Result

app = typer.Typer(help="Who came to events.", no_args_is_help=True)


@app.command()
def report(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="As Teams or Zoom gave it.")
    ],
    partnership: Which = None,
    *,
    event: Annotated[
        int | None, typer.Option(help="Which event, by number; else the one of the report's day.")
    ] = None,
    minimum: Annotated[
        int | None,
        typer.Option(min=0, help="Minutes somebody must have stayed; else 10, or half of it."),
    ] = None,
) -> None:
    """Read who was in a call into the draft of a register; a coordinator looks, and saves it."""
    from db import call_lines, call_reports  # noqa: PLC0415

    house = open_house()
    with working(house, partnership) as (session, which):
        by = acting(house, which)
        shown, found = _read(file, _events(session, event, by.now))
        row = call_reports.take(
            session,
            shown,
            found,
            file.name,
            _minimum(shown, minimum),
            by=by.person_id,
            now=by.now,
        )
        _show(call_reports.read(session, row.id), found)
        waiting = call_lines.waiting(session, shown)
        listing("Still to be said who they are, in Slack:", [each.name for each in waiting])


@app.command()
def undo(
    number: Annotated[int, typer.Argument(min=1, help="Its number, as `attendance report` said.")],
    partnership: Which = None,
) -> None:
    """Take back all that a report wrote into a register."""
    from db import call_reports  # noqa: PLC0415

    house = open_house()
    with working(house, partnership) as (session, which):
        by = acting(house, which)
        row = call_reports.undo(session, number, by=by.person_id, now=by.now)
        say(f"Undone: {row.file_name}. What it wrote into the register is taken back.")
        if call_reports.read(session, row.id).saved:
            say("The register was saved since: look it over in Slack, and save it again.")


def _events(session: Session, number: int | None, now: datetime) -> "Sequence[Shown]":
    from db import call_reports, events  # noqa: PLC0415

    if number is None:
        found = call_reports.choices(session, now=now)
        if not found:
            raise Refused("No event has begun yet, so there is no call to report.")
        return found
    shown = events.by_id(session, number)
    if shown is None:
        raise Refused(f"There is no event {number}.")
    return [shown]


def _read(file: Path, among: "Sequence[Shown]") -> "tuple[Shown, Report]":
    """Read a file for the event that it is of: the one that was named, or that of its day."""
    from bot import call_files, sheets  # noqa: PLC0415
    from db import events  # noqa: PLC0415

    most = sheets.ON_COMMAND_LINE
    sheets.refuse_size(file.stat().st_size, most=most)
    content = file.read_bytes()
    fitting = []
    for each in among:
        try:
            span = events.span_of(each.event)
            fitting.append((each, call_files.read(content, file.name, span, most=most)))
        except Refused as no:
            if len(among) == 1 or no.field != "event":
                raise
    if len(fitting) == 1:
        return fitting[0]
    listing(
        "Events that it may be of:" if fitting else "Events that have begun:",
        [_line(each) for each, _report in fitting] or [_line(each) for each in among],
    )
    raise Refused("It is not clear of which event this report is. Please name it with --event.")


def _line(shown: "Shown") -> str:
    return f"{shown.event.id}\t{shown.event.begins:%Y-%m-%d %H:%M}\t{shown.event.title}"


def _minimum(shown: "Shown", asked: int | None) -> int:
    from domain.call_reports import usual_minimum  # noqa: PLC0415

    length = int((shown.event.ends_at - shown.event.begins_at).total_seconds()) // 60
    return usual_minimum(length) if asked is None else asked


def _show(found: "Result", report: "Report") -> None:
    """Print what Slack's message says."""
    from bot.messages import attendance_words, call_reports  # noqa: PLC0415

    say(f"{found.event_id}\t{found.span.begins:%Y-%m-%d %H:%M}\t{found.title}")
    for each in call_reports.counted(found):
        say(each)
    for each in call_reports.doubts(found, report.nameless, report.waited):
        say(each)
    say(f"The register's draft: {attendance_words.summed(found.sum)}")
    say("Nothing is published until the register is saved.")
    say(f"joinedup attendance undo {found.report_id} takes it back as one.")
