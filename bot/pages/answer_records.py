"""What the forms of the page to answer on record: one answer for all, one each, or a deputy's."""

from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urlencode

from bot.pages import answer_forms as forms
from bot.pages.forms import WHICH
from bot.pages.standing import FINE, is_stale, seen
from bot.pages.visits import Visit
from bot.routing import number_in
from db import answer_pages, answering, event_links
from db.answer_pages import AnswerPage, Own
from db.models import Event
from domain.answers import Kind, Reason, Source, clean_comment, read_kind, read_reason
from domain.errors import Refused
from domain.language import gettext as _

LEFT = "left"
"""What the address of the next page carries where a reason was left out."""

COMMENT = "comment"
"""The field of a comment; to the page where a deputy is named, its address carries it."""


class _Said(NamedTuple):
    """What was chosen for one seat, or by a guest."""

    own: Own
    kind: Kind
    reason: Reason | None


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
    left = {LEFT: "reason"} if _is_left_out(page, visit) else {}
    if deputy_for:
        return _to_deputy(page.shown.event, visit, deputy_for, left)
    return visit.by(visit.link, f"?{urlencode({'recorded': 1, **left})}")


def _is_left_out(page: AnswerPage, visit: Visit) -> bool:
    """Say whether somebody chose a reason for another answer than apologies."""
    fields = [("answer", "reason", page.own)]
    fields += [(f"answer-{each.id}", f"reason-{each.id}", (each,)) for each in page.own]
    return any(
        visit.typed.one(answer) != Kind.APOLOGIES
        and visit.typed.one(reason) not in {"", forms.given_by(own, visit, "reason")}
        for answer, reason, own in fields
    )


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
    kind, comment = read_kind(visit.typed.one("answer")), _comment(visit)
    reason = read_reason(visit.typed.one("reason"))
    if kind is Kind.DEPUTY:
        return {each.id for each in page.seats}
    why = reason if kind is Kind.APOLOGIES else None
    said = (kind, why, comment or None, visit.person.id)
    new = {
        each.id
        for each in page.own
        if (answer := each.invited.answer) is None
        or each.invited.standing.stale
        or (answer.kind, answer.reason, answer.comment, answer.given_by) != said
    }
    if new:  # to send a form twice changes nothing
        _give(page, visit, kind, new, why, comment)
    return set()


def _apart(page: AnswerPage, visit: Visit) -> set[int]:
    """Record an answer for each seat where it is another now; gives those that send a deputy.

    A seat whose answer stays as the form had it keeps what was said beside it, by whomever. A new
    comment alone is for all of them.
    """
    said, comment = _each(page, visit), _comment(visit)
    plain = [each for each in said if each.kind is not Kind.DEPUTY]
    new = [each for each in plain if not _stays(each, visit)]
    if not new and comment != forms.given_by(page.own, visit, COMMENT):
        new = plain
    for each in new:
        _give(page, visit, each.kind, {each.own.id}, each.reason, comment)
    sent = [each.own for each in said if each.kind is Kind.DEPUTY]
    return {each.id for each in sent if each.invited.standing.kind is not Kind.DEPUTY}


def _each(page: AnswerPage, visit: Visit) -> list[_Said]:
    """Read what was chosen for each seat. Raises `Refused` where nothing was."""
    found = []
    for own in page.own:
        if typed := visit.typed.one(f"answer-{own.id}"):
            kind, name = read_kind(typed, field=f"answer-{own.id}"), f"reason-{own.id}"
            reason = read_reason(visit.typed.one(name), field=name)
            found.append(_Said(own, kind, reason if kind is Kind.APOLOGIES else None))
    if not found:
        raise Refused(
            _("Please choose an answer for at least one seat."),
            field=f"answer-{page.own[0].id}" if page.own else None,
        )
    return found


def _stays(said: _Said, visit: Visit) -> bool:
    """Say whether an answer is what the form had at first, and still holds."""
    standing = said.own.invited.standing
    reason = forms.given_by([said.own], visit, "reason")
    return standing.kind is said.kind and not standing.stale and (said.reason or "") == reason


def _comment(visit: Visit) -> str:
    return clean_comment(visit.typed.one(COMMENT))


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


def _to_deputy(
    event: Event, visit: Visit, invitations: Collection[int], more: dict[str, str]
) -> str:
    """Give where the deputy is named; nothing is recorded for those seats before that."""
    own = event_links.issue(visit.session, visit.person.id, event, now=visit.now)
    comment = _comment(visit)
    carried = {"for": "~".join(map(str, sorted(invitations))), **more}
    carried |= {COMMENT: comment} if comment else {}
    return visit.by(own.deputy, f"?{urlencode(carried, safe='~')}")
