"""What people need at an event: for coordinators, on a page of its own."""

from collections.abc import Sequence

from bot.language import time_span
from bot.messages import layout
from bot.reply import Message
from domain.language import gettext as _
from domain.when import WallSpan

_ON_A_PAGE = 40
_ROOM = 2900


def listing(title: str, span: WallSpan, needs: Sequence[tuple[str, str]], kept: int) -> Message:
    """List names with what they need; `kept` days after the event it is deleted."""
    private = _("Private: for this event’s arrangements only. Deleted {days} days after it.")
    shown = [layout.plain(layout.short(f"{name}\n{text}", _ROOM)) for name, text in needs]
    more = len(needs) - _ON_A_PAGE
    rest = _("And {n} more. Please deal with these first.").format(n=more)
    nobody = _("Nobody has told us of any access needs.")
    return layout.message(
        _("Access needs: {title}").format(title=title),
        layout.header(_("Access needs: {title}").format(title=title)),
        layout.plain(time_span(span)),
        *(shown[:_ON_A_PAGE] or [layout.plain(nobody)]),
        *([layout.context(rest)] if more > 0 else []),
        layout.context(private.format(days=kept)),
    )
