"""How a quorum stands, in words: each rule with who is lacking."""

from collections.abc import Mapping

from domain import quorum
from domain.language import gettext as _
from domain.outcomes import Quorate
from domain.quorum_reached import Part, Reached


def said(reached: Reached, sectors: Mapping[str, str], seats: Mapping[int, str]) -> str:
    """Say whether a quorum is met, and for each rule that is not, what it lacks.

    `sectors` are their names by code, `seats` theirs by id.
    """
    lacking = [_part(each, sectors, seats) for each in reached.parts if each.met is not Quorate.YES]
    return " ".join([headline(reached.met), *lacking])


def headline(met: Quorate) -> str:
    """Say in two words whether a quorum is met."""
    return {
        Quorate.YES: _("Quorum: yes."),
        Quorate.NO: _("Quorum: no."),
        Quorate.UNKNOWN: _("Quorum: not certain."),
    }[met]


def _part(part: Part, sectors: Mapping[str, str], seats: Mapping[int, str]) -> str:
    names = [sectors.get(code, code) for code in part.lacking_sectors]
    names += [seats.get(own, _("a seat that is gone")) for own in part.lacking_seats]
    rule = quorum.said(part.rule, sectors, seats)
    counted = _("{there} of {needed}").format(there=part.there, needed=part.needed)
    if names:
        text = _("Needed: {rule}; known: {counted}; missing: {names}.")
    else:
        text = _("Needed: {rule}; known: {counted}.")
    return text.format(rule=rule, counted=counted, names=", ".join(names))
