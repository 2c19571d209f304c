"""Names that people type: how they are tidied, and when two of them are the same."""

import unicodedata

from domain.errors import Refused
from domain.language import gettext as _

MAX_NAME = 120
"""Characters in a name: what still fits a Slack button and a calendar's subject line."""


MAX_KEY = 480
"""Characters in a name's key: NFKC writes some single characters out as many."""

_UNSEEN = {"Cc", "Cf", "Cs", "Cn"}
_FILLERS = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0"), " ")


def tidy(text: str) -> str:
    """Give a typed name with its white space folded and what can't be seen taken out."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # most names: there is nothing to be taken out
    visible = "".join(
        c for c in text.translate(_FILLERS) if c.isspace() or unicodedata.category(c) not in _UNSEEN
    )
    return " ".join(visible.split())


def name_key(name: str) -> str:
    """Give what two spellings of one name share: NFKC, case folded, spaces collapsed.

    SQLite's `lower` knows ASCII only, so the key is a column of its own.
    """
    return tidy(unicodedata.normalize("NFKC", name).casefold())


def clean_name(text: str, *, field: str = "name") -> str:
    """Give the name that was meant.

    Raises `Refused` for a name without a letter or digit and for one of more than 120 characters.
    """
    name = tidy(text)
    if not any(c.isalnum() for c in name):
        raise Refused(_("Please give a name, with a letter or a digit."), field=field)
    if len(name) > MAX_NAME:
        raise Refused(
            _("This name has {length} characters; at most {most} fit. Please shorten it.").format(
                length=len(name), most=MAX_NAME
            ),
            field=field,
        )
    if len(name_key(name)) > MAX_KEY:
        raise Refused(_("This name is too long. Please shorten it."), field=field)
    return name


def marked(name: str, *, sample: bool) -> str:
    """Give a partner's name as it is shown everywhere: what is sample data says so."""
    return name + _(" (sample)") if sample else name
