"""What cards, letters and pages say of a paper in the same words."""

from bot.messages.papers import Shown
from db.papers import Listed
from domain.language import gettext as _
from domain.papers import kind_of, size_said


def file_said(each: Listed) -> str:
    """Say what kind of file a paper is, and how large; nothing of a link."""
    if each.paper.file_name is None or each.size is None:
        return ""
    kind = kind_of(each.paper.file_name).upper()
    return _("{kind}, {size}").format(kind=kind, size=size_said(each.size))


def listed(each: Listed, page: str = "") -> Shown:
    """Give a paper as lists show it; a file opens on the reader's own page of the event."""
    paper = each.paper
    on_page = f"{page}/papers/{paper.id}" if page else ""
    return Shown(
        paper.id,
        paper.title,
        url=paper.url or on_page,
        file=file_said(each),
        coming=each.coming,
        announced=paper.announced_at is not None,
    )
