"""What all our web pages share: how a link opens one, what it looks like, and what guards it.

A module of pages gives routes, one line each, and says what stands on a page as parts:

    def routes(pages: Pages) -> list[BaseRoute]:
        return [pages.route("/event/{token}", "event", show)]

    def show(visit: Visit) -> Page | None:
        ...
        return Page(_("My calendar"), [Paragraph(_("…")), Links([Link(_("…"), visit.to("/…"))])])

`route` reads the link's token and opens one reading transaction, so that no page changes anything:
programs that look for harm in messages open links too. `show` works within the link's partnership
and speaks the reader's language. It gives a `Page`, a `File`, or None: then, as for anything that
is wrong with a link, the same 404 page comes. Pages need no script; what people typed is escaped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.language import catalogue
from db import links
from db.engine import Database
from db.models import Link as SignedLink
from db.models import Partnership, Person
from db.signing import Signer
from db.tenancy import within
from domain.language import gettext as _
from domain.language import speaking, spoken

_HERE = Path(__file__).parent
_STYLE = (_HERE / "static" / "pages.css").read_bytes()
_STYLESHEET = f"static/pages.{sha256(_STYLE).hexdigest()[:12]}.css"

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""What every page and file carries: nothing of it is kept on the way, or told to another site."""

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, and what stands behind them (a file's kind and size)."""

    text: str
    url: str
    note: str = ""


Words = str | Link | Sequence[str | Link]
"""What a line says, with links in it or none; line breaks are kept."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part of a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the first, larger; `small` is a note."""

    words: Words
    style: Literal["", "lead", "small"] = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be missed: an event that is cancelled or was moved."""

    title: str
    words: Words = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Lines of a name and what it says: When, Where."""

    lines: Sequence[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class Links:
    """A list of links."""

    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of things that are said."""

    items: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices as links that look like buttons; the one that was `chosen` is marked, by number."""

    links: Sequence[Link]
    chosen: int | None = None


Part = Heading | Paragraph | Notice | Facts | Links | Items | Choices


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page under its title, which is its only first-level heading."""

    title: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep: it never opens as a page of ours."""

    content: bytes
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that somebody opens by a link that holds: whose it is, and what they ask."""

    session: Session
    partnership: Partnership
    person: Person
    link: SignedLink
    now: datetime
    signer: Signer
    root: str
    path: Mapping[str, str]
    query: Mapping[str, str]

    def to(self, path: str) -> str:
        """Give the address of a page of ours by its path, wherever we are served from."""
        return f"{self.root}{path.removeprefix('/')}"

    def by(self, link: SignedLink, rest: str = "") -> str:
        """Give the address that a link of the reader's opens."""
        return self.to(f"{link.purpose}/{self.signer.token(link)}{rest}")


Show = Callable[[Visit], Page | File | None]


class Pages:
    """Makes the routes of pages that links open, over one database."""

    def __init__(
        self, database: Database, signer: Signer, *, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock

    def route(self, path: str, purpose: str, show: Show) -> Route:
        """Give the route of a page by its path, which holds `{token}`: a link of one purpose."""

        async def answer(request: Request) -> Response:
            return await run_in_threadpool(self._answer, request, purpose, show)

        return Route(path, answer, methods=["GET"])

    def _answer(self, request: Request, purpose: str, show: Show) -> Response:
        root, now = _root(request), self._clock()
        signed = self._signer.read(purpose, request.path_params["token"])
        with self._database.reading() as session:
            opened = links.opened(session, purpose, signed, now=now)
            if opened is None:
                return not_found(root)
            person, partnership = opened.person, opened.partnership
            visit = Visit(
                session,
                partnership,
                person,
                opened.link,
                now,
                self._signer,
                root,
                request.path_params,
                request.query_params,
            )
            language = catalogue(person.language or partnership.language)
            with within(session, partnership.id), speaking(language):
                return _response(visit, show(visit))


def _root(request: Request) -> str:
    """Give the way back to the top: relative, since a proxy may have put us under a path."""
    path: str = request.scope["path"]
    return "../" * (path.count("/") - 1)


def _response(visit: Visit, shown: Page | File | None) -> Response:
    if shown is None:
        return not_found(visit.root)
    if isinstance(shown, File):
        return _file(shown)
    return _page(shown, visit.root, visit.partnership, visit.now)


def _page(
    page: Page, root: str, partnership: Partnership | None, now: datetime | None, status: int = 200
) -> Response:
    html = _templates.get_template("page.html").render(
        page=page,
        parts=[(type(part).__name__.lower(), part) for part in page.parts],
        owner=partnership.name if partnership else "Joined Up",
        rehearsal=_rehearsal() if partnership and now and partnership.in_rehearsal(now) else None,
        skip=_("Skip to the main content"),
        chosen=_("your choice"),
        language=spoken() or "en-GB",
        stylesheet=f"{root}{_STYLESHEET}",
        pieces=_pieces,
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def _rehearsal() -> tuple[str, str]:
    return _("Rehearsal"), _("Nothing here reaches partners yet. Only coordinators see this page.")


def not_found(root: str = "") -> Response:
    """Give the one page for whatever is wrong with a link."""
    with speaking(catalogue("en")):
        said = [
            Paragraph(_("This link does not open anything, or it does no longer."), "lead"),
            Paragraph(_("If it came in a mail, please use the link in the latest one.")),
            Paragraph(_("Or ask whoever sent it to you: reply to their mail.")),
        ]
        return _page(Page(_("Page not found"), said), root, None, None, status=404)


def _file(file: File) -> Response:
    plain = "".join(each if each.isalnum() or each in "-_. " else "_" for each in file.name)
    ascii_name = plain.encode("ascii", "replace").decode().replace("?", "_")
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(plain, safe='')}"
    return Response(
        file.content,
        media_type=file.media_type,
        headers={**HEADERS, "Content-Disposition": disposition},
    )


def static_routes() -> list[BaseRoute]:
    """Give the stylesheet, whose name changes with what is in it."""

    async def style(_request: Request) -> Response:
        headers = {**HEADERS, **_FOR_EVER}
        return Response(_STYLE, media_type="text/css", headers=headers)

    return [Route(f"/{_STYLESHEET}", style, methods=["GET"])]


def _pieces(words: Words) -> Sequence[str | Link]:
    return (words,) if isinstance(words, str | Link) else words


_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
