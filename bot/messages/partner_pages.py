"""A partner's page: who it is, its seats, its people, and what happened."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement, InteractiveElement

from bot import language
from bot.messages import figures, layout, records
from bot.messages.timelines import lines_of
from bot.reply import Block, Message
from domain import contacts, leaves
from domain.figure_pages import Of
from domain.language import gettext as _
from domain.language import ngettext
from domain.organisations import ALWAYS
from domain.partner_pages import Holder, PartnerPage, Pause, Sitting, Standing

FEW_SEATS = 8
"""Seats that have a row of buttons each; where there are more, each has one button beside it."""

MOST_SEATS = 16
MOST_PEOPLE = 6
MOST_ROWS = 4
"""Leaves, and merges: a message takes 50 blocks in all."""

MOMENTS = 6
NOTE = 300


def show(page: PartnerPage, *, today: bool, coordinator: bool) -> Message:
    """Show a partner as it is on a day; what can be changed, a coordinator may today."""
    may = coordinator and today
    as_of = _("As it was on {day}.").format(day=language.long_date(page.day))
    facts = _facts(page)
    return layout.message(
        " ".join([page.name + ".", *([] if today else [as_of]), facts[0]]),
        layout.header(page.name),
        *([] if today else [layout.context(as_of)]),
        layout.plain("\n".join(facts), _successor(page)),
        *_pauses(page, may=may),
        *_merges(page, may=may),
        *_seats(page, may=may),
        *_people(page, coordinator=coordinator),
        *_contacts(page),
        *_moments(page),
        *_actions(page, today=today, may=may),
    )


def _facts(page: PartnerPage) -> list[str]:
    named = [
        (_("Sector: {names}"), [page.sector or _("not given yet")]),
        (_("Also known as: {names}"), page.aliases),
        (
            _("Before: {names}"),
            [
                _("{name} (until {day})").format(name=name, day=language.long_date(day))
                for name, day in page.former
            ],
        ),
        (_("Mail domains: {names}"), page.domains),
    ]
    told = [said.format(names=", ".join(names)) for said, names in named if names]
    return [_standing(page), *told]


def _standing(page: PartnerPage) -> str:
    if page.since is None or page.standing is Standing.UNKNOWN:
        return _("It was never a partner.")
    since = language.long_date(page.since)
    if page.standing is Standing.LATER:
        return _("Partner from {day}.").format(day=since)
    if page.until is None:
        return _("Partner since {day}.").format(day=since)
    until = language.long_date(page.until)
    if page.standing is Standing.CLOSED:
        said = _("Closed from {until}; partner since {since}.").format(until=until, since=since)
    else:
        said = _("Partner since {since}; it closes on {until}.").format(since=since, until=until)
    if page.successor is not None:
        said += " " + _("{name} takes its place.").format(name=page.successor[1])
    return said


def _successor(page: PartnerPage) -> ButtonElement | None:
    if page.successor is None:
        return None
    words = _("Open the successor")
    return layout.button(words, "organisation.show", str(page.successor[0]))


def _pauses(page: PartnerPage, *, may: bool) -> list[Block]:
    return [
        layout.plain(
            _pause(page, each),
            layout.button(_("Resume"), "leave.end", str(each.id)) if may else None,
        )
        for each in page.pauses[:MOST_ROWS]
    ]


def _pause(page: PartnerPage, pause: Pause) -> str:
    reason, since = leaves.said(pause.reason), language.long_date(pause.since)
    whose = pause.label or _("all its seats")
    if pause.since > page.day:
        said = _("Leave planned from {since}: {whose}. {reason}.")
    elif pause.until is None:
        said = _("On leave since {since}: {whose}. {reason}.")
    else:
        said = _("On leave from {since}, back on {until}: {whose}. {reason}.")
    until = language.long_date(pause.until) if pause.until is not None else ""
    if pause.since > page.day and until:
        said = _("Leave planned from {since}, back on {until}: {whose}. {reason}.")
    return said.format(since=since, until=until, whose=whose, reason=reason)


def _merges(page: PartnerPage, *, may: bool) -> list[Block]:
    rows = []
    for each in page.merges[:MOST_ROWS]:
        day = language.long_date(each.since) if each.since != ALWAYS else ""
        if each.into:
            said = _("It becomes {name} on {day}.").format(name=each.name, day=day)
        elif not day:
            said = _("“{name}” is another spelling of it.").format(name=each.name)
        elif each.since > page.day:
            said = _("{name} becomes part of it on {day}.").format(name=each.name, day=day)
        else:
            said = _("{name} has been part of it since {day}.").format(name=each.name, day=day)
        rows.append(layout.plain(said, _undo(each.id) if may else None))
    return rows


def _undo(merge_id: int) -> ButtonElement:
    sure = _("They will be two partners again, as if they had never been merged.")
    return layout.button(_("Undo merge"), "merge.undo", str(merge_id), sure=sure)


def _seats(page: PartnerPage, *, may: bool) -> list[Block]:
    blocks = [layout.header(_("Seats"))]
    if not page.seats:
        return [*blocks, layout.plain(_("No seat on any body."))]
    few = len(page.seats) <= FEW_SEATS
    for each in page.seats[:MOST_SEATS]:
        one = layout.button(_("Seat"), "seat.show", str(each.id), spoken=each.label)
        blocks.append(layout.plain(_seat(page, each), one if may and not few else None))
        if may and few:
            blocks.append(layout.actions(*_seat_buttons(page, each)))
    left = len(page.seats) - MOST_SEATS
    if left > 0:
        more = ngettext("And {n} seat more.", "And {n} seats more.", left).format(n=left)
        blocks.append(layout.context(more))
    return blocks


def _seat_buttons(page: PartnerPage, seat: Sitting) -> list[InteractiveElement]:
    vacant = seat.vacant(page.day)
    words = _("Name a lead") if vacant else _("Change the lead")
    value = str(seat.id)
    return [
        layout.button(words, "seat.lead", value, main=vacant, spoken=f"{words}: {seat.label}"),
        layout.button(_("Deputies"), "seat.deputy", value, spoken=_spoken(_("Deputies"), seat)),
        layout.button(_("Seat"), "seat.show", value, spoken=_spoken(_("Seat"), seat)),
    ]


def _spoken(words: str, seat: Sitting) -> str:
    return f"{words}: {seat.label}"


def _seat(page: PartnerPage, seat: Sitting) -> str:
    marks = [
        _("statutory") if seat.statutory else "",
        _("on leave") if seat.on_leave else "",
        _dates(page, seat),
    ]
    marks = [each for each in marks if each]
    told = [seat.label + (f" ({', '.join(marks)})" if marks else "")]
    lead = seat.lead(page.day)
    if lead is not None:
        told.append(_("Lead: {name}").format(name=_held(page, seat, lead)))
    elif seat.since <= page.day:
        told.append(_("No lead: this seat is vacant."))
    told += [
        _("From {day}: {name} leads.").format(day=language.long_date(each.since), name=each.name)
        for each in seat.leads
        if each.since > page.day
    ]
    if seat.deputies:
        names = ", ".join(_held(page, seat, each) for each in seat.deputies)
        told.append(_("Deputies: {names}").format(names=names))
    if seat.speaks_for:
        told.append(_("Speaks for {whom}.").format(whom=seat.speaks_for))
    return "\n".join(told)


def _dates(page: PartnerPage, seat: Sitting) -> str:
    if seat.since > page.day:
        return _("from {day}").format(day=language.long_date(seat.since))
    if seat.until is not None:
        return _("until {day}").format(day=language.long_date(seat.until))
    return _("since {day}").format(day=language.long_date(seat.since))


def _held(page: PartnerPage, seat: Sitting, holder: Holder) -> str:
    """Name who fills a seat, with the days where they are not the seat's."""
    if (holder.since, holder.until) == (seat.since, seat.until):
        return holder.name
    if holder.since > page.day:
        day = language.long_date(holder.since)
        return _("{name} (from {day})").format(name=holder.name, day=day)
    if holder.until is not None:
        day = language.long_date(holder.until)
        return _("{name} (until {day})").format(name=holder.name, day=day)
    day = language.long_date(holder.since)
    return _("{name} (since {day})").format(name=holder.name, day=day)


def _people(page: PartnerPage, *, coordinator: bool) -> list[Block]:
    if not page.people:
        return []
    blocks = [layout.header(_("People"))]
    for each in page.people[:MOST_PEOPLE]:
        title = ", ".join(filter(None, (each.name, each.job_title)))
        main = _("{name} (main contact)").format(name=title) if each.main else title
        text = "\n".join(filter(None, (main, each.address)))
        spoken = _("Open {name}").format(name=each.name)
        one = layout.button(_("Open"), "person.show", str(each.id), spoken=spoken)
        blocks.append(layout.plain(text, one if coordinator else None))
    left = len(page.people) - MOST_PEOPLE
    if left > 0:
        more = ngettext("And {n} person more.", "And {n} people more.", left).format(n=left)
        everybody = layout.button(_("All people"), "person.list", str(page.id))
        blocks.append(layout.plain(more, everybody))
    return blocks


def _contacts(page: PartnerPage) -> list[Block]:
    if not page.contacts:
        return []
    told = []
    for each in page.contacts:
        day, way = language.long_date(each.day), contacts.said(each.way)
        who = f" ({each.by})" if each.by else ""
        told.append(f"{day} · {way}{who}: {layout.short(each.note, NOTE)}")
    return [layout.header(_("Last contacts")), layout.plain("\n".join(told))]


def _moments(page: PartnerPage) -> list[Block]:
    blocks = []
    if page.coming:
        coming = "\n".join(lines_of(page.coming[:MOMENTS]))
        blocks += [layout.header(_("Coming")), layout.plain(coming)]
    if page.moments:
        told = "\n".join(lines_of(page.moments[:MOMENTS]))
        blocks += [layout.header(_("What happened")), layout.plain(told)]
    return blocks


def _actions(page: PartnerPage, *, today: bool, may: bool) -> list[Block]:
    own = str(page.id)
    looking: list[InteractiveElement] = []
    if len(page.moments) > MOMENTS:
        value = f"{page.id}~{page.day.isoformat()}~{MOMENTS}"
        looking.append(layout.button(_("All that happened"), "organisation.timeline", value))
    looking.append(layout.button(_("Record"), records.OF, own))
    looking.append(layout.button(_("Figures"), figures.SHOW, f"{Of.ORGANISATION}:{own}"))
    looking.append(layout.button(_("As it was on a day"), "organisation.as_of", own))
    if not today:
        looking.append(layout.button(_("As it is today"), "organisation.show", own, main=True))
    looking.append(layout.button(_("All partners"), "organisation.list"))
    rows = [layout.actions(*looking)]
    return [layout.actions(*_changes(page)), *rows] if may else rows


def _changes(page: PartnerPage) -> Sequence[InteractiveElement]:
    own = str(page.id)
    closed = page.standing is Standing.CLOSED
    vacant = any(each.vacant(page.day) for each in page.seats)
    buttons = [
        layout.button(_("Log a contact"), "contact.new", own, main=not closed and not vacant),
        layout.button(_("Edit"), "organisation.edit", own),
    ]
    if closed:
        reopen = layout.button(_("Reopen"), "organisation.reopen", own, main=True)
        return [reopen, *buttons, layout.button(_("Merge"), "merge.new", own)]
    if page.until is not None:
        buttons.append(layout.button(_("Don't close it"), "organisation.reopen", own))
    return [
        *buttons,
        layout.button(_("Add a seat"), "seat.add", own),
        layout.button(_("Pause"), "leave.new", own),
        layout.button(_("Close"), "organisation.close", own),
        layout.button(_("Merge"), "merge.new", own),
    ]
