"""What all our web pages look like, and what they and our files carry along.

A page is parts (bot/pages/parts.py); it needs no script, and what people typed is escaped. A live
page has a small one, which reads it again and again; without it, it is loaded anew each minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.language import catalogue
from bot.pages.forms import NOTHING, Form, Typed, filled, place_of
from bot.pages.parts import File, Link, Page, Paragraph, Words
from domain.errors import Refused
from domain.language import gettext as _
from domain.language import speaking, spoken

_HERE = Path(__file__).parent
_STYLE = (_HERE / "static" / "pages.css").read_bytes()
_STYLESHEET = f"static/pages.{sha256(_STYLE).hexdigest()[:12]}.css"
_LIVE = (_HERE / "static" / "live.js").read_bytes()
_SCRIPT = f"static/live.{sha256(_LIVE).hexdigest()[:12]}.js"

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

_POLICY = "Content-Security-Policy"

_LIVE_HEADERS = {**HEADERS, _POLICY: f"{HEADERS[_POLICY]}; script-src 'self'; connect-src 'self'"}
"""What a page carries that is read again by itself: without a script that takes till the minute."""

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page stands on: the way back to the top, whose it is, and its reader's own pages."""

    root: str = ""
    owner: str = "Joined Up"
    in_rehearsal: bool = False
    links: Sequence[Link] = ()


def root_of(request: Request) -> str:
    """Give the way back to the top: relative, since a proxy may have put us under a path."""
    path: str = request.scope["path"]
    return "../" * (path.count("/") - 1)


def drawn(
    page: Page,
    sheet: Sheet,
    *,
    typed: Typed = NOTHING,
    refused: Refused | None = None,
    status: int = 200,
) -> Response:
    """Draw a page; one whose form was refused, as it was typed, with what to do about it."""
    if refused is not None:
        status = 422
        parts = [
            filled(each, typed, refused) if isinstance(each, Form) else each for each in page.parts
        ]
        page = replace(page, parts=parts)
    forms = [part for part in page.parts if isinstance(part, Form)]
    html = _templates.get_template("page.html").render(
        page=page,
        parts=[(_named(part), part) for part in page.parts],
        owner=sheet.owner,
        links=sheet.links,
        rehearsal=_rehearsal() if sheet.in_rehearsal else None,
        words=_words(),
        refused=refused,
        at=place_of(refused, forms) if refused else "",
        language=spoken() or "en-GB",
        stylesheet=f"{sheet.root}{_STYLESHEET}",
        script=f"{sheet.root}{_SCRIPT}",
        pieces=_pieces,
        named=_named,
    )
    headers = _LIVE_HEADERS if page.kind == "live" else HEADERS
    return HTMLResponse(html, status_code=status, headers=headers)


def _named(part: object) -> str:
    return type(part).__name__.lower()


def _rehearsal() -> tuple[str, str]:
    return _("Rehearsal"), _("Nothing here reaches partners yet. Only coordinators see this page.")


def _words() -> dict[str, str]:
    return {
        "skip": _("Skip to the main content"),
        "problem": _("There is a problem"),
        "error": _("Error:"),
        "none": _("Not said"),
        "own": _("Your pages"),
    }


def not_found(root: str = "") -> Response:
    """Give the one page for whatever is wrong with a link."""
    with speaking(catalogue("en")):
        said = [
            _("This link does not open anything, or it does no longer."),
            _("If it came in a mail, please use the link in the latest one."),
            _("Or ask whoever sent it to you: reply to their mail."),
        ]
        return _apart(root, _("Page not found"), said, 404)


def unreadable(root: str, status: int) -> Response:
    """Say that what came is no form of ours; nothing was opened for it."""
    with speaking(catalogue("en")):
        said = [
            _("Nothing was recorded. Please go back and try again."),
            _("If it happens again, reply to the mail that brought you here."),
        ]
        return _apart(root, _("This could not be read"), said, status)


def _apart(root: str, title: str, said: Sequence[str], status: int) -> Response:
    first, *rest = said
    parts = [Paragraph(first, "lead"), *map(Paragraph, rest)]
    return drawn(Page(title, parts), Sheet(root), status=status)


def kept(file: File) -> Response:
    """Give a file to keep."""
    plain = "".join(each if each.isalnum() or each in "-_. " else "_" for each in file.name)
    ascii_name = plain.encode("ascii", "replace").decode().replace("?", "_")
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(plain, safe='')}"
    return Response(
        file.content,
        media_type=file.media_type,
        headers={**HEADERS, "Content-Disposition": disposition},
    )


def static_routes() -> list[BaseRoute]:
    """Give the stylesheet and the one script, whose names change with what is in them."""
    headers = {**HEADERS, **_FOR_EVER}

    async def style(_request: Request) -> Response:
        return Response(_STYLE, media_type="text/css", headers=headers)

    async def live(_request: Request) -> Response:
        return Response(_LIVE, media_type="text/javascript", headers=headers)

    return [
        Route(f"/{_STYLESHEET}", style, methods=["GET"]),
        Route(f"/{_SCRIPT}", live, methods=["GET"]),
    ]


def _pieces(words: Words) -> Sequence[str | Link]:
    return (words,) if isinstance(words, str | Link) else words


_templates = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
