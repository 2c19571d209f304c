"""`joinedup export`: the register, or attendance, as a workbook or a folder of CSV files."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.opening import Which, open_house
from domain.errors import Refused

_out = Console()


def export(
    to: Annotated[Path, typer.Argument(help="A file that ends in .xlsx or .zip, or a folder.")],
    partnership: Which = None,
    *,
    attendance: Annotated[
        bool, typer.Option("--attendance", help="What happened for each seat, and the figures.")
    ] = False,
) -> None:
    """Write the whole register, which imports back to the same register; or attendance."""
    from bot import workbooks  # noqa: PLC0415
    from db import attendance_exports, exports, partnerships  # noqa: PLC0415
    from db.tenancy import within  # noqa: PLC0415

    if to.suffix not in {".xlsx", ".zip", ""}:
        raise Refused("Please name a file that ends in .xlsx or .zip, or a folder.")
    house = open_house()
    with house.database.reading() as session:
        which = partnerships.one(session, partnership)
        with within(session, which.id):
            now = house.now()
            if attendance:
                tables = attendance_exports.tables(session, now=now)
            else:
                tables = exports.tables(session, day=which.day(now))
    if to.suffix == ".xlsx":
        to.write_bytes(workbooks.xlsx(tables))
    elif to.suffix == ".zip":
        to.write_bytes(workbooks.zipped_csv(tables))
    else:
        _fill(to, workbooks.csv_files(tables))
    rows = sum(len(each.rows) for each in tables)
    _out.print(f"{rows} rows are in {to}.", markup=False, highlight=False, soft_wrap=True)
    held = "names" if attendance else "names and addresses"
    _out.print(f"They hold {held}: keep them safe.")


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    """Put files into a folder that is new or empty."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"The folder {folder} is not empty. Please name another.")
    for name, content in files.items():
        folder.joinpath(name).write_bytes(content)
