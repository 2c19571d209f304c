"""A Slack workspace and a post office on your own machine, to try a bot and to test it."""

from sandbox.slack.faults import Fault
from sandbox.slack.journal import ApiCall, AppRequest
from sandbox.slack.limits import Limits
from sandbox.slack.outcomes import Outcome
from sandbox.slack.people import Person
from sandbox.slack.requests import SignedRequest
from sandbox.slack.sandbox import Sandbox
from sandbox.slack.state import Channel, File, Message, User, View
from sandbox.slack.workspaces import Workspace

__all__ = [
    "ApiCall",
    "AppRequest",
    "Channel",
    "Fault",
    "File",
    "Limits",
    "Message",
    "Outcome",
    "Person",
    "Sandbox",
    "SignedRequest",
    "User",
    "View",
    "Workspace",
]
