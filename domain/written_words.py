"""What a person wrote in a mail: its first lines, without what they quote or sign with."""

import re
from html.parser import HTMLParser

from domain.events import clean_text
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
    content = content[:_MOST_BYTES]
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return content.decode("cp1252", errors="replace")


class _Words(HTMLParser):
    """Gathers the words of a page that people see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element: a line of its own, or something unseen."""
        del attrs
        self._unseen += tag in _UNSEEN
        if tag in _LINE:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in _LINE:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        """Take words, unless they are unseen."""
        if not self._unseen:
            self.found.append(re.sub(r"\s+", " ", data))


def _plain(page: str) -> str:
    words = _Words()
    words.feed(page)
    words.close()
    return "".join(words.found)
