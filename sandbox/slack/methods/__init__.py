"""The Web API's methods by family; importing this package fills the table `METHODS`."""

from sandbox.slack.methods import (
    auth,
    chat,
    conversations,
    files,
    history,
    membership,
    oauth,
    reactions,
    users,
    views,
)
from sandbox.slack.methods.registry import METHODS

__all__ = [
    "METHODS",
    "auth",
    "chat",
    "conversations",
    "files",
    "history",
    "membership",
    "oauth",
    "reactions",
    "users",
    "views",
]
