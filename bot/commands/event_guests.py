"""`/event invite` and `/event uninvite`: whom an event or a series invites, added and taken out."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot import language
from bot.commands import event_finding as finding
from bot.commands.event_changes import effect_of, is_all, pressed, said_done
from bot.commands.event_revisions import carried, gone_live, looked, meanwhile, state_of
from bot.grammar import unquoted
from bot.messages import event_audiences as messages
from bot.messages import event_change_forms as forms
from bot.messages import event_change_previews as previews
from bot.messages import layout
from bot.reply import Answer, Choices, Modal
from bot.routing import Button, Command, Form, Options, Request, number_in
from db import (
    audience_changes,
    audience_names,
    audience_parts,
    event_pages,
    events,
    sectors,
    tellings,
)
from db.audience_changes import Wanted
from db.audience_items import Choice
from db.audience_parts import Part
from db.events import Shown
from db.models import Round
from domain import typed_people
from domain.errors import Refused
from domain.events import Among, Extent, clean_reason
from domain.language import N_
from domain.language import gettext as _
from domain.names import name_key
from domain.roles import COORDINATOR, READER

INVITE = "event.invite"
MOST = 100
"""Choices that Slack shows (block_suggestion), and that a window carries along."""

Entered = Mapping[str, Any]

FIELDS = {
    "bodies": Among.BODY,
    "sectors": Among.SECTOR,
    "seats": Among.SEAT,
    "guests": Among.GUEST,
}
"""The fields in which those are picked who are invited besides."""

_APART = ":"


def invite_named(request: Request, session: Session) -> Answer:
    """Ask whom to invite to the next event of a title, or to that of a date."""

    def then(found: list[Shown], _rest: str) -> Answer:
        return _form(session, found[0], {})

    title = _("Who is invited")
    return finding.by_title(request, session, action=INVITE, title=title, then=then, changes=True)


def uninvite_named(request: Request, session: Session) -> Answer:
    """Show what taking out whom was typed would do; what is not wholly understood: the form."""

    def then(found: list[Shown], rest: str) -> Answer:
        shown = found[0]
        typed = typed_people.read(unquoted(rest), _known(audience_parts.of(session, shown)))
        entered = {"out": [_pack(each) for each in typed.found], "extent": forms.ONE}
        if typed.left:
            text = layout.short(typed.left, layout.QUOTED)
            note = _("I don't find “{text}” among those who are invited, or it may be several.")
            return _form(session, shown, entered, note.format(text=text))
        if not typed.found or len(found) > 1:
            return _form(session, shown, entered)
        return _preview(request, session, shown, entered)

    return finding.by_title(
        request,
        session,
        action=INVITE,
        title=_("Who is invited"),
        then=then,
        changes=True,
        day_follows=True,
    )


def _known(parts: list[Part]) -> dict[str, list[Choice]]:
    """Give by each name those of an audience who have it; nobody where kinds of them share it."""
    found: dict[str, list[Choice]] = {}
    for each in parts:
        for name in {name_key(own) for own in (each.name, each.partner, *each.people) if own}:
            found.setdefault(name, []).append(each.choice)
    return {name: own for name, own in found.items() if len({each.among for each in own}) == 1}


def ask(request: Request, session: Session) -> Answer:
    """Show who is invited, and ask whom to add and take out."""
    return _form(session, pressed(request, session), {})


def ask_all(request: Request, session: Session) -> Answer:
    """Ask the same of a whole series."""
    return _form(session, pressed(request, session), {"extent": forms.ALL})


def _form(session: Session, shown: Shown, entered: Entered, note: str = "") -> Modal:
    offered = [(str(each.id), sectors.said(each)) for each in sectors.offered(session)]
    return messages.form(
        shown.event.title,
        events.span_of(shown.event),
        event_pages.audience(session, shown),
        _named(session, shown, entered),
        state_of(shown),
        note,
        single=shown.is_single,
        sectors=offered,
    )


def _into(entered: Entered) -> list[Choice]:
    """Give whom to invite besides, from the ids that a form gave."""
    return [
        Choice(among, number_in(str(own)))
        for name, among in FIELDS.items()
        for own in entered.get(name, ())
    ]


def _out(entered: Entered) -> list[Choice]:
    """Give whom to take out, as the form's field has them."""
    packed = (str(each).partition(_APART) for each in entered.get("out", ()))
    return [Choice(Among(kind), number_in(own)) for kind, _apart, own in packed if kind in _KINDS]


_KINDS = {each.value for each in Among}


def _pack(choice: Choice) -> str:
    return f"{choice.among}{_APART}{choice.id}"


def _named(session: Session, shown: Shown, entered: Entered) -> Entered:
    """Give what was entered with the names of whom was picked, for the form."""
    found = audience_names.of(session, _into(entered), day=shown.event.begins.date())
    picked = {
        name: [(each.id, called) for each, called in found.items() if each.among is among]
        for name, among in FIELDS.items()
    }
    wanted = set(_out(entered))
    parts = [each for each in audience_parts.of(session, shown) if each.choice in wanted]
    return {**entered, **picked, "out": [_offered(each) for each in parts]}


def _offered(part: Part) -> tuple[str, str]:
    return _pack(part.choice), messages.called(part.choice.among, part.name, part.people)


def find(request: Request, session: Session) -> Answer:
    """Offer who can be taken out of the event of a form, by what was typed."""
    shown = finding.pressed(request, session)
    found = audience_parts.like(session, shown, request.text, limit=MOST)
    return Choices(tuple(map(_offered, found)))


def look(request: Request, session: Session) -> Answer:
    """Show what would be said to whom."""
    shown = finding.held(request, session)
    entered: dict[str, Any] = {name: request.entered(name) for name in ("extent", "reason")}
    entered |= {name: list(request.picked(name)) for name in (*FIELDS, "out")}
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(session, shown, entered, note)
    return _preview(request, session, shown, entered)


def _preview(request: Request, session: Session, shown: Shown, entered: Entered) -> Modal:
    """Do it, count, and show: what is written is rolled back, since a form is the answer."""
    parts = audience_parts.of(session, shown)
    names = audience_names.of(session, _into(entered), day=shown.event.begins.date())
    out = set(_out(entered))
    gone = [_offered(each)[1] for each in parts if each.choice in out]
    revision = shown.series.revision
    round_ = _change(request, session, shown, entered)
    effect = effect_of(request, session, round_)
    added = _("Invited besides: {names}").format(names=", ".join(names.values()))
    taken = _("Taken out: {names}").format(names=", ".join(gone))
    reason = clean_reason(str(entered.get("reason", "")))
    why = _("Reason, as they will read it: {reason}").format(reason=reason)
    return previews.preview(
        [
            _meant(shown, entered),
            *([added] if names else []),
            *([taken] if gone else []),
            *([why] if reason and gone else []),
            *messages.stays(_staying(session, shown, parts, out)),
            *messages.who_hears(tellings.by_say(session, round_)),
            *([_("Nobody else hears of it.")] if effect.people else []),
        ],
        effect,
        looked(request, shown, revision, entered),
        title=_("Who is invited"),
        action=INVITE,
        does=previews.and_tell(messages.does(into=bool(names), out=bool(gone)), effect),
    )


def _meant(shown: Shown, entered: Entered) -> str:
    """Say which events are meant."""
    when = language.time_span(events.span_of(shown.event))
    title = shown.series.title
    if is_all(shown, entered):
        return _("To all events of the series {title} that are to come").format(title=title)
    if not shown.is_single and entered.get("extent") == Extent.FOLLOWING:
        return _("{title}: this event and all that follow, from {when}").format(
            title=title, when=when
        )
    return f"{shown.event.title}\n{when}"


def _staying(session: Session, shown: Shown, before: list[Part], out: set[Choice]) -> list[str]:
    """Name the seats of bodies that were taken out which are invited all the same."""
    bodies = {each.id for each in out if each.among is Among.BODY}
    if not bodies:
        return []
    left = {each.choice for each in audience_parts.of(session, shown)}
    return [each.name for each in before if each.body_id in bodies and each.choice in left]


def _change(request: Request, session: Session, shown: Shown, entered: Entered) -> Round | None:
    into, out = _into(entered), _out(entered)
    if not into and not out:
        raise Refused(_("Please choose whom to invite, or below whom to take out."), field="bodies")
    if len(into) + len(out) > MOST:
        said = _("This takes {n} at once. Please choose fewer, or a whole body or sector.")
        raise Refused(said.format(n=MOST), field="out" if out else "bodies")
    known = audience_names.of(session, into, day=shown.event.begins.date())
    if len(known) < len(into):
        raise Refused(_("One of them is no longer there. Please choose again."), field="bodies")
    extent = Extent(str(entered.get("extent") or Extent.ONE))
    wanted = Wanted(into, out, extent, clean_reason(str(entered.get("reason", ""))))
    by, now = request.caller.person_id, request.now
    return audience_changes.change(session, shown, wanted, by=by, now=now)


def again(request: Request, session: Session) -> Answer:
    """Open the form again with who was chosen."""
    shown = finding.pressed(request, session)
    note = meanwhile(request, session, shown.series, shown)
    return _form(session, shown, carried(request), note)


def do(request: Request, session: Session) -> Answer:
    """Invite and take out as it was looked at."""
    shown, entered = finding.held(request, session), carried(request)
    note = meanwhile(request, session, shown.series, shown)
    if note:
        return _form(session, shown, entered, note)
    if note := gone_live(request):
        return previews.noted(_preview(request, session, shown, entered), note)
    into, out = bool(_into(entered)), bool(_out(entered))
    effect = effect_of(request, session, _change(request, session, shown, entered))
    said = _("Invited to {title}.") if into else _("Taken out of {title}.")
    if into and out:
        said = _("Who is invited to {title} is changed.")
    return said_done(request, said.format(title=shown.event.title), effect, shown)


ROWS = (
    Command(
        "/event", "invite", N_("NAME [DAY]"), N_("Invite more people"), invite_named, COORDINATOR
    ),
    Command(
        "/event",
        "uninvite",
        N_("NAME [DAY], WHO"),
        N_("Take somebody out of an event"),
        uninvite_named,
        COORDINATOR,
    ),
    Button(INVITE, ask, COORDINATOR, changes=False),
    Button(f"{INVITE}.all", ask_all, COORDINATOR, changes=False),
    Button(f"{INVITE}.again", again, COORDINATOR, changes=False),
    Button(f"{INVITE}.do", do, COORDINATOR),
    Form(f"{INVITE}.which", ask, COORDINATOR, changes=False),
    Form(f"{INVITE}.look", look, COORDINATOR),
    Options(messages.OUT, find, READER),
)
