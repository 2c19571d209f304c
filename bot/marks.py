"""Which partnership a button or form is for: a mark of ours that a press brings back.

Buttons carry it in their block's id, forms in their state. A person may change either, so it is
only a choice among the partnerships of that workspace; roles are checked in the one chosen.
"""

from collections.abc import Sequence

from bot.reply import Block

_OURS = "in"


def marked(blocks: Sequence[Block], slug: str) -> list[Block]:
    """Mark whatever can be pressed with its partnership."""
    return [
        {"block_id": mark(slug, place), **block} if _can_be_pressed(block) else block
        for place, block in enumerate(blocks)
    ]


def mark(slug: str, place: int = 0) -> str:
    """Give the block id that says which partnership is meant."""
    return f"{_OURS}:{slug}:{place}"


def slug_in(block_id: str) -> str | None:
    """Read which partnership a pressed block is for; None for a block without our mark."""
    match block_id.split(":"):
        case [ours, slug, _place] if ours == _OURS:
            return slug
    return None


def _can_be_pressed(block: Block) -> bool:
    return block["type"] == "actions" or "accessory" in block
