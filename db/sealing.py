"""Secrets at rest: sealed with AES-256-GCM, bound to the partnership that owns them.

A sealed secret is `key id (8 bytes) ‖ nonce (12) ‖ ciphertext and tag`. The key is derived from
SECRET_KEY by HKDF-SHA256 (RFC 5869), separately for each purpose; secrets sealed under
SECRET_KEY_PREVIOUS still open, until they are sealed anew.
"""

import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_ID = 8
_NONCE = 12


class CannotOpen(ValueError):  # noqa: N818 - named for what happened
    """A sealed secret was made with another key, or for another partnership, or was changed."""


def derive_key(secret: str, purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose from SECRET_KEY (HKDF-SHA256, RFC 5869)."""
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"joinedup {purpose}".encode())
    return hkdf.derive(secret.encode())


class Sealer:
    """Seals and opens the secrets of partnerships."""

    def __init__(self, secret: str, previous: str | None = None) -> None:
        keys = [derive_key(s, "secrets at rest") for s in (secret, previous) if s]
        self._keys = {sha256(key).digest()[:_ID]: key for key in keys}
        self._current = next(iter(self._keys))

    def seal(self, text: str, partnership_id: int) -> bytes:
        """Seal a secret for one partnership."""
        nonce = os.urandom(_NONCE)
        box = AESGCM(self._keys[self._current])
        return self._current + nonce + box.encrypt(nonce, text.encode(), _bound(partnership_id))

    def open(self, sealed: bytes, partnership_id: int) -> str:
        """Open a secret. Raises `CannotOpen` where key, partnership or bytes don't fit."""
        key = self._keys.get(sealed[:_ID])
        if key is None:
            raise CannotOpen("This secret was sealed with another SECRET_KEY.")
        nonce, rest = sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :]
        try:
            return AESGCM(key).decrypt(nonce, rest, _bound(partnership_id)).decode()
        except InvalidTag as error:
            raise CannotOpen("This secret is not that partnership's, or was changed.") from error

    def is_current(self, sealed: bytes) -> bool:
        """Say whether a secret is sealed with today's key rather than the previous one."""
        return sealed[:_ID] == self._current


def _bound(partnership_id: int) -> bytes:
    return f"partnership {partnership_id}".encode()
