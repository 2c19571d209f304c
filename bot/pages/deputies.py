"""The page where a seat names its deputy for one event: a standing one by one press, or another."""

from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.routing import BaseRoute

from bot.event_words import listed
from bot.language import time_span
from bot.pages.answer_records import COMMENT, LEFT
from bot.pages.event_parts import is_open, status, whom_to_ask
from bot.pages.forms import WHICH, Button, Form, Line
from bot.pages.parts import (
    Done,
    Facts,
    Heading,
    Link,
    Links,
    Page,
    Paragraph,
    Part,
    Words,
)
from bot.pages.standing import carried, seen, stands
from bot.pages.visits import Pages, Visit
from bot.routing import number_in
from db import answer_pages, deputies, event_links, events
from db.answer_pages import AnswerPage, Own
from db.models import NamedDeputy, Person
from domain.answers import REASON_LEFT_OUT, Deputising, Kind, Source, clean_comment
from domain.errors import Refused
from domain.language import gettext as _

STANDING, OTHER = "standing", "other"
"""The names of the forms."""

FOR = "for"
"""What carries the invitations that a deputy is named for; without it, all seats."""


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path of the page to send a deputy on."""
    return [pages.route(f"/{event_links.DEPUTY}/{{token}}", event_links.DEPUTY, show, record)]


def show(visit: Visit) -> Page | None:
    """Ask who comes instead. Whoever has no seat to send somebody for sees nothing."""
    page = answer_pages.of(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    if page is None or not page.seats:
        return None
    title = _("Send a deputy: {title}").format(title=page.shown.event.title)
    return Page(title, [*_parts(page, visit), *_back(page, visit), *whom_to_ask(visit.partnership)])


def _parts(page: AnswerPage, visit: Visit) -> list[Part]:
    event = page.shown.event
    chosen = _chosen(page, visit.query.get(FOR, "")) or list(page.seats)
    notes = status(page.seen, visit)
    when: list[tuple[str, Words]] = [(_("When"), time_span(events.span_of(event)))]
    if not is_open(event, visit.now):
        over = _("This event is off, has begun or is over: there is nothing to answer any more.")
        return [Paragraph(over, "lead"), *notes, Facts(when)]
    if "recorded" in visit.query and any(
        each.invited.standing.kind is Kind.DEPUTY for each in page.seats
    ):
        return [_done(page), *notes, *stands(page, visit), Facts(when)]
    when.append((_("For"), "\n".join(each.whose.where for each in chosen)))
    when += [(_("You add"), added)] if (added := _comment(visit)) else []
    left = [Paragraph(_(REASON_LEFT_OUT))] if LEFT in visit.query else []
    return [
        *left,
        *notes,
        Facts(when),
        *_one_only(page, chosen, visit),
        *_standing(page, chosen, visit),
        *_other(page, chosen, visit),
    ]


def _done(page: AnswerPage) -> Done:
    held = any(each.invited.standing.deputising is Deputising.HELD for each in page.seats)
    if held:
        return Done(
            _("Thank you. It is recorded."),
            _("The business unit looks at the address before we ask them."),
        )
    return Done(
        _("Thank you. Your deputy is asked."),
        _("We will tell you if they cannot. You don’t need to do more."),
    )


def _chosen(page: AnswerPage, text: str) -> list[Own]:
    """Give the seats that a deputy is named for: those that are said, all where none is."""
    ids = {number_in(each) for each in text.split("~")}
    return [each for each in page.seats if not text or each.id in ids]


def _one_only(page: AnswerPage, chosen: Sequence[Own], visit: Visit) -> list[Part]:
    """Let who has several seats name a deputy for one of them."""
    if len(page.seats) == 1:
        return []
    ways = [
        Link(
            _("Only for {seat}").format(seat=each.whose.where),
            _way(visit, [each.id]),
        )
        for each in page.seats
        if [each] != list(chosen)
    ]
    if len(chosen) < len(page.seats):
        ways.append(Link(_("For all my seats"), _way(visit, [])))
    return [Links(ways)]


def _standing(page: AnswerPage, chosen: Sequence[Own], visit: Visit) -> list[Part]:
    """Offer the standing deputies that all these seats share, one press each."""
    people = _shared(page, chosen, visit)
    if not people:
        return []
    buttons = [Button(text=_called(each), name="person", value=str(each.id)) for each in people]
    form = Form(
        to=_here(visit), name=STANDING, buttons=buttons, carried=_carried(page, chosen, visit)
    )
    return [Heading(_("Ask a standing deputy")), form]


def _shared(page: AnswerPage, chosen: Sequence[Own], visit: Visit) -> list[Person]:
    found = [
        deputies.standing_deputies(visit.session, page.shown, each.invited.invitation)
        for each in chosen
    ]
    ids = [{person.id for person in each} for each in found]
    own = visit.person.id
    return [each for each in found[0] if each.id != own and all(each.id in one for one in ids)]


def _called(person: Person) -> str:
    if not person.job_title:
        return _("Ask {name}").format(name=person.name)
    return _("Ask {name}, {job}").format(name=person.name, job=person.job_title)


def _other(page: AnswerPage, chosen: Sequence[Own], visit: Visit) -> list[Part]:
    partners = listed(list(dict.fromkeys(each.whose.partner for each in chosen)))
    hint = _("We ask them there, and say that you named them. Please tell them that you did.")
    held = _(
        "An address that is not of {partners} is looked at by the business unit before we ask."
    )
    form = Form(
        to=_here(visit),
        name=OTHER,
        fields=[
            Line(name="name", label=_("Their name")),
            Line(name="address", label=_("Their work mail address"), hint=hint, kind="email"),
        ],
        buttons=[Button(text=_("Ask this deputy"))],
        carried=_carried(page, chosen, visit),
    )
    heading = _("Ask somebody else") if _shared(page, chosen, visit) else _("Who comes?")
    return [Heading(heading), form, Paragraph(held.format(partners=partners), "small")]


def _here(visit: Visit) -> str:
    only = visit.query.get(FOR, "")
    ids = "~".join(str(number) for each in only.split("~") if (number := number_in(each)))
    return visit.by(visit.link, f"?for={ids}" if ids else "")


def _way(visit: Visit, ids: Sequence[int]) -> str:
    """Give the address of this page for some seats, or for all, with what is added."""
    said = {FOR: "~".join(map(str, ids)), COMMENT: _comment(visit)}
    said = {name: each for name, each in said.items() if each}
    return visit.by(visit.link, f"?{urlencode(said, safe='~')}" if said else "")


def _comment(visit: Visit) -> str:
    """Give what was added to the answer on the page before; the forms of this one carry it."""
    return visit.typed.one(COMMENT) or visit.query.get(COMMENT, "")


def _carried(page: AnswerPage, chosen: Sequence[Own], visit: Visit) -> dict[str, str]:
    ids, comment = "~".join(str(each.id) for each in chosen), _comment(visit)
    return {**carried(page.shown.event), FOR: ids, **({COMMENT: comment} if comment else {})}


def _back(page: AnswerPage, visit: Visit) -> list[Part]:
    live = event_links.live(visit.session, visit.person.id, page.shown.event.id, now=visit.now)
    ways = {
        event_links.ANSWER: _("Answer in another way"),
        event_links.PAGE: _("Agenda and papers"),
    }
    links = [Link(text, visit.by(live[each])) for each, text in ways.items() if each in live]
    return [Links(links)] if links else []


def record(visit: Visit) -> str | None:
    """Name the deputy, and lead to what was recorded."""
    page = answer_pages.of(
        visit.session, visit.person.id, visit.link.subject_id, changes=True, now=visit.now
    )
    if page is None or not page.seats:
        return None
    chosen = _chosen(page, visit.typed.one(FOR))
    if not chosen:
        raise Refused(_("You are not asked for this seat any more. Please look at the page again."))
    if visit.typed.one(WHICH) == STANDING:
        _send(page, chosen, visit, person_id=number_in(visit.typed.one("person")))
    else:
        _send(page, chosen, visit, name=visit.typed.one("name"), address=visit.typed.one("address"))
    return visit.by(visit.link, "?recorded=1")


def _send(
    page: AnswerPage,
    chosen: Sequence[Own],
    visit: Visit,
    *,
    person_id: int | None = None,
    name: str = "",
    address: str = "",
) -> list[NamedDeputy]:
    return deputies.send(
        visit.session,
        page.shown,
        [each.invited.invitation for each in chosen],
        person_id=person_id,
        name=name,
        address=address,
        source=Source.LINK,
        at=visit.now,
        by=visit.person.id,
        span=seen(visit, page.shown.event),
        comment=clean_comment(visit.typed.one(COMMENT)),
        now=visit.now,
    )
