"""What a person wrote in a mail: its first lines, without what they quote or sign with."""

import re
from html import unescape

from domain.events import clean_text
from domain.mail_bounds import decoded
from domain.replies import MAX_LINES, MAX_WORDS, Mail

_MOST_BYTES = 64 * 1024
_ENDS = re.compile(
    r"(>|-- ?$|_{10,}$|-{2,} ?(Original|Forwarded)\b"
    r"|(From|Sent|Von|De|Oddi wrth): .|On .{5,200} wrote:$|Ar .{5,200} ysgrifennodd)",
    re.IGNORECASE,
)
"""How a line begins from which on nothing is the sender's own."""

_LINE = {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "table"}
_UNSEEN = {"script", "style", "head", "title", "blockquote"}


def read(parts: list[Mail]) -> str:
    """Give the first lines of what was written, plain text before HTML; empty for none."""
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == wanted and not _is_file(part):
                text = _text(part)
                own = first_lines(_plain(text) if wanted == "text/html" else text)
                if own:
                    return own
    return ""


def first_lines(text: str) -> str:
    """Give the first lines of a text that are not quoted, as one may show them."""
    own: list[str] = []
    for line in text.splitlines():
        if _ENDS.match(line.strip()):
            break
        own.append(line)
    clean = clean_text("\n".join(own)[:_MOST_BYTES], field="text", most=_MOST_BYTES)
    kept = "\n".join(line for line in clean.splitlines() if line)
    lines = kept.splitlines()
    short = "\n".join(lines[:MAX_LINES])
    is_cut = len(short) > MAX_WORDS or len(lines) > MAX_LINES
    return f"{short[: MAX_WORDS - 1].rstrip()}…" if is_cut else short


def _is_file(part: Mail) -> bool:
    return part.get_content_disposition() == "attachment"


def _text(part: Mail) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    return decoded(content[:_MOST_BYTES], charset, "utf-8")


_COMMENT = re.compile(r"<!--.*?(-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[!?/][^<>]*>")
"""A tag up to its end, however it is broken: the library's parser takes minutes for some."""


def _plain(page: str) -> str:
    """Give the words of a page that people see."""
    found, unseen, at = list[str](), 0, 0
    page = _COMMENT.sub("", page)
    for tag in _TAG.finditer(page):
        found.append("" if unseen else _seen(page[at : tag.start()]))
        at, name = tag.end(), (tag[2] or "").lower()
        if name in _UNSEEN:
            unseen = max(unseen - 1, 0) if tag[1] else unseen + 1
        found.append("\n" if name in _LINE else "")
    return "".join([*found, "" if unseen else _seen(page[at:])])


def _seen(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text))
