"""What is said of a draft: who would get what, what to look at first, and that it was sent."""

from collections.abc import Iterable, Sequence

from bot import event_words, language
from bot.messages import event_doubts, event_fields, layout
from bot.reply import Block, Message
from domain import rule_words
from domain.event_previews import Preview, Reader, Way
from domain.events import Calendar
from domain.language import gettext as _
from domain.language import ngettext

MOST_NAMES = 15
"""Names of one group that are shown at once."""

REHEARSING = "rehearsing"
"""What the button of a preview says besides that was made in rehearsal."""

CHUNK = 2800
"""Characters of names in one block of the whole list: a block takes 3000."""


def show(preview: Preview, *, note: str = "") -> Message:
    """Show a draft with all that sending it would do, and the one thing to press."""
    title, times = preview.details.title, _times(preview)
    asked = _("Please look this over. Nothing has been sent yet.")
    return layout.message(
        " ".join(filter(None, (note, f"{title}. {times[0]}.", asked))),
        layout.plain("\n".join(filter(None, [note, asked, *_rehearsal(preview)]))),
        layout.header(title),
        layout.plain("\n".join([*times, *_facts(preview)])),
        *_agenda(preview),
        layout.divider(),
        *_readers(preview),
        *event_doubts.blocks(preview),
        layout.divider(),
        _buttons(preview),
    )


def _times(preview: Preview) -> list[str]:
    first = preview.spans[0]
    if preview.rule is None:
        return [language.time_span(first), _("It does not repeat.")]
    said = rule_words.described(preview.rule)
    rule = f"{said[:1].upper()}{said[1:]}"
    next_ones = ngettext("The next one:", "The next {n}:", len(preview.spans))
    shown = [f"• {language.time_span(each)}" for each in preview.spans]
    return [rule, next_ones.format(n=len(preview.spans)), *shown]


def _facts(preview: Preview) -> list[str]:
    details = preview.details
    lines = []
    if details.place:
        lines.append(event_fields.line("place", details.place))
    if details.link:
        lines.append(event_fields.line("link", details.link))
    answers = event_fields.line("answer_by", language.long_day(preview.answer_by))
    if preview.rule is not None:
        answers = _("{answers}, to the first date").format(answers=answers)
    lines.append(answers)
    if preview.answer_by_unused:
        lines.append(_("Each meeting gets its own day for answers; the one you chose is not used."))
    return lines


def _agenda(preview: Preview) -> list[Block]:
    details = preview.details
    lines = [event_fields.line("agenda", details.agenda)] if details.agenda else []
    if details.priorities:
        lines.append(event_fields.line("priorities", ", ".join(details.priorities)))
    return [layout.plain("\n".join(lines))] if lines else []


def _readers(preview: Preview) -> list[Block]:
    """Say who gets it, by which way, and who would get nothing."""
    groups = [_invited(preview), *_by_way(preview), *_besides(preview)]
    more = any(len(preview.by_way(each)) > MOST_NAMES for each in Way)
    everybody = layout.button(_("Show all names"), "event.who", str(preview.series_id))
    first, *others = groups
    return [
        layout.header(_("Who gets it")),
        layout.plain(first, everybody if more else None),
        *(layout.plain(each) for each in others if each),
    ]


def _invited(preview: Preview) -> str:
    seats = ngettext("{n} seat", "{n} seats", preview.seats).format(n=preview.seats)
    guests = ngettext("{n} guest", "{n} guests", preview.guests).format(n=preview.guests)
    whom = _("{seats} and {guests}").format(seats=seats, guests=guests)
    people = ngettext("{n} person", "{n} people", preview.people).format(n=preview.people)
    return _("{people} for {whom}: {audience}.").format(
        people=people,
        whom=whom if preview.guests else seats,
        audience=some(preview.audience),
    )


def _by_way(preview: Preview) -> list[str]:
    said = {
        Way.CALENDAR: _("By mail, with an entry for the calendar ({n}): {names}"),
        Way.MAIL: _by_mail_alone(preview),
        Way.SLACK: _("Only as a card in Slack, without a mail address ({n}): {names}"),
        Way.NONE: _("Not reached: no mail address and not in Slack ({n}): {names}"),
        Way.MADE_UP: _("Sample people, who are never written to ({n}): {names}"),
    }
    found = {way: preview.by_way(way) for way in Way}
    return [
        said[way].format(n=len(readers), names=some(_names(readers)))
        for way, readers in found.items()
        if readers
    ]


def _by_mail_alone(preview: Preview) -> str:
    if preview.calendar is Calendar.OURS:
        return _("By mail, without a calendar entry, as they chose ({n}): {names}")
    return _("By mail, without a calendar entry ({n}): {names}")


def _besides(preview: Preview) -> list[str]:
    """Say what comes besides the mail, and which seats nobody is asked for."""
    copies = [_("{name} (for {holder})").format(name=a, holder=b) for a, b in preview.copied]
    several = [
        _("{name} ({n} seats)").format(name=each.name, n=each.seats)
        for each in preview.with_several
    ]
    cards = _names(preview.with_card)
    lines = [
        _listed(_("Also a card in Slack ({n}): {names}"), cards),
        _listed(_("Also copied, as they keep a diary ({n}): {names}"), copies),
        _listed(_("One message for several seats ({n}): {names}"), several),
        _listed(_("Nobody to ask: no lead, deputy or contact ({n}): {names}"), preview.nobody),
        _listed(_("On leave then; invited, but not chased ({n}): {names}"), preview.away),
    ]
    if preview.channel is not None:
        lines.append(_("And a card in the channel of {body}.").format(body=preview.channel))
    return [each for each in lines if each]


def _listed(sentence: str, names: Sequence[str]) -> str:
    return sentence.format(n=len(names), names=some(names)) if names else ""


def _names(readers: Iterable[Reader]) -> list[str]:
    return [each.name for each in readers]


def some(names: Sequence[str]) -> str:
    """List names, and count those that are too many to show at once."""
    shown = ", ".join(names[:MOST_NAMES])
    left = len(names) - MOST_NAMES
    if left <= 0:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", left).format(
        names=shown, n=left
    )


def _rehearsal(preview: Preview) -> list[str]:
    if preview.rehearsing is None:
        return []
    return [
        _(
            "You are in rehearsal: nothing reaches partners. Only coordinators get it: {names}."
        ).format(names=some(preview.rehearsing))
    ]


def _buttons(preview: Preview) -> Block:
    own = str(preview.series_id)
    at_this = f"{own}:{preview.revision}"
    if preview.rehearsing is not None:
        at_this = f"{at_this}:{REHEARSING}"
    return layout.actions(
        layout.button(
            _send(preview),
            "event.send",
            at_this,
            main=True,
            sure=_sure(preview) if preview.waits else None,
        ),
        layout.button(_("Send me a test copy"), "event.test", own),
        layout.button(_("Change"), "event.change", own),
        layout.button(_("Keep as a draft"), "event.keep", own),
        layout.button(
            _("Discard"),
            "event.discard",
            own,
            sure=_("The draft goes away. Nobody has heard of it."),
        ),
    )


def _send(preview: Preview) -> str:
    if preview.rehearsing is not None:
        return _("Send in rehearsal")
    if not preview.reached:
        return _("Put it in the calendar")
    return ngettext("Send to {n} person", "Send to {n} people", preview.reached).format(
        n=preview.reached
    )


def _sure(preview: Preview) -> str:
    waits = _("It waits two minutes; until then you can stop it.")
    audience = layout.short(", ".join(preview.audience), layout.QUOTED)
    sentence = ngettext(
        "To {n} person: {audience}.", "To {n} people: {audience}.", preview.reached
    ).format(n=preview.reached, audience=audience)
    if preview.rule is not None:
        sentence = f"{event_words.sentence_of(rule_words.described(preview.rule))}. {sentence}"
    if preview.rehearsing is not None:
        return " ".join((sentence, _("In rehearsal only coordinators get it."), waits))
    return f"{sentence} {waits}"


def everybody(preview: Preview) -> Message:
    """List all names of a draft, by the way it reaches them."""
    told = _("{title}: who gets it").format(title=preview.details.title)
    said = {
        Way.CALENDAR: _("By mail, with an entry for the calendar"),
        Way.MAIL: _("By mail, without a calendar entry"),
        Way.SLACK: _("Only as a card in Slack"),
        Way.NONE: _("Not reached: no mail address and not in Slack"),
        Way.MADE_UP: _("Sample people, who are never written to"),
    }
    blocks = [
        layout.plain(chunk)
        for way in Way
        for chunk in _chunks(said[way], _names(preview.by_way(way)))
    ]
    back = layout.button(_("Back to the preview"), "event.preview", str(preview.series_id))
    room = layout.BLOCKS - 2
    return layout.message(told, layout.header(told), *blocks[:room], layout.actions(back))


def _chunks(heading: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    chunks = [f"{heading} ({len(names)}):"]
    for name in names:
        if len(chunks[-1]) + len(name) + 1 > CHUNK:
            chunks.append("")
        chunks[-1] = f"{chunks[-1]}\n{name}".strip()
    return chunks
