"""`/event new`: an event or a series is drafted, looked over, tried and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.commands import entries, event_entries
from bot.commands.event_revisions import live_now
from bot.messages import event_forms as forms
from bot.messages import event_previews as previews_shown
from bot.messages import event_sendings as messages
from bot.messages import layout
from bot.reply import Answer, Choices, Edit, Message, Modal, Reply
from bot.routing import Button, Command, Form, Options, Request, Shortcut, number_in
from db import (
    audience_names,
    audiences,
    bodies,
    copies,
    event_changes,
    event_plans,
    events,
    forecasts,
    people,
    previews,
)
from db.audience_items import Choice
from db.models import Series
from domain import typed_events
from domain.errors import Refused
from domain.events import Among, Planned, clean_details
from domain.forecasts import sentence
from domain.language import N_
from domain.language import gettext as _
from domain.repeats import MONTHLY, ONCE
from domain.roles import COORDINATOR, READER
from domain.typed_events import TypedEvent

MOST = 100
"""Choices that Slack shows in a field that searches."""

TEST = "test"


def new(request: Request, session: Session) -> Answer:
    """Draft the event that was typed, or ask for what is missing."""
    if not request.text:
        return open_form(request, session)
    meets = bodies.every(session, now=request.now)
    names = {each.name_key: each.id for each in meets}
    found = typed_events.read(request.text, names, now=request.now, zone=request.partnership.zone)
    body = next(((str(each.id), each.name) for each in meets if each.id == found.body_id), None)
    if body is not None:
        found = replace(found, title=body[1])
    try:
        planned = _typed(request, found)
        if planned is not None and found.body_id is not None:
            whom = [Choice(Among.BODY, found.body_id)]
            return Reply(_keep(request, session, None, planned, whom))
        why = missing(found)
    except Refused as no:
        why = quoting(request.text, no.sentence)
    return _form(request, session, event_entries.typed(request, found, body), note=why)


def quoting(typed: str, sentence: str) -> str:
    """Give a sentence about what was typed with all of that, so that none of it is lost."""
    return "\n".join([sentence, _("You typed: {text}").format(text=layout.short(typed, 2000))])


def missing(found: TypedEvent) -> str:
    """Say what of a typed event is still to be said; `Refused` for what was not understood."""
    if found.why is not None:
        raise Refused(found.why)
    if found.when is None:
        return _("Please choose the day and the times.")
    if found.clock is None or found.clock.lasts is None:
        return _("Please choose when it begins and when it ends.")
    return _("Please choose who is invited.")


def _typed(request: Request, found: TypedEvent) -> Planned | None:
    """Give the plan that was typed; None where something is missing, `Refused` if it can't be."""
    span = found.span(request.partnership.zone)
    if span is None or found.why is not None:
        return None
    return Planned(
        clean_details(title=found.title),
        event_entries.planned(found.rule, span.begins, span.ends, span.zone, now=request.now),
        found.rule,
        found.body_id,
        hide_guests=request.partnership.hide_guests,
    )


def open_form(request: Request, session: Session, repeats: str = ONCE) -> Modal:
    """Open the form for a new event."""
    partnership = request.partnership
    filled = forms.Filled(partnership.zone, repeats=repeats, hide_guests=partnership.hide_guests)
    return _form(request, session, filled)


def new_pressed(request: Request, session: Session) -> Answer:
    """Open the form for a new event."""
    return open_form(request, session)


def new_series(request: Request, session: Session) -> Answer:
    """Open the form for a new series: a month apart, until something else is chosen."""
    return open_form(request, session, MONTHLY)


def _form(
    request: Request,
    session: Session,
    filled: forms.Filled,
    *,
    state: Mapping[str, object] | None = None,
    note: str = "",
) -> Modal:
    carried = {**(state or {}), **event_entries.state_of(filled)}
    return forms.form(event_entries.offered(request, session), filled, state=carried, note=note)


def plan(request: Request, session: Session) -> Answer:
    """Keep what was entered as a draft, and show what it would do."""
    entered = event_entries.read(request, session)
    own = entries.id_of(request, "series")
    series = draft(request, session, own, lock=True) if own else None
    if series is not None and series.revision != entries.id_of(request, "revision"):
        raise Refused(
            _("Somebody else has changed this draft. Please close the form and open it again."),
            field="title",
        )
    return Reply(_keep(request, session, series, entered.planned, entered.whom))


def _keep(
    request: Request,
    session: Session,
    series: Series | None,
    planned: Planned,
    whom: Sequence[Choice],
) -> Message:
    """Draft, or draft anew, and give the preview. `Refused` where nobody at all is invited."""
    by, now = request.caller.person_id, request.now
    if series is None:
        series = event_plans.draft(session, planned, whom, by=by, now=now)
    else:
        event_plans.redraft(session, series, planned, whom, by=by, now=now)
    own = events.of(session, series.id)
    audiences.refuse_empty(audiences.resolve(session, series, own))
    return previews_shown.show(previews.of(session, series, now=now))


def draft(request: Request, session: Session, series_id: int, *, lock: bool = False) -> Series:
    """Find a draft, whoever made it; `lock` it to change it. `Refused` where it is none now."""
    find = events.locked if lock else events.series_by_id
    series = find(session, series_id)
    if series is None or (series.cancelled_at is not None and series.scheduled_at is None):
        raise Refused(_("This draft is no longer there. It was discarded."))
    if series.scheduled_at is not None:
        raise Refused(
            _("“{title}” has been sent already. {command} list shows it.").format(
                title=series.title, command=request.write("/event")
            )
        )
    return series


def _series(request: Request) -> int:
    """Give the series that a button is about."""
    return number_in(request.value.partition(":")[0])


def preview(request: Request, session: Session) -> Answer:
    """Show what a draft would do."""
    series = draft(request, session, _series(request))
    return Reply(previews_shown.show(previews.of(session, series, now=request.now)))


def who(request: Request, session: Session) -> Answer:
    """List everybody whom a draft would reach."""
    series = draft(request, session, _series(request))
    return Reply(previews_shown.everybody(previews.of(session, series, now=request.now)))


def send(request: Request, session: Session) -> Answer:
    """Send a draft, as it was shown; one that was changed since is shown again."""
    series = draft(request, session, _series(request), lock=True)
    now, note = request.now, _changed(request, series)
    if note:
        shown = previews.of(session, series, now=now)
        return Edit(previews_shown.show(shown, note=note))
    round_ = event_changes.send(session, series, by=request.caller.person_id, now=now)
    coming = [each for each in events.of(session, series.id) if each.begins_at > now]
    rehearsing = request.partnership.in_rehearsal(now)
    expected = forecasts.of(session, round_, now) if round_ is not None else None
    told = messages.sent(
        coming[0],
        round_,
        rule=events.rule_of(series),
        dates=len(coming),
        expected=sentence(expected, request.partnership.zone),
        rehearsing=rehearsing,
        now=now,
    )
    return Edit(told)


def _changed(request: Request, series: Series) -> str:
    """Say what is otherwise than the preview showed whose button was pressed; empty if nothing."""
    _own, _colon, rest = request.value.partition(":")
    revision, _more, rehearsing = rest.partition(":")
    if series.revision != number_in(revision):
        return _("This draft has been changed since. Please look at it again.")
    if rehearsing and not request.partnership.in_rehearsal(request.now):
        return live_now()
    return ""


def test(request: Request, session: Session) -> Answer:
    """Send whoever asks a copy of what would go out."""
    series = draft(request, session, _series(request), lock=True)
    own = request.caller.person_id
    addresses = people.addresses(session, own)
    mailed = next((each.address for each in addresses if each.main), None)
    in_slack = bool(people.slack_identities(session, own))
    if mailed is None and not in_slack:
        raise Refused(_("There is no mail address for you yet. Please add it first."))
    copies.plan(session, series, [own], why=TEST, now=request.now)
    return Reply(messages.tried(series, mailed=mailed, in_slack=in_slack))


def change(request: Request, session: Session) -> Answer:
    """Open the form of a draft, filled in."""
    series = draft(request, session, _series(request))
    state = {"series": series.id, "revision": series.revision}
    return _form(request, session, event_entries.filled(session, series), state=state)


def keep(request: Request, session: Session) -> Answer:
    """Leave a draft as it is."""
    return Edit(messages.kept(draft(request, session, _series(request))))


def discard(request: Request, session: Session) -> Answer:
    """Put a draft away."""
    series = draft(request, session, _series(request), lock=True)
    event_plans.discard(session, series, by=request.caller.person_id, now=request.now)
    return Edit(messages.discarded(series))


def find_seats(request: Request, session: Session) -> Answer:
    """Offer the seats whose partner, body or title has what was typed in it."""
    found = audience_names.seats_like(session, request.text, day=request.day, limit=MOST)
    return Choices(tuple((str(own), name) for own, name in found))


ROWS = (
    Command(
        "/event",
        "add",
        N_("TITLE, DAY TIME"),
        N_("Arrange an event or a series"),
        new,
        COORDINATOR,
    ),
    Button("event.new", new_pressed, COORDINATOR, changes=False),
    Button("event.series_new", new_series, COORDINATOR, changes=False),
    Shortcut(
        "event.new",
        N_("New event"),
        N_("Arrange a leadership event and invite"),
        new_pressed,
        COORDINATOR,
        changes=False,
    ),
    Form("event.plan", plan, COORDINATOR),
    Button("event.preview", preview, COORDINATOR, changes=False),
    Button("event.who", who, COORDINATOR, changes=False),
    Button("event.send", send, COORDINATOR),
    Button("event.test", test, COORDINATOR),
    Button("event.change", change, COORDINATOR, changes=False),
    Button("event.keep", keep, COORDINATOR, changes=False),
    Button("event.discard", discard, COORDINATOR),
    Options("search.seats", find_seats, READER),
)
