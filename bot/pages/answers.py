"""The page that the answers in a mail open: one press records, and later what stands is changed.

Opening it records nothing, whatever its address says: programs open the links of mails too.
"""

from collections.abc import Collection

from starlette.routing import BaseRoute

from bot.language import long_day, time_span
from bot.pages import answer_forms as forms
from bot.pages.event_parts import is_open, status, whom_to_ask
from bot.pages.forms import WHICH
from bot.pages.parts import Done, Facts, Heading, Link, Links, Page, Paragraph, Part, Words
from bot.pages.standing import FINE, is_stale, known, seen, stands, still_fine
from bot.pages.visits import Pages, Visit
from bot.routing import number_in
from db import answer_pages, answering, event_links, events
from db.answer_pages import AnswerPage, Own
from db.models import Event
from domain.answers import Deputising, Kind, Reason, Source, clean_comment, read_kind, read_reason
from domain.errors import Refused
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
        return [done, *notes, *stands(page, visit), Paragraph(change), _facts(page)]
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


def record(visit: Visit) -> str | None:
    """Record what was answered, and lead to where it stands."""
    page = answer_pages.of(
        visit.session, visit.person.id, visit.link.subject_id, changes=True, now=visit.now
    )
    if page is None or not page.is_asked:
        return None
    form, deputy_for = visit.typed.one(WHICH), set[int]()
    if form == FINE:
        _still_fine(page, visit)
    elif form.startswith(forms.REPRESENT):
        _represent(page, visit)
    elif form == forms.APART:
        deputy_for = _apart(page, visit)
    else:
        deputy_for = _together(page, visit)
    if deputy_for:
        return _to_deputy(page.shown.event, visit, deputy_for)
    return visit.by(visit.link, "?recorded=1")


def _still_fine(page: AnswerPage, visit: Visit) -> None:
    if is_stale(page):
        answering.still_fine(
            visit.session,
            page.shown,
            visit.person.id,
            source=Source.LINK,
            at=visit.now,
            span=seen(visit, page.shown.event),
            now=visit.now,
        )


def _represent(page: AnswerPage, visit: Visit) -> None:
    """Record whether somebody who was named as a deputy can come."""
    field = visit.typed.one(WHICH)
    kind = read_kind(visit.typed.one(field), field=field)
    if kind not in {Kind.ATTENDING, Kind.APOLOGIES}:
        raise Refused(_("Please choose one of the answers."), field=field)
    own = {number_in(each) for each in visit.typed.one(forms.FOR).split("~")}
    only = own & {each.row.invitation_id for each in page.named}
    if not only:
        raise Refused(_("You are not asked any more: another answer has taken its place."))
    _give(page, visit, kind, only, None, "")


def _together(page: AnswerPage, visit: Visit) -> set[int]:
    """Record one answer for all; gives the invitations that a deputy is to be named for."""
    kind = read_kind(visit.typed.one("answer"))
    if kind is Kind.DEPUTY:
        return {each.id for each in page.seats}
    reason, comment = read_reason(visit.typed.one("reason")), _comment(visit)
    _given_anew(page, visit, page.own, kind, reason, comment)
    return set()


def _apart(page: AnswerPage, visit: Visit) -> set[int]:
    """Record an answer for each seat that has one; gives those that send a deputy."""
    chosen = [
        (each, read_kind(typed, field=f"answer-{each.id}"))
        for each in page.own
        if (typed := visit.typed.one(f"answer-{each.id}"))
    ]
    if not chosen:
        raise Refused(
            _("Please choose an answer for at least one seat."),
            field=f"answer-{page.own[0].id}" if page.own else None,
        )
    comment = _comment(visit)
    for each, kind in chosen:
        if kind is not Kind.DEPUTY:
            name = f"reason-{each.id}"
            reason = read_reason(visit.typed.one(name), field=name)
            _given_anew(page, visit, [each], kind, reason, comment)
    sent = [each for each, kind in chosen if kind is Kind.DEPUTY]
    return {each.id for each in sent if each.invited.standing.kind is not Kind.DEPUTY}


def _comment(visit: Visit) -> str:
    return clean_comment(visit.typed.one("comment"))


def _given_anew(
    page: AnswerPage,
    visit: Visit,
    own: Collection[Own],
    kind: Kind,
    reason: Reason | None,
    comment: str,
) -> None:
    """Record an answer, unless just this stands already: to send a form twice changes nothing."""
    why = reason if kind is Kind.APOLOGIES else None
    said = (kind, why, comment or None, visit.person.id)
    new = {
        each.id
        for each in own
        if (answer := each.invited.answer) is None
        or each.invited.standing.stale
        or (answer.kind, answer.reason, answer.comment, answer.given_by) != said
    }
    if new:
        _give(page, visit, kind, new, reason, comment)


def _give(
    page: AnswerPage,
    visit: Visit,
    kind: Kind,
    only: Collection[int],
    reason: Reason | None,
    comment: str,
) -> None:
    answering.answer(
        visit.session,
        page.shown,
        visit.person.id,
        kind,
        source=Source.LINK,
        at=visit.now,
        span=seen(visit, page.shown.event),
        reason=reason,
        comment=comment,
        only=only,
        now=visit.now,
    )


def _to_deputy(event: Event, visit: Visit, invitations: Collection[int]) -> str:
    """Give where the deputy is named; nothing is recorded before that."""
    own = event_links.issue(visit.session, visit.person.id, event, now=visit.now)
    chosen = "~".join(map(str, sorted(invitations)))
    return visit.by(own.deputy, f"?for={chosen}")
