"""The sectors that partners are sorted by: those we ship, which a partnership may change."""

from dataclasses import dataclass

from domain.language import N_


@dataclass(frozen=True, slots=True)
class Shipped:
    """A sector every partnership begins with. One that `keeps_terms` rests in school holidays."""

    code: str
    name: str
    keeps_terms: bool = False


SHIPPED = (
    Shipped("local_authority", N_("Local authority")),
    Shipped("health", N_("Health")),
    Shipped("police", N_("Police")),
    Shipped("education", N_("Education"), keeps_terms=True),
    Shipped("early_years", N_("Early years"), keeps_terms=True),
    Shipped("youth_justice", N_("Youth justice")),
    Shipped("probation", N_("Probation")),
    Shipped("secure_estate", N_("Secure estate")),
    Shipped("fire", N_("Fire")),
    Shipped("housing", N_("Housing")),
    Shipped("voluntary", N_("Voluntary")),
    Shipped("other", N_("Other")),
)
"""product.md's list, in the order in which it is offered."""
