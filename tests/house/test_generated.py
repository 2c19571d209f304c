"""What is made from the code says what the code says, and changes only when that does."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from typer.testing import CliRunner

from bot.commands import TABLE
from bot.settings import Settings
from cli import generated
from cli.main import app

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Copy what the files are made from."""
    for folder in generated.SPEAKING:
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.pot")
        )
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def test_what_was_made_is_not_made_again(checkout: Path) -> None:
    made = [each.as_posix() for each in generated.write(checkout)]
    assert made == [
        "docs/commands.md",
        "docs/settings.md",
        "docs/manifest.json",
        "bot/locale/joinedup.pot",
    ]
    assert generated.stale(checkout) == generated.write(checkout) == []


def test_a_file_changed_by_hand_is_found_and_mended(checkout: Path) -> None:
    generated.write(checkout)
    with (checkout / "docs/settings.md").open("a") as settings:
        settings.write("PORT is 80.\n")
    (checkout / "docs/manifest.json").unlink()
    wrong = [Path("docs/settings.md"), Path("docs/manifest.json")]
    assert generated.stale(checkout) == wrong
    assert generated.write(checkout) == wrong


def test_a_sentence_that_moves_changes_nothing_and_a_new_one_does(checkout: Path) -> None:
    generated.write(checkout)
    refusals = checkout / "bot/messages/refusals.py"
    refusals.write_text("# a comment\n\n" + refusals.read_text())
    assert generated.stale(checkout) == []
    refusals.write_text(refusals.read_text() + "\n_('Said for the first time.')\n")
    assert generated.stale(checkout) == [Path("bot/locale/joinedup.pot")]


def test_every_command_and_setting_is_written_down() -> None:
    commands, settings = generated.commands(), generated.settings()
    typed = [f"{each.noun} {each.verb}".strip() for each in TABLE.commands]
    assert [each for each in typed if f"| `{each}" not in commands] == []
    names = [str(each.validation_alias) for each in Settings.model_fields.values()]
    assert [each for each in names if f"| `{each}`" not in settings] == []
    assert "| `SECRET_KEY`, `SECRET_KEY_FILE` | must be set |" in settings
    assert "| `PORT` | `3000` |" in settings


def test_translators_get_sentences_with_their_plurals_and_places() -> None:
    catalog = read_po(BytesIO(generated.template(ROOT)))
    assert ("{n} partner", "{n} partners") in [each.id for each in catalog]
    summary = catalog.get("Register a partner")
    assert summary is not None
    assert [place for place, _ in summary.locations] == ["bot/commands/organisations.py"]


def test_the_check_says_what_to_run(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    run = CliRunner().invoke
    found = run(app, ["generate", "--check"])
    assert found.exit_code == 1
    assert "docs/commands.md is not what the code says. Run: make generate" in found.stderr
    assert run(app, ["generate"]).exit_code == 0
    assert run(app, ["generate", "--check"]).exit_code == 0


def test_outside_a_checkout_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["generate"]).exit_code == 1
    assert list(tmp_path.iterdir()) == []
