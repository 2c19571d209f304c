"""Sign-in sheets as PDF (PDF/UA-1: tagged, so that screen readers can tell rows from headings).

What is on them is handed over as data: nothing that people typed is read as markup.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import typst

from bot.fonts import FONTS
from domain.language import gettext as _
from domain.language import spoken

PDF = "application/pdf"

_TEMPLATE = (Path(__file__).parent / "pages" / "templates" / "sign_in.typ").read_bytes()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a sheet: groups of rows under the same columns."""

    title: str
    owner: str
    about: str
    head: Sequence[str]
    groups: Sequence[tuple[str, Sequence[Sequence[str]]]]


def written(sheet: Sheet) -> bytes:
    """Write a sheet. Where a name has letters that its fonts lack, it says so, and is plainer."""
    try:
        return _made(sheet, "", "ua-1")
    except typst.TypstError:
        note = _("Some letters can't be printed here. The page to print in your browser has all.")
        return _made(sheet, note, "1.7")


def _made(sheet: Sheet, note: str, standard: Literal["ua-1", "1.7"]) -> bytes:
    data = {
        **asdict(sheet),
        "note": note,
        "language": (spoken() or "en-GB").split("-")[0],
        "page": _("Page"),
    }
    return typst.compile(
        _TEMPLATE,
        format="pdf",
        font_paths=FONTS,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=standard,
    )
