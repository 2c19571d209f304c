"""Faults of ours: logged with a reference that the person sees too, and without their words."""

import secrets
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_ROOT = Path(__file__).parent.parent
_FOLDERS = frozenset({"bot", "cli", "db", "domain", "jobs", "sandbox", "tests"})
_DEEPEST = 8
_log = structlog.get_logger()


def reference_for(error: BaseException) -> str:
    """Log an unexpected error and give its reference, easy to read out: `K7QM-3WXA`."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    reference = f"{drawn[:4]}-{drawn[4:]}"
    report("unexpected", error, reference=reference)
    return reference


def report(event: str, error: BaseException, **ids: Any) -> None:
    """Log that something broke: the event, ids, the error's type and where it passed.

    Never its message: that may quote what a person wrote.
    """
    _log.error(event, **ids, error=kind_of(error), where=places(error))


def kind_of(error: BaseException) -> str:
    """Name an error by its type, with that of its cause."""
    cause = error.__cause__ or error.__context__
    own = type(error).__name__
    return f"{own} from {type(cause).__name__}" if cause else own


def places(error: BaseException) -> list[str]:
    """List where an error passed, the innermost last: `db/organisations.py:32 register`.

    The deepest frames of ours, and the innermost whatever it is: libraries would push ours out.
    """
    frames = extract_tb(error.__traceback__)
    ours = [each for each in frames[:-1] if _is_ours(each.filename)][-_DEEPEST:]
    shown = [*ours, *frames[-1:]]
    return [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in shown]


def _is_ours(filename: str) -> bool:
    """Say whether a file is of our tree: libraries may lie below its root, too."""
    path = Path(filename)
    return path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _FOLDERS


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if _is_ours(filename) else path.name
