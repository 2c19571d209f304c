"""Letters about papers: one for all that are new, with the page that always has the latest."""

from collections.abc import Sequence

from bot.event_words import heading_day
from bot.language import time_span
from bot.letters.layout import Actions, Facts, Link, Paragraph, Part, Words, letter
from bot.letters.letter import Letter
from bot.messages.papers import About, Shown, ready
from domain.askings import Asker
from domain.language import gettext as _
from domain.language import ngettext


def announcement(about: About, new: Sequence[Shown], asker: Asker, answer: str) -> Letter:
    """Tell somebody of new papers; `answer` is their page to answer on, empty without one."""
    title = ngettext("New paper: {title}, {when}", "New papers: {title}, {when}", len(new))
    subject = title.format(title=about.title, when=heading_day(about.span))
    lines: list[tuple[str, Words]] = [
        (_("When"), time_span(about.span)),
        (_("New"), "\n".join(_named(each) for each in new)),
    ]
    return letter(
        " ".join(subject.split()),
        Paragraph(_("Hello,")),
        Paragraph(ready(about.title, len(new)), main=True),
        Facts(lines),
        *_links(about, answer),
        *_foot(asker),
        reply_to=asker.mailbox,
    )


def _named(paper: Shown) -> str:
    return f"{paper.title} ({paper.file})" if paper.file else paper.title


def _links(about: About, answer: str) -> list[Part]:
    if not about.page:
        return [Paragraph(_("Please reply to this message if you can’t find them."))]
    links = [Link(_("Open the papers"), about.page)]
    if answer:
        links.append(Link(_("Answer or change my answer"), answer))
    return [
        Actions(links),
        Paragraph(_("If you cannot come, a deputy counts just the same.")),
        Paragraph(
            _(
                "These links are for you and whoever keeps your diary. "
                "Please don't forward them: send a deputy instead."
            )
        ),
    ]


def _foot(asker: Asker) -> list[Part]:
    unit = [_("{partnership} business unit").format(partnership=asker.name)]
    unit += [asker.phone] if asker.phone else []
    unit += [_("reply to this message")] if asker.mailbox else []
    said: list[str | Link] = [_("You get this because you are asked about this event.")]
    if asker.privacy_page:
        said += [" ", Link(_("How we use your details"), asker.privacy_page), "."]
    said.append(" " + _("Please don't send details of any child or family."))
    return [Paragraph(" · ".join(unit)), Paragraph(said, small=True)]
