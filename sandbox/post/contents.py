"""Serves what strangers wrote: never as a page of this site, never with a load from elsewhere."""

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from sandbox.post.mails import Mail
from sandbox.post.markup import with_pictures, without_frames, without_targets

LOCKED = "sandbox; default-src 'none'"
FRAME = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""The mail's HTML may be laid out and may open links; it can't run, load, or send anything."""
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
BEFORE = (
    '<!doctype html><base target="_blank">'
    "<style>html{font:15px/1.5 system-ui,sans-serif;color:#1c2024;background:#fff}</style>"
)
"""Links open beside the mail; what the mail doesn't lay out itself looks like mail elsewhere."""
LARGEST_PICTURE = 1_000_000
MOST_MARKUP = 2_000_000


def original(mail: Mail) -> Response:
    """Give the bytes of a mail, as plain text to look at."""
    headers = {**SAFE, "Content-Security-Policy": LOCKED}
    return Response(mail.raw, media_type="text/plain; charset=utf-8", headers=headers)


def attachment(mail: Mail, number: int) -> Response:
    """Give a part to be saved under its name (RFC 6266), whatever its type says."""
    part = next((each for each in mail.letter.parts if each.number == number), None)
    if part is None:
        raise HTTPException(404, "There is no such part in this mail.")
    name = quote(part.name or f"part-{number}", safe="")
    headers = {
        **SAFE,
        "Content-Security-Policy": LOCKED,
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }
    return Response(part.content, media_type="application/octet-stream", headers=headers)


def framed(mail: Mail) -> Response:
    """Give the HTML body with its own pictures in it, locked up by its headers as well."""
    body = mail.letter.html
    if body is None:
        raise HTTPException(404, "This mail has no HTML.")
    pictures = {
        part.cid: (part.kind, part.content)
        for part in mail.letter.parts
        if part.cid and part.kind.startswith("image/") and len(part.content) < LARGEST_PICTURE
    }
    markup = without_targets(without_frames(body.text[:MOST_MARKUP]))
    page = BEFORE + with_pictures(markup, pictures)
    headers = {**SAFE, "Content-Security-Policy": FRAME}
    return Response(page.encode("utf-8", "replace"), media_type="text/html", headers=headers)
