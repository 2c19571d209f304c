"""`joinedup standing`: how connected every partner is, and why, for a shell or a script."""

import json
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from cli.opening import Which, open_house
from domain.errors import Refused
from domain.standing import FEWEST, Level, in_order, thresholds

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from db.standings import Watched
    from domain.standing import Standing, Thresholds

_out = Console()


def standing(
    partnership: Which = None,
    *,
    body: Annotated[
        str | None, typer.Option(help="Only of one body, by its name; else over all bodies.")
    ] = None,
    at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="As at the end of a day; else today."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a partner.")] = False,
) -> None:
    """Say how connected every partner is: an estimate from attendance, not a judgement."""
    from db import organisations, partnerships  # noqa: PLC0415
    from db.tenancy import within  # noqa: PLC0415

    house = open_house()
    with house.database.reading() as session:
        which = partnerships.one(session, partnership)
        today = which.day(house.now())
        day = today if at is None else at.date()
        with within(session, which.id):
            found = _watched(session, body, day, thresholds(early=which.warns_early))
            named = organisations.called(session, found.partners, day=day)
    names = {own: each.name for own, each in named.items()}
    order = (
        sorted(names, key=names.__getitem__) if found.is_thin else in_order(found.partners, names)
    )
    own = [(names[each], found.partners[each]) for each in order]
    if as_json:
        rows = [_row(name, found, each) for name, each in own]
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    if found.is_thin:
        _line(f"Recorded so far: {found.events} of the {FEWEST} events that a standing needs.")
    for name, each in own:
        for line in _lines(name, found, each, day):
            _line(line)


def _watched(session: "Session", body: str | None, day: date, limits: "Thresholds") -> "Watched":
    from db import bodies, standings  # noqa: PLC0415

    if body is None:
        return standings.pooled(session, day, thresholds=limits)
    if (which := bodies.named(session, body)) is None:
        raise Refused(f"No body is called “{body}”. `/joinedup bodies` lists them.")
    found = standings.by_body(session, day, thresholds=limits)
    return found.get(which.id, standings.Watched())


def _row(name: str, found: "Watched", own: "Standing") -> dict[str, Any]:
    """Give one partner's standing by the names that scripts read."""
    from bot.messages import standing_words  # noqa: PLC0415

    state, thin = own.state, found.is_thin
    return {
        "organisation": name,
        "p": None if thin else state.p,
        "expected_next_4": None if thin else state.expected,
        "usual": state.usual if state.seen else None,
        "missed_in_a_row": state.missed,
        "opportunities": state.opportunities,
        "level": None if thin else own.level.value,
        "reasons": [] if thin else standing_words.reasons(own),
        "p_if_attended": None if thin else state.p_if_attended,
        "attended_of_last_12": state.attended,
    }


def _lines(name: str, found: "Watched", own: "Standing", day: date) -> list[str]:
    """Say one partner's standing in people's words."""
    from bot.messages import standing_words  # noqa: PLC0415

    state = own.state
    came = f"    Came to {state.attended} of the last {state.out_of}."
    if not state.seen:
        came = f"    Came to none of {state.before} so far." if state.before else ""
    said = [name if found.is_thin else f"{name}: {standing_words.word(own, day)}", came]
    if found.is_thin:
        return [each for each in said if each]
    said += [f"    {each}" for each in standing_words.reasons(own)]
    if own.level in {Level.WATCH, Level.ACT, Level.LAPSED}:
        said.append(f"    {standing_words.chance_said(own)}")
        said.append(f"    {standing_words.would_change_said(own)}")
    return [each for each in said if each]


def _line(text: str) -> None:
    _out.print(text, markup=False, highlight=False, soft_wrap=True)
