"""Every page that a signed link opens, each module of them with a line."""

from starlette.routing import BaseRoute

from bot.pages import access, answers, deputies, events, holders, preferences
from bot.pages.visits import Pages


def signed(pages: Pages) -> list[BaseRoute]:
    """Give the routes of all pages that one person's link opens."""
    modules = (events, answers, deputies, holders, access, preferences)
    return [route for module in modules for route in module.routes(pages)]
