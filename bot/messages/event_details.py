"""What an event says besides its time: the form that changes it, which shows first what would be.

What was entered may be longer than what a window carries along: so what would change stands above
the fields that hold it, in the same form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.event_words import due_now
from bot.messages import event_change_forms as forms
from bot.messages import event_change_previews as previews
from bot.messages import event_fields, fields, layout
from bot.reply import Block, Modal
from domain.event_pages import Effect
from domain.events import MAX_TEXT, Details
from domain.language import gettext as _
from domain.language import ngettext
from domain.names import MAX_NAME
from domain.when import WallSpan

SAVE = "event.details.save"


@dataclass(frozen=True, slots=True)
class Look:
    """What sending would change, a line each, and whom it tells."""

    lines: Sequence[str]
    effect: Effect


def form(
    found: Details,
    span: WallSpan,
    answer_by: date,
    state: dict[str, Any],
    note: str = "",
    *,
    single: bool,
    extent: str = forms.ONE,
    look: Look | None = None,
) -> Modal:
    """Ask what an event says; with a `look`, show what would change, and send that."""
    one = _("This event only")
    every = _("All to come, but for those that were changed by themselves")
    return Modal(
        callback=SAVE,
        title=_("Change details"),
        submit=_send(look.effect) if look is not None else _("Preview"),
        close=_("Cancel"),
        state=state,
        instead=True,
        blocks=(
            *forms.first(found.title, span, note),
            *(_looked(look) if look is not None else ()),
            *forms.extent({"extent": extent}, single=single, one=one, every=every),
            *_texts(found),
            fields.day(
                "answer_by",
                event_fields.name("answer_by"),
                initial=answer_by,
                hint=_("Of this event alone."),
            ),
        ),
    )


def _looked(look: Look) -> list[Block]:
    said = [_("This would change:"), *(f"• {each}" for each in look.lines)]
    nothing = _("Nothing has been changed yet. Send it below, or change something first.")
    return [
        layout.plain("\n".join(said)),
        layout.plain(previews.will_hear(look.effect)),
        *previews.waits(look.effect),
        layout.context(nothing),
        layout.divider(),
    ]


def _send(effect: Effect) -> str:
    """Name what sends it: Send to 9 people."""
    if not effect.people:
        return _("Save")
    n = effect.people
    said = ngettext("Send to {n} person", "Send to {n} people", n).format(n=n)
    return said if len(said) <= layout.TITLE else _("Send")


def differing(old: Details, new: Details, due: tuple[date, date]) -> list[str]:
    """Say field by field what would be otherwise; of long texts only that they are new."""
    pairs = {
        "title": (old.title, new.title),
        "place": (old.place, new.place),
        "joining": (old.joining or old.link, new.joining or new.link),
        "agenda": (old.agenda, new.agenda),
        "priorities": (", ".join(old.priorities), ", ".join(new.priorities)),
    }
    lines = [_line(name, *each) for name, each in pairs.items() if each[0] != each[1]]
    return [*lines, *([due_now(due[1])] if due[0] != due[1] else [])]


_LONG = {"joining", "agenda"}


def _line(name: str, was: str, now: str) -> str:
    if not now:
        return event_fields.line(name, _("taken away"))
    if name in _LONG:
        return event_fields.line(name, _("a new text") if was else _("added"))
    new = event_fields.line(name, layout.short(now, layout.QUOTED))
    return (
        _("{new}. It was: {old}").format(new=new, old=layout.short(was, layout.QUOTED))
        if was
        else new
    )


def _texts(found: Details) -> list[Block]:
    """Ask for what an event says, a field each."""
    paste = _("Or paste a whole Teams or Zoom joining block.")
    return [
        fields.text("title", event_fields.name("title"), initial=found.title, most=MAX_NAME),
        _long("place", found.place, paste),
        _long("joining", found.joining),
        _long("agenda", found.agenda, _("Please no detail of any child or family.")),
        _long(
            "priorities",
            "\n".join(found.priorities),
            _("Those that it serves, one a line. For all of a series at once."),
        ),
    ]


def _long(name: str, initial: str, hint: str | None = None) -> Block:
    return fields.text(
        name,
        event_fields.name(name),
        initial=initial,
        lines=True,
        most=MAX_TEXT,
        optional=True,
        hint=hint,
    )
