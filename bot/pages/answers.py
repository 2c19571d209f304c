"""The page that the answers in a mail open: one press records, and later what stands is changed.

What its forms record is in bot/pages/answer_records.py.
Opening it records nothing, whatever its address says: programs open the links of mails too.
"""

from starlette.routing import BaseRoute

from bot.language import long_day, time_span
from bot.pages import answer_forms as forms
from bot.pages.answer_records import LEFT, record
from bot.pages.event_parts import is_open, status, whom_to_ask
from bot.pages.parts import Done, Facts, Heading, Link, Links, Page, Paragraph, Part, Words
from bot.pages.standing import known, stands, still_fine
from bot.pages.visits import Pages, Visit
from db import answer_pages, event_links, events
from db.answer_pages import AnswerPage
from domain.answers import REASON_LEFT_OUT, Deputising, Kind
from domain.events import Status
from domain.language import gettext as _


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path of the page to answer on."""
    return [pages.route(f"/{event_links.ANSWER}/{{token}}", event_links.ANSWER, show, record)]


def show(visit: Visit) -> Page | None:
    """Ask for an answer, or show what stands. Whoever is not asked any more sees nothing."""
    page = answer_pages.of(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    if page is None:
        return None
    parts = _parts(page, visit)
    return Page(
        _("Your answer: {title}").format(title=page.shown.event.title),
        [*parts, *_elsewhere(page, visit), *whom_to_ask(visit.partnership)],
    )


def _parts(page: AnswerPage, visit: Visit) -> list[Part]:
    if not is_open(page.shown.event, visit.now):
        return _too_late(page, visit)
    notes = status(page.seen, visit)
    if not page.is_asked:
        return [Paragraph(_("You are not asked about this event yourself."), "lead"), *notes]
    if "recorded" in visit.query and known(page):
        done = Done(_("Thank you. Your answer is recorded."), _next(page))
        change = Link(_("Change my answer"), visit.by(visit.link))
        left = [Paragraph(_(REASON_LEFT_OUT))] if LEFT in visit.query else []
        return [done, *left, *notes, *stands(page, visit), Paragraph(change), _facts(page)]
    return [
        *notes,
        _facts(page),
        *stands(page, visit),
        *still_fine(page, visit),
        *_asking(page, visit),
    ]


def _next(page: AnswerPage) -> str:
    """Say what is left to do, or that nothing is."""
    kinds = {each.invited.standing.kind for each in page.own}
    if None in kinds or any(each.row.state == Deputising.ASKED for each in page.named):
        return _("Another of your seats has no answer yet. You can change that below.")
    if Kind.UNSURE in kinds:
        return _("We ask once more when answers are due.")
    return _("You don’t need to do more.")


def _asking(page: AnswerPage, visit: Visit) -> list[Part]:
    """Ask: as a deputy, and for one's own seats, for all of them at once or apart."""
    several, apart = max(len(page.own), len(page.named)) > 1, "separately" in visit.query
    parts: list[Part] = [Heading(_("Change my answer"))] if known(page) else []
    if several and not apart:
        separately = Link(_("Answer separately"), visit.by(visit.link, "?separately=1"))
        parts.append(Paragraph((_("This answers for all your seats. "), separately)))
    parts += forms.represent(page, visit)
    if page.own:
        parts.append((forms.apart if several and apart else forms.together)(page, visit))
    if several and apart:
        parts.append(Paragraph(Link(_("Give one answer for all"), visit.by(visit.link))))
    return parts


def _facts(page: AnswerPage) -> Facts:
    event, seats = page.shown.event, page.seen.seats
    lines: list[tuple[str, Words]] = [(_("When"), time_span(events.span_of(event)))]
    lines += [(_("Where"), event.place)] if event.place else []
    lines += [(_("You are asked for"), "\n".join(seats))] if seats else []
    lines.append((_("Please answer by"), long_day(event.answer_by)))
    return Facts(lines)


def _too_late(page: AnswerPage, visit: Visit) -> list[Part]:
    event = page.shown.event
    if event.status == Status.CANCELLED:
        said = _("There is nothing to answer: this event is cancelled.")
    else:
        said = _("This event has begun or is over, so there is nothing to answer any more.")
    when = Facts([(_("When"), time_span(events.span_of(event)))])
    return [Paragraph(said, "lead"), *status(page.seen, visit), when]


def _elsewhere(page: AnswerPage, visit: Visit) -> list[Part]:
    """Lead to the reader's other pages of this event."""
    event = page.shown.event
    left = [each.row.state == Deputising.DECLINED for each in page.named]
    if not page.own and left and all(left):
        return []  # whoever declined to stand in is not invited any more
    live = event_links.live(visit.session, visit.person.id, event.id, now=visit.now)
    offered = [(event_links.PAGE, _("Agenda, place and papers"))]
    if is_open(event, visit.now) and page.is_asked:
        offered.append((event_links.ACCESS, _("Access needs? Tell us privately")))
        offered += [(event_links.HOLDER, _("Tell us who holds the seat"))] if page.seats else []
    links = [Link(text, visit.by(live[each])) for each, text in offered if each in live]
    return [Links(links)] if links else []
