"""What a partner is asked and told about its own seats."""

from datetime import date

from bot.messages import fields
from bot.reply import Modal
from domain.holders import parts
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.seats import Part


def tell_form(seat_id: int, where: str, day: date) -> Modal:
    """Ask a partner who holds their seat; the business unit reads it before anything changes."""
    return Modal(
        callback="seat.tell",
        title=_("Who holds the seat?"),
        submit=_("Tell the unit"),
        close=_("Cancel"),
        state={"seat": seat_id},
        blocks=(
            fields.one_of("part", where, parts(), initial=str(Part.LEAD)),
            fields.text("name", _("Name"), most=MAX_NAME, optional=True),
            fields.text(
                "address",
                _("Work mail address"),
                optional=True,
                hint=_("Invitations go there. Please tell the person that you gave it to us."),
            ),
            fields.text("job_title", _("Job title"), most=MAX_NAME, optional=True),
            fields.day("since", _("From"), initial=day),
        ),
    )
