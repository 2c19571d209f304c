"""Lists of events: what is coming, what is over, drafts, and series by their rule."""

from collections.abc import Sequence

from slack_sdk.models.blocks import InteractiveElement

from bot import language
from bot.event_words import listed, sentence_of
from bot.messages import layout
from bot.messages.event_answer_words import counted
from bot.reply import Block, Message
from domain.event_pages import DraftLine, EventLine, Events, Invited, SeriesLine
from domain.events import Status
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.rule_words import described

PAGE = 10
"""Events on one page."""

MOST_DRAFTS = 20
MOST_SERIES = 20
"""Series in the list: two blocks each, and a message takes 50."""

MARKS = {
    Status.DRAFT: N_("Draft: nobody has heard of it"),
    Status.SCHEDULED: N_("Scheduled"),
    Status.HELD: N_("Held"),
    Status.ABANDONED: N_("Abandoned"),
    Status.CANCELLED: N_("Cancelled"),
}


def coming(found: Events, *, may_change: bool) -> Message:
    """List coming events, and drafts below them."""
    if not found.total and not found.drafts:
        return _nothing_comes(may_change=may_change)
    title = ngettext("{n} event to come", "{n} events to come", found.total).format(n=found.total)
    return layout.message(
        _heard(title, found),
        layout.header(title),
        *(_line(each) for each in found.lines),
        *_place(found),
        *_drafts(found.drafts if may_change else ()),
        layout.actions(
            *_turning("event.page", found.offset, found.total),
            *_news(may_change=may_change),
            layout.button(_("Series"), "event.series"),
            layout.button(_("Past"), "event.past"),
        ),
    )


def past(found: Events) -> Message:
    """List what is over or was cancelled."""
    title = ngettext("{n} past event", "{n} past events", found.total).format(n=found.total)
    none = layout.plain(_("No event is over yet, and none was cancelled."))
    return layout.message(
        _heard(title, found),
        layout.header(title),
        *([_line(each) for each in found.lines] or [none]),
        *_place(found),
        layout.actions(
            *_turning("event.past_page", found.offset, found.total),
            layout.button(_("Coming events"), "event.list"),
        ),
    )


def _nothing_comes(*, may_change: bool) -> Message:
    nothing = _("No event is planned.")
    if not may_change:
        past_ones = layout.button(_("Past"), "event.past")
        return layout.message(nothing, layout.plain(nothing), layout.actions(past_ones))
    first = _("Plan the first: a title, a day, and whom to invite. Or import this year's meetings.")
    return layout.message(
        nothing,
        layout.plain(f"{nothing} {first}"),
        layout.actions(
            *_news(may_change=may_change),
            layout.button(_("Import meetings"), "event.import.open"),
            layout.button(_("Past"), "event.past"),
        ),
    )


def _news(*, may_change: bool) -> list[InteractiveElement]:
    return [layout.button(_("New event"), "event.new", main=True)] if may_change else []


def _heard(title: str, found: Events) -> str:
    drafts = len(found.drafts)
    waiting = ngettext("{n} draft", "{n} drafts", drafts).format(n=drafts)
    return f"{title}. {waiting}." if drafts else f"{title}."


def _place(found: Events) -> list[Block]:
    if found.total <= PAGE:
        return []
    said = _("Events {first} to {last} of {total}").format(
        first=found.offset + 1, last=found.offset + len(found.lines), total=found.total
    )
    return [layout.context(said)]


def _turning(action: str, offset: int, total: int, page: int = PAGE) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    if offset:
        before = str(max(offset - page, 0))
        buttons.append(layout.button(_("Previous"), f"{action}.before", before))
    if offset + page < total:
        buttons.append(layout.button(_("Next"), f"{action}.after", str(offset + page)))
    return buttons


def _drafts(drafts: Sequence[DraftLine]) -> list[Block]:
    """Show below all else what is not sent yet: one draft itself, several in a line."""
    if not drafts:
        return []
    if len(drafts) == 1:
        return [layout.divider(), layout.plain(_draft_words(drafts[0]), _finish(drafts[0]))]
    n = len(drafts)
    said = ngettext(
        "{n} draft that nobody has heard of", "{n} drafts that nobody has heard of", n
    ).format(n=n)
    return [layout.divider(), layout.plain(said, layout.button(_("Drafts"), "event.drafts"))]


def drafts(found: Sequence[DraftLine], offset: int) -> Message:
    """List a page of drafts, the latest first, each with a button to look at it and send it."""
    n = len(found)
    offset = offset if offset < n else 0
    title = ngettext("{n} draft", "{n} drafts", n).format(n=n)
    shown = list(reversed(found))[offset : offset + MOST_DRAFTS]
    return layout.message(
        f"{title}.",
        layout.header(title),
        *(layout.plain(_draft_words(each), _finish(each)) for each in shown),
        layout.actions(
            *_turning("event.drafts", offset, n, MOST_DRAFTS),
            layout.button(_("Coming events"), "event.list"),
        ),
    )


def _draft_words(each: DraftLine) -> str:
    rule = [sentence_of(described(each.rule))] if each.rule else []
    over = [_("its date has passed")] if each.over else []
    marks = " · ".join([_(MARKS[Status.DRAFT]), *over, *rule])
    return f"{each.title}\n{language.time_span(each.span)}\n{marks}"


def _finish(each: DraftLine) -> InteractiveElement:
    spoken = _("Look at the draft {title}").format(title=each.title)
    return layout.button(_("Look and send"), "event.preview", str(each.series_id), spoken=spoken)


def _line(each: EventLine) -> Block:
    marks = [_mark(each)]
    marks += [_("moved")] if each.moved and each.status is Status.SCHEDULED else []
    marks += [_("in a series")] if each.by_rule else []
    marks.append(invited(each.invited))
    lines = [each.title, language.time_span(each.span), " · ".join(marks)]
    if each.answers.total and each.status is not Status.CANCELLED and not each.recorded:
        lines.append(sentence_of(counted(each.answers)))
    return layout.plain(
        "\n".join(lines), opening(each.id, each.title, language.long_date(each.span.begins))
    )


def _mark(each: EventLine) -> str:
    """Say how an event stands; of what is over, whether it is recorded who came."""
    if each.waits:
        return _("Over, not recorded")
    return _("Held and recorded") if each.recorded else _(MARKS[each.status])


def opening(event_id: int, title: str, day: str, words: str | None = None) -> InteractiveElement:
    """Make the button that opens an event's page."""
    spoken = _("Open {title}, {day}").format(title=layout.short(title, 40), day=day)
    return layout.button(words or _("Open"), "event.show", str(event_id), spoken=spoken)


def invited(count: Invited) -> str:
    """Say in numbers who is invited."""
    said = []
    if count.seats:
        said.append(
            ngettext("{n} seat invited", "{n} seats invited", count.seats).format(n=count.seats)
        )
    if count.guests:
        said.append(ngettext("{n} guest", "{n} guests", count.guests).format(n=count.guests))
    return listed(said) if said else _("nobody invited yet")


def series(found: Sequence[SeriesLine], *, may_change: bool) -> Message:
    """List the series that still meet, each by its rule in words."""
    if not found:
        return _no_series(may_change=may_change)
    n = len(found)
    title = ngettext("{n} series", "{n} series", n).format(n=n)
    more = n - MOST_SERIES
    left = [
        layout.context(
            ngettext(
                "{n} more series meets too: open it by its name.",
                "{n} more series meet too: open them by their names.",
                more,
            ).format(n=more)
        )
    ]
    return layout.message(
        f"{title}.",
        layout.header(title),
        *(block for each in found[:MOST_SERIES] for block in _series(each, may_change=may_change)),
        *(left if more > 0 else []),
        layout.actions(
            layout.button(_("Coming events"), "event.list"), *_news(may_change=may_change)
        ),
    )


def _series(each: SeriesLine, *, may_change: bool) -> list[Block]:
    to_come = ngettext("{n} date to come", "{n} dates to come", each.to_come)
    lines = [
        each.title,
        sentence_of(described(each.rule)),
        _("Next: {when}").format(when=language.time_span(each.next_span)),
        to_come.format(n=each.to_come),
    ]
    day = language.long_date(each.next_span.begins)
    buttons = [opening(each.next_id, each.title, day, _("Open next"))]
    if may_change:
        whole = _("The whole series {title}").format(title=each.title)
        buttons.append(layout.button(_("Whole series"), "event.whole", str(each.id), spoken=whole))
    return [layout.plain("\n".join(lines)), layout.actions(*buttons)]


def _no_series(*, may_change: bool) -> Message:
    none = _("No series meets.")
    how = _("A series is an event with a rule: choose “Repeats” when you plan it.")
    return layout.message(
        none,
        layout.plain(f"{none} {how}" if may_change else none),
        layout.actions(
            layout.button(_("Coming events"), "event.list"), *_news(may_change=may_change)
        ),
    )
