"""The page of an event: when and where, how to join, the agenda, the papers, and whom to ask."""

from itertools import islice

from starlette.routing import BaseRoute

from bot.event_words import sentence_of
from bot.language import long_day, time_span
from bot.pages import here
from bot.pages import papers as paper_links
from bot.pages.event_parts import choices, is_open, status, whom_to_ask
from bot.pages.parts import Facts, File, Heading, Link, Page, Paragraph, Part, Words
from bot.pages.visits import Pages, Visit
from db import calendar_drafts, event_facts, event_links, event_visits, events, papers
from db.event_visits import Seen
from db.models import Event
from domain.event_previews import NEXT
from domain.events import Status
from domain.language import gettext as _
from domain.rule_words import described

CALENDAR = "text/calendar; charset=utf-8"


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the paths of an event's page, its calendar file and its papers."""
    own = f"/{event_links.PAGE}/{{token}}"
    return [
        pages.route(own, event_links.PAGE, show),
        pages.route(f"{own}/event.ics", event_links.PAGE, calendar_file),
        pages.route(f"{own}/papers/{{paper}}", event_links.PAGE, paper_links.show),
    ]


def show(visit: Visit) -> Page | None:
    """Show an event to somebody who is asked about it, or to a coordinator."""
    seen = event_visits.seen(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    if seen is None:
        return None
    event = seen.shown.event
    checks_in = here.door(visit, seen.shown) if seen.asked else []
    parts: list[Part] = [*status(seen, visit), *checks_in, *_facts(seen, visit)]
    parts += _joining(event) if event.status != Status.CANCELLED else []
    parts += _text(_("Agenda"), event.agenda)
    parts += paper_links.part(papers.ready(visit.session, event.id), visit)
    parts += _answering(seen, visit)
    parts += whom_to_ask(visit.partnership)
    return Page(event.title, parts)


def calendar_file(visit: Visit) -> File | None:
    """Give the event as a file for a calendar; a cancelled one takes its entry out again."""
    seen = event_visits.seen(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    if seen is None:
        return None
    content = calendar_drafts.file(seen.shown)
    return File(content, f"{seen.shown.event.title}.ics", CALENDAR)


def _facts(seen: Seen, visit: Visit) -> list[Part]:
    event = seen.shown.event
    lines: list[tuple[str, Words]] = [(_("When"), time_span(events.span_of(event)))]
    lines += _series(seen, visit)
    if event.place:
        lines.append((_("Where"), event.place))
    if seen.asked:
        lines.append(_seats(seen))
    if event.status == Status.SCHEDULED and event.begins_at > visit.now:
        lines.append((_("Please answer by"), long_day(event.answer_by)))
    if event.status != Status.CANCELLED:
        file = Link(_("Calendar file"), visit.by(visit.link, "/event.ics"), "ICS")
        lines.append((_("For your calendar"), file))
    return [Facts(lines)]


def _series(seen: Seen, visit: Visit) -> list[tuple[str, Words]]:
    """Say how often it meets, and when next: the dates that the reader is asked about."""
    series, event, session = seen.shown.series, seen.shown.event, visit.session
    rule = events.rule_of(series)
    if rule is None or event.status == Status.CANCELLED:
        return []
    later = (
        each
        for each in event_visits.events_of(session, seen)
        if each.begins_at > max(event.begins_at, visit.now)
        and each.status == Status.SCHEDULED
        and (not seen.asked or event_facts.is_asked(session, each.id, visit.person.id))
    )
    next_ones = [time_span(events.span_of(each)) for each in islice(later, NEXT)]
    said = [(_("How often"), sentence_of(described(rule)))]
    return [*said, *([(_("After that"), "\n".join(next_ones))] if next_ones else [])]


def _seats(seen: Seen) -> tuple[str, Words]:
    if not seen.seats:
        return _("You are invited"), _("As a guest")
    return _("You are asked for"), "\n".join(seen.seats)


def _joining(event: Event) -> list[Part]:
    if not (event.link or event.joining):
        return []
    parts: list[Part] = [Heading(_("Join online or by phone"))]
    if event.link:
        parts.append(Paragraph(Link(_("Join the meeting online"), event.link)))
    rest = event.joining.replace(event.link, "").strip() if event.link else event.joining
    return [*parts, Paragraph(rest)] if rest else parts


def _text(heading: str, text: str) -> list[Part]:
    return [Heading(heading), Paragraph(text)] if text else []


def _answering(seen: Seen, visit: Visit) -> list[Part]:
    """Offer the four answers to whoever is asked, until the event begins."""
    event = seen.shown.event
    known = event_links.live(visit.session, visit.person.id, event.id, now=visit.now)
    if not seen.asked or event_links.ANSWER not in known or not is_open(event, visit.now):
        return []
    by = _("Please answer by {day}.").format(day=long_day(event.answer_by))
    own = _("These links are for you and whoever keeps your diary.")
    kindly = _("Please don’t forward them.")
    if "deputy" in seen.choices:
        kindly = _("Please don't forward them: send a deputy instead.")
    return [
        Heading(_("Can you come?")),
        Paragraph(by),
        choices(visit, known, seen.choices),
        Paragraph(f"{own} {kindly}", "small"),
    ]
