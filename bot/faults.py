"""Faults of ours: logged with a reference that the person sees too, and without their words."""

import secrets
import traceback
from pathlib import Path

import structlog

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_log = structlog.get_logger()


def reference_for(error: BaseException) -> str:
    """Log an unexpected error and give its reference, easy to read out: `K7QM-3WXA`.

    Only the type and the places in our code are logged: an exception's message may quote what a
    person wrote.
    """
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    reference = f"{drawn[:4]}-{drawn[4:]}"
    _log.error("unexpected", reference=reference, error=kind_of(error), where=places(error))
    return reference


def kind_of(error: BaseException) -> str:
    """Name an error by its type, with that of its cause."""
    cause = error.__cause__ or error.__context__
    own = type(error).__name__
    return f"{own} from {type(cause).__name__}" if cause else own


def places(error: BaseException) -> list[str]:
    """List where an error passed, the innermost last: `organisations.py:32 register`."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames[-8:]]
