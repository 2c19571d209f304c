"""The parts that an event's pages share: how it stands, the four answers, and whom to ask."""

from collections.abc import Mapping
from datetime import datetime

from bot.language import time_span
from bot.pages.parts import Choices, Heading, Link, Notice, Paragraph, Part
from bot.pages.visits import Visit
from db import event_links
from db.event_visits import Seen
from db.models import Event, Partnership
from db.models import Link as SignedLink
from domain.events import Status
from domain.language import gettext as _


def is_open(event: Event, now: datetime) -> bool:
    """Say whether an answer still helps: the event is to come."""
    return event.status == Status.SCHEDULED and event.begins_at > now


def choices(visit: Visit, known: Mapping[str, SignedLink], offered: Mapping[str, str]) -> Choices:
    """Offer answers as links, by their codes and words, each to the page that asks for it."""
    to = {code: visit.by(known[event_links.ANSWER], f"?choice={code}") for code in offered}
    if _DEPUTY in to and event_links.DEPUTY in known:
        to[_DEPUTY] = visit.by(known[event_links.DEPUTY])
    return Choices([Link(_(offered[code]), address) for code, address in to.items()])


_DEPUTY = "deputy"


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
