"""What is said of answers to whoever gave them: how each stands, when and how it was recorded."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.event_words import bare_day, listed, near_day
from domain import answered
from domain.answered import Coming, Own
from domain.answers import KINDS, SOURCES, Deputising
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.when import WallSpan

_DEPUTY = {
    Deputising.HELD: N_("The business unit looks at the address of {deputy} first."),
    Deputising.ASKED: N_(
        "{deputy} is asked to represent you. We will tell you if they cannot. "
        "You don't need to do more."
    ),
    Deputising.AGREED: N_("{deputy} will represent you."),
}


def lines(own: Sequence[Own], span: WallSpan) -> list[str]:
    """Say how each of somebody's answers stands, those alike in one line."""
    return [_line(each, span) for each in answered.alike(own)]


def _line(alike: Sequence[Own], span: WallSpan) -> str:
    first = alike[0]
    kind = first.standing.kind
    assert kind is not None  # noqa: S101 - only what was answered is put together
    said = _("Your answer: {answer}.").format(answer=_(KINDS[kind]))
    if names := partners(alike):
        said = _("{partners}: {answer}.").format(partners=names, answer=_(KINDS[kind]))
    return " ".join(filter(None, (said, _recorded(first, span), _of_deputy(first))))


def _recorded(each: Own, span: WallSpan) -> str:
    """Say when an answer was given, and by which way."""
    at, source = each.standing.given_at, each.standing.source
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(span.zone))
    same = local.year == span.begins.year
    day = bare_day(local.date()) if same else near_day(local.date(), span.begins.date())
    when = {"day": day, "time": f"{local:%H:%M}"}
    if source is None:
        return _("Recorded {day}, {time}.").format(**when)
    return _("Recorded {how}, {day}, {time}.").format(how=_(SOURCES[source]), **when)


def _of_deputy(each: Own) -> str:
    state = each.standing.deputising
    if each.named or state not in _DEPUTY:
        return ""
    return _(_DEPUTY[state]).format(deputy=each.deputy)


def partners(own: Sequence[Own]) -> str:
    """Name whose seats they are, each partner once; nothing for a guest."""
    return listed(list(dict.fromkeys(each.partner for each in own if each.partner)))


def fell_through(own: Sequence[Own]) -> list[str]:
    """Say of whose deputy it is known that they can't come."""
    said = []
    for each in answered.open_ones(own):
        if each.standing.deputising is Deputising.DECLINED:
            said.append(_("{deputy} cannot come.").format(deputy=each.deputy))
        elif each.standing.deputising is Deputising.REFUSED:
            said.append(_("The business unit can't invite {deputy}.").format(deputy=each.deputy))
    return said


def coming(found: Coming) -> str:
    """Say how many will be represented: 9 yes, 3 deputies."""
    many = []
    if found.attending:
        many.append(_("{n} yes").format(n=found.attending))
    if found.deputies:
        deputies = ngettext("{n} deputy", "{n} deputies", found.deputies)
        many.append(deputies.format(n=found.deputies))
    return _("Coming so far: {counts}.").format(counts=", ".join(many))


def seat(each: Own) -> str:
    """Name one of several seats of somebody: whose it is, and where."""
    if not each.partner:
        return _("You, as a guest")
    return f"{each.partner}, {each.body}" if each.body else each.partner
