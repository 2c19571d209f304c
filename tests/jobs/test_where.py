"""Where a fault passed: what the log shows of it leads to our own lines."""

import json
from collections.abc import Callable
from functools import reduce
from typing import Any

from bot.faults import places


def through_a_library(depth: int, end: Callable[[], Any]) -> Any:
    """Go down and down in frames of somebody else."""
    inner: dict[str, Any] = {"decode": end}
    source = "def down(n, end):\n    return end() if n == 0 else down(n - 1, end)\n"
    exec(compile(source, "/usr/lib/library.py", "exec"), inner)  # noqa: S102 - a library for tests
    return inner["down"](depth, end)


def caught(work: Callable[[], Any]) -> list[str]:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - any
        return places(error)
    raise AssertionError("It did not fail.")


def test_libraries_do_not_push_our_frames_out() -> None:
    where = caught(lambda: through_a_library(30, lambda: json.loads("{")))
    assert [line.rsplit(" ", 1)[1] for line in where] == [
        "caught",
        "<lambda>",
        "through_a_library",
        "<lambda>",
        "raw_decode",
    ]
    assert all(line.startswith("tests/jobs/test_where.py:") for line in where[:-1])
    assert where[-1].startswith("decoder.py:")


def test_our_deepest_frames_and_the_innermost_are_shown() -> None:
    def down(depth: int) -> int:
        return reduce(lambda a, _: a, [1, 2]) // 0 if depth == 0 else down(depth - 1)

    where = caught(lambda: down(30))
    assert len(where) == 9
    assert {line.rsplit(" ", 1)[1] for line in where} == {"down"}
