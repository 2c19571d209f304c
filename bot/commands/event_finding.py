"""Which event a command, button or form is about: found by its title, or by its id."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.commands.entries import id_of
from bot.grammar import nearest, unquoted
from bot.messages import event_choices as messages
from bot.messages import layout
from bot.reply import Answer, Reply
from bot.routing import Request
from db import event_changes, event_pages, events
from db.events import Shown
from db.models import Series
from domain import typed_occurrences
from domain.errors import Refused
from domain.events import Status
from domain.language import gettext as _
from domain.typed_occurrences import NamedDay

MOST = 8
"""Events that are offered where a title was not understood."""

Then = Callable[[list[Shown], str], Answer]
"""What is done with the events of a title, the next first, and with the rest of what was typed."""


def by_title(
    request: Request,
    session: Session,
    *,
    action: str,
    title: str,
    then: Then,
    changes: bool = False,
    day_follows: bool = False,
) -> Answer:
    """Find the events that a command names, by a title and perhaps a date of it.

    `action` does the same for one that is chosen. What `changes` an event is offered those to come
    only, and asks rather than taking the next. With `day_follows`, a date may be no date of it.
    """
    if not request.text:
        return messages.which(action, title, _coming(request, session, changes=changes))
    called, rest = event_pages.named_in(session, unquoted(request.text), now=request.now)
    if not called:
        return unknown(request, session, action=action, changes=changes)
    found = _changeable(request, called) if changes else called
    day, after = _day_in(request, rest)
    own = _of_day(session, called, found, day) if day is not None else []
    if len(own) == 1 or (own and not changes):
        if changes:
            event_changes.refuse_unless_coming(own[0].event, request.now)
        return then(own, after)
    is_doubtful = day is not None or (changes and bool(rest) and len(found) > 1)
    if own or (is_doubtful and not day_follows):
        return _ask(own, found, day.typed if day else rest, action)
    return then(found, rest)


def _day_in(request: Request, rest: str) -> tuple[NamedDay | None, str]:
    return typed_occurrences.take(rest, now=request.now, zone=request.partnership.zone)


def _changeable(request: Request, called: list[Shown]) -> list[Shown]:
    """Give those that have not begun; `Refused`, saying why, where none is left."""
    found = [each for each in called if _may_change(each, request.now)]
    if not found:
        event_changes.refuse_unless_coming(called[0].event, request.now)
    return found


def _may_change(shown: Shown, now: datetime) -> bool:
    return shown.event.status == Status.SCHEDULED and shown.event.begins_at > now


def _of_day(
    session: Session, called: list[Shown], found: list[Shown], day: NamedDay
) -> list[Shown]:
    """Give what is on a day that was typed: of those to come, else the latest of all."""
    named = [each for each in found if day.is_of(each.event.begins)]
    if not named:
        keys = {each.series.title_key for each in called}
        every = events.titled(session, keys)
        named = [each for each in every if day.is_of(each.event.begins)][:1]
    month = [(each.event.begins.year, each.event.begins.month) for each in named]
    return [each for each, own in zip(named, month, strict=True) if own == month[0]]


def _ask(own: list[Shown], found: list[Shown], typed: str, action: str) -> Answer:
    """Offer the dates of a title, where what was typed is none of them, or several."""
    says = (
        _("“{text}” may be several dates of “{title}”. Which one do you mean?")
        if own
        else _("I don't find “{text}” among the dates of “{title}”. Which one do you mean?")
    )
    said = says.format(text=layout.short(typed, layout.QUOTED), title=found[0].event.title)
    return Reply(messages.offer(said, [_offered(each) for each in (own or found)[:MOST]], action))


def _coming(request: Request, session: Session, *, changes: bool) -> list[messages.Offered]:
    found = events.coming(session, now=request.now)
    return [_offered(each) for each in found if not changes or _may_change(each, request.now)]


def unknown(request: Request, session: Session, *, action: str, changes: bool = False) -> Answer:
    """Say that a title is not known, and offer the nearest; `Refused` where none is near."""
    typed = layout.short(request.text, layout.QUOTED)
    offered = _near(request, session, changes=changes)[:MOST]
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


def _near(request: Request, session: Session, *, changes: bool) -> list[tuple[str, Shown]]:
    """List titles near to what was typed, each with its event of the day that was, or its next."""
    titles = event_pages.titles(session)
    head, day = _apart(request)
    typed = (request.text.casefold(), head.casefold())
    parts = [each for each in titles if any(text in each.casefold() for text in typed)]
    near = dict.fromkeys([*parts, *nearest(request.text, titles), *nearest(head, titles)])
    offered = []
    for title in near:
        found = events.called(session, title, now=request.now)
        own = [each for each in found if not changes or _may_change(each, request.now)]
        on_day = [each for each in own if day is not None and day.is_of(each.event.begins)]
        offered += [(title, each) for each in (on_day or own)[:1]]
    return offered


def _apart(request: Request) -> tuple[str, NamedDay | None]:
    """Part what was typed into what is rather a title, and the date or "to" after it."""
    words = request.text.split()
    for n in range(1, len(words)):
        head, rest = " ".join(words[:n]), " ".join(words[n:])
        try:
            day = _day_in(request, rest)[0]
        except Refused:
            day = None
        if day is not None or words[n].casefold() == "to":
            return head.strip(" ,"), day
    return request.text, None


def _offered(each: Shown) -> messages.Offered:
    return each.event.id, each.event.title, events.span_of(each.event)


def _words(request: Request) -> list[str]:
    """List the words of the command that the first one typed may have been."""
    verbs = [each.verb for each in request.commands if each.noun == "/event" and each.verb]
    return nearest(request.word, verbs) if request.word else []


def pressed(request: Request, session: Session) -> Shown:
    """Give the event that a button, a menu or a form is about, to be read."""
    own = request.id_in("event") or id_of(request, "event") or request.number
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
    found = events.locked(session, id_of(request, "series") or request.number)
    if found is None:
        raise Refused(_("This series is no longer there. Please look at the list again."))
    return found
