"""`joinedup`: every command, each a few lines that wire the rest together.

What is missing or wrong in the settings is named before anything starts. Heavy parts are
imported by the command that needs them, so that each starts fast.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from bot.faults import kind_of
from bot.settings import BadSettings, read_public
from cli import attendance, exporting, importing, importing_attendance, logs, meetings, standing
from cli.health import table_problems
from cli.opening import Which, open_house, stop
from domain.errors import Refused

app = typer.Typer(
    name="joinedup",
    help="Joined Up keeps a multi-agency partnership joined up.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
tables = typer.Typer(help="The database's tables.", no_args_is_help=True)
partnership = typer.Typer(help="The partnerships of this host.", no_args_is_help=True)
coordinator = typer.Typer(help="Who runs a partnership.", no_args_is_help=True)
audit = typer.Typer(help="The record of changes.", no_args_is_help=True)
term_dates = typer.Typer(help="School term dates.", no_args_is_help=True)
app.add_typer(tables, name="db")
app.add_typer(partnership, name="partnership")
app.add_typer(coordinator, name="coordinator")
app.add_typer(audit, name="audit")
app.add_typer(term_dates, name="terms")
app.add_typer(importing.app, name="import")
app.add_typer(attendance.app, name="attendance")
importing.app.command("events")(meetings.events)
importing.app.command("attendance")(importing_attendance.attendance)
app.command("export")(exporting.export)
app.command("standing")(standing.standing)

_out = Console()

Slug = Annotated[str, typer.Argument(help="A short name, such as main.")]


def run() -> None:
    """Run the command line. What can't be done is one sentence, and exit code 1."""
    logs.configure()
    try:
        app()
    except BadSettings as bad:
        stop(*bad.problems)
    except Refused as no:
        stop(no.sentence)
    except (OperationalError, InterfaceError) as error:
        stop(f"The database does not answer ({kind_of(error)}). Look at DATABASE_URL.")
    except SQLAlchemyError as error:
        stop(f"The database did not take this ({kind_of(error)}).")
    except OSError as error:
        about = f": {error.filename}" if error.filename else ""
        stop(f"The system did not allow this ({error.strerror or kind_of(error)}){about}")


@app.command()
def web(
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Instead of PORT.")] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "0.0.0.0",  # noqa: S104
) -> None:
    """Answer Slack and people's browsers."""
    from cli import serving  # noqa: PLC0415

    house = open_house(needs=("slack_signing_secret",))
    serving.web(house, host=host, port=house.settings.port if port is None else port)


@app.command()
def worker() -> None:
    """Send what is due, and do what the clock asks."""
    from cli import serving  # noqa: PLC0415

    serving.worker(open_house())


@app.command()
def inbound(
    eml: Annotated[
        str | None,
        typer.Option(help="Keep this one mail, - for standard input, and end: for a pipe."),
    ] = None,
    sender: Annotated[str | None, typer.Option(help="Its envelope's sender.")] = None,
    recipient: Annotated[
        list[str] | None, typer.Option(help="Its envelope's recipient; may be repeated.")
    ] = None,
    *,
    again: Annotated[
        bool, typer.Option("--again", help="Let mail that failed be read once more, and end.")
    ] = False,
) -> None:
    """Take mail that comes in: by SMTP at INBOUND_SMTP_PORT, or one mail by a pipe."""
    from cli import inbound as pipe  # noqa: PLC0415
    from cli import serving  # noqa: PLC0415

    if eml is not None:
        ended = pipe.take(eml, sender, recipient or [])
        if ended.sentence:
            typer.echo(ended.sentence, err=True)
        raise typer.Exit(ended.code)
    if again:
        _out.print(pipe.read_again(open_house()), markup=False, highlight=False)
        return
    serving.inbound(open_house(), say=lambda line: typer.echo(line, err=True))


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(help="Where the page is served, on this machine only.")
    ] = 8000,
    data: Annotated[Path, typer.Option(help="The folder everything is kept in.")] = Path(
        "data/demo"
    ),
    fresh: Annotated[bool, typer.Option(help="Begin anew.")] = False,  # noqa: FBT002 - a switch
    empty: Annotated[bool, typer.Option(help="Begin without partners.")] = False,  # noqa: FBT002 - the same
) -> None:
    """Try it all: a Slack, a post office and the bot, with no account, key or server."""
    from cli.demo import run as run_demo  # noqa: PLC0415

    run_demo(
        data, port=port, fresh=fresh, empty=empty, say=lambda line: _out.print(line, soft_wrap=True)
    )


@app.command()
def doctor(
    address: Annotated[
        str | None, typer.Argument(help="With --mail: whom to send a test invitation.")
    ] = None,
    *,
    mail: Annotated[
        bool, typer.Option("--mail", help="Send test mails, and wait for what comes back.")
    ] = False,
    wait: Annotated[int, typer.Option(min=0, help="Seconds to wait for that.")] = 300,
) -> None:
    """Say what is missing or wrong, a line each; exit code 1 if anything is."""
    from cli.doctor import examine, examine_mail  # noqa: PLC0415

    if address and not mail:
        raise Refused("To send a test invitation there, say: joinedup doctor --mail ADDRESS")
    found = examine_mail(address, wait=wait, say=typer.echo) if mail else examine()
    for line in found.lines:
        _out.print(line, highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(0 if found.well else 1)


@app.command()
def manifest() -> None:
    """Print Slack's app manifest for this installation (JSON)."""
    from bot.commands import TABLE  # noqa: PLC0415
    from bot.manifest import as_json  # noqa: PLC0415

    public = read_public()
    url = public.public_url or "https://joinedup.example.org"
    sys.stdout.write(as_json(TABLE, public_url=url, prefix=public.command_prefix))


@app.command(hidden=True)
def generate(
    *, check: Annotated[bool, typer.Option("--check", help="Only say which would change.")] = False
) -> None:
    """Make the files that are made from the code, in a checkout's root (`make generate`)."""
    from cli import generated  # noqa: PLC0415

    if not Path("pyproject.toml").exists():
        stop("This makes files of a checkout: run it in the root of one.")
    if check and (old := generated.stale(Path())):
        stop(*(f"{path} is not what the code says. Run: make generate" for path in old))
    for path in [] if check else generated.write(Path()):
        _out.print(path, markup=False, highlight=False)


@tables.command()
def upgrade(
    revision: Annotated[str, typer.Option(help="A revision, such as 0001, or +1.")] = "head",
) -> None:
    """Bring the tables up to date."""
    from db import schema  # noqa: PLC0415

    schema.upgrade(open_house(check=False).database, revision)


@tables.command(context_settings={"ignore_unknown_options": True})  # so that -1 is a revision
def downgrade(
    revision: Annotated[
        str, typer.Argument(help="A revision, such as 0001; -1: one back; base: no tables.")
    ],
) -> None:
    """Take the tables, and what they hold, back to an earlier revision."""
    from db import schema  # noqa: PLC0415

    schema.downgrade(open_house(check=False).database, revision)


@tables.command()
def check() -> None:
    """Say whether the tables are what this release expects."""
    from db import schema  # noqa: PLC0415

    database = open_house(check=False).database
    found = table_problems(database) or schema.drift(database)
    if found:
        stop(*found)
    _out.print("The tables are up to date.")


@partnership.command("add")
def add_partnership(
    slug: Slug,
    name: Annotated[str, typer.Option(help="What people call it.")],
    channel: Annotated[
        list[str] | None, typer.Option(help="A Slack channel id that means it; may be repeated.")
    ] = None,
) -> None:
    """Make another partnership on this host, in the workspace of SLACK_BOT_TOKEN if it is set."""
    from bot.failures import SlackFailed  # noqa: PLC0415
    from cli import first_start  # noqa: PLC0415

    try:
        made = first_start.add_partnership(
            open_house(), slug=slug, name=name, channels=channel or []
        )
    except SlackFailed as failed:
        stop(f"Slack could not be asked ({failed.code}). Nothing was changed; try again.")
    _out.print(f"{made} is made. In Slack, /joinedup setup does the rest.", markup=False)


@partnership.command("list")
def list_partnerships() -> None:
    """List the partnerships of this host."""
    from db import partnerships  # noqa: PLC0415

    with open_house().database.reading() as session:
        for each in partnerships.every(session):
            sys.stdout.write(f"{each.slug}\t{each.name}\n")


@coordinator.command("add")
def add_coordinator(
    who: Annotated[str, typer.Argument(help="A mail address or a Slack user id.")],
    partnership: Which = None,
) -> None:
    """Make somebody a coordinator, and greet them in Slack."""
    from bot.failures import SlackFailed  # noqa: PLC0415
    from cli import first_start  # noqa: PLC0415

    try:
        name = first_start.add_coordinator(open_house(), who=who, slug=partnership)
    except SlackFailed as failed:
        stop(f"Slack could not be asked ({failed.code}). Nothing was changed; try again.")
    _out.print(f"{name} is a coordinator.", markup=False, highlight=False)


@term_dates.command("import")
def import_terms(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A calendar: .ics")],
    partnership: Which = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Add them without asking.")] = False,
) -> None:
    """Add the school terms of a calendar file, shown first."""
    from cli.term_dates import bring  # noqa: PLC0415

    ask = None if yes else typer.confirm
    bring(open_house(), file, partnership, ask=ask, say=lambda line: _out.print(line, markup=False))


@audit.command()
def verify() -> None:
    """Prove that no entry of the record was changed or taken out, in all partnerships."""
    from db import audit as record  # noqa: PLC0415
    from db.tenancy import across_partnerships  # noqa: PLC0415

    house = open_house()
    with house.database.reading() as session, across_partnerships(session):
        wrong = record.verify(session, now=house.now())
        heads = record.heads(session)
    if wrong:
        stop(*(each.line for each in wrong))
    _out.print("The record is whole.")
    for partnership_id, number, chain_hash in heads:
        line = f"partnership {partnership_id}, link {number}, {chain_hash}"
        _out.print(f"Keep this line elsewhere: {line}", highlight=False, soft_wrap=True)
