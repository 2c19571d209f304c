"""`joinedup terms import`: school terms out of a calendar file."""

from collections.abc import Callable
from pathlib import Path

from cli.wiring import House
from db import partnerships, terms
from db.tenancy import within
from domain.errors import Refused
from domain.terms import MAX_BYTES, Read, Term, read_calendar

Ask = Callable[[str], bool]
Say = Callable[[str], None]


def bring(house: House, file: Path, slug: str | None, *, ask: Ask | None, say: Say) -> None:
    """Read a file, show what it holds, and add the terms that are new once that is confirmed.

    Without `ask` nobody is asked. Raises `Refused` for a file that holds no term.
    """
    found = _read(file)
    with house.database.reading() as session:
        partnership = partnerships.one(session, slug)
        with within(session, partnership.id):
            new, held = terms.fitting(session, found.terms)
    _show(found, new, held, say)
    if not new:
        say("Nothing is new.")
        return
    if ask is not None and not ask(f"Add {len(new)} to {partnership.name}?"):
        say("Nothing was added.")
        return
    with house.database.writing() as session, within(session, partnership.id):
        for term in new:
            terms.add(session, term, by=None, now=house.now())
    say(f"Added {len(new)}.")


def _read(file: Path) -> Read:
    if file.stat().st_size > MAX_BYTES:
        raise Refused("This file is too large for term dates: at most 1 MB fits.")
    found = read_calendar(file.read_bytes())
    if not found.terms:
        raise Refused(
            "There is no term in this calendar. A term is an entry of two weeks or more, "
            "or a pair such as “Term 1 begins” and “Term 1 ends”."
        )
    return found


def _show(found: Read, new: list[Term], held: list[Term], say: Say) -> None:
    for term in new:
        say(f"new:       {_line(term)}")
    for term in held:
        say(f"left out:  {_line(term)} (some of these days are in a term already)")
    for name in found.left_out:
        say(f"no term:   {name}")


def _line(term: Term) -> str:
    return f"{term.name}, {term.first_day:%d %B %Y} to {term.last_day:%d %B %Y}"
