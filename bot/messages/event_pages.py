"""The page of an event: when, where, for whom, how it stands, and who was told what."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import InteractiveElement, Option, StaticSelectElement

from bot import language
from bot.event_words import listed, sentence_of
from bot.messages import (
    check_in,
    event_afters,
    event_fields,
    event_told,
    fields,
    layout,
    mail_notes,
    quorums,
)
from bot.messages.event_answer_forms import RECORD, pack
from bot.messages.event_answer_words import counted
from bot.messages.event_lists import MARKS, invited
from bot.reply import Block, Message
from domain.event_pages import Audience, EventPage, Neighbour
from domain.events import CALENDAR_NAMES, Calendar, Status
from domain.language import gettext as _
from domain.language import ngettext
from domain.rule_words import described

AGENDA = 600
"""Characters of an agenda, or of joining instructions, that the page shows."""


def show(page: EventPage, zone: ZoneInfo, now: datetime, *, coordinator: bool) -> Message:
    """Show an event; who may change it finds how."""
    status = _status(page)
    return layout.message(
        f"{page.details.title}. {language.time_span(page.span)}. {status}",
        layout.header(page.details.title),
        layout.plain("\n".join([language.time_span(page.span), *_facts(page, status)])),
        *_texts(page),
        *_beside(page),
        *_others(page),
        *event_afters.blocks(page, zone, coordinator=coordinator),
        *_quorum(page),
        *_changes(page, now, coordinator=coordinator),
        *(mail_notes.blocks(page.notes, zone) if coordinator else ()),
        *_tellings(page, zone, now, coordinator=coordinator),
    )


def _facts(page: EventPage, status: str) -> list[str]:
    found = page.details
    return [
        status,
        *([event_fields.line("place", found.place)] if found.place else []),
        *([event_fields.line("link", found.link)] if found.link else []),
        *([_("Series: {rule}").format(rule=described(page.rule))] if page.rule else []),
        *audience(page.audience, asked=not page.known_afterwards),
        *_answers(page),
        _("Calendar: {what}").format(what=_(CALENDAR_NAMES[page.calendar])),
        *_papers(page),
    ]


def _status(page: EventPage) -> str:
    mark = _(MARKS[page.status])
    said = _("Status: {status}").format(status=mark)
    if page.status is Status.CANCELLED:
        reason = _("Reason: {reason}").format(reason=page.reason) if page.reason else ""
        return f"{said}. {reason}".rstrip(". ") if not reason else f"{said}. {reason}"
    if page.moved and page.status is Status.SCHEDULED:
        return _("{said}, moved").format(said=said)
    return said


def _answers(page: EventPage) -> list[str]:
    """Say by when answers are wanted, and how many there are; of the past, how many there were."""
    said = [] if page.begun else [event_fields.line("answer_by", language.long_day(page.answer_by))]
    drafted = page.status is Status.DRAFT
    if page.answers.total and not drafted and not page.known_afterwards:
        words = _("Answers before it: {counts}") if page.begun else _("Answers so far: {counts}")
        said.append(words.format(counts=counted(page.answers)))
    return said


def _papers(page: EventPage) -> list[str]:
    """Say how many papers there are; that there are none only while some may come."""
    n = page.papers
    if n:
        return [ngettext("{n} paper", "{n} papers", n).format(n=n)]
    return [] if page.begun else [_("No papers yet")]


def audience(found: Audience, *, asked: bool = True) -> list[str]:
    """Say whom it invites: what was chosen by name, then in numbers, and how many are `asked`."""
    chosen = [
        *(_("all of {body}").format(body=each) for each in found.bodies),
        *(_("sector {sector}").format(sector=each) for each in found.sectors),
    ]
    n = found.chosen
    chosen += [ngettext("{n} chosen seat", "{n} chosen seats", n).format(n=n)] if n else []
    chosen += found.guests
    said = [_("Invited: {whom}").format(whom=layout.short(listed(chosen), 400))] if chosen else []
    counted = ngettext(
        "{invited}: {n} person is asked", "{invited}: {n} people are asked", found.people
    )
    whom = invited(found.invited)
    said.append(sentence_of(counted.format(invited=whom, n=found.people) if asked else whom))
    if found.out:
        out = _("Taken out: {names}").format(names=", ".join(found.out))
        said.append(layout.short(out, 400))
    if found.nobody:
        nobody = ngettext(
            "{n} seat has nobody to ask: give it a lead, a deputy or a main contact.",
            "{n} seats have nobody to ask: give each a lead, a deputy or a main contact.",
            found.nobody,
        )
        said.append(nobody.format(n=found.nobody))
    return said


def _texts(page: EventPage) -> list[Block]:
    found = page.details
    texts = [
        (event_fields.name("agenda"), found.agenda),
        (event_fields.name("joining"), found.joining if found.joining != found.link else ""),
        (event_fields.name("priorities"), listed(found.priorities)),
    ]
    return [layout.plain(f"{label}\n{layout.short(text, AGENDA)}") for label, text in texts if text]


def _beside(page: EventPage) -> list[Block]:
    """Offer the dates of its series before and after it."""
    near = (
        (_("Before: {day}"), "event.show.before", page.before),
        (_("After: {day}"), "event.show.after", page.after),
    )
    buttons = [
        layout.button(words.format(day=language.long_day(each.span.begins)), action, str(each.id))
        for words, action, each in near
        if each is not None
    ]
    return [layout.actions(*buttons)] if buttons else []


def _quorum(page: EventPage) -> list[Block]:
    """Say how its quorum stands, or how it was."""
    if page.quorum is not None:
        spoken = _("How the quorum stands")
        more = layout.button(_("Quorum"), quorums.SHOW, str(page.id), spoken=spoken)
        return [layout.plain(quorums.line(page.quorum), more)]
    return [layout.plain(quorums.decided(page.decided))] if page.decided is not None else []


def _others(page: EventPage) -> list[Block]:
    """Offer the other events that the name may have meant."""
    if not page.others:
        return []
    n = len(page.others)
    said = ngettext(
        "{n} more event of this name is to come.", "{n} more events of this name are to come.", n
    ).format(n=n)
    menu = StaticSelectElement(
        action_id="event.other",
        placeholder=layout.plain_text(_("Open another date")),
        options=[_option(each) for each in page.others[: fields.MOST_CHOICES]],
    )
    return [layout.context(said), layout.actions(menu)]


def _option(each: Neighbour) -> Option:
    when = language.long_day(each.span.begins)
    if not each.span.is_whole_day:
        when += f", {each.span.begins:%H:%M}"
    return Option(value=str(each.id), text=layout.plain_text(layout.short(when, layout.OPTION)))


def _changes(page: EventPage, now: datetime, *, coordinator: bool) -> list[Block]:
    every = layout.button(_("All events"), "event.list")
    answers = layout.button(_("Answers"), "event.answers", str(page.id))
    if not coordinator:
        drafted = page.status is Status.DRAFT
        return [layout.actions(*([] if drafted else [answers]), every)]
    if page.status is Status.DRAFT:
        draft = layout.button(_("Look and send"), "event.preview", str(page.series_id), main=True)
        return [layout.actions(draft, every)]
    own = str(page.id)
    papers = layout.button(_("Papers"), "event.papers", own)
    if not page.can_change:
        return [layout.actions(answers, papers, *_signing_in(page, now), every)]
    first = layout.actions(
        layout.button(_("Move"), "event.move", own),
        layout.button(_("Change details"), "event.edit_details", own),
        layout.button(_("Who is invited"), "event.invite", own),
        papers,
        layout.button(_("Cancel event"), "event.cancel", own),
    )
    record = layout.button(_("Record an answer"), RECORD, pack(page.id))
    return [
        layout.actions(answers, record),
        first,
        layout.actions(*_more(page), *_signing_in(page, now), every),
    ]


def _more(page: EventPage) -> list[InteractiveElement]:
    """Give what concerns more than this one event."""
    own = str(page.id)
    needs = layout.button(_("Access needs"), "event.access", own)
    chased = layout.button(_("Reminders"), "event.chased", own)
    buttons: list[InteractiveElement] = [chased, needs]
    if page.rule is not None:
        whole = str(page.series_id)
        buttons += [
            layout.button(_("This and following"), "event.follow", own),
            layout.button(_("Whole series"), "event.whole", whole),
        ]
    if page.calendar is not Calendar.OURS:
        buttons.append(layout.button(_("Send calendar entries"), "event.calendar", own))
    return buttons


def _signing_in(page: EventPage, now: datetime) -> list[InteractiveElement]:
    """Give what shows who is there: the code until its end, the sheet also after it."""
    if page.status not in {Status.SCHEDULED, Status.HELD}:
        return []
    own = str(page.id)
    sheet = layout.button(_("Sign-in sheet"), check_in.SHEET, own)
    if page.span.instants()[1] <= now:
        return [sheet]
    return [layout.button(_("Check-in"), check_in.SCREEN, own), sheet]


def _tellings(page: EventPage, zone: ZoneInfo, now: datetime, *, coordinator: bool) -> list[Block]:
    """Show who was told what, the latest first, and the way to the rounds before."""
    if page.known_afterwards:
        return []
    if not page.tellings:
        return [layout.divider(), layout.context(_("Nobody has been told of this yet."))]
    stops = [
        button
        for each in page.tellings
        for button in (event_told.stopping(each, now) if coordinator else ())
    ]
    pages = _turning(page)
    return [
        layout.divider(),
        layout.plain(_("Who was told what, the latest first")),
        *(event_told.row(each, zone, now) for each in page.tellings),
        *([layout.actions(*stops[:1], *pages)] if stops or pages else []),
    ]


def _turning(page: EventPage) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    step = 4
    if page.offset:
        value = f"{page.id}~{max(page.offset - step, 0)}"
        buttons.append(layout.button(_("Later messages"), "event.rounds.newer", value))
    if page.offset + step < page.rounds:
        value = f"{page.id}~{page.offset + step}"
        buttons.append(layout.button(_("Earlier messages"), "event.rounds.older", value))
    return buttons
