"""Everything Slack can ask, in one table: help, manifest and listeners are made from it."""

from bot.commands import organisations, partnerships, searches
from bot.routing import Table
from domain.language import N_

NOUNS = {
    "/partner": N_("The partner organisations"),
    "/joinedup": N_("What needs you, and everything else"),
}
"""The slash commands, with what Slack says of each; help begins with the six most used rows."""

TABLE = Table((*organisations.ROWS, *partnerships.ROWS, *searches.ROWS), NOUNS)
