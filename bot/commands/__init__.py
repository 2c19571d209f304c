"""Everything Slack can ask, in one table: help, manifest and listeners are made from it."""

from bot.commands import (
    audit,
    bodies,
    contacts,
    event_cards,
    exports,
    feeds,
    golive,
    home,
    imports,
    introductions,
    leaves,
    memberships,
    merges,
    organisations,
    own_seats,
    partner_lists,
    partner_pages,
    partnerships,
    people,
    preferences,
    roles,
    samples,
    searches,
    seats,
    sectors,
    settings,
    terms,
    worklist,
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
        *event_cards.ROWS,
        *imports.ROWS,
        *home.ROWS,
        *bodies.ROWS,
        *golive.ROWS,
        *settings.ROWS,
        *sectors.ROWS,
        *terms.ROWS,
        *roles.ROWS,
        *audit.ROWS,
        *exports.ROWS,
        *feeds.ROWS,
        *preferences.ROWS,
        *partnerships.ROWS,
        *worklist.ROWS,
        *introductions.ROWS,
        *samples.ROWS,
        *own_seats.ROWS,
        *searches.ROWS,
    ),
    NOUNS,
)
