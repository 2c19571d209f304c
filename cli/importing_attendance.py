"""`joinedup import attendance`: years of who came, from a file, after a look at what is in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.orm import Session

from cli.importing import acting, listing, no_collecting, out, say, working
from cli.opening import Which, open_house
from cli.wiring import House

if TYPE_CHECKING:
    from db.attendance_drafts import Plan
    from db.import_runs import By
    from db.models import Import, Partnership
    from domain.imports import Offer

_CODES = {
    "MA": "member attended (MA)",
    "RA": "representative attended (RA)",
    "A": "apologies (A)",
    "NC": "no apologies received (NC)",
}


def attendance(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A list: .csv, .xlsx or .zip")
    ],
    partnership: Which = None,
    *,
    body: Annotated[
        str | None, typer.Option(help="What met, where no column says it; else the file's name.")
    ] = None,
    as_spelt: Annotated[
        bool,
        typer.Option("--as-spelt", help="Names that look alike are different partners: ask none."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write what is clear without asking.")] = False,
) -> None:
    """Import who came to past meetings: shown first, written once confirmed. Nobody is told."""
    from db import attendance_imports, imports  # noqa: PLC0415

    house = open_house()
    with no_collecting(), working(house, partnership) as (session, which):
        row, plan = _keep(session, house, which, file, _body(file, body), as_spelt=as_spelt)
        import_id, name = row.id, which.name
        _show(row, _waiting(session, import_id))
        if attendance_imports.adds_nothing(session, row):
            imports.discard(session, row, by=acting(house, which))
            say("All of this is here already, or waits for an answer. Nothing was written.")
            return
        if yes:
            _settle(session, import_id, acting(house, which), sure=True, plan=plan)
            return
    sure = False
    try:
        sure = typer.confirm(f"Write what is clear into {name}?")
    finally:  # nobody there to ask means no, too
        with no_collecting(), working(house, partnership) as (session, which):
            _settle(session, import_id, acting(house, which), sure=sure)


def _body(file: Path, named: str | None) -> str:
    from domain.names import clean_name  # noqa: PLC0415

    return clean_name(named if named is not None else file.stem.replace("_", " "))


def _keep(
    session: Session,
    house: House,
    partnership: "Partnership",
    file: Path,
    body: str,
    *,
    as_spelt: bool,
) -> tuple["Import", "Plan"]:
    from bot import sheets  # noqa: PLC0415
    from db import attendance_imports  # noqa: PLC0415
    from domain.attendance_sheets import read  # noqa: PLC0415

    by = acting(house, partnership)
    sheets.refuse_size(file.stat().st_size, most=sheets.ON_COMMAND_LINE)
    found = sheets.read(file.read_bytes(), file.name, most=sheets.ON_COMMAND_LINE)
    attended = read(found, today=by.day)
    row = attendance_imports.begin(session, file.name, body, as_spelt=as_spelt, by=by)
    return row, attendance_imports.keep(session, row, attended, by=by)


def _show(row: "Import", questions: list[str]) -> None:
    """Print what an import would do."""
    summary: Mapping[str, Any] = row.summary or {}
    counts = summary["counts"]
    say(f"Meetings of {', '.join(summary['bodies']) or row.source['body']}")
    table = Table("", "new", "there already")
    for what, called in (
        ("meetings", "Meetings"),
        ("partners", "Partners"),
        ("outcomes", "Outcomes"),
    ):
        table.add_row(called, str(counts[what]["added"]), str(counts[what]["same"]))
    out.print(table)
    said = [f"{_CODES[code]} {n}" for code, n in summary["codes"].items()]
    if said:
        say(f"New outcomes: {', '.join(said)}.")
    for line in _notes(summary):
        say(line)
    listing(
        f"Recorded otherwise here, and left as it is: {len(summary['differing'])}",
        [f"row {number} of {sheet}: {each}" for sheet, number, each in summary["differing"]],
    )
    listing(
        f"Can't be taken: {summary['problem_count']}",
        [f"row {number} of {sheet}: {each}" for sheet, number, each in summary["problems"]],
    )
    about = f"To be answered: {len(questions)} (lines that wait: {summary['waiting']})"
    listing(about, questions)


def _notes(summary: Mapping[str, Any]) -> Iterator[str]:
    """Say what an operator may wonder about."""
    said = {
        "hosts": "Rows of the host's own staff, left out: {n}.",
        "never": "Names of which nobody ever came, left out: {n}.",
        "before": "Lines from before a partner first came, not counted: {n}.",
        "earlier": "Facts of the register that begin earlier now (seats, names): {n}.",
        "ticks": "Ticks, each taken as member attended (MA): {n}.",
    }
    yield from (text.format(n=summary[key]) for key, text in said.items() if summary[key])
    empty = summary["meetings"].get("empty", 0)
    if empty:
        yield f"Meetings at which nobody is marked as there, left out: {empty}."
    waits = summary["meetings"].get("waiting", 0)
    if waits:
        yield f"Meetings that wait for an answer: {waits}."
    if summary["ignored"]:
        yield f"Not used: {', '.join(summary['ignored'])}."


def _waiting(session: Session, import_id: int) -> list[str]:
    """Give the questions that wait, as sentences."""
    from bot.messages.import_questions import sentence  # noqa: PLC0415
    from db import import_questions  # noqa: PLC0415

    found = import_questions.waiting(session, import_id)
    return [_asked(sentence(each), import_questions.offered(each)) for each in found]


def _asked(sentence: str, offers: "list[Offer]") -> str:
    names = ", ".join(each.name for each in offers)
    return f"{sentence} ({names})" if names else sentence


def _settle(
    session: Session, import_id: int, by: "By", *, sure: bool, plan: "Plan | None" = None
) -> None:
    from db import attendance_imports, imports  # noqa: PLC0415

    row = imports.to_change(session, import_id)
    if not sure:
        imports.discard(session, row, by=by)
        say("Nothing was written.")
        return
    rows = plan.rows if plan is not None else None
    with Progress(console=out, transient=True) as progress:
        task = progress.add_task("Writing", total=rows)
        attendance_imports.confirm(
            session,
            row,
            by=by,
            plan=plan,
            progress=lambda count: progress.advance(task, count),
        )
    say(f"Written. joinedup import undo {row.id} takes it back as one. Nobody was told.")
    waiting = len(_waiting(session, row.id))
    if waiting:
        say(f"Still to be answered: {waiting}. Coordinators do that in Slack, from their Home.")
