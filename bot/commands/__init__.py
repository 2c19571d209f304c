"""Everything Slack can ask, in one table: help, manifest and listeners are made from it."""

from bot.commands import (
    bodies,
    contacts,
    leaves,
    memberships,
    merges,
    organisations,
    partner_lists,
    partner_pages,
    partnerships,
    people,
    searches,
    seats,
)
from bot.routing import Table
from domain.language import N_

NOUNS = {
    "/partner": N_("The partner organisations"),
    "/joinedup": N_("What needs you, and everything else"),
}
"""The slash commands, with what Slack says of each; help begins with the six most used rows."""

TABLE = Table(
    (
        *partner_lists.ROWS,
        *partner_pages.ROWS,
        *organisations.ROWS,
        *contacts.ROWS,
        *leaves.ROWS,
        *memberships.ROWS,
        *merges.ROWS,
        *seats.ROWS,
        *people.ROWS,
        *partnerships.ROWS,
        *bodies.ROWS,
        *searches.ROWS,
    ),
    NOUNS,
)
