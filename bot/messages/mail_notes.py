"""Mail that is no answer, as coordinators read of it beside its event."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import language
from bot.messages import layout
from bot.reply import Block
from domain.language import N_
from domain.language import gettext as _
from domain.mail_notes import Noted

SHOWN = 5
"""Notes on a page: more would hide what people answered."""

_SAID = {
    "automatic": N_("Automatic reply from: {whose} ({day}). Its text is not kept."),
    "not obeyed": N_("The calendar of {whose} tried to change this ({day}). Nothing was changed."),
}


def blocks(notes: Sequence[Noted], zone: ZoneInfo) -> list[Block]:
    """Lay out the latest notes, a line each."""
    lines = [_line(each, zone) for each in notes[:SHOWN]]
    return [layout.context("\n".join(lines))] if lines else []


def _line(note: Noted, zone: ZoneInfo) -> str:
    return _(_SAID[note.kind]).format(whose=note.whose, day=_day(note.at, zone))


def _day(at: datetime, zone: ZoneInfo) -> str:
    return language.long_day(at.astimezone(zone))
