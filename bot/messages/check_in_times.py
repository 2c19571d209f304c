"""When people can check in to an event, in words of its own clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language import long_day
from db.models import Event
from domain.check_in import OPENS
from domain.language import gettext as _


def when_open(event: Event, now: datetime) -> str:
    """Say from when people can check in, or that they can now."""
    zone = ZoneInfo(event.zone)
    opens, here = (event.begins_at - OPENS).astimezone(zone), now.astimezone(zone)
    if opens <= here:
        ends = event.ends_at.astimezone(zone)
        return _("Check-in is open until {time}.").format(time=f"{ends:%H:%M}")
    if opens.date() == here.date():
        return _("Check-in opens at {time}.").format(time=f"{opens:%H:%M}")
    said = _("Check-in opens on {day} at {time}.")
    return said.format(day=long_day(opens.date()), time=f"{opens:%H:%M}")
