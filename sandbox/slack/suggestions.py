"""The options that an app gives for an external menu.

https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
"""

from sandbox.slack.checks import Shape, items
from sandbox.slack.objects import GROUP, OPTION
from sandbox.slack.outcomes import Outcome

MOST = 100
ANSWER = Shape({"options": items(OPTION, MOST, 0), "option_groups": items(GROUP, MOST, 0)})


def finish(outcome: Outcome) -> Outcome:
    """Offer the options of an answer, or refuse it as a whole."""
    outcome.refused = list(ANSWER(outcome.json, ""))
    if not outcome.refused:
        groups = outcome.json.get("option_groups") or []
        inside = [option for group in groups for option in group["options"]]
        outcome.offered = [*(outcome.json.get("options") or []), *inside]
    return outcome
