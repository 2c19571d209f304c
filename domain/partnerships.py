"""What a partnership is called, and the addresses by which it is reached."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address

from domain.errors import Refused
from domain.language import gettext as _

MAX_ADDRESS = 254
"""Characters in a mail address (RFC 5321, 4.5.3.1.3)."""

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,62}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{7,30}")
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")


def clean_slug(text: str) -> str:
    """Give the short name that was meant; `Refused` unless it is a letter, then a-z, 0-9 and -."""
    slug = text.strip().lower()
    if not _SLUG.fullmatch(slug):
        raise Refused(
            _("A short name is a letter, then letters, digits and hyphens: for example “main”."),
            field="slug",
        )
    return slug


def clean_address(text: str, *, field: str = "address") -> str:
    """Give the mail address that was meant; `Refused` for what can't be one (RFC 5322, 3.4.1).

    Only plain letters, since most mail servers take no others (RFC 6531).
    """
    address = text.strip()
    if "@" in address and not address.isascii():
        raise Refused(
            _("Mail can't go to an address with accents. Please give one in plain letters."),
            field=field,
        )
    try:
        parsed = Address(addr_spec=address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise _not_an_address(field) from error
    if "." not in parsed.domain or not parsed.username or len(address) > MAX_ADDRESS:
        raise _not_an_address(field)
    return address


def _not_an_address(field: str) -> Refused:
    return Refused(
        _("This is not a mail address. Please write one like name@example.org."), field=field
    )


def clean_contact(text: str) -> str:
    """Give the mail address or Slack user id that was meant; `Refused` for anything else."""
    contact = text.strip()
    if "@" in contact:
        return clean_address(contact)
    if not _USER.fullmatch(contact):
        raise Refused(
            _("This is neither a mail address nor a Slack user id such as U0123ABCD."),
            field="address",
        )
    return contact


def clean_channel(text: str) -> str:
    """Give the Slack channel id that was meant; `Refused` for what can't be one."""
    channel = text.strip()
    if not _CHANNEL.fullmatch(channel):
        raise Refused(
            _("“{channel}” is not a Slack channel id. Please give one like C0123456789.").format(
                channel=channel[:40]
            ),
            field="channel",
        )
    return channel
