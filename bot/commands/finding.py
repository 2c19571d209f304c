"""Which partner a command, button or form is about: found by name, never guessed."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.grammar import nearest
from bot.messages import layout, organisation_forms
from bot.messages import organisations as messages
from bot.reply import Answer, Reply
from bot.routing import Request
from db import organisations
from db.organisations import Named, Several
from domain.errors import Refused
from domain.language import gettext as _

MOST = 8
"""Partners that are offered where a name was not understood."""

MANY = 10_000

Then = Callable[[Named, str], Answer]
"""What is done with a partner that was found, and with the rest of what was typed."""


def by_name(
    request: Request, session: Session, *, verb: str, action: str, title: str, then: Then
) -> Answer:
    """Find the partner that a command names; where that is not clear, ask which is meant.

    `action` is the button that does the same for a partner that is chosen.
    """
    if not request.text:
        return organisation_forms.which(action, title)
    try:
        found = organisations.named_in(session, request.text, day=request.day)
    except Several as several:
        offered = [(each.id, each.name) for each in several.choices]
        return Reply(messages.choices(several.sentence, offered[:MOST], action))
    if found is not None:
        return then(*found)
    return unknown(request, session, verb=verb, action=action)


def unknown(
    request: Request, session: Session, *, verb: str, action: str, verbs: tuple[str, ...] = ()
) -> Answer:
    """Say that a name is not known, and offer those it may have been. Raises `Refused` for none."""
    typed = layout.short(request.text, layout.QUOTED)
    with_verb = organisations.named(session, f"{verb} {request.text}", day=request.day)
    near = [with_verb] if with_verb is not None else _near(session, request)
    words = _words(request, session, verbs)
    if not near and not words:
        raise Refused(
            _(
                "I don't know a partner or a word “{text}”. {command} help lists what I know."
            ).format(text=typed, command=request.write("/partner"))
        )
    names = [*words, *(each.name for each in near[:3])]
    choices = _(" or ").join(f"“{each}”" for each in dict.fromkeys(names))
    sentence = _("I don't know “{text}”. Did you mean {choices}?").format(
        text=typed, choices=choices
    )
    return Reply(messages.choices(sentence, [(each.id, each.name) for each in near], action))


def _words(request: Request, session: Session, verbs: tuple[str, ...]) -> list[str]:
    """List the words of commands that the first word may have been, where the rest fits one.

    A name of several words begins with a word that merely looks like one.
    """
    if not request.word:
        return []
    rest = request.text.partition(" ")[2]
    if rest and organisations.named(session, rest, day=request.day) is None:
        return []
    return nearest(request.word, list(verbs))


def _near(session: Session, request: Request) -> list[Named]:
    """List the partners that a text is part of, then those whose names are spelled nearly so."""
    everybody = organisations.page(session, day=request.day, offset=0, limit=MANY)
    by_name = {each.name: each for each in everybody}
    parts = organisations.like(session, request.text, day=request.day, limit=MOST)
    spelled = [by_name[name] for name in nearest(request.text, list(by_name))]
    return list({each.id: each for each in (*parts, *spelled)}.values())[:MOST]


def chosen(request: Request, session: Session) -> Named:
    """Give the partner that is to be changed: chosen in a field, or what a button is about.

    An old message may be about one that was merged since: that one is the other now.
    Raises `Refused` where there is no such partner.
    """
    return today(request, session, shown(request, session).id)


def shown(request: Request, session: Session) -> Named:
    """Give the partner that is to be read: one that was merged since is still itself.

    Raises `Refused` where there is no such partner.
    """
    own = request.id_in("organisation") or _in_state(request) or request.number
    return known(request, session, own)


def today(
    request: Request, session: Session, organisation_id: int, *, field: str | None = None
) -> Named:
    """Give who a partner is today, after every merge. Raises `Refused` for an unknown one."""
    own = organisations.surviving(session, [organisation_id], request.day)[organisation_id]
    return known(request, session, own, field=field)


def _in_state(request: Request) -> int:
    own = request.state.get("organisation")
    return own if isinstance(own, int) else 0


def about(request: Request, session: Session) -> Named:
    """Give the partner that a form carries along and changes.

    Raises `Refused` where there is none, and where it was merged since: what the form holds is
    not about the other.
    """
    found = known(request, session, _in_state(request))
    now = today(request, session, found.id)
    if now != found:
        raise Refused(
            _("{name} is part of {other} now. Please open the page of {other} instead.").format(
                name=found.name, other=now.name
            )
        )
    return found


def known(
    request: Request, session: Session, organisation_id: int, *, field: str | None = None
) -> Named:
    """Give a partner by its id, a closed or merged one too. Raises `Refused` for an unknown one."""
    found = organisations.called(session, [organisation_id], day=request.day)
    if organisation_id not in found:
        raise Refused(_("This partner is no longer on the register."), field=field)
    return found[organisation_id]
