"""What is said about the partnership itself: welcome, help, and which one is meant."""

from collections.abc import Callable, Iterable
from itertools import groupby

from bot.marks import mark
from bot.messages import layout
from bot.reply import Message
from bot.routing import Command
from domain.language import gettext as _


def welcome(*, samples: bool) -> Message:
    """Greet a new coordinator (wording.md, first ten minutes); with sample data where it fits."""
    me = _("I'm Joined Up.")
    rehearsal = _("You are in rehearsal: nothing reaches partners until you go live.")
    steps = _("Three steps, about ten minutes.")
    buttons = [layout.button(_("Start"), "partnership.setup", main=True)]
    if samples:
        buttons.append(layout.button(_("Look round with sample data"), "sample.lay"))
    return layout.message(
        f"{me} {rehearsal}",
        layout.marked(f"{me} *{rehearsal}* {steps}"),
        layout.actions(*buttons),
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
