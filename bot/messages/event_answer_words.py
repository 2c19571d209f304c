"""What coordinators read of answers: counts in a line, and how a seat stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import language
from bot.event_words import bare_day, sentence_of
from domain.answers import KINDS, REASONS, SOURCES, Deputising, Kind
from domain.event_answers import Counts, Line
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import month_and_year
from domain.when import WallSpan

_DEPUTY = {
    Deputising.HELD: N_("deputy {deputy}, whose address a coordinator must look at"),
    Deputising.ASKED: N_("deputy {deputy}, who was asked and has not replied"),
    Deputising.AGREED: N_("deputy {deputy}, who will come"),
}
_FELL_THROUGH = {
    Deputising.DECLINED: N_("no answer: {deputy}, the deputy, cannot come"),
    Deputising.REFUSED: N_("no answer: {deputy} was not asked to stand in"),
}


def counted(counts: Counts) -> str:
    """Say in a line how many answered what; nothing where nobody is invited."""
    parts = [
        ngettext("{n} yes", "{n} yes", counts.attending).format(n=counts.attending),
        ngettext("{n} deputy", "{n} deputies", counts.deputies).format(n=counts.deputies),
        ngettext("{n} apology", "{n} apologies", counts.apologies).format(n=counts.apologies),
        ngettext("{n} unsure", "{n} unsure", counts.unsure).format(n=counts.unsure),
        ngettext("{n} no answer", "{n} no answer", counts.silent).format(n=counts.silent),
    ]
    numbers = (
        counts.attending,
        counts.deputies,
        counts.apologies,
        counts.unsure,
        counts.silent,
    )
    said = [part for part, n in zip(parts, numbers, strict=True) if n]
    if counts.stale:
        n = counts.stale
        said.append(ngettext("{n} to confirm", "{n} to confirm", n).format(n=n))
    return ", ".join(said)


def due(answer_by: date, span: WallSpan, today: date) -> str:
    """Say by when answers are, or were, due."""
    day = near_bare_day(answer_by, span)
    if answer_by < today:
        return _("answers were due {day}").format(day=day)
    return _("answers due {day}").format(day=day)


def stands(line: Line) -> str:
    """Say how a seat stands, as a part of a sentence."""
    kind, state = line.standing.kind, line.standing.deputising
    if kind is Kind.DEPUTY and line.deputy:
        return _(_DEPUTY.get(state or Deputising.ASKED, KINDS[kind])).format(deputy=line.deputy)
    if kind is not None:
        return _(KINDS[kind])
    if state in _FELL_THROUGH:
        return _(_FELL_THROUGH[state]).format(deputy=line.deputy)
    return _("no answer")


def whole(line: Line, span: WallSpan, now: datetime) -> str:
    """Say how a seat stands, by which way that came, and whether it still holds."""
    standing = line.standing
    said = [sentence_of(stands(line))]
    if standing.kind is None:
        return said[0]
    if standing.source is not None:
        said.append(_(SOURCES[standing.source]))
    if standing.given_at is not None and line.is_old(now):
        given = standing.given_at.astimezone(ZoneInfo(span.zone))
        said.append(_("in {month}").format(month=month_and_year(given.date())))
    if standing.stale:
        said.append(stale(line, span))
    return " · ".join(said)


def stale(line: Line, span: WallSpan) -> str:
    """Say why an answer has to be confirmed."""
    if line.was == span:
        return _("given before the lead changed: to be confirmed")
    if line.was is None:
        return _("it is not known for which time: to be confirmed")
    return _("answered for {when}: to be confirmed").format(when=_other_time(line.was, span))


def _other_time(was: WallSpan, span: WallSpan) -> str:
    """Write the time that was answered for: its day, or of the same day its hour."""
    if was.begins.date() != span.begins.date():
        return near_bare_day(was.begins.date(), span)
    return _("{begins} to {ends}").format(begins=f"{was.begins:%H:%M}", ends=f"{was.ends:%H:%M}")


def beside(line: Line) -> str:
    """Say what only coordinators read: the reason for apologies, and the comment."""
    said = []
    if line.reason is not None:
        said.append(_("Reason: {reason}").format(reason=_(REASONS[line.reason])))
    if line.comment:
        said.append(_("Comment: {comment}").format(comment=line.comment))
    return "\n".join(said)


def moment(at: datetime, span: WallSpan) -> str:
    """Write when something was said: 20 November, 10:02."""
    local = at.astimezone(ZoneInfo(span.zone))
    day = near_bare_day(local.date(), span)
    return _("{day}, {time}").format(day=day, time=f"{local:%H:%M}")


def near_bare_day(day: date, span: WallSpan) -> str:
    """Write a day without its weekday, with its year only where that is not the event's."""
    return bare_day(day) if day.year == span.begins.year else language.long_date(day)
