"""Where our pages are: addresses made of the installation's own, and of signed links."""

from bot.routing import NOWHERE, Addresses
from db.signing import Signer


def addresses(public_url: str, signer: Signer) -> Addresses:
    """Give what makes addresses; without a public one there are none to give."""
    if not public_url:
        return NOWHERE
    base = public_url.rstrip("/")
    return Addresses(
        page=lambda path: f"{base}{path}",
        link=lambda link: f"{base}/{link.purpose}/{signer.token(link)}",
    )
