"""Reports of calls from outside: bounded before they are read, in any usual encoding."""

from bot import sheets
from domain.call_report_files import read_report
from domain.call_reports import Report
from domain.when import WallSpan

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 200


def read(content: bytes, file_name: str, span: WallSpan, *, most: int) -> Report:
    """Read who was in the call of an event. Raises `Refused` for what is no such report."""
    sheets.refuse_size(len(content), most=most)
    found = sheets.read(_marked(content), file_name, most=most)
    return read_report(found, span)


def _marked(content: bytes) -> bytes:
    """Mark a text in UTF-16 that lost its mark on the way: every other byte of it is empty."""
    if content.startswith((*_MARKS, b"PK")) or b"\0" not in content[:_LOOKED_AT]:
        return content
    head = content[:_LOOKED_AT]
    little = head[1::2].count(0) >= head[::2].count(0)
    return (_MARKS[0] if little else _MARKS[1]) + content
