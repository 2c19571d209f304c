"""From a handler's answer to what Slack wants: an acknowledgement, and calls after the commit.

Pure. What comes out is JSON, so that it can be kept and a repeat gets the same (db/inbox.py).
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.incoming import Incoming
from bot.marks import marked
from bot.messages import layout
from bot.reply import Answer, Choices, Edit, HomeView, Message, Modal, Reply
from domain.errors import Refused
from domain.language import gettext as _

Json = dict[str, Any]


class Kind(StrEnum):
    """The kinds of request, which are answered in different ways."""

    COMMAND = "command"
    ACTION = "action"
    FORM = "form"
    SHORTCUT = "shortcut"
    EVENT = "event"
    SUGGESTION = "suggestion"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Call:
    """A call to Slack that follows the commit: `way` names a method of `bot.slack.Slack`."""

    way: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What goes back: the acknowledgement's content, and one call or none."""

    ack: Json
    call: Call | None = None

    def as_json(self) -> Json:
        """Give it as data that a database keeps."""
        call = self.call
        kept = {"way": call.way, "payload": call.payload} if call else None
        return {"ack": self.ack, "call": kept}

    @classmethod
    def from_json(cls, kept: Json) -> "Outgoing":
        """Read what `as_json` gave."""
        call = kept["call"]
        return cls(kept["ack"], Call(**call) if call else None)


NOTHING = Outgoing({})

NOTICE = "notice"
"""The callback id of a window that only says something."""


def compose(kind: Kind, incoming: Incoming, answer: Answer, slug: str) -> Outgoing:
    """Say how an answer reaches the person who asked."""
    if isinstance(answer, Modal):
        return _open(kind, incoming, _form(answer, slug), instead=answer.instead)
    if isinstance(answer, Choices):
        return _offer(answer)
    if kind is Kind.SUGGESTION:
        return _offer(Choices(()))
    if isinstance(answer, HomeView):
        view = {"type": "home", "blocks": marked(answer.blocks, slug)}
        return Outgoing({}, Call("publish_home", {"view": view}))
    if isinstance(answer, Reply | Edit):
        return _say(kind, incoming, answer, slug)
    return NOTHING


def refusal(kind: Kind, incoming: Incoming, refused: Refused, slug: str) -> Outgoing:
    """Say no: at the field that is meant, where it stands in the form; else as a message."""
    if kind is Kind.FORM and refused.field in incoming.fields:
        return Outgoing({"response_action": "errors", "errors": {refused.field: refused.sentence}})
    return compose(kind, incoming, Reply(layout.sentence(refused.sentence)), slug)


def excuse(kind: Kind, incoming: Incoming, message: Message) -> Outgoing:
    """Say that nothing was done, through no fault of theirs: a form stays with what was typed."""
    if kind is Kind.FORM and incoming.inputs:
        beside = {incoming.inputs[-1]: message.text}
        return Outgoing({"response_action": "errors", "errors": beside})
    return compose(kind, incoming, Reply(message), "")


def opens_a_view(answer: Answer) -> bool:
    """Say whether an answer only shows a form or the Home tab, and so leaves nothing behind."""
    return isinstance(answer, Modal | HomeView) and not answer.saved


def _say(kind: Kind, incoming: Incoming, answer: Reply | Edit, slug: str) -> Outgoing:
    message = answer.message
    shown = {"text": message.text, "blocks": marked(message.blocks, slug)}
    if kind is Kind.COMMAND:
        return Outgoing({"response_type": "ephemeral", **shown})
    if kind is Kind.FORM:
        return _say_in_form(answer, shown, slug)
    if kind is Kind.SAID:
        return Outgoing({}, Call("tell", shown))
    if kind is Kind.EVENT:
        view = {"type": "home", "blocks": shown["blocks"]}
        return Outgoing({}, Call("publish_home", {"view": view}))
    if incoming.response_url is None:
        return _open(kind, incoming, _notice(message, slug))
    instead = isinstance(answer, Edit)
    payload = {"response_type": "ephemeral", "replace_original": instead, **shown}
    return Outgoing({}, Call("respond", payload))


def _say_in_form(answer: Reply | Edit, shown: Json, slug: str) -> Outgoing:
    """Close the form where it changes the message it came from; else say it in its window."""
    if isinstance(answer, Edit) and answer.at:
        return Outgoing({}, Call("respond", {"replace_original": True, "at": answer.at, **shown}))
    return Outgoing({"response_action": "update", "view": _notice(answer.message, slug)})


def _offer(choices: Choices) -> Outgoing:
    return Outgoing(
        {
            "options": [
                {"text": _plain(text, layout.OPTION), "value": v} for v, text in choices.offered
            ]
        }
    )


def _open(kind: Kind, incoming: Incoming, view: Json, *, instead: bool = False) -> Outgoing:
    if kind is Kind.FORM:
        return Outgoing({"response_action": "update" if instead else "push", "view": view})
    if incoming.view_type != "modal":
        return Outgoing({}, Call("open_view", {"view": view}))
    # A notice has been read: what follows takes its place. Of a form, three may lie on top.
    instead = instead or incoming.view_callback == NOTICE
    way = "update_view" if instead else "push_view"
    return Outgoing({}, Call(way, {"view": view}))


def _form(modal: Modal, slug: str) -> Json:
    view: Json = {
        "type": "modal",
        "callback_id": modal.callback,
        "title": _plain(modal.title),
        "blocks": marked(modal.blocks, slug),
        "private_metadata": json.dumps({**modal.state, "partnership": slug}),
    }
    if modal.submit:
        view["submit"] = _plain(modal.submit)
    if modal.close:
        view["close"] = _plain(modal.close)
    return view


def _notice(message: Message, slug: str) -> Json:
    """Show a message in a window, where there is no conversation to say it in."""
    return {
        "type": "modal",
        "callback_id": NOTICE,
        "title": _plain("Joined Up"),
        "close": _plain(_("Close")),
        "blocks": marked(message.blocks, slug),
        "private_metadata": json.dumps({"partnership": slug}),
    }


def _plain(text: str, limit: int = layout.TITLE) -> Json:
    return {"type": "plain_text", "text": layout.short(text, limit)}
