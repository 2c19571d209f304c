"""An event's answers for coordinators: by sector, one seat's history, what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from slack_sdk.models.blocks import InteractiveElement

from bot.event_words import sentence_of
from bot.language import time_span
from bot.messages import event_answer_words as words
from bot.messages import layout, quorums
from bot.messages.event_answer_forms import RECORD, pack
from bot.messages.phoning import LIST
from bot.reply import Block, Message
from domain.answers import (
    KINDS,
    REASON_LEFT_OUT,
    REASONS,
    SOURCES,
    TELLERS,
    Deputising,
    Kind,
    Source,
    Teller,
)
from domain.event_answers import Counts, Line, Past, Seat, count
from domain.language import gettext as _
from domain.language import ngettext
from domain.quorum_forecasts import Forecast
from domain.when import WallSpan

PAGE = 15
"""Seats on one page: a paragraph each, with sectors between; a message takes 50."""

ANSWERS = "event.answers"
HISTORY = "event.answers.one"


@dataclass(frozen=True, slots=True)
class About:
    """The event that answers are about; `open`: it can be answered still.

    `waiting` counts what came by mail and waits for a coordinator's decision; `quorum` says how its
    quorum stands, to coordinators.
    """

    id: int
    title: str
    span: WallSpan
    answer_by: date
    today: date
    now: datetime
    open: bool = True
    waiting: int = 0
    quorum: Forecast | None = None


def page(about: About, lines: Sequence[Line], offset: int, *, coordinator: bool) -> Message:
    """Show a page of seats with how each stands; who may record answers finds how."""
    title = _("Answers: {title}").format(title=about.title)
    counts = summary(about, count(each.standing for each in lines if not each.seat.guest))
    shown = lines[offset : offset + PAGE]
    return layout.message(
        f"{title}. {counts}",
        layout.header(title),
        layout.plain(f"{time_span(about.span)}\n{counts}"),
        *_rows(about, shown, coordinator=coordinator),
        *_place(offset, len(shown), len(lines)),
        *(_undecided(about) if coordinator else []),
        *_quorum(about),
        layout.actions(
            *_turning(about, offset, len(lines)), *_ways(about, coordinator=coordinator)
        ),
    )


def summary(about: About, counts: Counts) -> str:
    """Say in a line how many answered what, and by when answers are due."""
    if not counts.total:
        return _("No seat is invited yet.")
    said = _("{counts}; {due}.").format(
        counts=words.counted(counts), due=words.due(about.answer_by, about.span, about.today)
    )
    return sentence_of(said)


def _rows(about: About, lines: Sequence[Line], *, coordinator: bool) -> list[Block]:
    rows: list[Block] = []
    for sector, own in groupby(lines, key=_heading):
        rows.append(layout.context(sector))
        rows += [_row(about, each, coordinator=coordinator) for each in own]
    return rows


def _heading(line: Line) -> str:
    if line.seat.guest:
        return _("Guests, who are not counted")
    return line.seat.sector or _("No sector yet")


def _row(about: About, line: Line, *, coordinator: bool) -> Block:
    said = [line.seat.called, words.whole(line, about.span, about.now)]
    said += [words.beside(line)] if coordinator else []
    return layout.plain(
        "\n".join(filter(None, said)), _button(about, line, coordinator=coordinator)
    )


def _button(about: About, line: Line, *, coordinator: bool) -> InteractiveElement | None:
    """Offer the history of what was answered, and to record what was not."""
    own = line.seat.invitation_id
    if line.standing.given_at is not None:
        spoken = _("History of {name}").format(name=line.seat.called)
        return layout.button(_("History"), HISTORY, str(own), spoken=spoken)
    if coordinator and about.open:
        spoken = _("Record an answer of {name}").format(name=line.seat.called)
        return layout.button(_("Record"), f"{RECORD}.seat", pack(about.id, own), spoken=spoken)
    return None


def _place(offset: int, shown: int, total: int) -> list[Block]:
    if total <= PAGE:
        return []
    said = _("{first} to {last} of {total}, by sector").format(
        first=offset + 1, last=offset + shown, total=total
    )
    return [layout.context(said)]


def _undecided(about: About) -> list[Block]:
    """Say what came by mail and is not recorded yet, and lead to it."""
    if not about.waiting:
        return []
    said = ngettext(
        "{n} message about this event came by mail and waits for your decision.",
        "{n} messages about this event came by mail and wait for your decision.",
        about.waiting,
    ).format(n=about.waiting)
    return [layout.plain(said, layout.button(_("What needs you"), "worklist.list"))]


def _quorum(about: About) -> list[Block]:
    """Say how its quorum stands, and lead to all of it."""
    if about.quorum is None:
        return []
    spoken = _("How the quorum stands")
    more = layout.button(_("Quorum"), quorums.SHOW, str(about.id), spoken=spoken)
    return [layout.plain(quorums.line(about.quorum), more)]


def _turning(about: About, offset: int, total: int) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    if offset:
        before = f"{about.id}~{max(offset - PAGE, 0)}"
        buttons.append(layout.button(_("Previous"), f"{ANSWERS}.before", before))
    if offset + PAGE < total:
        after = f"{about.id}~{offset + PAGE}"
        buttons.append(layout.button(_("Next"), f"{ANSWERS}.after", after))
    return buttons


def _ways(about: About, *, coordinator: bool) -> list[InteractiveElement]:
    event = layout.button(_("Event page"), "event.show", str(about.id))
    if not coordinator or not about.open:
        return [event]
    return [layout.button(_("Record an answer"), RECORD, pack(about.id)), event]


def history(
    about: About, line: Line, found: Sequence[Past], total: int, *, coordinator: bool
) -> Message:
    """Show what was answered for one seat, the latest first."""
    title = _("Answers of {name}").format(name=line.seat.called)
    left = total - len(found)
    more = ngettext("{n} earlier answer", "{n} earlier answers", left).format(n=left)
    rows = [layout.plain(_past(about, each, line.seat, coordinator=coordinator)) for each in found]
    record = layout.button(
        _("Record an answer"), f"{RECORD}.seat", pack(about.id, line.seat.invitation_id)
    )
    back = layout.button(_("All answers"), ANSWERS, str(about.id))
    return layout.message(
        f"{title}. {about.title}.",
        layout.header(title),
        layout.plain(f"{about.title}\n{time_span(about.span)}"),
        *(rows or [layout.plain(_("Nothing was answered yet."))]),
        *([layout.context(more)] if left else []),
        layout.actions(*([record] if coordinator and about.open else []), back),
    )


def _past(about: About, past: Past, seat: Seat, *, coordinator: bool) -> str:
    when = words.moment(past.at, about.span)
    said = _("{when}: {answer}, {way}").format(
        when=when, answer=_answer(past), way=_(SOURCES[past.source])
    )
    lines = [said + (_(" (this stands)") if past.stands else "")]
    lines += [_who(past, seat)]
    if past.was is not None and past.was != about.span:
        lines.append(_("Answered for {when}").format(when=time_span(past.was)))
    if coordinator and past.reason is not None:
        lines.append(_("Reason: {reason}").format(reason=_(REASONS[past.reason])))
    if coordinator and past.comment:
        lines.append(_("Comment: {comment}").format(comment=past.comment))
    return "\n".join(filter(None, lines))


def _answer(past: Past) -> str:
    if past.kind is Kind.DEPUTY and past.deputy:
        return _("{answer}, {deputy}").format(answer=_(KINDS[past.kind]), deputy=past.deputy)
    return _(KINDS[past.kind])


def _who(past: Past, seat: Seat) -> str:
    """Say who gave an answer, and who wrote it down for them."""
    if not past.recorded_by:
        return _("Given by {name}").format(name=past.by) if past.by else ""
    told = past.told_by
    if told is None or (seat.guest and told is Teller.LEAD):
        return _("Recorded by {name}").format(name=past.recorded_by)
    return _("Told by {who}, recorded by {name}").format(
        who=_(TELLERS[told]), name=past.recorded_by
    )


def recorded(about: About, before: Line, after: Line, *, left_out: bool = False) -> Message:
    """Confirm what stands now, and say what it took the place of.

    `left_out`: a reason was chosen that does not go with the answer.
    """
    said = _("{name}: {answer}.").format(name=after.seat.called, answer=words.stands(after))
    lines = [
        f"{said} {_how(about, after)}",
        f"{about.title}\n{time_span(about.span)}",
        _instead(about, before),
    ]
    lines += [_next(after), _(REASON_LEFT_OUT) if left_out else ""]
    phoned = after.standing.source is Source.PHONE
    phone = [layout.button(_("Phone list"), LIST, str(about.id))] if phoned else []
    return layout.message(
        f"{said} {about.title}.",
        *(layout.plain(each) for each in lines if each),
        layout.actions(
            layout.button(_("Record another"), RECORD, pack(about.id)),
            *phone,
            layout.button(_("All answers"), ANSWERS, str(about.id)),
        ),
    )


def _how(about: About, line: Line) -> str:
    way, at = line.standing.source, line.standing.given_at
    if way is None or at is None:
        return ""
    return _("Recorded {way}, {when}.").format(
        way=_(SOURCES[way]), when=words.moment(at, about.span)
    )


def _instead(about: About, before: Line) -> str:
    given = before.standing.given_at
    if given is None:
        return _("It is the first answer for this event.")
    way = before.standing.source
    return _("It takes the place of: {answer}, {way}, {when}.").format(
        answer=words.stands(before),
        way=_(SOURCES[way]) if way is not None else "",
        when=words.moment(given, about.span),
    )


def _next(after: Line) -> str:
    """Say what follows from it."""
    state = after.standing.deputising
    if state is Deputising.HELD:
        return _("The address is not one of the partner's, so you decide first: see your worklist.")
    if state is Deputising.ASKED:
        return _("{deputy} gets the invitation now, and the lead is told.").format(
            deputy=after.deputy
        )
    if after.standing.kind is Kind.UNSURE:
        return _("They are asked once more when answers are due.")
    return _("They get no more reminders to answer.")
