"""rich_text blocks as HTML.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from sandbox.pages.emoji import emoji
from sandbox.pages.reader import Reader
from sandbox.slack.state import Json

STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "underline": "u"}
MOST_INDENT = 8


def rich_text(block: Json, reader: Reader) -> Markup:
    """Render a whole rich_text block."""
    return Markup("").join(_part(part, reader) for part in block.get("elements") or [])


def _part(part: Json, reader: Reader) -> Markup:
    elements = part.get("elements") or []
    kind = part.get("type")
    if kind == "rich_text_list":
        return _list(part, elements, reader)
    inside = _inline(elements, reader)
    if kind == "rich_text_preformatted":
        return Markup("<pre>{}</pre>").format(inside)
    if kind == "rich_text_quote":
        return Markup('<blockquote dir="auto">{}</blockquote>').format(inside)
    return Markup('<p dir="auto">{}</p>').format(inside)


def _list(part: Json, elements: Iterable[Json], reader: Reader) -> Markup:
    items = Markup("").join(
        Markup('<li dir="auto">{}</li>').format(_inline(each.get("elements") or [], reader))
        for each in elements
    )
    indent = min(int(part.get("indent") or 0), MOST_INDENT)
    if part.get("style") == "ordered":
        start = int(part.get("offset") or 0) + 1
        return Markup('<ol class="indent-{}" start="{}">{}</ol>').format(indent, start, items)
    return Markup('<ul class="indent-{}">{}</ul>').format(indent, items)


def _inline(elements: Iterable[Json], reader: Reader) -> Markup:
    return Markup("").join(_styled(each, reader) for each in elements)


def _styled(element: Json, reader: Reader) -> Markup:
    written = _element(element, reader)
    style = element.get("style")
    wanted = style if isinstance(style, dict) else {}
    for name, html in STYLES.items():
        if wanted.get(name):
            tag = Markup(html)  # noqa: S704 -- one of ours
            written = Markup("<{0}>{1}</{0}>").format(tag, written)
    return written


def _element(element: Json, reader: Reader) -> Markup:
    def text(name: str) -> str:
        return str(element.get(name) or "")

    kinds: dict[str, Callable[[], Markup]] = {
        "text": lambda: Markup("{}").format(text("text")),
        "link": lambda: reader.link(text("url"), text("text")),
        "user": lambda: reader.mention(text("user_id")),
        "channel": lambda: reader.channel(text("channel_id")),
        "emoji": lambda: Markup("{}").format(_character(element)),
        "broadcast": lambda: reader.broadcast(text("range")),
        "usergroup": lambda: reader.broadcast("group"),
        "team": lambda: Markup("{}").format(text("team_id")),
        "color": lambda: Markup("<code>{}</code>").format(text("value")),
        "date": lambda: reader.date(
            text("timestamp"), text("format"), text("url"), text("fallback")
        ),
    }
    known = kinds.get(text("type"))
    return known() if known else Markup("{}").format(text("text") or f"[{text('type')}]")


def _character(element: Json) -> str:
    codes, name = str(element.get("unicode") or ""), str(element.get("name") or "")
    try:
        return "".join(chr(int(code, 16)) for code in codes.split("-")) if codes else emoji(name)
    except (ValueError, OverflowError):
        return emoji(name)


def plain(block: object) -> str:
    """Give the bare text of a rich_text value, to be edited again."""
    if isinstance(block, dict):
        if "elements" in block:
            joint = "\n" if block.get("type") in ("rich_text", "rich_text_list") else ""
            return joint.join(plain(each) for each in block["elements"])
        return str(block.get("text") or "")
    return str(block or "")
