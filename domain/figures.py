"""How often seats were represented: two figures, over opportunities only, and never merged.

An opportunity is an event that was held and recorded, to which the seat was invited while it
existed and was not on leave, and for which something is recorded (product.md, Words;
engagement.md, section 7). Nothing else counts for or against anyone.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """What some opportunities came to: counted in the sector's own codes."""

    members: int = 0
    deputies: int = 0
    apologies: int = 0
    no_contact: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Put two counts together."""
        return Figures(
            self.members + other.members,
            self.deputies + other.deputies,
            self.apologies + other.apologies,
            self.no_contact + other.no_contact,
        )

    @property
    def opportunities(self) -> int:
        """Give how often a seat could be represented."""
        return self.members + self.deputies + self.apologies + self.no_contact

    @property
    def represented(self) -> int:
        """Give how often it was, by its member or by a deputy."""
        return self.members + self.deputies

    @property
    def represented_percent(self) -> int | None:
        """Give *represented %* as a whole number; None without an opportunity."""
        return percent(self.represented, self.opportunities)

    @property
    def named_member_percent(self) -> int | None:
        """Give *named member %* as a whole number; None without an opportunity."""
        return percent(self.members, self.opportunities)


NONE = Figures()


def percent(part: int, whole: int) -> int | None:
    """Give a share as a whole number of per cent, halves up; None of nothing.

    All and nothing are said only of all and nothing: 199 of 200 is 99 %.
    """
    if not whole:
        return None
    found = (200 * part + whole) // (2 * whole)
    if part and part < whole:
        return min(99, max(1, found))
    return found


@dataclass(frozen=True, slots=True)
class Reach:
    """Of how many partners that were invited, how many were represented at least once."""

    invited: int = 0
    represented: int = 0

    def __add__(self, other: "Reach") -> "Reach":
        """Put the reach of two sets of partners together, of which none is in both."""
        return Reach(self.invited + other.invited, self.represented + other.represented)

    @property
    def percent(self) -> int | None:
        """Give it as a whole number of per cent; None where nobody was invited."""
        return percent(self.represented, self.invited)
