"""Whether a channel is one for what partners must not read: private, ours, and of readers alone.

A digest names who is less connected, so it goes only where everybody may know that: into a channel
that is private, shared with no other organisation, and has no member without a coordinator's,
chair's or scrutineer's role. What is not known counts as unfit (product.md, Digest).
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from domain.language import N_
from domain.language import gettext as _


class Unfit(StrEnum):
    """Why a channel is not fit."""

    NONE = "none"
    UNKNOWN = "unknown"
    NOT_IN = "not in"
    ARCHIVED = "archived"
    OPEN = "open"
    SHARED = "shared"
    STRANGERS = "strangers"


WHY = {
    Unfit.NONE: N_("no channel is chosen for it"),
    Unfit.UNKNOWN: N_("Slack did not tell me who can read the channel"),
    Unfit.NOT_IN: N_("I am not in the channel"),
    Unfit.ARCHIVED: N_("the channel is archived"),
    Unfit.OPEN: N_("the channel is not private"),
    Unfit.SHARED: N_("the channel is shared with another organisation"),
    Unfit.STRANGERS: N_(
        "somebody is in the channel who is neither coordinator, chair nor scrutineer"
    ),
}
"""Why, as it is said after "because"."""

REMEDY = {
    Unfit.NONE: N_("Choose a private channel with /digest settings."),
    Unfit.UNKNOWN: N_("It is tried again next month; /digest preview shows it at any time."),
    Unfit.NOT_IN: N_("Invite me there with /invite."),
    Unfit.ARCHIVED: N_("Choose another channel with /digest settings."),
    Unfit.OPEN: N_("Choose a private channel with /digest settings."),
    Unfit.SHARED: N_("Choose a channel of yours alone with /digest settings."),
    Unfit.STRANGERS: N_(
        "Let them leave the channel, or give them a role with /joinedup roles, or choose another."
    ),
}
"""What to do about it."""

_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_shared", "is_org_shared")


def unfit(
    about: Mapping[str, Any], members: Collection[str], readers: Collection[str]
) -> Unfit | None:
    """Say why a channel is not fit; None: it is. `readers` are ids of users who may know, and ours.

    `about` is what Slack says of it (conversations.info); a fact that is missing counts against it.
    """
    if not about.get("is_member"):
        return Unfit.NOT_IN
    if about.get("is_archived"):
        return Unfit.ARCHIVED
    if not about.get("is_private") or about.get("is_mpim") or about.get("is_im"):
        return Unfit.OPEN
    if any(about.get(name) for name in _SHARED):
        return Unfit.SHARED
    if not members:
        return Unfit.UNKNOWN
    return Unfit.STRANGERS if set(members) - set(readers) else None


def why(code: str) -> str:
    """Give the reason as it is said after "because"."""
    return _(WHY[Unfit(code)]) if code in set(Unfit) else _(WHY[Unfit.UNKNOWN])


def remedy(code: str) -> str:
    """Say what to do about it."""
    return _(REMEDY[Unfit(code)]) if code in set(Unfit) else _(REMEDY[Unfit.UNKNOWN])
