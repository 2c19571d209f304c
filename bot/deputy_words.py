"""What letters and cards say of deputies in the same words (wording.md, D6)."""

from collections.abc import Sequence

from bot import event_words as words
from domain.answers import Deputising
from domain.askings import CHOICES, Asking
from domain.deputies import Notice
from domain.language import gettext as _


def after_no() -> dict[str, str]:
    """Give what a lead can do whose deputy can't come, by choice."""
    return {"deputy": _("Name another deputy"), **_own("attending", "apologies")}


def instead() -> dict[str, str]:
    """Give what a lead can do whose deputy was asked after silence, by choice."""
    return _own("attending", "deputy", "apologies")


def _own(*choices: str) -> dict[str, str]:
    return {each: _(CHOICES[each]) for each in choices}


def after_silence(partners: Sequence[str]) -> list[str]:
    """Ask a deputy whose lead did not answer."""
    return [
        _("We have no answer yet for {partners}'s seat.").format(partners=words.listed(partners)),
        _("Could you represent it, or tell us who will? An answer from either of you is enough."),
    ]


def heading(told: Notice, asking: Asking) -> str:
    """Say in a line what a notice is about."""
    titles = {
        Deputising.ASKED: _("Your deputy is asked: {title}, {day}"),
        Deputising.HELD: _("Your deputy waits for the business unit: {title}, {day}"),
    }
    if told.after_silence:
        titles[Deputising.ASKED] = _("We have asked your deputy: {title}, {day}")
    otherwise = _("Your deputy cannot come: {title}, {day}")
    if told.state is Deputising.REFUSED:
        otherwise = _("Your deputy was not asked: {title}, {day}")
    title = titles.get(told.state, otherwise)
    return title.format(title=asking.title, day=words.bare_day(asking.span.begins))


def notice(told: Notice, asking: Asking) -> list[str]:
    """Tell the lead of a seat how it stands with a deputy, a paragraph each."""
    deputy = _("the {role}").format(role=told.deputy) if told.by_role else told.deputy
    facts = {
        "deputy": deputy,
        "who": words.sentence_of(deputy),
        "partners": words.listed(told.partners),
        "day": words.bare_day(asking.span.begins),
        "event": words.at_the(asking.title),
    }
    return [each.format(**facts) for each in _said(told)]


def _said(told: Notice) -> list[str]:
    if told.after_silence and told.state is Deputising.ASKED:
        return [
            _("We have no answer yet for {partners}'s seat at {event} on {day}."),
            _("So we have asked {deputy}. An answer from either of you is enough."),
        ]
    match told.state:
        case Deputising.ASKED:
            return [
                _("Thank you. {who} is asked to represent {partners} on {day}."),
                _("We will tell you if they cannot. You don't need to do more."),
            ]
        case Deputising.HELD:
            return [
                _("Thank you. You named {deputy} to represent {partners} on {day}."),
                _(
                    "Their address is outside your organisation's, so the business unit looks at "
                    "it first. You don't need to do more."
                ),
            ]
        case Deputising.REFUSED:
            return [
                _("The business unit has not asked {deputy} to represent {partners} on {day}."),
                _("Please name another deputy, or answer otherwise."),
            ]
        case _other:
            return [_("{who} cannot come on {day}.")]
