"""Files of meetings from outside: a spreadsheet or a calendar, bounded before it is read."""

from datetime import date

from bot import sheets
from domain.meeting_calendars import read_calendar
from domain.meeting_entries import is_calendar
from domain.meeting_files import Meetings
from domain.meeting_sheets import read_meetings


def read(content: bytes, file_name: str, *, zone: str, today: date, most: int) -> Meetings:
    """Read the meetings of a file. Raises `Refused` for one that is too large or can't be read."""
    sheets.refuse_size(len(content), most=most)
    if is_calendar(content):
        return read_calendar(content, file_name, zone=zone, today=today)
    return read_meetings(sheets.read(content, file_name, most=most), today=today)
