"""What facts of the record hold that are words of ours, as they are read."""

from collections.abc import Mapping
from typing import Any

from domain.answers import KINDS, SOURCES, TELLERS, Deputising
from domain.events import STATUS_NAMES
from domain.language import N_
from domain.language import gettext as _
from domain.outcomes import CODES, QUORATE
from domain.outcomes import SOURCES as RECORDED

VALUES: Mapping[tuple[str, str], Mapping[Any, str]] = {
    ("invitation", "answer"): KINDS,
    ("invitation", "source"): SOURCES,
    ("invitation", "told_by"): TELLERS,
    ("invitation", "outcome"): CODES,
    ("invitation", "recorded"): RECORDED,
    ("event", "quorate"): QUORATE,
    ("event", "status"): STATUS_NAMES,
    ("invitation", "deputy"): {
        Deputising.HELD: N_("waits for a coordinator"),
        Deputising.ASKED: N_("asked"),
        Deputising.AGREED: N_("will come"),
        Deputising.DECLINED: N_("cannot come"),
        Deputising.REFUSED: N_("not asked"),
        Deputising.REPLACED: N_("no longer asked"),
    },
}
"""What a fact's own words read, by what changed and what the fact is called."""


def in_words(kind: str, name: str, value: object) -> object:
    """Give a word of ours as it is read; any other fact as it is."""
    known = VALUES.get((kind, name), {})
    return _(known[value]) if isinstance(value, str) and value in known else value
