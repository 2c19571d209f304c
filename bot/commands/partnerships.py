"""`/joinedup help`, and the same under every noun."""

from sqlalchemy.orm import Session

from bot.messages import partnerships as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Request
from domain.language import N_
from domain.roles import ANYONE_KNOWN, READER


def give_help(request: Request, _session: Session) -> Answer:
    """List the commands that the caller may use."""
    first = {each.handler: each for each in reversed(request.commands)}
    told = [each for each in request.commands if each is first[each.handler]]
    allowed = [each for each in told if request.may(each.role)]
    return Reply(messages.help_on(allowed, request.write))


ROWS = (
    Command(
        "/joinedup", "help", "", N_("See what you can ask"), give_help, ANYONE_KNOWN, changes=False
    ),
    Command("/partner", "help", "", N_("See what you can ask"), give_help, READER, changes=False),
    Button("partnership.help", give_help, ANYONE_KNOWN, changes=False),
)
