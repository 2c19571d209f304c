"""Histories that Hypothesis makes up, each in a database of its own, for the state machines."""

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import URL

from tests.databases import Templates

Machine = Callable[[Callable[[], URL]], RuleBasedStateMachine]
"""A machine, made from what gives it a fresh database."""


def run(
    machine: Machine, templates: Templates, engine: str, folder: Path, examples: int, *, steps: int
) -> None:
    """Try so many histories of up to so many steps: the same ones every time."""
    numbers = count()

    def fresh() -> URL:
        own = folder / str(next(numbers))
        own.mkdir()
        return templates.fresh(engine, own)

    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(partial(machine, fresh), settings=wanted)  # type: ignore[arg-type]
