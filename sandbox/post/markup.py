"""Reads the HTML of a mail without ever showing it: its words, its links, its inline pictures.

Every scan goes once from the beginning to the end, however broken the HTML is.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

SILENT = {"script", "style", "head", "title"}
RAW = {"script", "style", "title", "textarea"}
"""Elements whose content is text up to their end tag (HTML, 13.2.5.2 and 13.2.5.4)."""
BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "td"}
BREAKS |= {"form", "button"}
TAG = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
BEGUN = re.compile(r"""<[a-zA-Z](?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
HREF = re.compile(r"""(?i)(?<![\w-])href\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
AIM = re.compile(r"""(?i)(?<![\w-])(?:form)?target\s*+=""")
FROM_ELSEWHERE = re.compile(
    r"""(?i)(?<![\w-])(?:src|srcset|background|poster)\s*+=\s*+["']?\s*+(?:https?:)?//"""
    r"""|url\(\s*+["']?\s*+(?:https?:)?//"""
)


@dataclass(frozen=True)
class Link:
    """A link in a mail's HTML: where it goes and what it says."""

    url: str
    text: str


@dataclass(frozen=True)
class Token:
    """A tag, or the text between two; `source` is how it was written."""

    source: str
    tag: str = ""
    closes: bool = False


def tokens(markup: str) -> Iterator[Token]:
    """Take HTML apart into tags and texts, in one scan; comments and declarations are left out."""
    at, loose = 0, False
    while (begin := markup.find("<", at)) >= 0:
        yield Token(markup[at:begin])
        tag = None if loose else TAG.match(markup, begin)
        if tag:
            yield Token(tag[0], tag[2].lower(), closes=bool(tag[1]))
            at = tag.end()
        elif not re.match(r"<[/!?a-zA-Z]", markup[begin : begin + 2]):
            yield Token("<")
            at = begin + 1
        elif (end := _end(markup, begin)) < 0:
            return  # a tag or a comment that never ends holds all the rest
        else:
            loose = loose or markup[begin + 1] not in "!?"  # quotes are not to be relied on
            yield from _simply(markup[begin:end])
            at = end
        if tag and not tag[1] and tag[2].lower() in RAW:
            until = re.compile(rf"(?i)</{tag[2]}(?=[\s/>])").search(markup, at)
            yield Token(markup[at : until.start() if until else len(markup)])
            at = until.start() if until else len(markup)
    yield Token(markup[at:])


def _end(markup: str, begin: int) -> int:
    """Find where a comment, a declaration or a tag ends, whatever is quoted in it."""
    mark = "-->" if markup.startswith("<!--", begin) else ">"
    found = markup.find(mark, begin + 2)
    return found + len(mark) if found >= 0 else -1


def _simply(source: str) -> Iterator[Token]:
    found = re.match(r"<(/?)([a-zA-Z][^\s/>]*+)", source)
    if found:
        yield Token(source, found[2].lower(), closes=bool(found[1]))


@dataclass
class Reading:
    """What a piece of HTML says: its words, its links, whether it wants pictures from elsewhere."""

    words: str = ""
    links: list[Link] = field(default_factory=list)
    loads: bool = False


class _Reader:
    """Gathers the words and the links of a document, however broken."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.links: dict[str, list[str]] = {}
        self._silent = 0
        self._url = ""

    def read(self, token: Token) -> None:
        """Take one more piece."""
        if not token.tag:
            self._text(token.source)
            return
        if token.tag in SILENT:
            self._silent = max(0, self._silent - 1) if token.closes else self._silent + 1
        if token.tag in BREAKS:
            self.words.append("\n")
        if token.tag == "a":
            self._url = "" if token.closes else _url_in(token.source)
            if self._url:
                self.links.setdefault(self._url, [])

    def _text(self, source: str) -> None:
        if self._silent or not source:
            return
        text = unescape(source)
        self.words.append(re.sub(r"\s+", " ", text))
        if self._url:
            self.links[self._url].append(text)


def _url_in(source: str) -> str:
    found = HREF.search(source)
    url = unescape(found[1] or found[2] or found[3] or "").strip() if found else ""
    return url if re.match(r"(?i)https?://", url) else ""


def reading_of(markup: str) -> Reading:
    """Read HTML once: its words without tags, styles and scripts; its web links, each once."""
    reader = _Reader()
    for token in tokens(markup):
        reader.read(token)
    lines = [line.strip() for line in "".join(reader.words).splitlines()]
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    links = [
        Link(url, " ".join("".join(text).split()) or url) for url, text in reader.links.items()
    ]
    return Reading(words, links, loads=bool(FROM_ELSEWHERE.search(markup)))


def pictures_in(markup: str) -> set[str]:
    """Give the names (`cid:`, RFC 2392) of the mail's own pictures that its HTML shows."""
    return {unquote(each) for each in re.findall(r"(?i)cid:([^\"'\s>)]+)", markup)}


def with_pictures(markup: str, pictures: Mapping[str, tuple[str, bytes]]) -> str:
    """Put a mail's own pictures into its HTML, so that nothing is loaded."""

    def embed(match: re.Match[str]) -> str:
        found = pictures.get(unquote(match[1]))
        if found is None:
            return match[0]
        kind, content = found
        return f"data:{kind};base64,{b64encode(content).decode()}"

    return re.sub(r"(?i)cid:([^\"'\s>)]+)", embed, markup)


def without_frames(markup: str) -> str:
    """Take the frames out of a mail's HTML: browsers call their hosts before they refuse them."""
    return re.sub(r"(?i)<(/?)(i?frame)", r"<\1x-\2", markup)


def without_targets(markup: str) -> str:
    """Let no link say where it opens: all of them open beside the mail."""
    return BEGUN.sub(lambda tag: AIM.sub("data-target=", tag[0]), markup)
