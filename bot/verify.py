"""Is this request Slack's? Checked before Bolt sees it, where a malformed one would be a 500.

Slack's page "Verifying requests from Slack": `v0=` + HMAC-SHA256 of `v0:{timestamp}:{body}`.
Bolt checks the signature itself; here is only what it stumbles over.
"""

import re

MAX_BODY = 1024 * 1024
"""Bytes of a request: Slack's largest, a form, is far below."""

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def well_formed(*, timestamp: str | None, signature: str | None, body: bytes) -> bool:
    """Say whether a request has the form of a signed one; whether it is genuine is Bolt's."""
    if not _TIMESTAMP.fullmatch(timestamp or ""):
        return False
    if not _SIGNATURE.fullmatch(signature or ""):
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
