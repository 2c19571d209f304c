"""Reads the HTML of a mail without ever showing it: its words, its links, its inline pictures."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title"}
BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "td"}
BREAKS |= {"form", "button"}
LONGEST = 400_000
"""How much of a mail's HTML is read for words and links, in characters."""


@dataclass(frozen=True)
class Link:
    """A link in a mail's HTML: where it goes and what it says."""

    url: str
    text: str


class _Reader(HTMLParser):
    """Gathers the words and the links of a document, however broken."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self._silent = 0
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        if tag in BREAKS:
            self.words.append("\n")
        if tag == "a":
            url = (dict(attrs).get("href") or "").strip()
            self._url = url if re.match(r"(?i)https?://", url) else ""
            if self._url:
                self.links.setdefault(self._url, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in BREAKS:
            self.words.append("\n")
        if tag == "a":
            self._url = ""

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.words.append(re.sub(r"\s+", " ", data))
        if self._url:
            self.links[self._url] += data


def _read(markup: str) -> _Reader:
    reader = _Reader()
    try:
        reader.feed(markup[:LONGEST])
        reader.close()
    except (AssertionError, ValueError):
        pass
    return reader


def words_of(markup: str) -> str:
    """Give what HTML says, without its tags, styles and scripts."""
    text = "".join(_read(markup).words)
    lines = [line.strip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def links_of(markup: str) -> list[Link]:
    """Give the http and https links of a piece of HTML, each once, in order."""
    return [Link(url, " ".join(text.split()) or url) for url, text in _read(markup).links.items()]


def with_pictures(markup: str, pictures: Mapping[str, tuple[str, bytes]]) -> str:
    """Put a mail's own pictures (`cid:`, RFC 2392) into its HTML, so that nothing is loaded."""

    def embed(match: re.Match[str]) -> str:
        found = pictures.get(match[1])
        if found is None:
            return match[0]
        kind, content = found
        return f"data:{kind};base64,{b64encode(content).decode()}"

    return re.sub(r"cid:([^\"'\s>)]+)", embed, markup)


def without_frames(markup: str) -> str:
    """Take the frames out of a mail's HTML: browsers call their hosts before they refuse them."""
    return re.sub(r"(?i)<(/?)(i?frame)", r"<\1x-\2", markup)
