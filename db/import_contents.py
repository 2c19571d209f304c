"""What was read from a file, packed into a column until it is written."""

import json
import zlib

from domain.imports import Reading


def pack(reading: Reading) -> bytes | None:
    """Pack what an import still needs; None where nothing is left."""
    if not reading.entries and not reading.recorded:
        return None
    text = json.dumps(reading.as_json(), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 6)


def unpack(content: bytes | None) -> Reading:
    """Read what `pack` gave."""
    if not content:
        return Reading()
    return Reading.from_json(json.loads(zlib.decompress(content)))
