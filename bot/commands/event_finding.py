"""Which event a command, button or form is about: found by its title, or by its id."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.grammar import nearest, unquoted
from bot.messages import event_choices as messages
from bot.messages import layout
from bot.reply import Answer, Reply
from bot.routing import Request, number_in
from db import event_pages, events
from db.events import Shown
from db.models import Series
from domain.errors import Refused
from domain.language import gettext as _

MOST = 8
"""Events that are offered where a title was not understood."""

Then = Callable[[list[Shown], str], Answer]
"""What is done with the events of a title, the next first, and with the rest of what was typed."""


def by_title(request: Request, session: Session, *, action: str, title: str, then: Then) -> Answer:
    """Find the events that a command names; `action` does the same for one that is chosen."""
    if not request.text:
        return messages.which(action, title, _coming(request, session))
    found, rest = event_pages.named_in(session, unquoted(request.text), now=request.now)
    return then(found, rest) if found else unknown(request, session, action=action)


def _coming(request: Request, session: Session) -> list[messages.Offered]:
    found = events.coming(session, now=request.now)
    return [(each.event.id, each.event.title, events.span_of(each.event)) for each in found]


def unknown(request: Request, session: Session, *, action: str) -> Answer:
    """Say that a title is not known, and offer the nearest; `Refused` where none is near."""
    typed = layout.short(request.text, layout.QUOTED)
    titles = event_pages.titles(session)
    parts = [each for each in titles if request.text.casefold() in each.casefold()]
    near = [*parts, *nearest(request.text, titles)]
    found = {each: events.called(session, each, now=request.now) for each in dict.fromkeys(near)}
    offered = [(name, shown[0]) for name, shown in found.items() if shown][:MOST]
    words = _words(request)
    if not offered and not words:
        raise Refused(
            _("I don't know an event or a word “{text}”. {command} lists what is coming.").format(
                text=typed, command=request.write("/event")
            )
        )
    names = [*words, *(name for name, _shown in offered[:3])]
    choices = _(" or ").join(f"“{each}”" for each in dict.fromkeys(names))
    said = _("I don't know “{text}”. Did you mean {choices}?").format(text=typed, choices=choices)
    return Reply(messages.offer(said, [_offered(each) for _name, each in offered], action))


def _offered(each: Shown) -> messages.Offered:
    return each.event.id, each.event.title, events.span_of(each.event)


def _words(request: Request) -> list[str]:
    """List the words of the command that the first one typed may have been."""
    verbs = [each.verb for each in request.commands if each.noun == "/event" and each.verb]
    return nearest(request.word, verbs) if request.word else []


def pressed(request: Request, session: Session) -> Shown:
    """Give the event that a button, a menu or a form is about, to be read."""
    own = request.id_in("event") or in_state(request, "event") or request.number
    return known(session, own)


def known(session: Session, event_id: int) -> Shown:
    """Give an event by its id. Raises `Refused` where there is none."""
    found = events.by_id(session, event_id)
    if found is None:
        raise Refused(_("This event is no longer there. Please look at the list again."))
    return found


def held(request: Request, session: Session) -> Shown:
    """Give the event that is to be changed: whoever else would waits until we are done."""
    found = pressed(request, session)
    series = events.locked(session, found.series.id)
    assert series is not None  # noqa: S101 - series are never taken away
    session.refresh(found.event)
    return replace(found, series=series)


def whole(request: Request, session: Session) -> Series:
    """Give the series that a button or form is about, to be changed as a whole."""
    found = events.locked(session, in_state(request, "series") or request.number)
    if found is None:
        raise Refused(_("This series is no longer there. Please look at the list again."))
    return found


def in_state(request: Request, name: str) -> int:
    """Give the id that a form carries; 0, which is nobody's, for anything else."""
    return number_in(str(request.state.get(name, "")))
