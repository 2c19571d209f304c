"""Every contract on imports (pyproject.toml) is kept, and would notice if it were broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).parents[2]
SETTINGS = read_configuration(str(ROOT / "pyproject.toml"))
CONTRACTS = {each["id"]: each for each in SETTINGS["contracts_options"]}
PURE = CONTRACTS["pure-domain"]["forbidden_modules"]

OFFENCES = {
    "straight-line": [
        "domain.offender -> db.engine",
        "db.offender -> bot.reply",
        "bot.offender -> jobs.ticks",
        "jobs.offender -> cli.clock",
        "cli.offender -> tests.world",
    ],
    "sandbox-stands-beside": ["sandbox.offender -> bot.reply", "sandbox.offender -> slack_sdk"],
    "sandbox-is-for-trying": ["bot.offender -> sandbox.server", "jobs.offender -> sandbox"],
    "pure-domain": [f"domain.offender -> {each}" for each in PURE],
    "bolt": ["bot.offender -> slack_bolt", "bot.web -> slack_bolt"],
    "slack-sdk": ["bot.offender -> slack_sdk", "jobs.offender -> slack_sdk"],
    "one-way-out": ["bot.offender -> bot.slack", "jobs.offender -> bot.slack"],
    "smtp": ["bot.offender -> smtplib", "jobs.offender -> smtplib"],
    "spreadsheets": ["bot.offender -> openpyxl", "cli.offender -> defusedxml"],
    "scheduler": ["jobs.offender -> apscheduler"],
    "migrations": ["db.offender -> alembic", "cli.offender -> alembic"],
    "sealing": ["db.offender -> cryptography"],
    "settings-once": ["bot.offender -> bot.settings", "jobs.offender -> bot.settings"],
    "plain-handlers": ["bot.commands.offender -> bot.slack", "bot.commands.offender -> bot.edge"],
    "pure-messages": ["bot.messages.offender -> db.people", "bot.messages.offender -> db.engine"],
    "messages-without-session": ["bot.messages.offender -> sqlalchemy"],
    "no-cycles": ["domain.errors -> domain.names", "jobs.pace -> jobs.deliver"],
}
"""For each contract imports that it forbids, as its complaint names them."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the tree, to be spoilt."""
    for package in SETTINGS["session_options"]["root_packages"]:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(root: Path, *options: str) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--no-cache", *options],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def commit(root: Path, offence: str) -> None:
    """Add an import to a module, which need not exist yet."""
    importer, imported = offence.split(" -> ")
    file = root.joinpath(*importer.split(".")).with_suffix(".py")
    with file.open("a", encoding="utf-8") as module:
        module.write(f"\nimport {imported}\n")


def complaint(contract: str, offence: str) -> str:
    """Give the words in which a contract names an offence."""
    if CONTRACTS[contract]["type"] == "acyclic_siblings":
        return f"No cycles are allowed in {offence.split('.', maxsplit=1)[0]}."
    return f"{offence} "


def test_every_contract_is_kept(copy: Path) -> None:
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in lint(copy)


def test_every_contract_is_broken_once() -> None:
    assert sorted(OFFENCES) == sorted(CONTRACTS)


@pytest.mark.parametrize("contract", OFFENCES)
def test_a_contract_notices_when_it_is_broken(contract: str, copy: Path) -> None:
    for offence in OFFENCES[contract]:
        commit(copy, offence)
    said = lint(copy, "--contract", contract)
    assert "Contracts: 0 kept, 1 broken." in said
    assert [each for each in OFFENCES[contract] if complaint(contract, each) not in said] == []


def test_the_straight_line_names_every_folder_of_code() -> None:
    folders = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert folders == {*CONTRACTS["straight-line"]["layers"], "sandbox"}
    assert folders == set(SETTINGS["session_options"]["root_packages"])
