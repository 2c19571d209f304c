"""Where somebody says that they are here: by their own link to an event, with the code shown there.

The link says who they are, the code that they see what the room, or the call, sees.
"""

from starlette.routing import BaseRoute

from bot.language import time_span
from bot.messages.check_in import noted_otherwise
from bot.messages.check_in_times import when_open
from bot.pages.event_parts import whom_to_ask
from bot.pages.forms import Button, Form
from bot.pages.forms import Line as Field
from bot.pages.parts import Choices, Done, Facts, Link, Page, Paragraph, Part, Words
from bot.pages.visits import Pages, Visit
from db import check_in_tries, check_ins, event_links, event_visits, events
from db.events import Shown
from domain.check_in import Door, coming_as, is_here, is_settled
from domain.errors import Refused
from domain.language import gettext as _
from domain.outcomes import CODES, NOT_RECORDED, Code
from domain.registers import Line

PATH = "/check-in"
"""What stands behind the address of somebody's page of an event."""

HERE = "here"
"""The name of the form."""

ROOM, CALL = "room", "call"


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path where somebody checks in by their own link."""
    own = f"/{event_links.PAGE}/{{token}}{PATH}"
    return [pages.route(own, event_links.PAGE, show, record)]


def door(visit: Visit, shown: Shown) -> list[Part]:
    """Lead from an event's page to where one checks in, while that is open."""
    if check_ins.door_of(shown.event, visit.now) is not Door.OPEN:
        return []
    return [Choices([Link(_("Check in: I am here"), visit.by(visit.link, PATH))])]


def show(visit: Visit) -> Page | None:
    """Ask for the code, or say how it stands, or when it opens."""
    seen = event_visits.seen(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    if seen is None:
        return None
    when = Facts([(_("When"), time_span(events.span_of(seen.shown.event)))])
    parts = [*_parts(visit, seen.shown), when, *whom_to_ask(visit.partnership)]
    return Page(_("Check in: {title}").format(title=seen.shown.event.title), parts)


def _parts(visit: Visit, shown: Shown) -> list[Part]:
    way = check_ins.door_of(shown.event, visit.now)
    if way is Door.EARLY:
        return [Paragraph(when_open(shown.event, visit.now), "lead")]
    if way is Door.OFF:
        return [Paragraph(check_ins.closed(way), "lead")]
    return _asking(visit, shown, is_over=way is Door.OVER)


def _asking(visit: Visit, shown: Shown, *, is_over: bool) -> list[Part]:
    """Ask for the code, unless there is nothing to record, or no more."""
    mine = check_ins.mine(visit.session, shown, visit.person.id)
    if not mine.lines:
        named = Link(_("Give my name"), visit.to(check_ins.PURPOSE))
        return [Paragraph(check_ins.not_expected(), "lead"), Choices([named])]
    if mine.recorded:
        return [Paragraph(check_ins.saved_already(), "lead"), _stands(visit, mine.lines)]
    if all(is_settled(each, visit.person.id) for each in mine.lines):
        return [_thanks(mine.lines), _stands(visit, mine.lines)]
    if is_over:
        return [Paragraph(check_ins.closed(Door.OVER), "lead")]
    return [_as(visit, mine.lines), _form(visit, shown)]


def _thanks(lines: tuple[Line, ...]) -> Part:
    """Say that nothing is left to do, or what stays as the organisers have noted it."""
    if otherwise := noted_otherwise(lines):
        return Paragraph(otherwise, "lead")
    said = _("You don’t need to do more. The business unit saves the register afterwards.")
    return Done(_("Thank you. You are checked in."), said)


def _is_taken(visit: Visit, line: Line) -> bool:
    """Say whether somebody else is here for a seat."""
    return is_here(line) and line.outcome.person_id != visit.person.id


def _as(visit: Visit, lines: tuple[Line, ...]) -> Part:
    """Say for whom somebody is about to check in."""
    return Facts([(each.seat.called, _role(visit, each)) for each in lines])


def _role(visit: Visit, line: Line) -> str:
    match coming_as(line, visit.person.id):
        case Code.MEMBER:
            return _("You come as its member.")
        case Code.DEPUTY:
            return _("You come as its deputy.")
        case _:
            return _("You come as a guest.")


def _stands(visit: Visit, lines: tuple[Line, ...]) -> Part:
    said: list[tuple[str, Words]] = []
    for each in lines:
        code = each.outcome.code
        words = [_(CODES[code]) if code is not None else _(NOT_RECORDED)]
        if _is_taken(visit, each):
            words.append(_("somebody else has checked in for this seat"))
        elif each.outcome.is_present and each.outcome.remote is not None:
            words.append(_("by call") if each.outcome.remote else _("in the room"))
        said.append((each.seat.called, ", ".join(words)))
    return Facts(said)


def _form(visit: Visit, shown: Shown) -> Form:
    return Form(
        to=visit.by(visit.link, PATH),
        name=HERE,
        fields=[code_field()],
        buttons=how_buttons(shown),
    )


def code_field(value: str = "") -> Field:
    """Ask for the code."""
    return Field(
        name="code",
        label=_("The code that is shown in the meeting"),
        hint=_("Six figures. They change every minute."),
        kind="figures",
        width="short",
        value=value,
    )


def how_buttons(shown: Shown | None = None) -> list[Button]:
    """Offer to be here in the room, or by call, as far as an event has both."""
    room = Button(text=_("I am here, in the room"), name="how", value=ROOM)
    call = Button(text=_("I am here, by call"), name="how", value=CALL, quiet=True)
    if shown is None:
        return [room, call]
    has_call = bool(shown.event.link or shown.event.joining)
    if shown.event.place and has_call:
        return [room, call]
    how = CALL if has_call else ROOM
    return [Button(text=_("I am here"), name="how", value=how)]


def remote_in(how: str) -> bool | None:
    """Read whether somebody takes part by call; None where that is not said."""
    return {ROOM: False, CALL: True}.get(how)


def record(visit: Visit) -> str | Refused | None:
    """Draft in the register that somebody is here."""
    seen = event_visits.seen(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    if seen is None or visit.codes is None:
        return None
    shown, own = seen.shown, visit.person.id
    found = check_in_tries.wrong(
        visit.session,
        visit.codes,
        shown.event.id,
        visit.typed.one("code"),
        person_id=own,
        now=visit.now,
    )
    if found is not None:
        return found
    remote = remote_in(visit.typed.one("how"))
    check_ins.check_in(visit.session, shown, own, remote=remote, now=visit.now)
    return visit.by(visit.link, PATH)
