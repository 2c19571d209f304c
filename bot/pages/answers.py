"""The page that the answers in a mail open: what they will do, and what to do until then.

Nothing is recorded here yet, and opening it never will: programs open the links of mails too.
"""

from starlette.routing import BaseRoute

from bot.language import long_day, time_span
from bot.pages.event_parts import choices, is_open, status, whom_to_ask
from bot.pages.layout import (
    Facts,
    Heading,
    Items,
    Link,
    Page,
    Pages,
    Paragraph,
    Part,
    Visit,
)
from db import event_links, event_visits, events
from db.event_visits import Seen
from db.models import Event
from domain.askings import CHOICES
from domain.events import Calendar, Status
from domain.language import gettext as _


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path of the page to answer on."""
    return [pages.route(f"/{event_links.ANSWER}/{{token}}", event_links.ANSWER, show)]


def show(visit: Visit) -> Page | None:
    """Say what an answer will do. Whoever is not asked any more has nothing to answer."""
    seen = event_visits.seen(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    if seen is None or not seen.asked:
        return None
    parts = (
        _question(seen, visit) if is_open(seen.shown.event, visit.now) else _too_late(seen, visit)
    )
    parts += _event_page(seen.shown.event, visit)
    return Page(_title(seen), [*parts, *whom_to_ask(visit.partnership)])


def _title(seen: Seen) -> str:
    return _("Your answer: {title}").format(title=seen.shown.event.title)


def _question(seen: Seen, visit: Visit) -> list[Part]:
    event = seen.shown.event
    chosen = visit.query.get("choice", "")
    parts: list[Part] = []
    if chosen in CHOICES:
        told = _("You chose “{choice}”. This page can’t take answers yet, so it is not recorded.")
        parts.append(Paragraph(told.format(choice=_(CHOICES[chosen])), "lead"))
    else:
        parts.append(
            Paragraph(_("This page can’t take answers yet. Soon one tap will do."), "lead")
        )
    asked = Facts(
        [
            (_("When"), time_span(events.span_of(event))),
            *([(_("Where"), event.place)] if event.place else []),
            *([(_("You are asked for"), "\n".join(seen.seats))] if seen.seats else []),
            (_("Please answer by"), long_day(event.answer_by)),
        ]
    )
    return [
        *parts,
        *status(seen, visit),
        Heading(_("Until then, please answer in one of these ways")),
        Items(_ways(seen, visit)),
        Heading(_("Can you come?")),
        asked,
        choices(visit, visit.link, chosen),
        Paragraph(_("If you cannot come, a deputy counts just the same.")),
    ]


def _ways(seen: Seen, visit: Visit) -> list[str]:
    ways = []
    if seen.shown.series.calendar != Calendar.NONE:
        ways.append(_("Press Accept or Decline in your calendar, and choose to send the response."))
    if visit.partnership.phone:
        ways.append(_("Phone {phone}.").format(phone=visit.partnership.phone))
    if visit.partnership.reply_mailbox:
        ways.append(_("Reply to the mail that brought you here."))
    return ways or [_("Tell the business unit of {name}.").format(name=visit.partnership.name)]


def _too_late(seen: Seen, visit: Visit) -> list[Part]:
    event = seen.shown.event
    if event.status == Status.CANCELLED:
        said = _("There is nothing to answer: this event is cancelled.")
    else:
        said = _("This event has begun or is over, so there is nothing to answer any more.")
    when = Facts([(_("When"), time_span(events.span_of(event)))])
    return [Paragraph(said, "lead"), *status(seen, visit), when]


def _event_page(event: Event, visit: Visit) -> list[Part]:
    known = event_links.live(visit.session, visit.person.id, event.id, now=visit.now)
    page = known.get(event_links.PAGE)
    return [Paragraph(Link(_("Agenda, place and papers"), visit.by(page)))] if page else []
