"""What is said about taking the register away."""

from bot.messages import layout
from bot.reply import Message
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
        layout.context(careful),
    )
