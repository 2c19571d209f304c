"""Slack's mrkdwn as HTML. Whatever is fed in, what comes out is safe: every leaf is escaped.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup

from sandbox.pages.emoji import emoji
from sandbox.pages.reader import Reader

PRE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
QUOTE = re.compile(r"^(?:&gt;|>) ?")
ITEM = re.compile(r"^\s*(?:[•◦▪*-]|(\d+)[.)])\s+(?=\S)")
INLINE = re.compile(
    r"""
      `(?P<code>[^`\n]+)`
    | <(?P<angle>[^<>\n]+)>
    | (?P<bare>https?://[^\s<>|`*~]+[^\s<>|`*~.,;:!?)'"])
    | :(?P<emoji>[a-z0-9_+'-]+):
    | (?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])
    | (?<!\w)_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?!\w)
    | (?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])
    """,
    re.VERBOSE,
)
TAGS = {"bold": "b", "italic": "i", "strike": "s"}
DEEPEST = 6


def unescape(text: str) -> str:
    """Undo the only three escapes that mrkdwn has."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _leaf(text: str) -> Markup:
    return Markup("{}").format(unescape(text))


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Render a text: paragraphs, quotes, lists and code blocks, one after the other."""
    parts: list[Markup] = []
    for index, part in enumerate(PRE.split(text)):
        if index % 2:
            parts.append(Markup("<pre>{}</pre>").format(unescape(_without_angles(part))))
        elif part.strip("\n"):
            parts += _blocks(part.strip("\n"), reader)
    return Markup("").join(parts)


def _without_angles(text: str) -> str:
    """Write links inside of code as what they say."""
    return re.sub(r"<([^<>|\n]+)(?:\|([^<>\n]*))?>", lambda m: m.group(2) or m.group(1), text)


def _kind(line: str) -> str:
    if QUOTE.match(line):
        return "quote"
    item = ITEM.match(line)
    if item is None:
        return "text"
    return "ol" if item.group(1) else "ul"


def _runs(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give the lines in runs of one kind."""
    kind, run = "", list[str]()
    for line in text.split("\n"):
        found = _kind(line)
        if found != kind and run:
            yield kind, run
            run = []
        kind = found
        run.append(line)
    yield kind, run


def _blocks(text: str, reader: Reader) -> Iterator[Markup]:
    for kind, lines in _runs(text):
        if kind == "quote":
            inside = "\n".join(QUOTE.sub("", line) for line in lines)
            yield Markup('<blockquote dir="auto">{}</blockquote>').format(inline(inside, reader))
        elif kind == "text":
            yield Markup('<p dir="auto">{}</p>').format(
                inline("\n".join(lines).strip("\n"), reader)
            )
        else:
            yield _list(kind, lines, reader)


def _list(kind: str, lines: list[str], reader: Reader) -> Markup:
    items = Markup("").join(
        Markup('<li dir="auto">{}</li>').format(inline(ITEM.sub("", line), reader))
        for line in lines
    )
    first = ITEM.match(lines[0])
    start = Markup(' start="{}"').format(first.group(1)) if first and first.group(1) else ""
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(kind), start, items)  # noqa: S704 -- ul, ol


def inline(text: str, reader: Reader, depth: int = 0) -> Markup:
    """Render what stands within a line."""
    if depth > DEEPEST:
        return _leaf(text)
    pieces, end = list[Markup](), 0
    for match in INLINE.finditer(text):
        pieces.append(_leaf(text[end : match.start()]))
        pieces.append(_piece(match, reader, depth))
        end = match.end()
    pieces.append(_leaf(text[end:]))
    return Markup("").join(pieces)


def _piece(match: re.Match[str], reader: Reader, depth: int) -> Markup:
    kind, found = str(match.lastgroup), str(match.group(str(match.lastgroup)))
    if kind in TAGS:
        tag = Markup(TAGS[kind])  # noqa: S704 -- one of ours
        return Markup("<{0}>{1}</{0}>").format(tag, inline(found, reader, depth + 1))
    plain: dict[str, Callable[[], Markup]] = {
        "code": lambda: Markup("<code>{}</code>").format(unescape(_without_angles(found))),
        "emoji": lambda: Markup("{}").format(emoji(found)),
        "bare": lambda: reader.link(unescape(found)),
        "angle": lambda: _angle(found, reader),
    }
    return plain[kind]()


def _angle(inside: str, reader: Reader) -> Markup:
    """Render `<@U…>`, `<#C…>`, `<!…>` or a link; anything else stays as it was written."""
    target, _, label = inside.partition("|")
    label = unescape(label)
    if target.startswith("@"):
        return reader.mention(target[1:], label)
    if target.startswith("#"):
        return reader.channel(target[1:], label)
    if target.startswith("!"):
        return _special(target[1:], label, reader)
    if re.match(r"(?:https?://|mailto:|tel:)", target, re.IGNORECASE):
        return reader.link(unescape(target), label)
    return _leaf(f"<{inside}>")


def _special(target: str, label: str, reader: Reader) -> Markup:
    kind, *rest = target.split("^")
    if kind == "date" and len(rest) > 1:
        return reader.date(rest[0], unescape(rest[1]), "".join(rest[2:3]), label)
    return reader.broadcast((label or kind).removeprefix("@"))
