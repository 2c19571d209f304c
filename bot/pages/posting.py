"""How a form comes in over HTTP: one of our own, small, and sent from one of our own pages.

The signed link in its path is what lets somebody record; that another site can't send it besides
is one more lock (OWASP, Cross-Site Request Forgery Prevention: verifying the origin).
"""

from urllib.parse import parse_qsl, urlsplit

from starlette.requests import ClientDisconnect, Request

from bot.pages.forms import Typed

MAX_BODY = 32 * 1024
"""Bytes of a form; the longest text of ours has some hundred characters."""

MAX_FIELDS = 200

FORM = "application/x-www-form-urlencoded"


class Unreadable(Exception):  # noqa: N818 - it is an answer to a browser, not a fault
    """A request that is no form of ours, with the status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def read(request: Request, public_url: str) -> Typed:
    """Read a form. Raises `Unreadable` for anything else, and for one that another site sent."""
    if not _is_ours(request, public_url):
        raise Unreadable(403)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Unreadable(415)
    body = await _body(request)
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        raise Unreadable(400) from None
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value.replace("\0", ""))
    return Typed(found)


def _is_ours(request: Request, public_url: str) -> bool:
    """Say whether a form came from a page of ours, as far as the browser says where from.

    Our pages tell nobody where a reader came from, so that older browsers send `null`.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin", "null")
    own = {request.headers.get("host", ""), urlsplit(public_url).netloc}
    return origin == "null" or urlsplit(origin).netloc in own - {""}


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > MAX_BODY:
                raise Unreadable(413)
            parts.append(part)
    except ClientDisconnect:
        raise Unreadable(400) from None
    return b"".join(parts)
