"""Codes to check in with: six figures that change every minute, an event's own (RFC 6238).

They are made from SECRET_KEY, so that nothing secret is kept of them.
"""

import hmac
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from pyotp import TOTP

from db.sealing import derive_key
from domain.check_in import CHANGED, DIGITS, HOLDS, LASTS, Read, digits


class KeyedCodes:
    """Makes the codes of events, and tells a right one from a guess."""

    def __init__(self, secret: str, previous: str | None = None) -> None:
        # The first key makes codes, all of them are understood.
        self._secrets = [each for each in (secret, previous) if each]

    def at(self, event_id: int, now: datetime) -> str:
        """Give an event's code of a moment."""
        return self._made(self._secrets[0], event_id).at(int(now.timestamp()))

    def read(self, event_id: int, typed: str, now: datetime) -> Read:
        """Say whether a code holds, was right a moment ago, or is none: all as fast."""
        entered = digits(typed)
        right = self._is_one(event_id, entered, now, HOLDS)
        changed = self._is_one(event_id, entered, now, CHANGED)
        return Read.RIGHT if right else Read.CHANGED if changed else Read.WRONG

    def place(self, address: str) -> str:
        """Name a place of the network so that nobody can tell which it is."""
        key = derive_key(self._secrets[0], "places of check-ins")
        return hmac.new(key, address.encode(), sha256).hexdigest()[:16]

    def _is_one(self, event_id: int, entered: str, now: datetime, back: Iterable[int]) -> bool:
        moments = [max(0, int(now.timestamp()) - each * LASTS) for each in back]
        found = [
            hmac.compare_digest(self._made(secret, event_id).at(each), entered)
            for secret in self._secrets
            for each in moments
        ]
        return any(found)

    def _made(self, secret: str, event_id: int) -> TOTP:
        key = b32encode(derive_key(secret, f"check-in {event_id}")).decode()
        return TOTP(key, digits=DIGITS, interval=LASTS)
