"""The Events API: envelopes, deliveries and the three retries.

https://docs.slack.dev/apis/events-api
"""

import json
import threading
import time
from dataclasses import replace

from sandbox.slack.core import Core
from sandbox.slack.outcomes import Outcome
from sandbox.slack.payloads import VERIFICATION_TOKEN
from sandbox.slack.requests import Reply, SignedRequest
from sandbox.slack.state import Channel, Json, Team


def app_in(core: Core, channel: Channel) -> Team | None:
    """Give the installation whose bot sees a channel: the host's before the others'."""
    for team_id in core.state.teams_in(channel):
        team = core.state.teams[team_id]
        if team.installed and team.bot_user_id in channel.members:
            return team
    return None


def envelope(core: Core, team: Team, event: Json, channel: Channel | None) -> SignedRequest:
    """Make the signed request that carries an event.

    In a shared channel `team_id` is the sender's workspace and `authorizations` name the app's own
    (slackapi/java-slack-sdk#629).
    """
    shared = bool(channel and channel.shared_with)
    body = {
        "token": VERIFICATION_TOKEN,
        "team_id": event.get("user_team") or team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": team.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": core.state.new_id("Ev"),
        "event_time": int(core.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": team.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": core.state.new_id("4-"),
    }
    raw = json.dumps(body).encode()
    return core.request(f"event:{event['type']}", raw, "application/json")


def deliver(core: Core, request: SignedRequest) -> Outcome:
    """Send an event, again up to three times until the app takes it."""
    if core.faults.take("event"):
        core.send(request)
    outcome = Outcome(request, [core.send(request)])
    if _wants_retry(outcome.reply):
        if core.retry_in_background:
            threading.Thread(target=_retry, args=(core, request, outcome), daemon=True).start()
        else:
            _retry(core, request, outcome)
    return outcome


def _wants_retry(reply: Reply) -> bool:
    return not reply.ok and reply.headers.get("x-slack-no-retry") != "1"


def _retry(core: Core, request: SignedRequest, outcome: Outcome) -> None:
    for number, delay in enumerate(core.retry_delays, start=1):
        time.sleep(delay)
        reason = outcome.reply.error or "http_error"
        again = core.request(request.kind, request.body, "application/json")
        headers = {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason}
        outcome.attempts.append(core.send(replace(again, headers=again.headers | headers)))
        if not _wants_retry(outcome.reply):
            return


def tell(core: Core, team: Team | None, event: Json, channel: Channel | None = None) -> Outcome:
    """Deliver an event to the app of a workspace, if it is installed and has subscribed."""
    kind = str(event["type"])
    if kind == "message":
        kind = {"im": "message.im", "private": "message.groups", "public": "message.channels"}[
            channel.kind if channel else "public"
        ]
    if team is None or kind not in core.subscriptions:
        return Outcome()
    with core.lock:
        stamp = core.state.new_ts(core.now(), "events")
        request = envelope(core, team, {**event, "event_ts": event.get("ts", stamp)}, channel)
    return deliver(core, request)
