"""Bolt's side of the edge: the only file that knows Bolt.

Persist, then acknowledge: with `process_before_response` a listener runs inside the request, and
what it acknowledges is the HTTP answer (slack.md, decision 1). What nobody listens to is
acknowledged too, or Slack would send it again and count it as our failure.
"""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError

from bot import incoming
from bot.asking import CHOOSE
from bot.edge import Edge
from bot.faults import reference_for
from bot.grammar import spelled
from bot.incoming import Incoming, Json
from bot.outgoing import Kind
from bot.routing import Button, Form, Home, Options, Said, Shortcut
from bot.verify import is_slacks

Read = Callable[[Json], Incoming]


def slack_app(edge: Edge, *, signing_secret: str) -> App:
    """Make the Bolt app that hands every request of the table to the edge."""
    app = App(
        name="joinedup",
        logger=_quiet,
        signing_secret=signing_secret,
        authorize=_known_later,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.error(_answer_errors)
    names = edge.table.named
    commands = _any_of(spelled(noun, edge.prefix) for noun in edge.table.nouns)
    app.command(commands)(_listener(edge, Kind.COMMAND, incoming.command))
    app.action(_any_of((*names(Button), CHOOSE)))(_listener(edge, Kind.ACTION, incoming.action))
    app.view_submission(_any_of(names(Form)))(_listener(edge, Kind.FORM, incoming.submission))
    app.shortcut(_any_of(names(Shortcut)))(_listener(edge, Kind.SHORTCUT, incoming.shortcut))
    app.options(_any_of(names(Options)))(_listener(edge, Kind.SUGGESTION, incoming.suggestion))
    app.event(_any_of(names(Home)))(_listener(edge, Kind.EVENT, incoming.happening))
    app.event(_any_of(names(Said)))(_listener(edge, Kind.SAID, incoming.said))
    app.event("app_uninstalled")(_removal(edge))
    app.event("tokens_revoked", matchers=[_of_the_bot])(_removal(edge))
    return app


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What goes back over HTTP."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def door(app: App, signing_secret: str) -> Callable[[dict[str, str], bytes], HttpAnswer]:
    """Give what takes a request's headers (lower case) and body, and answers.

    401 unless Slack signed it; after that 200 also for what can't be read, since Slack would only
    send it again; 503 for an event that could not be kept, so that Slack does.
    """

    def answer(headers: dict[str, str], body: bytes) -> HttpAnswer:
        if not is_slacks(signing_secret, headers, body):
            return HttpAnswer(401)
        try:
            request = BoltRequest(body=body.decode(), headers={k: [v] for k, v in headers.items()})
            found = app.dispatch(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, sending it again won't help
            reference_for(error)
            return HttpAnswer(200)
        return HttpAnswer(found.status, found.body, dict(found.first_headers_without_set_cookie()))

    return answer


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Give what matches these names and no other.

    Bolt asks its listeners one after another: one for each of 300 rows costs it milliseconds.
    """
    return re.compile(rf"\A(?:{'|'.join(map(re.escape, names)) or '(?!)'})\Z")


def _listener(edge: Edge, kind: Kind, read: Read) -> Callable[[Ack, Json], None]:
    def listener(ack: Ack, body: Json) -> None:
        content: dict[str, Any] = edge.take(kind, read(body))
        ack(**content)

    return listener


def _removal(edge: Edge) -> Callable[[Json], None]:
    def listener(body: Json) -> None:
        edge.removed(incoming.happening(body))

    return listener


def _of_the_bot(event: Json) -> bool:
    """Say whether the app's own token is among those revoked, not only a person's."""
    return bool((event.get("tokens") or {}).get("bot"))


def _known_later(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Let every verified request in: the edge knows workspaces, and which token is whose."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def _answer_errors(error: Exception, body: Json) -> BoltResponse:
    """Acknowledge what nobody listens to; ask Slack to send an event again that failed here."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200, body="")
    reference_for(error)
    is_event = body.get("type") == "event_callback"
    return BoltResponse(status=503 if is_event else 200, body="")


_quiet = logging.getLogger("bot.app.bolt")
_quiet.setLevel(logging.CRITICAL)  # Bolt quotes whole requests, people's words and all
