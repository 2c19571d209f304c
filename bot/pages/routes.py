"""Every page that a signed link opens, each module of them with a line."""

from starlette.routing import BaseRoute

from bot.pages import (
    access,
    answers,
    check_in,
    deputies,
    events,
    here,
    holders,
    preferences,
    records,
    sign_in,
)
from bot.pages.visits import Pages


def signed(pages: Pages) -> list[BaseRoute]:
    """Give the routes of all pages that one person's link opens."""
    modules = (
        events,
        here,
        answers,
        deputies,
        holders,
        access,
        preferences,
        check_in,
        sign_in,
        records,
    )
    return [route for module in modules for route in module.routes(pages)]
