"""Drafts to win a partner back, offered to coordinators; nothing is ever sent by itself."""

from sqlalchemy.orm import Session

from bot.commands import engagement
from bot.messages import engagement as entries
from bot.messages import reconnecting as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Request, number_in
from db import reconnecting
from domain.roles import COORDINATOR


def draft(request: Request, session: Session) -> Answer:
    """Show a draft for the partner at the body whose button was pressed."""
    own, _tilde, body = request.value.partition("~")
    found = reconnecting.of(
        session,
        request.partnership,
        number_in(own),
        number_in(body),
        engagement.reader(request),
        now=request.now,
    )
    return Reply(messages.shown(found))


ROWS = (Button(entries.DRAFT, draft, COORDINATOR, changes=False),)
