"""What is said about the partnership itself: welcome, overview, set-up, help."""

from collections.abc import Callable, Iterable
from itertools import groupby

from bot.marks import mark
from bot.messages import fields, layout
from bot.reply import Block, HomeView, Message, Modal
from bot.routing import Command
from db.models import Partnership
from domain.language import gettext as _
from domain.language import ngettext
from domain.names import MAX_NAME


def welcome() -> Message:
    """Greet a new coordinator (wording.md, first ten minutes)."""
    me = _("I'm Joined Up.")
    rehearsal = _("You are in rehearsal: nothing reaches partners until you go live.")
    steps = _("Three steps, about ten minutes.")
    return layout.message(
        f"{me} {rehearsal}",
        layout.marked(f"{me} *{rehearsal}* {steps}"),
        layout.actions(layout.button(_("Start"), "partnership.setup", main=True)),
    )


def overview_blocks(partnership: Partnership, *, partners: int, coordinator: bool) -> list[Block]:
    """Lay out what there is and what can be done next, for messages and the Home tab."""
    count = ngettext("{n} partner on the register.", "{n} partners on the register.", partners)
    facts = [count.format(n=partners)]
    if partnership.live_at is None:
        facts.append(_("In rehearsal: nothing reaches partners until you go live."))
    unfinished = coordinator and partnership.set_up_at is None
    if unfinished:
        facts.append(_("Not set up yet: that takes about a minute."))
    setup = layout.button(_("Set up"), "partnership.setup", main=unfinished)
    new = layout.button(_("New partner"), "organisation.new", main=not unfinished)
    first = ([setup, new] if unfinished else [new, setup]) if coordinator else []
    partners_button = layout.button(_("Partners"), "organisation.list")
    help_button = layout.button(_("Help"), "partnership.help")
    buttons = [*first, partners_button, help_button]
    return [
        layout.header(partnership.name),
        layout.plain(" ".join(facts)),
        layout.actions(*buttons),
    ]


def overview(partnership: Partnership, *, partners: int, coordinator: bool) -> Message:
    """Say what there is and what can be done next."""
    blocks = overview_blocks(partnership, partners=partners, coordinator=coordinator)
    facts = blocks[1]["text"]["text"]
    return layout.message(f"{partnership.name}. {facts}", *blocks)


def home(partnership: Partnership, *, partners: int, coordinator: bool) -> HomeView:
    """Fill the Home tab."""
    blocks = overview_blocks(partnership, partners=partners, coordinator=coordinator)
    return HomeView(tuple(blocks))


def setup_form(partnership: Partnership) -> Modal:
    """Ask for what a partnership needs before anything else."""
    return Modal(
        callback="partnership.set_up",
        title=_("Set up"),
        submit=_("Save"),
        close=_("Cancel"),
        blocks=(
            fields.text(
                "name", _("Name of the partnership"), initial=partnership.name, most=MAX_NAME
            ),
            fields.text(
                "zone",
                _("Time zone"),
                initial=partnership.zone,
                hint=_("Meetings are planned in it. For example Europe/London."),
            ),
            fields.private_channel(
                "channel",
                _("Coordinators' channel"),
                initial=partnership.coordinators_channel,
                hint=_("A private channel, shared with no other organisation. Invite me first."),
            ),
            fields.text(
                "mailbox",
                _("Reply mailbox"),
                initial=partnership.reply_mailbox or "",
                optional=True,
                hint=_("Where partners' questions go, for example unit@example.org."),
            ),
        ),
    )


def is_set_up(name: str) -> Message:
    """Confirm the set-up, and name the next step."""
    done = _("Saved. {name} is set up.").format(name=name)
    following = _("Next: add your partners.")
    return layout.message(
        done,
        layout.plain(f"{done} {following}"),
        layout.actions(
            layout.button(_("New partner"), "organisation.new", main=True),
            layout.button(_("All partners"), "organisation.list"),
        ),
    )


def help_on(commands: Iterable[Command], write: Callable[[str], str]) -> Message:
    """List what can be asked, in the order of the table, which begins with the most used."""
    nouns = [list(own) for _noun, own in groupby(commands, key=lambda each: each.noun)]
    title = _("What you can ask me")
    return layout.message(
        title,
        layout.header(title),
        *(layout.marked("\n".join(_line(each, write) for each in own)) for own in nouns),
        layout.context(_("Names with several words need no quotes. Only you see the answers.")),
    )


def _line(command: Command, write: Callable[[str], str]) -> str:
    arguments = _(command.arguments) if command.arguments else ""
    typed = " ".join(filter(None, (write(command.noun), command.verb, arguments)))
    return f"`{typed}`  {_(command.summary)}"


def which(choices: Iterable[tuple[str, str]], value: str) -> Message:
    """Ask which partnership is meant, where a workspace has several; choices: (slug, name)."""
    question = _("Which partnership is this for?")
    rows = []
    for slug, name in choices:
        row = layout.actions(layout.button(name, "partnership.choose", value))
        rows.append(row | {"block_id": mark(slug)})
    return layout.message(question, layout.plain(question), *rows)
