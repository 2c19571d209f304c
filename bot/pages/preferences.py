"""The page where somebody chooses which messages they get, how, and in which language."""

from starlette.routing import BaseRoute

from bot.pages.event_parts import whom_to_ask
from bot.pages.forms import Button, Form, Option, Radios, Ticks
from bot.pages.parts import Done, Page, Paragraph, Part
from bot.pages.visits import Pages, Visit
from db import people, preference_links, preferences
from domain.language import gettext as _
from domain.people import LANGUAGES, Channel
from domain.preferences import CHANNELS, KINDS, Kind, Preferences, read_preferences

USUAL = "usual"
"""What is chosen for the partnership's own language."""


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path of the page to choose messages on."""
    purpose = preference_links.PURPOSE
    return [pages.route(f"/{purpose}/{{token}}", purpose, show, record)]


def show(visit: Visit) -> Page | None:
    """Show what somebody chose, to change it."""
    chosen = preferences.of(visit.session, visit.person.id)
    always = _("Invitations, new dates and cancellations always come, by mail.")
    whose = _("These are the messages that {name} gets.").format(name=visit.person.name)
    parts: list[Part] = [Paragraph(whose, "lead"), Paragraph(always), _form(chosen, visit)]
    if "recorded" in visit.query:
        saved = _("It holds for every message from now on.")
        parts = [Done(_("Saved."), saved), *parts]
    return Page(_("Choose which messages you get"), [*parts, *whom_to_ask(visit.partnership)])


def _form(chosen: Preferences, visit: Visit) -> Form:
    names = {code: _(name) for code, name in LANGUAGES}
    usual = visit.partnership.language
    languages = [
        Option(USUAL, _("The partnership's: {language}").format(language=names.get(usual, usual))),
        *(Option(code, name) for code, name in names.items()),
    ]
    kinds = Ticks(
        name="kinds",
        label=_("I want"),
        options=[Option(kind, _(text)) for kind, text in KINDS.items()],
        values=[kind for kind in Kind if kind not in chosen.declined],
    )
    channel = Radios(
        name="channel",
        label=_("Reminders and updates come"),
        options=[Option(each, _(text)) for each, text in CHANNELS.items()],
        value=chosen.channel,
    )
    language = Radios(
        name="language", label=_("I read"), options=languages, value=chosen.language or USUAL
    )
    has_slack = bool(people.slack_identities(visit.session, visit.person.id))
    asks_channel = has_slack or chosen.channel is Channel.SLACK
    return Form(
        to=visit.by(visit.link),
        name="choose",
        fields=[kinds, *([channel] if asks_channel else []), language],
        buttons=[Button(text=_("Save"))],
    )


def record(visit: Visit) -> str | None:
    """Keep what was chosen; what stands already is not kept twice."""
    before = preferences.of(visit.session, visit.person.id)
    language = visit.typed.one("language")
    chosen = read_preferences(
        language="" if language == USUAL else language,
        channel=visit.typed.one("channel") or before.channel,
        wanted=visit.typed.every("kinds"),
    )
    own = visit.person.id
    if chosen != before:
        preferences.choose(visit.session, own, chosen, by=own, now=visit.now)
    return visit.by(visit.link, "?recorded=1")
