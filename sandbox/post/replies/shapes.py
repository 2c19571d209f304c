"""The shapes in which an answer can be sent, by the programs that people have."""

from email.message import EmailMessage
from typing import Literal, get_args

from sandbox.post.replies import apple, exchange, google, thunderbird
from sandbox.post.replies.responses import Response

Shape = Literal["thunderbird", "google", "exchange", "apple"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
TITLES: dict[Shape, str] = {
    "thunderbird": "Thunderbird",
    "google": "Gmail and Google Calendar",
    "exchange": "Outlook and Exchange",
    "apple": "Apple Mail and Calendar",
}
BUILDERS = {
    "thunderbird": thunderbird.build,
    "google": google.build,
    "exchange": exchange.build,
    "apple": apple.build,
}


def shaped(response: Response, shape: Shape) -> EmailMessage:
    """Write an answer as a mail in one program's shape."""
    return BUILDERS[shape](response)
