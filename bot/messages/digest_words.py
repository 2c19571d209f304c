"""What a digest says line by line: the month's events, who stands as before, what is to come."""

from collections.abc import Iterator

from bot import event_words
from bot.messages import layout
from bot.messages.quorums import headline as quorum_said
from domain.digests import Coming, Digest, Held, Unchanged
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.named_days import month_and_year
from domain.standing import FEWEST, Standing


def summed_up(found: Digest) -> Iterator[str]:
    """Say what is odd about this digest, and how the month's events went."""
    if found.late:
        yield _(
            "This is the digest of {month}. It is late because the service was down; figures are "
            "as at {day}."
        ).format(month=month_and_year(found.month.first), day=event_words.bare_day(found.day))
    yield from _early(found)
    for each in found.held:
        yield _held(each)
    if found.others:
        yield ngettext(
            "{n} other event was recorded.", "{n} other events were recorded.", found.others
        ).format(n=found.others)
    if not found.held:
        yield _("No event of this month is recorded.")
    for body in found.thin:
        yield _(
            "Many usual partners missed the latest event of {body}. That says more about the date "
            "than about them, so new alerts wait one event."
        ).format(body=body)
    if not found.entries and not found.too_early:
        yield _("Nobody became less connected.")


def _early(found: Digest) -> Iterator[str]:
    if not found.first and not found.too_early:
        return
    first = [_("This is your first digest.")] if found.first else []
    if found.too_early:
        first.append(
            ngettext(
                "With {n} recorded event it is too early to say who is less connected: that needs "
                "{fewest}.",
                "With {n} recorded events it is too early to say who is less connected: that needs "
                "{fewest}.",
                found.events,
            ).format(n=found.events, fewest=FEWEST)
        )
    yield " ".join(first)


def _held(each: Held) -> str:
    came = _(
        "{title}, {day}: {n} of {whole} organisations were represented ({members} by their named "
        "member, {deputies} by a deputy)."
    ).format(
        title=layout.short(each.title, layout.QUOTED),
        day=event_words.bare_day(each.day),
        n=each.represented,
        whole=each.invited,
        members=each.members,
        deputies=each.deputies,
    )
    if each.before is None:
        return came
    last = _("Last time: {n} of {whole}.").format(n=each.before[0], whole=each.before[1])
    return f"{came} {last}"


_UNCHANGED = (
    ("less", N_("{n} still less connected")),
    ("unseen", N_("{n} not seen for longer")),
    ("on_leave", N_("{n} on leave")),
    ("put_off", N_("{n} put off")),
)


def unchanged(found: Unchanged) -> str:
    """Count those who stand as before."""
    said = [_(words).format(n=n) for name, words in _UNCHANGED if (n := getattr(found, name))]
    return _("Unchanged: {what}.").format(what="; ".join(said))


def coming(each: Coming) -> str:
    """Say of an event to come how its seats and its quorum stand."""
    counts = each.counts
    parts = (
        (counts.attending, _("{n} yes")),
        (counts.deputies, ngettext("{n} deputy", "{n} deputies", counts.deputies)),
        (counts.apologies, _("{n} apologies")),
        (counts.unsure, _("{n} not sure")),
        (counts.silent, _("{n} no answer")),
    )
    said = ", ".join(words.format(n=n) for n, words in parts if n)
    line = _("{when}: {title}.").format(
        when=event_words.heading_day(each.span), title=layout.short(each.title, layout.QUOTED)
    )
    found = [line, f"{said}." if said else "", _due(each)]
    if each.quorum is not None:
        found.append(quorum_said(each.quorum))
    return " ".join(filter(None, found))


def _due(each: Coming) -> str:
    if each.answer_by is None or not each.counts.silent:
        return ""
    return _("Answers due {day}.").format(day=event_words.bare_day(each.answer_by))


def came(standing: Standing) -> str:
    """Say how often a partner came, of the last events: for one that came to the latest."""
    return _("Came to {came} of the last {whole}.").format(
        came=standing.state.attended, whole=standing.state.out_of
    )
