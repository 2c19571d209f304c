"""The rules of the house that a linter off the shelf does not know: a sentence each, and its check.

A rule looks at one file and gives the lines that break it; tests/house/test_rules.py applies all
of them to the whole tree, and shows for each what it catches.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

PRODUCT = ("bot", "cli", "db", "domain", "jobs", "sandbox")

EDGES = (
    "bot/edge.py",
    "bot/calls.py",
    "bot/web.py",
    "bot/inbound.py",
    "bot/pages/",
    "jobs/ticks.py",
    "jobs/audiences.py",
    "jobs/claiming.py",
    "jobs/deliver.py",
    "jobs/digests.py",
    "jobs/acknowledging.py",
    "jobs/fence.py",
    "jobs/imports.py",
    "jobs/inbox.py",
    "jobs/papers.py",
    "jobs/introductions.py",
    "jobs/mailing.py",
    "jobs/sending.py",
    "cli/",
)
"""Where a transaction begins: bot/edge.py and bot/calls.py are bot/app.py's, sending deliver's.

An errand asks Slack between two transactions of its own, or has one for each mail. Audiences are
read before anything is held.
"""

REAL_TIME = ("sandbox/", "jobs/ticks.py")
"""Who may ask for the real time: Slack's signatures and triggers, and the watch over the clock."""

ASK_THE_DATABASE_THEMSELVES = (
    "cli/health.py",  # whether it answers at all
    "db/prepared.py",  # names the partnership in each statement
    "jobs/ticks.py",  # the lock that lets one process tick
)
"""Who outside db/ writes a statement of its own, and why."""

PAST_THE_WALL = (
    "db/audit.py",  # the sealers' lock; names the partnership in each row
    "db/beginnings.py",  # the lock of a first start
    "db/callers.py",  # who somebody is, before a partnership is known
    "db/clock.py",  # the database's clock
    "db/engine.py",  # begins the transaction
    "db/heartbeats.py",  # of processes, which are no partnership's
    "db/inbox.py",  # names the partnership in each statement
    "db/prepared.py",  # names the partnership in each statement
    "jobs/ticks.py",  # the lock that lets one process tick
)
"""Who may go past the wall between partnerships (db/tenancy.py), and what for."""

MAX_FILE = 300
MAX_FUNCTION = 50
VAGUE = {"common", "helper", "helpers", "manager", "managers", "misc", "service", "services"}
VAGUE |= {"util", "utils"}

ELSEWHERE = re.compile(
    r"(?<![\w.*])/(?:work|root)(?=/)|https?://(?:files\.py|index|pypi|registry)[\w-]*\."
    r"|\b(?:anthrop[i]c|chat-?g[p]t|cl[a]ude|cod[e]x|copil[o]t|g[e]mini|op[e]nai)\b",
    re.IGNORECASE,
)
"""Paths of one machine, hosts of package registries, and tools that may have written a line."""


@dataclass(frozen=True)
class Source:
    """One file of the tree, by its path from the root."""

    path: str
    text: str

    @property
    def is_product(self) -> bool:
        """Say whether this is code that runs for people, not a test."""
        return self.path.endswith(".py") and self.path.split("/")[0] in PRODUCT

    def stands_in(self, places: tuple[str, ...]) -> bool:
        """Say whether this is one of some files, or in one of some folders (`cli/`)."""
        return self.path in places or self.path.startswith(
            tuple(each for each in places if each.endswith("/"))
        )

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Give every node of a Python file, none of any other."""
        return list(ast.walk(ast.parse(self.text))) if self.path.endswith(".py") else []

    @cached_property
    def _called(self) -> list[tuple[str, ast.Call]]:
        calls = [node for node in self.nodes if isinstance(node, ast.Call)]
        return [(f".{ast.unparse(node.func)}", node) for node in calls]

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Find the calls whose dotted name ends with one of some: `.commit`, `time.time`."""
        ends = tuple(f".{name.removeprefix('.')}" for name in names)
        for called, node in self._called:
            if called.endswith(ends):
                yield node

    def imports(self) -> Iterator[tuple[int, str]]:
        """Find what is imported, name by name: `(3, "sqlalchemy.orm.Session")`."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, each.name) for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{node.module}.{each.name}") for each in node.names)


Lines = Iterator[int]
Rule = Callable[[Source], Lines]


def only_the_session_commits(source: Source) -> Lines:
    """Nobody commits or rolls back but db/engine.py, for the edges, and db/schema.py."""
    if source.is_product and not source.stands_in(("db/engine.py", "db/schema.py")):
        yield from (call.lineno for call in source.calls("commit", "rollback"))


def only_edges_open_sessions(source: Source) -> Lines:
    """A transaction begins at an edge, and nowhere else."""
    if source.is_product and not source.stands_in(EDGES):
        yield from (call.lineno for call in source.calls("reading", "writing"))


def only_the_engine_makes_sessions(source: Source) -> Lines:
    """Engines and sessions are made in db/engine.py alone."""
    if source.is_product and source.path != "db/engine.py":
        makers = ("create_engine", "sessionmaker", "Session", "scoped_session")
        yield from (call.lineno for call in source.calls(*makers))


def only_db_writes_queries(source: Source) -> Lines:
    """Outside db/, SQLAlchemy is known by its Session and its exceptions alone."""
    if not source.is_product or source.stands_in(("db/", *ASK_THE_DATABASE_THEMSELVES)):
        return
    known = ("sqlalchemy.orm.Session", "sqlalchemy.exc.")
    for line, name in source.imports():
        if name.startswith("sqlalchemy") and not name.startswith(known):
            yield line


def few_go_past_the_wall(source: Source) -> Lines:
    """Nothing keeps `session.connection()` to one partnership: few modules use it, each named."""
    if source.is_product and not source.stands_in(PAST_THE_WALL):
        yield from (call.lineno for call in source.calls("session.connection"))


def only_the_clock_reads_the_clock(source: Source) -> Lines:
    """The product's time is handed down from cli/clock.py; nobody else looks at a clock."""
    if source.is_product and source.path != "cli/clock.py":
        clocks = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today")
        real = () if source.stands_in(REAL_TIME) else ("time.time", "time.time_ns")
        yield from (call.lineno for call in source.calls(*clocks, *real))


def relationships_raise(source: Source) -> Lines:
    """A relationship that was not loaded is an error: lazy="raise"."""
    for call in source.calls("relationship"):
        given = {each.arg: ast.unparse(each.value) for each in call.keywords}
        if given.get("lazy") != "'raise'":
            yield call.lineno


def messages_are_made_of_models(source: Source) -> Lines:
    """Messages take Slack's models, which nobody else does, and of slack_sdk nothing else."""
    speaks = source.stands_in(("bot/messages/",))
    for line, name in source.imports():
        model = name.startswith("slack_sdk.models")
        if source.is_product and name.startswith("slack_sdk") and model != speaks:
            yield line


def modules_say_what_they_hold(source: Source) -> Lines:
    """No module is called utils, helpers, manager, service or common: say what it holds."""
    path = PurePosixPath(source.path)
    if path.suffix == ".py" and VAGUE & {*path.with_suffix("").parts}:
        yield 1


def files_are_short(source: Source) -> Lines:
    """A file of the product has at most 300 lines; migrations are as long as the tables."""
    long = len(source.text.splitlines()) > MAX_FILE
    if long and source.is_product and not source.path.startswith("db/migrations/versions/"):
        yield MAX_FILE + 1


def functions_are_short(source: Source) -> Lines:
    """A function has at most 50 lines, a test too; migrations are as long as the tables."""
    if source.path.startswith("db/migrations/versions/"):
        return
    for node in source.nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION:
            yield node.lineno


def nothing_names_where_it_was_written(source: Source) -> Lines:
    """No file names a path of one machine, a package registry, or a tool that writes code."""
    if source.path != "uv.lock":  # its format names the public index
        for number, line in enumerate(source.text.splitlines(), 1):
            if ELSEWHERE.search(line):
                yield number


RULES: tuple[Rule, ...] = (
    only_the_session_commits,
    only_edges_open_sessions,
    only_the_engine_makes_sessions,
    only_db_writes_queries,
    few_go_past_the_wall,
    only_the_clock_reads_the_clock,
    relationships_raise,
    messages_are_made_of_models,
    modules_say_what_they_hold,
    files_are_short,
    functions_are_short,
    nothing_names_where_it_was_written,
)


def complaints(rule: Rule, source: Source) -> list[str]:
    """Give what a rule has against a file, a line each: where, and the rule's sentence."""
    return [f"{source.path}:{line}: {rule.__doc__}" for line in rule(source)]
