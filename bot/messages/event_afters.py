"""What an event's page says once it has begun: recorded or not, who came, and the register."""

from zoneinfo import ZoneInfo

from bot.messages import attendance_words, figures, layout
from bot.messages.attendance_forms import OPEN
from bot.reply import Block
from domain.event_pages import After, EventPage
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import long_date

MINUTES = "attendance.minutes"


def blocks(page: EventPage, zone: ZoneInfo, *, coordinator: bool) -> list[Block]:
    """Say what is recorded of an event, and offer its register."""
    found = page.recorded
    if found is None:
        return []
    own = str(page.id)
    if found.recorded_at is None:
        fill = layout.button(_("Fill in the register"), OPEN, own, main=True)
        said = _("Not recorded: nobody is counted until its register is filled in.")
        return [layout.plain(said, fill if coordinator else None)]
    day = long_date(found.recorded_at.astimezone(zone))
    recorded = _("Recorded by {name} on {day}.") if found.by else _("Recorded on {day}.")
    lines = [recorded.format(name=found.by, day=day), attendance_words.summed(found.sum)]
    if found.reach.invited:
        lines.append(_reached(found))
    minutes = layout.button(_("For the minutes"), MINUTES, own)
    register = layout.button(_("Register"), OPEN, own)
    buttons = layout.actions(register, minutes) if coordinator else layout.actions(minutes)
    return [layout.plain("\n".join(lines)), buttons]


def _reached(found: After) -> str:
    """Say how many of the invited partners were represented, and of how many nobody knows."""
    n, known, unknown = found.reach.represented, found.reach.invited, found.unknown
    if not unknown:
        return f"{figures.reached(found.reach)}."
    text = ngettext(
        "{n} of {whole} invited partners was represented; of {unknown} nothing is recorded.",
        "{n} of {whole} invited partners were represented; of {unknown} nothing is recorded.",
        n,
    )
    return text.format(n=n, whole=known + unknown, unknown=unknown)
