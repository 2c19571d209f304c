"""The parts that an event's pages share: how it stands, the four answers, and whom to ask."""

from datetime import datetime

from bot.language import time_span
from bot.pages.layout import Choices, Heading, Link, Notice, Paragraph, Part, Visit
from db.event_visits import Seen
from db.models import Event, Partnership
from db.models import Link as SignedLink
from domain.askings import CHOICES
from domain.events import Status
from domain.language import gettext as _


def is_open(event: Event, now: datetime) -> bool:
    """Say whether an answer still helps: the event is to come."""
    return event.status == Status.SCHEDULED and event.begins_at > now


def choices(visit: Visit, link: SignedLink, chosen: str | None = None) -> Choices:
    """Offer the four answers as links; the one that was chosen is marked."""
    links = [Link(_(text), visit.by(link, f"?choice={code}")) for code, text in CHOICES.items()]
    return Choices(links, list(CHOICES).index(chosen) if chosen in CHOICES else None)


def status(seen: Seen, visit: Visit) -> list[Part]:
    """Say what must not be missed: it is cancelled, was moved, is over, or is a draft."""
    event = seen.shown.event
    if event.status == Status.CANCELLED:
        why = _("Reason: {reason}").format(reason=event.reason) if event.reason else ""
        return [Notice(_("This event is cancelled."), why)]
    if event.status == Status.ABANDONED:
        return [Notice(_("This event was broken off."))]
    if event.status == Status.DRAFT:
        return [Notice(_("This is a draft. Nobody has been invited yet."))]
    if event.ends_at <= visit.now:
        return [Notice(_("This event is over."))]
    if seen.moved_from is not None:
        before = time_span(seen.moved_from)
        return [Notice(_("This event has a new time."), _("It was {when}.").format(when=before))]
    return []


def whom_to_ask(partnership: Partnership) -> list[Part]:
    """Say how to reach the business unit."""
    said: list[str | Link] = []
    if partnership.reply_mailbox:
        mailbox = partnership.reply_mailbox
        said = [_("Mail: "), Link(mailbox, f"mailto:{mailbox}")]
    if partnership.phone:
        said += ["\n" if said else "", _("Phone: {phone}").format(phone=partnership.phone)]
    if not said:
        said = [_("Please ask the business unit of {name}.").format(name=partnership.name)]
    warning = _("Please don’t send details of any child or family.")
    return [Heading(_("Questions")), Paragraph(said), Paragraph(warning, "small")]
