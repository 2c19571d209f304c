"""The modals and Home tabs that people see: making, replacing and stacking them.

https://docs.slack.dev/surfaces/modals
"""

from sandbox.slack.errors import SlackError
from sandbox.slack.forms import first_values
from sandbox.slack.ids import with_ids
from sandbox.slack.state import Json, State, Team, View

DEEPEST = 3


def home_key(team: Team, user_id: str) -> str:
    """Give the key of a person's Home tab in one installation."""
    return f"{team.id}:{user_id}"


def check_external_id(state: State, team: Team, content: Json, besides: View | None = None) -> None:
    """Refuse an external id that another open modal of the workspace has."""
    wanted = content.get("external_id")
    for user_id in state.stacks if wanted else ():
        for view in state.stack(user_id):
            if view is not besides and (view.team_id, view.content.get("external_id")) == (
                team.id,
                wanted,
            ):
                raise SlackError("duplicate_external_id")


def _identified(state: State, content: Json) -> Json:
    return {**content, "blocks": with_ids(state, content["blocks"])}


def create(state: State, team: Team, user_id: str, content: Json) -> View:
    """Make a view for a person, its inputs holding their initial values."""
    view_id = state.new_id("V")
    filled = _identified(state, content)
    user_team = state.users[user_id].team_id
    view = View(view_id, team.id, user_id, user_team, filled, _hash(state), view_id)
    view.values = first_values(filled["blocks"])
    state.views[view_id] = view
    return view


def _hash(state: State) -> str:
    return f"{state.last_id}.{state.new_id('h')[-8:]}"


def replace(state: State, view: View, content: Json) -> None:
    """Give a view new content; what was typed into inputs with the same ids stays."""
    typed = view.values
    view.content = _identified(state, content)
    view.hash = _hash(state)
    fresh = first_values(view.blocks)
    view.values = {
        block_id: {
            action_id: typed.get(block_id, {}).get(action_id, value)
            for action_id, value in actions.items()
        }
        for block_id, actions in fresh.items()
    }


def push(state: State, team: Team, user_id: str, content: Json) -> View:
    """Put a modal on top of a person's stack, which holds three at most."""
    stack = state.stacks.get(user_id, [])
    if not stack:
        raise SlackError("invalid_trigger_id")
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    view = create(state, team, user_id, content)
    view.root_id, view.previous_id = state.views[stack[0]].root_id, stack[-1]
    stack.append(view.id)
    return view
