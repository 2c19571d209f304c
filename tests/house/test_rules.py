"""The rules of the house hold in the whole tree, and each catches what breaks it."""

import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.rules import PRODUCT, RULES, Rule, Source, complaints

ROOT = Path(__file__).parents[2]

OFFENCES: dict[Rule, list[tuple[str, str]]] = {
    rules.only_the_session_commits: [
        ("bot/commands/events.py", "session.commit()"),
        ("db/events.py", "session.rollback()"),
        ("cli/main.py", "with house.database.writing() as session:\n    session.commit()"),
    ],
    rules.only_edges_open_sessions: [
        ("bot/commands/events.py", "with database.writing() as session: ..."),
        ("db/events.py", "with self.database.reading() as session: ..."),
        ("jobs/digest.py", "session = house.database.writing()"),
    ],
    rules.only_the_engine_makes_sessions: [
        ("jobs/digest.py", "session = Session(engine)"),
        ("db/events.py", "engine = sqlalchemy.create_engine(url)"),
    ],
    rules.only_db_writes_queries: [
        ("bot/commands/events.py", "from sqlalchemy import select"),
        ("jobs/digest.py", "from sqlalchemy.orm import Session, aliased"),
        ("cli/doctor.py", "import sqlalchemy"),
    ],
    rules.few_go_past_the_wall: [
        ("db/events.py", "session.connection().execute(update(_events))"),
        ("jobs/digest.py", "rows = self.session.connection(bind_arguments=None)"),
    ],
    rules.only_the_clock_reads_the_clock: [
        ("bot/commands/events.py", "now = datetime.now(UTC)  # noqa: TID251"),
        ("domain/when.py", "day = datetime.date.today()"),
        ("jobs/digest.py", "started = time.time()"),
        ("sandbox/slack/show.py", "now = datetime.now(UTC)"),
    ],
    rules.relationships_raise: [
        ("db/models/events.py", "seats: Mapped[list[Seat]] = relationship()"),
        ("db/models/events.py", 'seats: Mapped[list[Seat]] = relationship(lazy="selectin")'),
    ],
    rules.messages_are_made_of_models: [
        ("bot/messages/events.py", "from slack_sdk import WebClient"),
        ("bot/slack.py", "from slack_sdk.models.blocks import SectionBlock"),
    ],
    rules.modules_say_what_they_hold: [
        ("bot/utils.py", ""),
        ("db/helpers/dates.py", ""),
        ("tests/common.py", ""),
    ],
    rules.files_are_short: [("db/events.py", "pass\n" * 301)],
    rules.functions_are_short: [
        ("db/events.py", "def due():\n" + "    pass\n" * 50),
        ("tests/db/test_events.py", "class Ledger:\n  async def due(self):\n" + "    pass\n" * 50),
    ],
    rules.nothing_names_where_it_was_written: [
        ("README.md", "Run it in /" + "work/main."),
        ("Makefile", "\tcd /" + "root/joinedup"),
        ("docs/setup.md", "See https://py" + "pi.org/project/x."),
        ("cli/main.py", "# written by Cl" + "aude"),
    ],
}
"""For each rule files that break it in their last line."""

ALLOWED = [
    ("db/engine.py", "session.commit()"),
    ("tests/db/test_engine.py", "with database.writing() as session:\n    session.commit()"),
    ("cli/first_start.py", "with house.database.writing() as session: ..."),
    ("bot/routing.py", "from sqlalchemy.orm import Session"),
    ("jobs/deliver.py", "from sqlalchemy.exc import OperationalError"),
    ("sandbox/slack/core.py", "at = time.time()"),
    ("jobs/deliver.py", "started = time.monotonic()"),
    ("cli/clock.py", "now = datetime.now(UTC)"),
    ("db/clock.py", "session.connection()"),
    ("db/models/events.py", 'seats: Mapped[list[Seat]] = relationship(lazy="raise")'),
    ("bot/messages/events.py", "from slack_sdk.models.blocks import SectionBlock"),
    ("db/events.py", "pass\n" * 300),
    ("db/events.py", "def due():\n" + "    pass\n" * 49),
    ("docs/setup.md", "The network/root/element; see paperwork/rooted."),
    ("sandbox/slack/methods/users.py", "cursor = page.cursor"),
]
"""What looks like an offence and is none."""


def tree() -> list[Source]:
    """Read every file that git keeps, or would if it were added."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = [ROOT / name for name in names.split("\0") if name]
    return [
        Source(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8", errors="ignore"))
        for file in found
        if file.is_file()
    ]


@cache
def against_the_tree() -> dict[Rule, list[str]]:
    """Give what each rule has against the tree, every file of which is taken apart once."""
    sources = tree()
    assert len(sources) > 100
    found: dict[Rule, list[str]] = {rule: [] for rule in RULES}
    while sources:
        source = sources.pop(0)
        for rule in RULES:
            found[rule] += complaints(rule, source)
    return found


@pytest.mark.parametrize("rule", RULES)
def test_the_whole_tree_keeps_a_rule(rule: Rule) -> None:
    assert against_the_tree()[rule] == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_catches_what_breaks_it(rule: Rule) -> None:
    assert OFFENCES[rule]
    for path, text in OFFENCES[rule]:
        assert len(complaints(rule, Source(path, text))) == 1, path


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_no_rule_minds_what_is_allowed(path: str, text: str) -> None:
    assert [each for rule in RULES for each in complaints(rule, Source(path, text))] == []


def test_a_complaint_says_where_and_why() -> None:
    said = complaints(rules.relationships_raise, Source("db/models/seats.py", "\nrelationship()"))
    assert said == [
        'db/models/seats.py:2: A relationship that was not loaded is an error: lazy="raise".'
    ]


@pytest.mark.parametrize("folder", PRODUCT)
def test_ruff_asks_for_docstrings_in_every_folder(folder: str) -> None:
    undocumented = "class Seat:\n    def taken(self) -> None: ...\n\n\ndef due() -> None: ...\n"
    ruff = Path(sys.executable).with_name("ruff")
    name = f"{folder}/undocumented.py"
    said = subprocess.run(
        [ruff, "check", "--output-format=concise", "--no-cache", "--stdin-filename", name, "-"],
        input=undocumented,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert [code for code in ("D100", "D101", "D102", "D103") if code not in said] == []


def test_what_is_shipped_is_what_the_rules_know() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert tuple(shipped) == PRODUCT
    assert project["tool"]["mypy"]["packages"] == [*PRODUCT, "tests"]
