"""The files that are made from the code, so that they can't say something else: `make generate`.

docs/commands.md, docs/settings.md and docs/manifest.json for people, the template for translators.
What is made depends on the code alone: no dates, no line numbers.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po
from pydantic_core import PydanticUndefined

from bot.commands import TABLE
from bot.manifest import as_json
from bot.routing import Command, Shortcut
from bot.settings import SECRETS, Settings
from domain.roles import Role, Roles

SPEAKING = ("bot", "db", "domain", "jobs")
"""The folders whose sentences people read in their own language."""

KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}

HEADER = """\
# Every sentence that Joined Up says, for translators.
# Made from the code by `make generate`: do not edit.
#"""

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
"""What the template calls its date of making, so that making it again changes nothing."""

MADE = "<!-- Made from the code by `make generate`: do not edit. -->"


def write(root: Path) -> list[Path]:
    """Make every file anew under the root of a checkout; give those that changed."""
    changed = stale(root)
    contents = _contents(root)
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(contents[path])
    return changed


def stale(root: Path) -> list[Path]:
    """List the files, relative to the root, that are not what the code would make."""
    return [path for path, content in _contents(root).items() if _read(root / path) != content]


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def _contents(root: Path) -> dict[Path, bytes]:
    return {
        Path("docs/commands.md"): commands().encode(),
        Path("docs/settings.md"): settings().encode(),
        Path("docs/manifest.json"): as_json(
            TABLE, public_url="https://joinedup.example.org"
        ).encode(),
        Path("bot/locale/joinedup.pot"): template(root),
    }


def commands() -> str:
    """Say what can be asked in Slack, from the command table (Markdown)."""
    lines = ["# Commands", "", MADE]
    for noun, summary in TABLE.nouns.items():
        own = [each for each in TABLE.commands if each.noun == noun]
        rows = [(f"`{_typed(each)}`", each.summary, _who(each.role)) for each in own]
        lines += ["", f"## `{noun}`", "", f"{summary}.", ""]
        lines += _table(("Type", "to", "Open to"), rows)
    shortcuts = [each for each in TABLE.rows if isinstance(each, Shortcut)]
    if shortcuts:
        rows = [(each.title, each.summary, _who(each.role)) for each in shortcuts]
        lines += ["", "## Shortcuts", "", *_table(("Choose", "to", "Open to"), rows)]
    return "\n".join(lines) + "\n"


def _typed(command: Command) -> str:
    return " ".join(filter(None, (command.noun, command.verb, command.arguments)))


def _who(roles: Roles) -> str:
    if roles == frozenset(Role):
        return "everybody in the partnership"
    return ", ".join(role.value for role in Role if role in roles)


def settings() -> str:
    """Say what an operator can set, from the settings' own descriptions (Markdown)."""
    lines = ["# Settings", "", MADE, "", "Settings are environment variables. A secret may also"]
    lines += ["stand in a file that its second name names: `SECRET_KEY_FILE=/run/secrets/key`."]
    lines += ["`joinedup doctor` says what is missing or wrong.", ""]
    lines += _table(("Name", "Default", "What it is"), _settings())
    return "\n".join(lines) + "\n"


def _settings() -> Iterator[tuple[str, ...]]:
    for field in Settings.model_fields.values():
        name = f"`{field.validation_alias}`"
        if field.validation_alias in SECRETS:
            name += f", `{field.validation_alias}_FILE`"
        yield name, _default(field.default), field.description or ""


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "must be set"
    return "" if value in {None, "", ()} else f"`{value}`"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    for cells in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def template(root: Path) -> bytes:
    """Collect every sentence that is said through gettext (a GNU gettext template)."""
    catalog = Catalog(
        project="Joined Up",
        version=version("joinedup"),
        header_comment=HEADER,
        creation_date=SINCE,
        charset="utf-8",
    )
    for folder in SPEAKING:
        for file in sorted((root / folder).rglob("*.py")):
            place = file.relative_to(root).as_posix()
            for line, sentence, comments, context in extract_from_file("python", file, KEYWORDS):
                catalog.add(
                    sentence, locations=[(place, line)], auto_comments=comments, context=context
                )
    content = BytesIO()
    write_po(content, catalog, width=0, sort_by_file=True, include_lineno=False)
    return content.getvalue()
