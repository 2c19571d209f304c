"""Letters about papers: one for all that are new, with the page that always has the latest."""

from collections.abc import Sequence

from bot.event_words import heading_day
from bot.language import time_span
from bot.letters.feet import foot
from bot.letters.layout import Actions, Facts, Link, Paragraph, Part, Words, letter
from bot.letters.letter import Letter
from bot.messages.papers import About, Shown, ready
from domain.askings import Asker, Pages
from domain.language import gettext as _
from domain.language import ngettext


def announcement(about: About, new: Sequence[Shown], asker: Asker, pages: Pages) -> Letter:
    """Tell somebody of new papers; `pages` are their own."""
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
        *_links(about, pages.answer),
        *foot(
            asker, [_("You get this because you are asked about this event.")], pages.preferences
        ),
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
