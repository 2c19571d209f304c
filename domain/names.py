"""Names that people type: how they are tidied, and when two of them are the same."""

import unicodedata

from domain.errors import Refused
from domain.language import gettext as _

MAX_NAME = 120
"""Characters in a name: what still fits a Slack button and a calendar's subject line."""


def tidy(text: str) -> str:
    """Give a typed name with its white space folded and what can't be seen taken out."""
    visible = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf"} or c.isspace())
    return " ".join(visible.split())


def name_key(name: str) -> str:
    """Give what two spellings of one name share: NFKC, case folded, spaces collapsed.

    SQLite's `lower` knows ASCII only, so the key is a column of its own.
    """
    return tidy(unicodedata.normalize("NFKC", name).casefold())


def clean_name(text: str, *, field: str = "name") -> str:
    """Give the name that was meant.

    Raises `Refused` for an empty name and for one of more than 120 characters.
    """
    name = tidy(text)
    if not name_key(name):
        raise Refused(_("Please give a name."), field=field)
    if len(name) > MAX_NAME:
        raise Refused(
            _("This name has {length} characters; at most {most} fit. Please shorten it.").format(
                length=len(name), most=MAX_NAME
            ),
            field=field,
        )
    return name
