"""views.*: modals and the Home tab.

https://docs.slack.dev/reference/methods/views.open
"""

from typing import cast

from sandbox.slack import show, surfaces
from sandbox.slack.errors import SlackError
from sandbox.slack.methods.registry import Call, method
from sandbox.slack.state import Json, View
from sandbox.slack.views import check_view


def _view(call: Call, kind: str) -> Json:
    content = call.json("view", "invalid_arguments")
    if content is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    check_view(content, kind)
    return cast("Json", content)


def _answer(call: Call, view: View) -> Json:
    return {"view": show.view(view, call.team)}


@method("views.open", tier=4)
def views_open(call: Call) -> Json:
    """Open a modal for the person who caused the trigger."""
    trigger_id, content = call.need("trigger_id"), _view(call, "modal")
    surfaces.check_external_id(call.state, call.team, content)
    trigger = call.core.triggers.take(trigger_id, call.team.id)
    view = surfaces.create(call.state, call.team, trigger.user_id, content)
    call.state.stacks[trigger.user_id] = [view.id]
    return _answer(call, view)


@method("views.push", tier=4)
def views_push(call: Call) -> Json:
    """Put a modal on top of the one the person acted in."""
    trigger_id, content = call.need("trigger_id"), _view(call, "modal")
    surfaces.check_external_id(call.state, call.team, content)
    trigger = call.core.triggers.take(trigger_id, call.team.id, push=True)
    return _answer(call, surfaces.push(call.state, call.team, trigger.user_id, content))


@method("views.update", tier=4)
def views_update(call: Call) -> Json:
    """Replace an open modal, found by `view_id` or `external_id`, unless its `hash` is stale."""
    view = _find(call)
    content = _view(call, "modal")
    if call.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")
    surfaces.check_external_id(call.state, call.team, content, besides=view)
    surfaces.replace(call.state, view, content)
    return _answer(call, view)


def _find(call: Call) -> View:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    for user_id in call.state.stacks:
        for view in call.state.stack(user_id):
            same = view.id == view_id or (
                external_id and view.content.get("external_id") == external_id
            )
            if same and view.team_id == call.team.id:
                return view
    raise SlackError("not_found")


@method("views.publish", tier=4)
def views_publish(call: Call) -> Json:
    """Show a person the app's Home tab."""
    user = call.user(call.need("user_id"))
    if not call.team.home_tab:
        raise SlackError("not_enabled")
    content = _view(call, "home")
    key = surfaces.home_key(call.team, user.id)
    old = call.state.homes.get(key)
    if old is None:
        view = surfaces.create(call.state, call.team, user.id, content)
        call.state.homes[key] = view.id
        return _answer(call, view)
    view = call.state.views[old]
    if call.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")
    surfaces.replace(call.state, view, content)
    return _answer(call, view)
