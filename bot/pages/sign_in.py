"""The sign-in sheet of an event: a page made to be printed, and the same as a PDF."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from bot import sign_in_sheets as pdf
from bot.language import time_span
from bot.pages.check_in import coordinated
from bot.pages.parts import Choices, File, Link, Page, Paragraph, Part, Table
from bot.pages.visits import Pages, Visit
from db import events, sign_in_sheets
from db.events import Shown
from domain.language import gettext as _
from domain.sign_in import SPARE, Expected


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the paths of the sheet to print, and of the file."""
    own = f"/{sign_in_sheets.PURPOSE}/{{token}}"
    return [
        pages.route(own, sign_in_sheets.PURPOSE, show),
        pages.route(f"{own}/{sign_in_sheets.FILE}", sign_in_sheets.PURPOSE, file),
    ]


def show(visit: Visit) -> Page | None:
    """Show the sheet: by sector, with room to sign, and spare lines for others."""
    shown = coordinated(visit)
    if shown is None:
        return None
    table = Table(caption=_("Who is expected"), head=heads(), groups=_groups(visit, shown))
    here = Link(_("Open as PDF"), visit.by(visit.link, f"/{sign_in_sheets.FILE}"), "PDF")
    parts: list[Part] = [Paragraph(when_and_where(shown), "lead"), Choices([here]), table]
    return Page(called(shown), parts, "sheet")


def file(visit: Visit) -> File | None:
    """Give the sheet as a PDF."""
    shown = coordinated(visit)
    if shown is None:
        return None
    sheet = pdf.Sheet(
        title=called(shown),
        owner=visit.partnership.name,
        about=when_and_where(shown),
        head=heads(),
        groups=_groups(visit, shown),
    )
    return File(pdf.written(sheet), f"{called(shown)}.pdf", pdf.PDF)


def called(shown: Shown) -> str:
    """Name an event's sheet."""
    return _("Sign-in sheet: {title}").format(title=shown.event.title)


def when_and_where(shown: Shown) -> str:
    """Say when an event is, and where."""
    span = time_span(events.span_of(shown.event))
    return f"{span}\n{shown.event.place}" if shown.event.place else span


def heads() -> list[str]:
    """Name the columns."""
    return [_("For"), _("Member"), _("Deputies"), _("Name, if another"), _("Signature")]


def _groups(visit: Visit, shown: Shown) -> list[tuple[str, Sequence[Sequence[str]]]]:
    found = [
        (sector, [_row(each) for each in own])
        for sector, own in sign_in_sheets.of(visit.session, shown)
    ]
    return [*found, (_("Also here"), [[""] * len(heads())] * SPARE)]


def _row(line: Expected) -> list[str]:
    return [line.seat, line.member, line.deputies, "", ""]
