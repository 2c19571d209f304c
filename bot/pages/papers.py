"""Papers on the web: the list on an event's page, and files that are fetched from there alone."""

from collections.abc import Sequence

from bot.pages.parts import File, Heading, Link, Links, Paragraph, Part
from bot.pages.visits import Visit
from bot.paper_words import file_said
from bot.routing import number_in
from db import event_visits, papers
from db.papers import Listed
from domain.language import gettext as _
from domain.papers import kind_of


def part(listed: Sequence[Listed], visit: Visit) -> list[Part]:
    """List the papers of an event as they are now."""
    if not listed:
        return [Heading(_("Papers")), Paragraph(_("There are no papers yet."))]
    return [Heading(_("Papers")), Links([_link(each, visit) for each in listed])]


def _link(each: Listed, visit: Visit) -> Link:
    paper = each.paper
    if paper.url is not None:
        return Link(paper.title, paper.url)
    here = visit.by(visit.link, f"/papers/{paper.id}")
    return Link(paper.title, here, file_said(each))


def show(visit: Visit) -> File | None:
    """Give a paper's file to somebody who may see its event."""
    seen = event_visits.seen(visit.session, visit.person.id, visit.link.subject_id, now=visit.now)
    paper = papers.by_id(visit.session, number_in(visit.path["paper"]))
    if seen is None or paper is None or paper.event_id != seen.shown.event.id:
        return None
    if paper.content is None or paper.file_name is None or paper.media_type is None:
        return None
    name = f"{paper.title}.{kind_of(paper.file_name)}"
    return File(paper.content, name, paper.media_type)
