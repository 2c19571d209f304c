"""Which messages somebody gets, how, and in which language: everybody's own choice."""

from sqlalchemy.orm import Session

from bot.messages import preferences as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Form, Request
from db import preferences
from domain.language import N_
from domain.preferences import read_preferences
from domain.roles import ANYONE_KNOWN


def open_form(request: Request, session: Session) -> Answer:
    """Show the caller what they chose, to change it."""
    chosen = preferences.of(session, request.caller.person_id)
    return messages.form(chosen, request.partnership.language)


def save(request: Request, session: Session) -> Answer:
    """Keep what the caller chose for themselves."""
    language = request.entered("language")
    chosen = read_preferences(
        language="" if language == messages.USUAL else language,
        channel=request.entered("channel"),
        wanted=request.picked("kinds"),
    )
    own = request.caller.person_id
    preferences.choose(session, own, chosen, by=own, now=request.now)
    return Reply(messages.saved())


def follow_link(_request: Request, _session: Session) -> Answer:
    """Take note of nothing: Slack tells us that a link was opened, which is nobody's business."""
    return None


ROWS = (
    Command(
        "/joinedup",
        "messages",
        "",
        N_("Choose which messages you get"),
        open_form,
        ANYONE_KNOWN,
        changes=False,
    ),
    Button("preferences.open", open_form, ANYONE_KNOWN, changes=False),
    Button("preferences.privacy", follow_link, ANYONE_KNOWN, changes=False),
    Form("preferences.save", save, ANYONE_KNOWN),
)
