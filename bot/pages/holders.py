"""The page where a partner tells who holds its seat: a coordinator looks at it first."""

from starlette.routing import BaseRoute

from bot.pages.event_parts import whom_to_ask
from bot.pages.forms import Button, Fields, Form, Line, Option, Radios
from bot.pages.parts import Done, Page, Paragraph, Part
from bot.pages.visits import Pages, Visit
from bot.routing import number_in
from db import answer_pages, event_links, seats, worklist
from db.answer_pages import Own
from domain.days import read_day
from domain.errors import Refused
from domain.holders import Typed, parts, read_told
from domain.language import gettext as _
from domain.seats import Part as SeatPart
from domain.worklist import Kind


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path of the page to tell who holds a seat."""
    return [pages.route(f"/{event_links.HOLDER}/{{token}}", event_links.HOLDER, show, record)]


def show(visit: Visit) -> Page | None:
    """Ask who holds the seat."""
    own = _own(visit)
    if not own:
        return None
    said: list[Part] = [
        Paragraph(_("The business unit reads it, and nothing changes before that."), "lead")
    ]
    if "recorded" in visit.query:
        thanks = _("Thank you. We have passed it on.")
        said = [Done(thanks, _("The business unit reads it, and nothing changes before that."))]
    else:
        said.append(_form(own, visit))
    return Page(_("Who holds the seat?"), [*said, *whom_to_ask(visit.partnership)])


def _own(visit: Visit) -> tuple[Own, ...]:
    """Give the seats that the reader is asked for at the event."""
    page = answer_pages.of(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    return page.seats if page else ()


def _form(own: tuple[Own, ...], visit: Visit) -> Form:
    fields: list[Fields] = []
    if len(own) > 1:
        options = [Option(str(each.invited.invitation.seat_id), each.whose.where) for each in own]
        fields.append(Radios(name="seat", label=_("Which seat?"), options=options))
    where = _("Your seat: {seat}").format(seat=own[0].whose.where)
    hint = _("Invitations go there. Please tell the person that you gave it to us.")
    today = visit.partnership.day(visit.now)
    fields += [
        Radios(
            name="part",
            label=where if len(own) == 1 else _("What are they to it?"),
            options=[Option(code, text) for code, text in parts()],
            value=str(SeatPart.LEAD),
        ),
        Line(name="name", label=_("Name")),
        Line(name="address", label=_("Work mail address"), hint=hint, kind="email"),
        Line(name="job_title", label=_("Job title (you need not)")),
        Line(
            name="since",
            label=_("From"),
            hint=_("A day, such as 14 May 2027"),
            value=f"{today:%d/%m/%Y}",
            width="short",
        ),
    ]
    button = Button(text=_("Tell the business unit"))
    return Form(to=visit.by(visit.link), name="tell", fields=fields, buttons=[button])


def record(visit: Visit) -> str | None:
    """Put what was told before the coordinators; said again, it replaces what they said."""
    own, typed = _own(visit), visit.typed.one
    if not own:
        return None
    seat_id = _seat(own, visit)
    place = seats.place(visit.session, seat_id)
    if place is None:
        raise Refused(_("This seat is no longer there."), field="seat")
    since = read_day(typed("since"))
    if since is None:
        raise Refused(_("Please give a day, such as 14 May 2027."), field="since")
    told = read_told(
        Typed(typed("part"), typed("name"), typed("address"), typed("job_title")),
        since,
        place.seat.span,
        led=place.lead(since) is not None,
    )
    by = visit.person.id
    facts = {**told, "by": by}
    worklist.tell(visit.session, Kind.TOLD, seat_id, facts, by=by, now=visit.now)
    return visit.by(visit.link, "?recorded=1")


def _seat(own: tuple[Own, ...], visit: Visit) -> int:
    ids = [each.invited.invitation.seat_id or 0 for each in own]
    chosen = number_in(visit.typed.one("seat")) if len(ids) > 1 else ids[0]
    if chosen not in ids:
        raise Refused(_("Please choose one of your seats."), field="seat")
    return chosen
