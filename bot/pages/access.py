"""The page where somebody tells privately what they need to take part in an event.

What they told before is not shown: the link goes to whoever keeps their diary too.
"""

from starlette.routing import BaseRoute

from bot.language import time_span
from bot.pages.event_parts import is_open, status, whom_to_ask
from bot.pages.forms import WHICH, Box, Button, Form
from bot.pages.parts import Done, Facts, Notice, Page, Paragraph, Part
from bot.pages.standing import moment
from bot.pages.visits import Pages, Visit
from db import access_needs, event_links, event_visits, events
from db.event_visits import Seen
from domain.errors import Refused
from domain.events import clean_text
from domain.language import gettext as _

MAX_NEEDS = 1000
"""Characters of what somebody needs."""

TELL, FORGET = "tell", "forget"
"""The names of the forms."""


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path of the page for access needs."""
    return [pages.route(f"/{event_links.ACCESS}/{{token}}", event_links.ACCESS, show, record)]


def show(visit: Visit) -> Page | None:
    """Ask what somebody needs, and say who sees it and until when."""
    seen = _seen(visit)
    if seen is None:
        return None
    event = seen.shown.event
    title = _("What you need: {title}").format(title=event.title)
    when = Facts([(_("When"), time_span(events.span_of(event)))])
    parts: list[Part] = [*_done(visit, seen), *status(seen, visit), when]
    if is_open(event, visit.now):
        parts += _asking(visit, seen)
    return Page(title, [*parts, *whom_to_ask(visit.partnership)])


def _seen(visit: Visit) -> Seen | None:
    seen = event_visits.seen(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    return seen if seen is not None and seen.asked else None


def _done(visit: Visit, seen: Seen) -> list[Part]:
    at = access_needs.told_at(visit.session, seen.shown.event.id, visit.person.id)
    if "recorded" in visit.query and at is not None:
        told = _("Thank you. The business unit’s coordinators can read it.")
        return [Done(told, _("They get in touch if they have a question."))]
    if "deleted" in visit.query and at is None:
        return [Done(_("It is deleted."))]
    return []


def _asking(visit: Visit, seen: Seen) -> list[Part]:
    at = access_needs.told_at(visit.session, seen.shown.event.id, visit.person.id)
    private = _(
        "Only the business unit’s coordinators see this, apart from the answers. "
        "It is for this event alone, and we delete it {days} days after it."
    ).format(days=access_needs.KEPT.days)
    parts: list[Part] = [Paragraph(private)]
    if at is not None:
        before = _("We have what you told us on {when}. We don’t show it here, to keep it private.")
        parts.append(
            Notice(
                before.format(when=moment(visit, at)),
                _("What you send now takes its place."),
            )
        )
    hint = _(
        "Such as step-free access, a hearing loop, large print or a break. You need not say why."
    )
    parts.append(
        Form(
            to=visit.by(visit.link),
            name=TELL,
            fields=[Box(name="needs", label=_("What do you need to take part?"), hint=hint)],
            buttons=[Button(text=_("Tell the business unit"))],
        )
    )
    if at is not None:
        button = Button(text=_("Delete what I told you"), quiet=True)
        parts.append(Form(to=visit.by(visit.link), name=FORGET, buttons=[button]))
    return parts


def record(visit: Visit) -> str | None:
    """Keep what somebody needs, or delete it."""
    seen = _seen(visit)
    if seen is None:
        return None
    event, own = seen.shown.event, visit.person.id
    if not is_open(event, visit.now):
        raise Refused(_("This event is cancelled, has begun or is over."))
    if visit.typed.one(WHICH) == FORGET:
        access_needs.tell(visit.session, event, own, "", now=visit.now)
        return visit.by(visit.link, "?deleted=1")
    needs = clean_text(visit.typed.one("needs"), field="needs", most=MAX_NEEDS)
    if not needs:
        raise Refused(_("Please write what you need."), field="needs")
    access_needs.tell(visit.session, event, own, needs, now=visit.now)
    return visit.by(visit.link, "?recorded=1")
