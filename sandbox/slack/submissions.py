"""Submitting and closing modals, and what the app's answer does to them.

https://docs.slack.dev/surfaces/modals#handling_submissions
"""

from sandbox.slack import payloads, show, surfaces
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.outcomes import Outcome, failure
from sandbox.slack.requests import SignedRequest, payload_body
from sandbox.slack.state import Json, Team, User, View
from sandbox.slack.views import check_view

TROUBLE = "We had some trouble connecting. Try again?"


def submit(core: Core, user: User, view: View, team: Team) -> SignedRequest:
    """Make the signed request for a filled form."""
    payload = payloads.person(core, user, team, "view_submission", from_modal=True)
    payload |= {"view": show.view(view, team), "response_urls": _response_urls(core, view)}
    return core.request("view_submission", payload_body(payload))


def _response_urls(core: Core, view: View) -> list[Json]:
    """Give a response URL for each chosen channel whose input asked for one."""
    urls = []
    for block in view.blocks:
        element = block.get("element") or {}
        if element.get("response_url_enabled"):
            held = view.values[block["block_id"]][element["action_id"]]
            channel = held.get("selected_channel") or held.get("selected_conversation")
            if not channel:
                continue
            path = core.response_urls.make(view.team_id, channel, view.user)
            urls.append(
                {
                    "block_id": block["block_id"],
                    "action_id": element["action_id"],
                    "channel_id": channel,
                    "response_url": core.base_url + path,
                }
            )
    return urls


def closed(core: Core, user: User, view: View, team: Team, *, cleared: bool) -> SignedRequest:
    """Make the signed request that tells of a closed modal."""
    payload = payloads.person(core, user, team, "view_closed")
    del payload["trigger_id"]
    payload |= {"view": show.view(view, team), "is_cleared": cleared}
    return core.request("view_closed", payload_body(payload))


def finish(core: Core, user: User, view: View, team: Team, outcome: Outcome) -> Outcome:
    """Do with a submission's answer what Slack does."""
    if not outcome.reply.ok:
        outcome.shown = f"{TROUBLE} ({failure(outcome.reply)})"
        return outcome
    try:
        _apply(core, user, view, team, outcome)
    except SlackError as refused:
        outcome.refused = refused.messages or [refused.code]
        outcome.shown = TROUBLE
    return outcome


def _apply(core: Core, user: User, view: View, team: Team, outcome: Outcome) -> None:
    answer = outcome.json
    action = answer.get("response_action")
    stack = core.state.stacks.get(user.id, [])
    if action == "errors":
        outcome.errors = _errors(view, answer.get("errors"))
    elif action == "clear":
        stack.clear()
    elif action == "update":
        content = answer.get("view") or {}
        check_view(content, "modal")
        surfaces.replace(core.state, view, content)
    elif action == "push":
        content = answer.get("view") or {}
        check_view(content, "modal")
        surfaces.push(core.state, team, user.id, content)
    elif outcome.reply.body.strip() not in (b"", b"{}"):
        raise SlackError("invalid_response_action", [f"[ERROR] unknown answer: {outcome.body}"])
    elif view.id in stack:
        stack.remove(view.id)


def _errors(view: View, given: object) -> dict[str, str]:
    """Accept errors under inputs alone: for other keys Slack shows trouble instead."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(given, dict) or not given:
        raise SlackError("invalid_errors", ["[ERROR] missing required field: errors"])
    strangers = sorted(set(given) - inputs)
    if strangers:
        raise SlackError("invalid_errors", [f"[ERROR] no input block is called {strangers}"])
    return {str(block_id): str(text) for block_id, text in given.items()}
