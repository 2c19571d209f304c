"""One partner's page: how it stands at each body, the arithmetic in words, and what was done."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot.messages import engagement, layout, records, standing_words
from bot.reply import Block, Message
from domain.contacts import said as way_said
from domain.days import said
from domain.engagement import Came
from domain.finding_facts import Contacted, Trail
from domain.findings import FOUND, MARK, Spell, came_of_it
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import long_date
from domain.standing import Level
from domain.watching import AtBody, Occasion, Watching

CAME = {
    Came.MEMBER: N_("Member attended"),
    Came.DEPUTY: N_("Representative attended"),
    Came.APOLOGIES: N_("Apologies"),
    Came.MISSED: N_("Not there"),
}

MARKS = {Came.MEMBER: "●", Came.DEPUTY: "◐", Came.APOLOGIES: "△", Came.MISSED: "○"}
"""The same as marks, which differ in shape: the last events at a glance."""

_MOST_BODIES = 10
"""Bodies on the page: each is four blocks, and a message takes 50."""


def page(
    organisation: tuple[int, str],
    found: Sequence[AtBody],
    trail: Trail,
    day: date,
    *,
    changing: bool,
) -> Message:
    """Show one partner: how it stands at each body, why, what would change it, and its events."""
    own, name = organisation
    title = _("{partner}: how connected").format(partner=name)
    blocks: list[Block] = [layout.header(title)]
    if not found:
        blocks.append(layout.plain(_("They have no seat on any body now.")))
    for each in found[:_MOST_BODIES]:
        blocks += _body(each, day, changing=changing)
    blocks += _trail(trail)
    blocks.append(layout.context(engagement.estimate()))
    blocks.append(layout.actions(*_below(own, found, changing=changing)))
    return layout.message(title, *blocks)


def _body(each: AtBody, day: date, *, changing: bool) -> list[Block]:
    lines = arithmetic(each, day)
    made = [layout.divider(), layout.plain("\n".join(lines)), *_events(each)]
    level = each.watching.standing.level
    if changing and not each.is_thin and level in {*FOUND, Level.WATCH}:
        made.append(layout.actions(*engagement.acting(each.watching)))
    return made


def _below(own: int, found: Sequence[AtBody], *, changing: bool) -> list[ButtonElement]:
    made = [layout.button(_("How this is worked out"), engagement.HOW)]
    if changing:
        made.append(layout.button(_("Log a contact"), engagement.CONTACT, f"{own}~~"))
    if found:
        made.append(layout.button(_("Their whole record"), records.OF, str(own)))
    return made


def arithmetic(each: AtBody, day: date) -> list[str]:
    """Say how a partner stands at a body, with all of its arithmetic in words."""
    own, state = each.watching, each.watching.standing.state
    if each.is_thin or each.is_withheld:
        return [_counts(each)]
    came = _("Came to {came} of the last {whole}.")
    found = [_named_at(own, day), came.format(came=state.attended, whole=state.out_of)]
    found += standing_words.reasons(own.standing)
    found.append(engagement.elsewhere(own))
    if own.standing.level is not Level.STEADY:
        found.append(standing_words.chance_said(own.standing))
        found.append(standing_words.change_said(own.standing, own.before))
        found.append(standing_words.would_change_said(own.standing))
    if own.is_unchecked and own.standing.level in FOUND:
        found.append(_("{mark}.").format(mark=_(MARK)))
    if own.put_off is not None:
        found.append(put_off_said(own))
    return [part for part in found if part]


def put_off_said(own: Watching) -> str:
    """Say until when somebody is left out of the list, and why."""
    assert own.put_off is not None  # noqa: S101 - asked of those who are
    return _("Put off until {day}: {reason}").format(
        day=long_date(own.put_off.until), reason=own.put_off.reason
    )


def _counts(each: AtBody) -> str:
    """Say counts only: too little is recorded, or coordinators check the facts first."""
    state = each.watching.standing.state
    if each.is_withheld:
        return _("{body}: came to {came} of the last {whole}.").format(
            body=each.watching.body, came=state.attended, whole=state.out_of
        )
    if not each.events:
        return _("{body}: no recorded event yet.").format(body=each.watching.body)
    count = ngettext("{count} recorded event", "{count} recorded events", each.events)
    return _("{body}: came to {came} of {whole}; {events}, too few to say more.").format(
        body=each.watching.body,
        came=state.attended,
        whole=state.out_of,
        events=count.format(count=each.events),
    )


def _named_at(own: Watching, day: date) -> str:
    word = standing_words.word(own.standing, day)
    return _("{body}: {word}").format(body=own.body, word=word)


def _events(each: AtBody) -> list[Block]:
    """Show the last events: as a row of marks, and each in words."""
    lines = [event(one) for one in each.occasions]
    return [layout.context("\n".join([_row(each.occasions), *lines]))] if lines else []


def _row(occasions: Sequence[Occasion]) -> str:
    marks = " ".join(MARKS[one.came] for one in reversed(occasions))
    known = {one.came for one in occasions}
    key = ", ".join(f"{mark} {_(CAME[came])}" for came, mark in MARKS.items() if came in known)
    return _("{marks}   (the latest last; {key})").format(marks=marks, key=key)


def event(one: Occasion) -> str:
    """Say of one event how the partner took it up."""
    title = layout.short(one.title, layout.QUOTED)
    return _("{day}, {title}: {came}").format(
        day=said(one.day), title=title, came=_(CAME[one.came])
    )


def _trail(trail: Trail) -> list[Block]:
    """Show the latest contacts, and what was found and checked."""
    made = []
    if trail.contacts:
        lines = [contact(each) for each in trail.contacts]
        made.append(layout.plain("\n".join([_("Latest contacts"), *lines])))
    if trail.found:
        lines = [_found(body, each) for body, each in trail.found]
        made.append(layout.plain("\n".join([_("What was noticed"), *lines])))
    return made


def contact(each: Contacted) -> str:
    """Say of one contact when and how it was, what came of it, and what was noted."""
    line = long_date(each.day) + ", " + way_said(each.way).lower()
    if each.came_of_it is not None:
        line = _("{line}: {what}").format(line=line, what=came_of_it(each.came_of_it).lower())
    if each.note:
        line = _("{line}. “{note}”").format(line=line, note=each.note)
    return _("{line} ({who})").format(line=line, who=each.by) if each.by else line


def _found(body: str, each: Spell) -> str:
    what = _("not seen") if each.level is Level.LAPSED else _("less connected")
    line = _("{body}: {what}, noticed {day}").format(
        body=body, what=what, day=long_date(each.noticed_on)
    )
    if each.checked_on is not None:
        checked = _("{line}; facts checked by {who}, {day}")
        who = each.checked_by or _("somebody")
        line = checked.format(line=line, who=who, day=long_date(each.checked_on))
    else:
        line = _("{line}; not yet checked").format(line=line)
    if each.ended_on is not None:
        line = _("{line}; over since {day}").format(line=line, day=long_date(each.ended_on))
    return line


def how() -> Message:
    """Say how all of this is worked out."""
    lines = [
        _(
            "We look at recorded events that a partner was invited to, as events, not days. "
            "Cancelled events, registers that are not filled in, and leave never count."
        ),
        _("Apologies sent before an event count half, three in a row at most. A deputy counts."),
        _(
            "Three numbers make the estimate: how usual it is that they come, how many they missed "
            "in a row, and how many events there were since they joined."
        ),
        _(
            "It says how many of ten partners with such a record came to none of the next four "
            "events, in nine public bodies, 2018 to 2026."
        ),
        _(
            "“A little less connected” is from 25 in 100, “less connected” from 50 in 100, and "
            "“not seen” from four missed in a row. It takes less to stay so than to become so."
        ),
        _("It starts no action by itself. A partner never sees another's."),
    ]
    title = _("How this is worked out")
    return layout.message(title, layout.header(title), *(layout.plain(each) for each in lines))
