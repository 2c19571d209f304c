"""A partner's own lines in words (wording.md, D7), on its record in Slack and on the web."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot import event_words
from bot.messages import layout
from bot.reply import Block, Message
from domain.engagement import NEXT
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import month_name
from domain.own_lines import OwnLine, Tone

HOW = "own.how"
TELL = "seat.tell"


def said(line: OwnLine) -> str:
    """Say a line: facts, a welcome, and what is asked."""
    return _SAY[line.tone](line)


def _counts(line: OwnLine) -> str:
    came = ngettext(
        "Your organisation was represented at {came} of the last {whole} event of {body}.",
        "Your organisation was represented at {came} of the last {whole} events of {body}.",
        line.out_of,
    )
    return came.format(came=line.attended, whole=line.out_of, body=line.body)


def _usual(line: OwnLine) -> str:
    return f"{_counts(line)} {_('Thank you.')}"


def _deputies(line: OwnLine) -> str:
    thanks = _("Represented at {body} by a deputy, each of the last four times. That counts.")
    changed = _("If the lead has changed, please tell us.")
    return f"{thanks.format(body=line.body)} {changed}"


def _little(line: OwnLine) -> str:
    last = ngettext("But not at the last one.", "But not at the last {n}.", line.missed)
    return " ".join([_counts(line), last.format(n=line.missed), _welcome(line)])


def _welcome(line: OwnLine) -> str:
    if line.coming is None:
        return _("We would like to see you; a deputy counts just the same.")
    day = event_words.bare_day(line.coming.day)
    return _("We would like to see you on {day}; a deputy counts just the same.").format(day=day)


def _less(line: OwnLine) -> str:
    missed = ngettext(
        "We have missed you at the last event of {body} "
        "(you came to {came} of the {whole} before).",
        "We have missed you at the last {n} events of {body} "
        "(you came to {came} of the {whole} before).",
        line.missed,
    ).format(n=line.missed, body=line.body, came=line.attended_before, whole=line.out_of_before)
    ask = _("Is there a time, place or topic that would work better?")
    return f"{missed} {ask}"


def _unseen(line: OwnLine) -> str:
    if line.seen is None:
        return _counts(line)
    seen = _("We last saw your organisation at {body} in {month} {year}. Your seat is still yours.")
    return seen.format(body=line.body, month=month_name(line.seen), year=line.seen.year)


_SAY = {
    Tone.COUNTS: _counts,
    Tone.USUAL: _usual,
    Tone.DEPUTIES: _deputies,
    Tone.LITTLE: _little,
    Tone.LESS: _less,
    Tone.UNSEEN: _unseen,
}


def blocks(lines: Sequence[OwnLine]) -> list[Block]:
    """Lay out a partner's lines, and the ways back."""
    if not lines:
        return []
    text = "\n".join(said(each) for each in lines)
    return [layout.plain(text), layout.actions(*_ways(lines))]


def _ways(lines: Sequence[OwnLine]) -> list[ButtonElement]:
    """Offer to tell what has changed, and to read how it is worked out."""
    ways = [
        layout.button(
            _("Something has changed for us"),
            TELL,
            str(each.seat_id),
            spoken=_("Something has changed for us: {body}").format(body=each.body),
        )
        for each in lines
        if each.tone not in {Tone.COUNTS, Tone.USUAL}
    ]
    return [*ways[:1], layout.button(_("How we work this out"), HOW)]


def how(lines: Sequence[OwnLine]) -> Message:
    """Say how it is worked out, and what it comes to for the reader's own organisation."""
    title = _("How we work this out")
    parts = [*rules(), *(each for line in lines for each in sums(line))]
    return layout.message(title, layout.header(title), *(layout.plain(each) for each in parts))


def rules() -> list[str]:
    """Say what counts and what does not."""
    return [
        _(
            "We look at recorded meetings you were invited to, as events, not days. Cancelled "
            "meetings, unfilled registers and leave never count. Apologies sent before a meeting "
            "count half."
        ),
        _(
            "It is an estimate from other public bodies (2018–2026), starts no action by itself, "
            "and other partners never see it."
        ),
    ]


def sums(line: OwnLine) -> list[str]:
    """Say what it comes to at one body; nothing where too little is known."""
    if line.chance is None or line.expected is None:
        return []
    made = _(
        "{body}: of partners with a record like yours, about {tenths} in 10 did not come to any of "
        "the next {next}; expected: {expected} of {next}."
    ).format(
        body=line.body, tenths=round(10 * line.chance), expected=round(line.expected), next=NEXT
    )
    if line.if_attended is None or not line.missed:
        return [made]
    change = _("One attendance would bring {now}% to {then}%.")
    now, then = round(100 * line.chance), round(100 * line.if_attended)
    return [f"{made} {change.format(now=now, then=then)}"]
