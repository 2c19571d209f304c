"""What was read from a file, packed into a column until it is written."""

import json
import zlib
from typing import Any

from domain.attendance_files import Attended
from domain.imports import Reading
from domain.meeting_files import Meetings


def pack(reading: Reading) -> bytes | None:
    """Pack what an import still needs; None where nothing is left."""
    if not reading.entries and not reading.recorded:
        return None
    return _packed(reading.as_json())


def unpack(content: bytes | None) -> Reading:
    """Read what `pack` gave."""
    return Reading.from_json(_unpacked(content)) if content else Reading()


def pack_meetings(meetings: Meetings) -> bytes | None:
    """Pack the meetings that an import still needs; None where none is left."""
    return _packed(meetings.as_json()) if meetings.found else None


def unpack_meetings(content: bytes | None) -> Meetings:
    """Read what `pack_meetings` gave."""
    return Meetings.from_json(_unpacked(content)) if content else Meetings()


def pack_attended(attended: Attended) -> bytes | None:
    """Pack what an import of attendance still needs; None where nothing is."""
    return _packed(attended.as_json()) if attended.said else None


def unpack_attended(content: bytes | None) -> Attended:
    """Read what `pack_attended` gave."""
    return Attended.from_json(_unpacked(content)) if content else Attended()


def _packed(data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def _unpacked(content: bytes) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(zlib.decompress(content))
