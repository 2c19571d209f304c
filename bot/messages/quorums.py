"""How a quorum stands, in words: each rule with who is lacking, and what can be done about it."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ButtonElement

from bot import event_words
from bot.language import time_span
from bot.messages import layout
from bot.messages.event_answer_forms import RECORD, pack
from bot.reply import Message
from domain import quorum
from domain.event_pages import Decided
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.outcomes import QUORATE, Quorate
from domain.quorum import AllOf, SomeOf
from domain.quorum_forecasts import Forecast, How, Stands
from domain.quorum_reached import Part, Reached
from domain.worklist import Line

SHOW = "attendance.quorum"
NUDGE = "attendance.nudge_quorum"

HOW = {
    How.YES: N_("yes"),
    How.DEPUTY: N_("deputy"),
    How.STALE: N_("answered for another time"),
    How.UNSURE: N_("not sure yet"),
    How.SILENT: N_("no answer"),
    How.NOT_COUNTED: N_("deputy, who does not count here"),
    How.APOLOGIES: N_("apologies"),
    How.NOBODY: N_("nobody is invited"),
}
"""How a sector or a seat stands before an event."""


def said(reached: Reached, sectors: Mapping[str, str], seats: Mapping[int, str]) -> str:
    """Say whether a quorum is met, and for each rule that is not, what it lacks.

    `sectors` are their names by code, `seats` theirs by id.
    """
    lacking = [_part(each, sectors, seats) for each in reached.parts if each.met is not Quorate.YES]
    return " ".join([headline(reached.met), *lacking])


def headline(met: Quorate) -> str:
    """Say in two words whether a quorum is met."""
    return {
        Quorate.YES: _("Quorum: yes."),
        Quorate.NO: _("Quorum: no."),
        Quorate.UNKNOWN: _("Quorum: not certain."),
    }[met]


def _part(part: Part, sectors: Mapping[str, str], seats: Mapping[int, str]) -> str:
    names = [sectors.get(code, code) for code in part.lacking_sectors]
    names += [seats.get(own, _("a seat that is gone")) for own in part.lacking_seats]
    rule = quorum.said(part.rule, sectors, seats)
    counted = _("{there} of {needed}").format(there=part.there, needed=part.needed)
    if names:
        text = _("Needed: {rule}; known: {counted}; missing: {names}.")
    else:
        text = _("Needed: {rule}; known: {counted}.")
    return text.format(rule=rule, counted=counted, names=", ".join(names))


def line(found: Forecast) -> str:
    """Say how a quorum stands before its event, in a line: as a whole, and each that it names."""
    return " ".join([headline(found.reached.met), *standing(found)])


def news(found: Forecast) -> str:
    """Say of an event how its quorum stands, as coordinators are told of it."""
    stands = {
        Quorate.YES: _("{event}: quorate as it stands."),
        Quorate.NO: _("{event}: no quorum as it stands."),
        Quorate.UNKNOWN: _("{event}: quorum not certain."),
    }[found.reached.met]
    return stands.format(event=called(found))


def called(found: Forecast) -> str:
    """Name an event with its day and time: Executive, Thursday 12 November, 14:00."""
    begins = found.span.begins
    return f"{found.title}, {event_words.near_day(begins, begins)}, {begins:%H:%M}"


def changed(found: Forecast, *, near: bool, now: datetime) -> Message:
    """Tell a coordinator how a quorum stands now; `near`: there is little time left.

    Answers go on arriving, so it says of when it is, and shows how it stands to whoever presses.
    """
    said_ = news(found)
    stands = " ".join(standing(found))
    risk = _("There are five working days or fewer left.")
    lines = [said_, stands, risk if near else ""]
    return layout.message(
        f"{said_} {stands}".strip(),
        layout.plain("\n".join(filter(None, lines))),
        layout.context(_as_of(found, now)),
        layout.actions(*_ways(found), _how(found)),
    )


def _as_of(found: Forecast, now: datetime) -> str:
    here = now.astimezone(ZoneInfo(found.span.zone))
    day = event_words.near_day(here.date(), found.span.begins)
    return _("This is how it stood on {day} at {time}.").format(day=day, time=f"{here:%H:%M}")


def whole(found: Forecast) -> Message:
    """Show how a quorum stands before its event: each that it names, and each of its rules."""
    title = _("Quorum: {title}").format(title=found.title)
    headline_ = headline(found.reached.met)
    rows = [_one(found, each) for each in found.stands]
    rules = [_rule(found, each) for each in found.reached.parts]
    return layout.message(
        f"{title}. {headline_}",
        layout.header(title),
        layout.plain(f"{time_span(found.span)}\n{headline_}"),
        *([layout.plain("\n".join(rows))] if rows else []),
        layout.plain("\n".join(rules)),
        layout.actions(
            *_ways(found), layout.button(_("Event page"), "event.show", str(found.event_id))
        ),
    )


def _rule(found: Forecast, part: Part) -> str:
    met = {
        Quorate.YES: _("met"),
        Quorate.NO: _("not met"),
        Quorate.UNKNOWN: _("not certain"),
    }[part.met]
    rule = event_words.sentence_of(quorum.said(part.rule, found.sectors, found.seats))
    return _("{rule}: {there} of {needed} so far, {met}.").format(
        rule=rule, there=part.there, needed=part.needed, met=met
    )


def standing(found: Forecast) -> list[str]:
    """Say how each stands that a quorum names, and of its other rules that lack, how many."""
    others = [
        _rule(found, each)
        for each in found.reached.parts
        if not isinstance(each.rule, AllOf | SomeOf) and each.met is not Quorate.YES
    ]
    return [*(_one(found, each) for each in found.stands), *others]


def _one(found: Forecast, each: Stands) -> str:
    name = found.sectors.get(each.sector or "", each.sector or "")
    if each.seat_id is not None:
        name = found.seats.get(each.seat_id, _("a seat that is gone"))
    said_ = _("{name}: {how}").format(name=name, how=_(HOW[each.how]))
    return f"{said_}{_times(each)}."


def _times(each: Stands) -> str:
    """Say how often the silent were asked."""
    if each.how is not How.SILENT or not each.asked:
        return ""
    if each.asked == 1:
        return _("; asked once")
    if each.asked == 2:  # noqa: PLR2004 - twice
        return _("; asked twice")
    return ngettext("; asked {n} time", "; asked {n} times", each.asked).format(n=each.asked)


def _ways(found: Forecast) -> list[ButtonElement]:
    own, about = str(found.event_id), called(found)
    record = layout.button(
        _("Record an answer"),
        RECORD,
        pack(found.event_id),
        spoken=_("Record an answer: {event}").format(event=about),
    )
    if found.is_certain:
        return [record]
    spoken = _("Nudge whom the quorum lacks: {event}").format(event=about)
    return [layout.button(_("Nudge"), NUDGE, own, main=True, spoken=spoken), record]


def decided(found: Decided) -> str:
    """Say of an event that was recorded whether it could decide, and from when on not any more."""
    said_ = _("Whether it was quorate is not known.")
    if found.quorate is not Quorate.UNKNOWN:
        said_ = _("The meeting was {quorate}.").format(quorate=_(QUORATE[found.quorate]))
    if found.lost_at is None:
        return said_
    lost = _("Quorum lost at {time}.").format(time=f"{found.lost_at:%H:%M}")
    return f"{said_} {lost}"


def nothing(title: str) -> Message:
    """Say that an event has no quorum to forecast."""
    said_ = _("{title} has no quorum to forecast: it is not to come, or its body has none.")
    return layout.sentence(said_.format(title=title))


def sentence(item: Line) -> str:
    """Say on the worklist how the quorum of an event stands."""
    assert item.forecast is not None  # noqa: S101 - an item of this kind says which event
    return " ".join([news(item.forecast), *standing(item.forecast)])


def actions(item: Line) -> list[ButtonElement]:
    """Offer to ask whom it lacks, to record an answer, and to see all of it."""
    assert item.forecast is not None  # noqa: S101 - an item of this kind says which event
    return [*_ways(item.forecast), _how(item.forecast)]


def _how(found: Forecast) -> ButtonElement:
    """Make the button that shows all of it, as it is when it is pressed."""
    spoken = _("How it stands: {event}").format(event=called(found))
    return layout.button(_("How it stands"), SHOW, str(found.event_id), spoken=spoken)
