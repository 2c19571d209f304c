"""How it stands with somebody's answers, as pages say it, and the time that a form was about."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language import long_date
from bot.pages.forms import Button, Form
from bot.pages.parts import Facts, Heading, Notice, Part
from bot.pages.visits import Visit
from db import events
from db.answer_pages import AnswerPage, Named, Own
from db.models import Answer, Event
from domain.answers import KINDS, SOURCES, Deputising, Kind
from domain.language import gettext as _
from domain.when import WallSpan

SEEN = "seen"
"""The field of a form that carries the time of the event as its page showed it."""

FINE = "fine"
"""The form that confirms what stands."""


def carried(event: Event) -> dict[str, str]:
    """Give what a form carries, so that an answer is for the time that its giver saw."""
    span = events.span_of(event)
    return {SEEN: f"{span.begins.isoformat()}/{span.ends.isoformat()}"}


def seen(visit: Visit, event: Event) -> WallSpan | None:
    """Read the time that a form was about; None where it says none."""
    begins, _slash, ends = visit.typed.one(SEEN).partition("/")
    try:
        first, last = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
    except ValueError:
        return None
    if first.tzinfo or last.tzinfo or last <= first:
        return None
    return WallSpan(first, last, event.zone)


def known(page: AnswerPage) -> bool:
    """Say whether anything was answered that stands."""
    return any(each.invited.answer for each in page.own) or any(
        each.row.state != Deputising.ASKED for each in page.named
    )


def stands(page: AnswerPage, visit: Visit) -> list[Part]:
    """Say what was answered, for each seat, by which way and when."""
    if not known(page):
        return []
    lines = [(_whose(each), _own(each, visit)) for each in page.own]
    lines += [(each.whose.where, _named(each)) for each in page.named]
    return [Heading(_("Your answer")), Facts(lines)]


def still_fine(page: AnswerPage, visit: Visit) -> list[Part]:
    """Let what was answered for another time be confirmed by one press."""
    if not is_stale(page):
        return []
    ask = _("Something has changed since you answered.")
    button = Button(text=_("Still fine"))
    form = Form(
        to=visit.by(visit.link), name=FINE, buttons=[button], carried=carried(page.shown.event)
    )
    return [Notice(_("Is your answer still right?"), ask), form]


def is_stale(page: AnswerPage) -> bool:
    """Say whether anything that was answered has to be confirmed."""
    own = any(each.invited.standing.stale and each.invited.standing.kind for each in page.own)
    return own or any(each.stale for each in page.named)


def _whose(own: Own) -> str:
    return own.whose.where if own.is_seat else _("As a guest")


def _own(own: Own, visit: Visit) -> str:
    standing, answer = own.invited.standing, own.invited.answer
    if answer is None or standing.source is None:
        return _("No answer yet")
    kind = standing.kind
    said = [
        _deputy(own) if answer.kind == Kind.DEPUTY else _sentence(_(KINDS[kind or Kind.UNSURE]))
    ]
    when = _("Answered {source}, {when}.")
    said.append(
        when.format(source=_(SOURCES[standing.source]), when=moment(visit, answer.given_at))
    )
    if answer.comment and is_theirs(answer, visit.person.id):
        said.append(_("You added: {comment}").format(comment=answer.comment))
    return "\n".join(said)


def is_theirs(answer: Answer, person_id: int) -> bool:
    """Say whether somebody gave an answer themselves: nobody else reads what stands beside it."""
    return answer.given_by == person_id and answer.recorded_by is None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _deputy(own: Own) -> str:
    deputy = own.invited.deputy
    if deputy is None:
        return _("Sending a deputy.")
    match Deputising(deputy.state):
        case Deputising.HELD:
            said = _(
                "Sending a deputy: {name}. "
                "The business unit looks at the address first, then asks them."
            )
        case Deputising.ASKED:
            said = _("Sending a deputy: {name}. They are asked, and have not replied yet.")
        case Deputising.AGREED:
            said = _("Sending a deputy: {name}. They said that they can come.")
        case Deputising.DECLINED:
            said = _("{name} cannot come. Please answer again.")
        case Deputising.REFUSED:
            said = _("The business unit could not ask {name}. Please answer again.")
        case _:
            said = _("Sending a deputy: {name}.")
    return said.format(name=deputy.name)


def _named(named: Named) -> str:
    match Deputising(named.row.state):
        case Deputising.AGREED:
            return _("You can represent them.")
        case Deputising.DECLINED:
            return _("You cannot represent them.")
        case _:
            return _("No answer yet")


def moment(visit: Visit, at: datetime) -> str:
    """Write when something was, by the partnership's clock."""
    local = at.astimezone(ZoneInfo(visit.partnership.zone))
    return _("{day}, {time}").format(day=long_date(local.date()), time=f"{local:%H:%M}")
