"""Why somebody gets a letter about an event, as its foot says it."""

from bot import event_words as words
from domain.askings import Asking, Through
from domain.language import gettext as _
from domain.language import ngettext


def why(asking: Asking) -> list[str]:
    """Say why, once for each way in which somebody is asked."""
    if not asking.seats:
        return [_("You get this because the business unit has invited you as a guest.")]
    return [
        _because(through, len(names)).format(partners=words.listed(names))
        for through in Through
        if (names := words.partners(asking.seats, through))
    ]


def _because(through: Through, n: int) -> str:
    match through:
        case Through.LEAD:
            return ngettext(
                "You get this because you hold {partners}'s seat.",
                "You get this because you hold the seats of {partners}.",
                n,
            )
        case Through.DEPUTY:
            return ngettext(
                "You get this because there is no lead for {partners}'s seat. You are its deputy.",
                "You get this because the seats of {partners} have no lead. You are their deputy.",
                n,
            )
        case Through.CONTACT:
            return ngettext(
                "You get this because there is no lead for {partners}'s seat. "
                "You are the main contact.",
                "You get this because the seats of {partners} have no lead. "
                "You are the main contact.",
                n,
            )
        case Through.NAMED:
            return ngettext(
                "You get this because you were named to represent {partners} at this meeting.",
                "You get this because you were named to represent {partners} at this meeting.",
                n,
            )
        case Through.SILENCE:
            return ngettext(
                "You get this because you are a deputy for {partners}'s seat.",
                "You get this because you are a deputy for the seats of {partners}.",
                n,
            )
