"""What the log may say about an exception: its type and where it came from, never its values."""

from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog

log = structlog.get_logger()

_ROOT = Path(__file__).parent.parent
_DEEPEST = 8


def report(event: str, error: BaseException, **ids: Any) -> None:
    """Log that something broke: the event, ids, the exception's type and frames."""
    log.error(event, **ids, **describe(error))


def describe(error: BaseException) -> dict[str, Any]:
    """Give an exception's type and its innermost frames, for a log line."""
    frames = extract_tb(error.__traceback__)[-_DEEPEST:]
    return {
        "error": type(error).__name__,
        "frames": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
