"""What is said about arrangements: which version of who sits where holds, and since when."""

from collections.abc import Sequence
from datetime import date

from bot.messages import fields, layout
from bot.messages.people import from_until
from bot.reply import Block, Modal
from db.models import Arrangement
from domain.language import gettext as _
from domain.names import MAX_NAME


def blocks(known: Sequence[Arrangement], day: date, *, may_change: bool) -> list[Block]:
    """List the arrangements, the earliest first: the last five of them."""
    none = _("No arrangements yet: the version of who sits where, such as “New arrangements”.")
    shown = [] if known else [layout.plain(none)]
    for each in known[-5:]:
        now = _("in force today") if each.span.holds(day) else ""
        days = from_until(each.since, each.until)
        text = ", ".join(filter(None, (f"{each.name}\n{capital(days)}", now)))
        spoken = _("Edit {name}").format(name=each.name)
        edit = layout.button(_("Edit"), "arrangement.edit", str(each.id), spoken=spoken)
        shown.append(layout.plain(text, edit if may_change else None))
    if may_change:
        new = layout.button(_("New arrangements"), "arrangement.new")
        shown.append(layout.actions(new))
    return shown


def capital(text: str) -> str:
    """Begin a sentence with a capital letter."""
    return f"{text[:1].upper()}{text[1:]}"


def form(day: date, arrangement: Arrangement | None = None) -> Modal:
    """Ask for new arrangements, or for what is different about some."""
    ends = _("They end the arrangements before. What was before stays as it was.")
    return Modal(
        callback="arrangement.change" if arrangement else "arrangement.create",
        title=_("Edit arrangements") if arrangement else _("New arrangements"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"arrangement": arrangement.id} if arrangement else {},
        blocks=(
            *([] if arrangement else [layout.plain(ends)]),
            fields.text(
                "name",
                _("Name"),
                initial=arrangement.name if arrangement else "",
                most=MAX_NAME,
                hint=_("For example “New arrangements”."),
            ),
            fields.day("since", _("From"), initial=arrangement.since if arrangement else day),
        ),
    )
