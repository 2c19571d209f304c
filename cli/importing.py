"""`joinedup import`: a spreadsheet becomes the register, after a look at what that would do."""

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.orm import Session

from cli.opening import Which, open_house
from cli.wiring import House
from domain.errors import Refused

if TYPE_CHECKING:
    from db.import_plans import Plan
    from db.import_runs import By
    from db.models import Import, Partnership
    from domain.imports import Reading

app = typer.Typer(help="Bring spreadsheets in.", no_args_is_help=True)
out = Console()

SHOWN = 20
"""Bad rows and questions that are listed; the rest are counted."""

_COUNTED = {"partners": "Partners", "people": "People", "seats": "Seats", "bodies": "Bodies"}


@app.command()
def organisations(
    file: Annotated[
        Path | None, typer.Argument(dir_okay=False, help="A spreadsheet: .xlsx, .csv or .zip")
    ] = None,
    partnership: Which = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Write what is clear without asking.")] = False,
    template: Annotated[
        Path | None, typer.Option(help="Write an empty sheet to fill in here, and stop.")
    ] = None,
) -> None:
    """Import partners, people and seats: shown first, written once it is confirmed."""
    if template is not None:
        _write_template(template)
        return
    if file is None:
        raise Refused("Please name a file, or ask for an empty one with --template FILE.")
    with no_collecting():
        bring(open_house(), file, partnership, yes=yes)


def bring(house: House, file: Path, slug: str | None, *, yes: bool) -> None:
    """Read a file, show what it would do, and write what is clear once that is confirmed."""
    reading = _read(file)
    if yes:
        with working(house, slug) as (session, partnership):
            row, plan = _keep(session, house, partnership, file, reading)
            _show(row, plan)
            _write(session, row, acting(house, partnership), plan)
        return
    with working(house, slug) as (session, partnership):
        row, plan = _keep(session, house, partnership, file, reading)
        import_id, name = row.id, partnership.name
        _show(row, plan)
    sure = False
    try:
        sure = typer.confirm(f"Write what is clear into {name}?")
    finally:  # nobody there to ask means no, too
        with working(house, slug) as (session, partnership):
            _settle(session, import_id, acting(house, partnership), sure=sure)


def _settle(session: Session, import_id: int, by: "By", *, sure: bool) -> None:
    from db import imports  # noqa: PLC0415

    row = imports.to_change(session, import_id)
    if sure:
        _write(session, row, by, None)
    else:
        imports.discard(session, row, by=by)
        out.print("Nothing was written.")


def _read(file: Path) -> "Reading":
    from bot import sheets  # noqa: PLC0415
    from db.register_sheets import HEADINGS  # noqa: PLC0415
    from domain.readings import read_sheets  # noqa: PLC0415

    sheets.refuse_size(file.stat().st_size, most=sheets.ON_COMMAND_LINE)
    found = sheets.read(file.read_bytes(), file.name, most=sheets.ON_COMMAND_LINE)
    return read_sheets(found, HEADINGS)


def _keep(
    session: Session, house: House, partnership: "Partnership", file: Path, reading: "Reading"
) -> tuple["Import", "Plan"]:
    from db import imports  # noqa: PLC0415

    by = acting(house, partnership)
    row = imports.begin(session, file.name, {}, by=by)
    return row, imports.keep(session, row, reading, by=by)


def _write(session: Session, row: "Import", by: "By", plan: "Plan | None") -> None:
    """Write with a bar that shows how far it is."""
    from db import import_questions, imports  # noqa: PLC0415

    rows = len(plan.register.new) + len(plan.register.changed) if plan is not None else None
    with Progress(console=out, transient=True) as progress:
        task = progress.add_task("Writing", total=rows)
        imports.confirm(
            session,
            row,
            by=by,
            plan=plan,
            progress=lambda count: progress.advance(task, count),
        )
    say(f"Written. joinedup import undo {row.id} takes it back as one.")
    waiting = len(import_questions.waiting(session, row.id))
    if waiting:
        say(f"Still to be answered: {waiting}. Coordinators do that in Slack, from their Home.")


def _show(row: "Import", plan: "Plan") -> None:
    """Print what an import would do."""
    summary: Mapping[str, Any] = row.summary or {}
    table = Table("", "new", "changed", "left as they are")
    for what, counts in summary["counts"].items():
        table.add_row(_COUNTED[what], *(str(counts[how]) for how in ("added", "changed", "same")))
    out.print(table)
    say(f"Rows: {summary['clear']} clear, {summary['unclear']} waiting for an answer.")
    listing(f"Known, and changed: {len(plan.changes)}", plan.changes)
    if summary["ignored"]:
        say(f"Not used: {', '.join(summary['ignored'])}.")
    listing(
        f"Can't be taken: {summary['problem_count']}",
        [f"row {number} of {sheet}: {said}" for sheet, number, said in summary["problems"]],
    )
    asked = [f"{each.about} (row {each.rows[0][1]})" for each in plan.questions if each.rows]
    listing(f"To be answered: {len(asked)}", asked)


def listing(title: str, lines: list[str]) -> None:
    """Print the first of some lines under a title; none where there are none."""
    if lines:
        say(title)
    for line in lines[:SHOWN]:
        say(f"  {line}")
    if len(lines) > SHOWN:
        say(f"  and {len(lines) - SHOWN} more")


def say(line: str) -> None:
    """Print a line as it is."""
    out.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command("list")
def list_imports(partnership: Which = None) -> None:
    """List the imports of a partnership, the newest first."""
    from db import imports  # noqa: PLC0415

    house = open_house()
    with _reading(house, partnership) as session:
        for each in imports.latest(session):
            asked = f"{each.asked_at:%Y-%m-%d %H:%M}"
            sys.stdout.write(f"{each.id}\t{asked}\t{each.state}\t{each.file_name}\n")


@app.command()
def undo(
    number: Annotated[int, typer.Argument(min=1, help="Its number, as `import list` has it.")],
    partnership: Which = None,
) -> None:
    """Take back all that an import wrote, unless something has been built on it since."""
    from db import imports, meeting_imports  # noqa: PLC0415

    house = open_house()
    with working(house, partnership) as (session, which):
        row = imports.to_change(session, number)
        if row.kind == imports.MEETINGS:
            gone, kept = meeting_imports.undo(session, row, by=acting(house, which))
            say(f"Undone: {gone} meetings were taken back, {kept} stay: somebody changed them.")
            return
        count = imports.undo(session, row, by=acting(house, which))
    say(f"Undone: {count} rows were taken back.")


def _write_template(file: Path) -> None:
    from bot.templates import template  # noqa: PLC0415

    file.write_bytes(template())
    say(f"An empty sheet is in {file}.")


def acting(house: House, partnership: "Partnership") -> "By":
    """Say that it is the command line which acts, and when."""
    from db.import_runs import By  # noqa: PLC0415

    now = house.now()
    return By(None, now, partnership.day(now))


@contextmanager
def working(house: House, slug: str | None) -> Iterator[tuple[Session, "Partnership"]]:
    """Open a partnership to change something in it."""
    from db import partnerships  # noqa: PLC0415
    from db.tenancy import within  # noqa: PLC0415

    with house.database.writing() as session:
        partnership = partnerships.one(session, slug)
        with within(session, partnership.id):
            yield session, partnership


@contextmanager
def _reading(house: House, slug: str | None) -> Iterator[Session]:
    from db import partnerships  # noqa: PLC0415
    from db.tenancy import within  # noqa: PLC0415

    with (
        house.database.reading() as session,
        within(session, partnerships.one(session, slug).id),
    ):
        yield session


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let nothing look for garbage: the rows in memory hold none, and looking doubles the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
