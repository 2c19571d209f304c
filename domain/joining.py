"""What a pasted block of joining details says: what may be read by all, and what may not."""

import re
from dataclasses import dataclass

_SECRET = re.compile(r"\b(pass ?code|pass ?word|pin|access code|host key)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:meeting|webinar) (?:id|number)\b\W*(\d[\d -]*\d)", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w/#])\+?\(?\d[\d ()-]{7,}\d")


@dataclass(frozen=True, slots=True)
class Joining:
    """The parts of a block that people look for; `has_code`: it has a passcode too."""

    number: str = ""
    phone: str = ""
    has_code: bool = False


def parts(block: str) -> Joining:
    """Find the meeting's number, a telephone number, and whether a passcode is asked for."""
    lines = block.splitlines()
    number = next((found[1] for line in lines if (found := _NUMBER.search(line))), "")
    phones = (
        found[0]
        for line in lines
        if not _SECRET.search(line) and "://" not in line and not _is_number(line)
        if (found := _PHONE.search(line))
    )
    return Joining(number.strip(), next(phones, "").strip(), bool(_SECRET.search(block)))


def _is_number(line: str) -> bool:
    """Say whether a line gives a number to type in, not one to dial."""
    return re.search(r"\b(id|number)\b", line, re.IGNORECASE) is not None


def without_codes(block: str) -> str:
    """Give a block without the lines, or ends of lines, that give a passcode."""
    left = (
        line[: found.start()] if (found := _SECRET.search(line)) else line
        for line in block.splitlines()
    )
    return "\n".join(line.rstrip(" ,;.:") for line in left if line.strip(" ,;.:"))
