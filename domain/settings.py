"""What a partnership may set: each text that was typed becomes what was meant."""

import re

from domain.errors import Refused
from domain.language import gettext as _
from domain.names import tidy
from domain.working_days import Region

MAX_PAGE = 320
"""Characters of a web address that is kept."""

_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,38}[0-9](?: ?(?:ext\.?|x) ?[0-9]{1,6})?", re.IGNORECASE)
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_PAGE = re.compile(
    rf"https://(?:{_LABEL}\.)+{_LABEL}(?::[1-9][0-9]{{0,4}})?(?:[/?#][^\s<>\"|\\^`{{}}]*)?",
    re.IGNORECASE,
)


def clean_phone(text: str, *, field: str = "phone") -> str:
    """Give the telephone number that was meant; `Refused` for what can't be one."""
    phone = tidy(text)
    if not _PHONE.fullmatch(phone):
        raise Refused(
            _("This is not a telephone number. Please write one like 01632 960000 ext 12."),
            field=field,
        )
    return phone


def clean_page(text: str, *, field: str = "privacy_page") -> str:
    """Give the web page that was meant; `Refused` unless its address begins with https://.

    No user's name may stand in it, and nothing that would end a link early (RFC 3986, 3.2).
    """
    page = text.strip()
    if not _PAGE.fullmatch(page) or not page.isprintable() or len(page) > MAX_PAGE:
        raise Refused(
            _("This is not a web address that begins with https://. Please copy it from the page."),
            field=field,
        )
    return page


def read_region(text: str) -> str:
    """Give the code of the part of the country whose bank holidays count; `Refused` for others."""
    if text not in set(Region):
        raise Refused(_("Please choose one of these."), field="region")
    return text
