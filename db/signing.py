"""Tokens of links: a signature over a link's number, so that nothing secret is kept.

Keys are derived from SECRET_KEY, apart from those that seal; tokens made with SECRET_KEY_PREVIOUS
still open. A token says nothing of expiry: the link's row does (db/links.py), by our own clock.
"""

from itsdangerous import BadData, URLSafeSerializer

from db.models import Link
from db.sealing import derive_key


class Signer:
    """Signs links for the address bar and reads them back, each purpose with a salt of its own."""

    def __init__(self, secret: str, previous: str | None = None) -> None:
        # The last key signs, all of them open.
        self._keys = [derive_key(each, "links") for each in (previous, secret) if each]

    def token(self, link: Link) -> str:
        """Give the token of a link: the same every time, as long as the key is."""
        return str(self._serializer(link.purpose).dumps([link.id, link.version]))

    def read(self, purpose: str, token: str) -> tuple[int, int] | None:
        """Give the id and version of the link that a token is for; None for anything else."""
        try:
            match self._serializer(purpose).loads(token):
                case [int(link_id), int(version)]:
                    return link_id, version
        except BadData:
            pass
        return None

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._keys, salt=f"joinedup {purpose}")
