"""Is this request Slack's? Checked over the raw bytes, before anything reads them.

Slack's page "Verifying requests from Slack": `v0=` + HMAC-SHA256 of `v0:{timestamp}:{body}`, not
older than five minutes. Bolt checks it too, but reads the body first and stumbles over malformed
ones.
"""

import re
from collections.abc import Mapping

from slack_sdk.signature import SignatureVerifier

MAX_BODY = 1024 * 1024
"""Bytes of a request: Slack's largest, a form, is far below."""

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def is_slacks(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Say whether Slack sent this; header names are in lower case."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    try:
        return SignatureVerifier(secret).is_valid(body.decode(), timestamp, signature)
    except UnicodeDecodeError:
        return False
