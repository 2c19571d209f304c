"""What is said about taking the register, and attendance, away."""

from bot.messages import layout
from bot.reply import Block, Message
from domain.language import gettext as _


def offered(address: str, minutes: int) -> Message:
    """Offer the register as a workbook and as CSV, by a link that holds for some minutes."""
    says = _(
        "The whole register, as it is when you open it. The links are yours alone, for {n} minutes."
    ).format(n=minutes)
    careful = _("It has names and addresses: please keep it where only those who need it see it.")
    return layout.message(
        says,
        layout.header(_("Export")),
        layout.plain(says),
        layout.actions(
            layout.link(_("Excel workbook"), f"{address}/register.xlsx", "export.xlsx"),
            layout.link(_("CSV files, zipped"), f"{address}/register.zip", "export.csv"),
        ),
        *_attendance(address),
        layout.context(careful),
    )


def attendance_offered(address: str, minutes: int) -> Message:
    """Offer what happened for each seat, and the figures of it, by a link of some minutes."""
    says = _(
        "Attendance, as it is when you open it. The links are yours alone, for {n} minutes."
    ).format(n=minutes)
    careful = _("It has the names of who came: please keep it where only those who need it see it.")
    return layout.message(
        says,
        layout.header(_("Export")),
        layout.plain(says),
        *_attendance(address),
        layout.context(careful),
    )


def _attendance(address: str) -> list[Block]:
    what = _("Attendance: what happened for each seat at each event, and the figures over time.")
    return [
        layout.plain(what),
        layout.actions(
            layout.link(
                _("Attendance as a workbook"),
                f"{address}/attendance.xlsx",
                "export.attendance.xlsx",
            ),
            layout.link(
                _("Attendance as CSV, zipped"), f"{address}/attendance.zip", "export.attendance.csv"
            ),
        ),
    ]
