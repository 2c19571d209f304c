"""What is said about the papers of an event: to whoever keeps them, and to those invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import language
from bot.event_words import at_the
from bot.messages import fields, layout
from bot.reply import Block, Message, Modal
from domain.language import gettext as _
from domain.language import ngettext
from domain.names import MAX_NAME
from domain.papers import MEDIA_TYPES
from domain.when import WallSpan

OPEN = "paper.open"
"""The action id of buttons that open a paper or the event's page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper as a list shows it: where it opens, what kind of file it is, and how it stands."""

    id: int
    title: str
    url: str = ""
    file: str = ""
    coming: bool = False
    announced: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """The event that papers are of; `page` is the reader's own page of it, empty without one."""

    id: int
    title: str
    span: WallSpan
    agenda: str = ""
    page: str = ""


def listing(about: About, papers: Sequence[Shown], announced: datetime | None) -> Message:
    """List an event's papers to whoever keeps them; `announced` is when new ones are told of.

    That is the clock on the wall where the event is; None: it is not to be.
    """
    title = _("Papers: {title}").format(title=about.title)
    count = ngettext("{n} paper", "{n} papers", len(papers)).format(n=len(papers))
    return layout.message(
        f"{title}. {count}.",
        layout.header(title),
        layout.plain(language.time_span(about.span)),
        *(_kept(each) for each in papers),
        *([] if papers else [layout.plain(_("No papers yet. Add a link to the first."))]),
        *_announcing(papers, announced),
        layout.actions(
            layout.button(_("Add"), "paper.new", str(about.id), main=True),
            layout.button(_("Open the event"), "event.show", str(about.id)),
        ),
    )


def _kept(paper: Shown) -> Block:
    remove = layout.button(
        _("Remove"),
        "paper.remove",
        str(paper.id),
        spoken=_("Remove {title}").format(title=paper.title),
        sure=_("It leaves the event's page at once. Nobody is told."),
    )
    state = _("Announced") if paper.announced else _("Not announced yet")
    where = paper.file or paper.url
    if paper.coming:
        where = _("This file is being fetched from Slack.")
    return layout.plain(f"{paper.title}\n{layout.short(where, 300)}\n{state}", remove)


def _announcing(papers: Sequence[Shown], announced: datetime | None) -> list[Block]:
    if announced is None or all(each.announced for each in papers):
        return []
    said = _("Those invited hear of what is new once: {day}, {time}.").format(
        day=language.long_day(announced), time=f"{announced:%H:%M}"
    )
    return [layout.context(said)]


def form(event_id: int, title: str, *, keeps_files: bool, at: str = "") -> Modal:
    """Ask for a paper: a link, or where files are kept a file.

    `at` is where the list stands whose button opened it.
    """
    return Modal(
        callback="paper.add",
        title=_("Add a paper"),
        submit=_("Add"),
        close=_("Cancel"),
        state={"event": event_id, "at": at},
        blocks=(
            layout.plain(title),
            fields.text(
                "title", _("Title"), most=MAX_NAME, hint=_("For example “Minutes of 3 September”.")
            ),
            fields.text(
                "link",
                _("Link"),
                optional=keeps_files,
                hint=_("It begins with https://. Please check who may open it there."),
            ),
            *([_file()] if keeps_files else []),
            layout.context(_("No child's, family's or case detail belongs here.")),
        ),
    )


def _file() -> Block:
    hint = _("Instead of a link, at most 10 MB. No child's, family's or case detail belongs here.")
    return fields.file("file", _("File"), list(MEDIA_TYPES), hint=hint) | {"optional": True}


def fetched(title: str, event_id: int, sentence: str | None) -> Message:
    """Say that a file is there now, or why it is not."""
    said = _("“{title}” is on the event's page now.").format(title=title)
    if sentence is not None:
        said = _("“{title}” was not added. {why}").format(title=title, why=sentence)
    return layout.message(
        said,
        layout.plain(said),
        layout.actions(layout.button(_("Papers"), "event.papers", str(event_id), main=True)),
    )


def agenda(about: About, papers: Sequence[Shown]) -> Message:
    """Give the agenda and the papers to somebody who is asked about an event."""
    heading = _("Agenda and papers: {title}").format(title=about.title)
    count = ngettext("{n} paper", "{n} papers", len(papers)).format(n=len(papers))
    page = [layout.actions(layout.link(_("Event page"), about.page, OPEN))] if about.page else []
    return layout.message(
        f"{heading}. {count}.",
        layout.header(heading),
        layout.plain(language.time_span(about.span)),
        layout.plain(about.agenda or _("There is no agenda yet.")),
        *(_opening(each) for each in papers),
        *([] if papers else [layout.plain(_("There are no papers yet."))]),
        *page,
    )


def _opening(paper: Shown) -> Block:
    said = f"{paper.title} ({paper.file})" if paper.file else paper.title
    if not paper.url:
        return layout.plain(said)
    return layout.plain(said, layout.link(_("Open"), paper.url, OPEN))


def announcement(about: About, new: Sequence[Shown]) -> Message:
    """Tell somebody who is asked about an event of its new papers."""
    said = ready(about.title, len(new))
    return layout.message(
        f"{said} {language.time_span(about.span)}.",
        layout.header(said),
        layout.plain(language.time_span(about.span)),
        *(layout.plain(f"{each.title} ({each.file})" if each.file else each.title) for each in new),
        layout.actions(
            layout.button(_("Agenda and papers"), "event.agenda", str(about.id), main=True)
        ),
        layout.context(_("If you cannot come, a deputy counts just the same.")),
    )


def ready(title: str, n: int) -> str:
    """Say that there is something to read."""
    return ngettext(
        "Please read the new paper for {event}.", "Please read the new papers for {event}.", n
    ).format(event=at_the(title))
