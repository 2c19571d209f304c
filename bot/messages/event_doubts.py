"""What should be looked at before a draft goes: what is seldom meant first, kinds in one line."""

from bot import event_words, language
from bot.messages import layout
from bot.reply import Block
from domain.event_previews import Preview
from domain.language import gettext as _
from domain.language import ngettext
from domain.planned_times import Doubt

MOST_LINES = 6
"""Warnings that are shown at once."""

_BY_WEIGHT = (
    Doubt.CLOCK_CHANGE,
    Doubt.BANK_HOLIDAY,
    Doubt.SCHOOL_HOLIDAYS,
    Doubt.WEEKEND,
)
"""Warnings in the order in which they are shown: what is seldom meant first."""


def blocks(preview: Preview) -> list[Block]:
    """Say what should be looked at before it goes."""
    lines = event_words.fifth(preview.rule, preview.spans[0].begins.date())
    lines += [
        _("There is none on {day}: the clocks change in that hour.").format(
            day=language.long_day(each)
        )
        for each in preview.left_out
    ]
    lines += [
        _("“{title}” meets then too: {when}.").format(
            title=each.title, when=language.time_span(each.span)
        )
        for each in preview.clashes
    ]
    lines += _warned(preview)
    if preview.no_channel is not None:
        lines.append(
            _("{body} has no channel yet, so no card is posted there.").format(
                body=preview.no_channel
            )
        )
    if not lines:
        return []
    left = len(lines) - MOST_LINES
    more = [ngettext("And {n} more.", "And {n} more.", left).format(n=left)] if left > 0 else []
    shown = [f"• {each}" for each in lines[:MOST_LINES]]
    return [layout.header(_("Please check")), layout.plain("\n".join([*shown, *more]))]


def _warned(preview: Preview) -> list[str]:
    """Give the warnings, those of one kind in one line where there are several dates."""
    kinds: dict[Doubt, list[str]] = {each: [] for each in _BY_WEIGHT}
    for each in preview.warned:
        kinds[each.doubt].append(each.sentence)
    said = {
        Doubt.WEEKEND: _("{n} of its dates are at a weekend."),
        Doubt.SCHOOL_HOLIDAYS: _("{n} of its dates are in school holidays."),
    }
    return [
        line
        for kind, sentences in kinds.items()
        for line in (
            [said[kind].format(n=len(sentences))]
            if kind in said and len(sentences) > 1
            else sentences
        )
    ]
