"""Whom to phone about an event: its line on the worklist, and the list behind it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.event_words import bare_day
from bot.language import time_span
from bot.messages import layout
from bot.messages.event_answer_forms import RECORD, pack
from bot.reply import Block, Message
from domain.answers import Source
from domain.chased import ToPhone
from domain.language import gettext as _
from domain.language import ngettext
from domain.when import WallSpan
from domain.worklist import Line

PAGE = 40
"""People on the list, a paragraph each: a message takes 50 blocks."""

LIST = "event.phone"


def sentence(line: Line) -> str:
    """Say whom to phone about which event."""
    found = line.to_phone
    if found is None:
        return _("Somebody has not answered, and no reminder is left.")
    about = _("{title}, {day}").format(title=found.title, day=bare_day(found.span.begins.date()))
    if found.partner:
        return _("Phone {partner} about {event}: no answer, and no reminder is left.").format(
            partner=found.partner, event=about
        )
    if found.guests:
        return ngettext(
            "Phone {n} person about {event}: no answer, and no reminder is left.",
            "Phone {n} people about {event}: no answer, and no reminder is left.",
            found.count,
        ).format(n=found.count, event=about)
    return ngettext(
        "Phone {n} partner about {event}: no answer, and no reminder is left.",
        "Phone {n} partners about {event}: no answer, and no reminder is left.",
        found.count,
    ).format(n=found.count, event=about)


def actions(line: Line) -> list[ButtonElement]:
    """Offer to record the answer of one, or the list of several."""
    found = line.to_phone
    if found is not None and found.invitation:
        return [_phoned(line.subject_id, found.invitation, found.partner)]
    spoken = _("Phone list: {what}").format(what=sentence(line))
    return [layout.button(_("Phone list"), LIST, str(line.subject_id), spoken=spoken)]


def _phoned(event_id: int, invitation_id: int, name: str) -> ButtonElement:
    words = _("Phoned: record the answer")
    value = pack(event_id, invitation_id, Source.PHONE)
    return layout.button(words, f"{RECORD}.seat", value, spoken=f"{words}: {name}")


def listing(event_id: int, title: str, span: WallSpan, found: Sequence[ToPhone]) -> Message:
    """List whom to phone about an event."""
    if not found:
        nobody = _("Nobody is left to phone about {title}.").format(title=title)
        return layout.message(nobody, layout.plain(nobody), _back(event_id))
    n = len(found)
    heading = ngettext("{n} to phone: {title}", "{n} to phone: {title}", n)
    heading = heading.format(n=n, title=title)
    more = ngettext("{n} more comes as these are done.", "{n} more come as these are done.", n)
    left = [layout.context(more.format(n=n - PAGE))] if n > PAGE else []
    return layout.message(
        heading,
        layout.header(heading),
        layout.plain(f"{time_span(span)}\n" + _("No answer, and no reminder is left.")),
        layout.context(_("The register holds no phone numbers, only jobs and mail addresses.")),
        *(_row(event_id, each) for each in found[:PAGE]),
        *left,
        _back(event_id),
    )


def _row(event_id: int, each: ToPhone) -> Block:
    name = each.partner or each.person
    said = [name]
    whom = ", ".join(filter(None, (each.person, each.job)))
    if each.partner and whom:
        said.append(_("Ask for {person}").format(person=whom))
    elif each.job:
        said.append(each.job)
    said.append(each.address or _("No mail address is known."))
    return layout.plain("\n".join(said), _phoned(event_id, each.invitation_id, name))


def _back(event_id: int) -> Block:
    return layout.actions(layout.button(_("All answers"), "event.answers", str(event_id)))
