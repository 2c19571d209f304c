"""What a person reads on a message, a modal or a Home tab: its texts, top to bottom."""

from collections.abc import Iterator

TEXTS = ("text", "title", "label", "hint", "fields", "elements", "element", "accessory", "rows")
WORDS = ("placeholder", "options", "option_groups", "description", "alt_text")


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for name in (*TEXTS, *WORDS):
            yield from _texts(part.get(name))


def words(*parts: object) -> str:
    """Give all texts of blocks, views or their parts, one a line; equal lines only once."""
    lines = [line for part in parts for line in _texts(part) if line]
    return "\n".join(dict.fromkeys(lines))
