"""`joinedup import events`: a year's meetings from a file, after a look at what that would do."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy.orm import Session

from cli.importing import acting, listing, say, working
from cli.opening import Which, open_house
from cli.wiring import House
from domain.errors import Refused
from domain.events import Calendar

if TYPE_CHECKING:
    from db.import_runs import By
    from db.meeting_plans import Wanted
    from db.models import Import, Partnership


def events(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A list: .xlsx, .csv or .ics")
    ],
    partnership: Which = None,
    *,
    body: Annotated[
        str | None, typer.Option(help="What they are meetings of, where the file doesn't say.")
    ] = None,
    calendar: Annotated[
        str,
        typer.Option(
            help="elsewhere: they are in people's calendars already; ours: drafts to be sent later."
        ),
    ] = "elsewhere",
    yes: Annotated[bool, typer.Option("--yes", help="Add what is clear without asking.")] = False,
) -> None:
    """Import meetings: shown first, added once it is confirmed. Nobody gets a message."""
    if calendar not in {Calendar.ELSEWHERE, Calendar.OURS}:
        raise Refused("Please give --calendar elsewhere or --calendar ours.")
    house = open_house()
    with working(house, partnership) as (session, which):
        row = _keep(session, house, which, file, _wanted(session, body, calendar))
        import_id, name = row.id, which.name
        _show(row)
        if yes:
            _add(session, row, acting(house, which))
            return
    sure = False
    try:
        sure = typer.confirm(f"Add what is clear to {name}?")
    finally:  # nobody there to ask means no, too
        with working(house, partnership) as (session, which):
            _settle(session, import_id, acting(house, which), sure=sure)


def _wanted(session: Session, body: str | None, calendar: str) -> "Wanted":
    from db import bodies  # noqa: PLC0415
    from db.meeting_plans import Wanted  # noqa: PLC0415

    found = bodies.named(session, body) if body is not None else None
    if body is not None and found is None:
        raise Refused(f"There is no body called “{body}”.")
    return Wanted(found.id if found else None, Calendar(calendar))


def _keep(
    session: Session, house: House, partnership: "Partnership", file: Path, wanted: "Wanted"
) -> "Import":
    from bot import meeting_lists, sheets  # noqa: PLC0415
    from db import meeting_imports  # noqa: PLC0415

    by = acting(house, partnership)
    most = sheets.IN_SLACK
    sheets.refuse_size(file.stat().st_size, most=most)
    read = meeting_lists.read(
        file.read_bytes(), file.name, zone=partnership.zone, today=by.day, most=most
    )
    row = meeting_imports.begin(session, file.name, {}, wanted, by=by)
    meeting_imports.keep(session, row, read, by=by)
    return row


def _show(row: "Import") -> None:
    """Print what Slack's preview says: the counts, the meetings, and what is not clear."""
    from bot.messages import event_import_lists as lists  # noqa: PLC0415
    from bot.messages import event_imports  # noqa: PLC0415

    summary: Mapping[str, Any] = row.summary or {}
    say(" ".join(event_imports.counted(summary, summary["unclear"])))
    listing("Meetings:", [lists.line(*each) for each in summary["lines"]])
    bad = [lists.bad_row(*each) for each in summary["problems"]]
    listing(f"Can't be taken: {summary['problem_count']}", bad)
    for each in lists.noted(summary):
        say(each)


def _settle(session: Session, import_id: int, by: "By", *, sure: bool) -> None:
    from db import imports  # noqa: PLC0415

    row = imports.to_change(session, import_id)
    if sure:
        _add(session, row, by)
    else:
        imports.discard(session, row, by=by)
        say("Nothing was added.")


def _add(session: Session, row: "Import", by: "By") -> None:
    from db import import_questions, meeting_imports  # noqa: PLC0415

    plan = meeting_imports.confirm(session, row, by=by)
    say(f"Added: {len(plan.new)}. joinedup import undo {row.id} takes them back.")
    waiting = len(import_questions.waiting(session, row.id))
    if waiting:
        say(f"Still to be answered: {waiting}. Coordinators do that in Slack, from their Home.")
