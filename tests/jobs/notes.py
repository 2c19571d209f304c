"""A kind of message for tests, which worker processes know too."""

from sqlalchemy.orm import Session

from bot.ground import Ground
from bot.letters.layout import Paragraph, letter
from bot.letters.letter import CalendarPart, Letter
from bot.reply import Message
from db.models import Delivery
from db.sealing import Sealer
from domain.language import gettext as _

SEALER = Sealer("a secret for tests")


def note(_session: Session, delivery: Delivery, _ground: Ground) -> Message | None:
    """Say a number; `poison` breaks, `gone` is no longer owed."""
    what = delivery.subject.get("what")
    if what == "poison":
        raise ZeroDivisionError
    if what == "gone":
        return None
    return Message(_("Note") + f" {delivery.subject['number']}")


def invite(_session: Session, delivery: Delivery, _ground: Ground) -> Letter:
    """Write a number, with a calendar part: what goes again when nobody knows."""
    return letter(f"Note {delivery.subject['number']}", Paragraph("Come."), calendar=CALENDAR)


CALENDAR = CalendarPart("REQUEST", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
SENDER = "calendar@joinedup.example.org"
LETTERS = {"note": invite}
KINDS = {"note": note}
