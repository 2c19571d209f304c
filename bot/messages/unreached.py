"""What is said where messages don't reach somebody: who, what failed, and what to do."""

from slack_sdk.models.blocks import ButtonElement

from bot.messages import layout
from domain.language import N_
from domain.language import gettext as _
from domain.worklist import Line, Way

_CLOSED = N_("{person}'s Slack account is closed. Please reach them by mail.")
_APART = N_("We share no Slack workspace or channel with {person} any more. Use mail instead.")
_LEFT_OUT = N_(
    "I can't post in the Slack channel of the {body}. Invite me there, or choose another."
)

_SENTENCES = {
    (Way.MAIL, "no_address"): N_(
        "{person} has no mail address, so no mail reaches them. Please add one."
    ),
    (Way.MAIL, "rcpt"): N_("Mail to {person} comes back. Correct the address."),
    (Way.MAIL, "data"): N_("The mail server refused a message to {person}. Please tell them."),
    (Way.SLACK, "no_slack_identity"): N_(
        "Nobody knows any more who {person} is in Slack. Say who, or use mail."
    ),
    (Way.SLACK, "user_not_found"): _CLOSED,
    (Way.SLACK, "user_disabled"): _CLOSED,
    (Way.SLACK, "users_not_found"): _CLOSED,
    (Way.SLACK, "user_not_visible"): _APART,
    (Way.SLACK, "channel_not_found"): _APART,
    (Way.SLACK, "not_in_channel"): _APART,
    (Way.CHANNEL, "is_archived"): N_(
        "The Slack channel of the {body} is archived. Choose another one."
    ),
    (Way.CHANNEL, "channel_not_found"): _LEFT_OUT,
    (Way.CHANNEL, "not_in_channel"): _LEFT_OUT,
    (Way.CHANNEL, "no_workspace"): _LEFT_OUT,
    (Way.CHANNEL, "no_channel"): N_("The {body} has no Slack channel any more. Choose one."),
}

_ELSE = {
    Way.MAIL: N_("A mail to {person} could not be sent. Please tell them yourself."),
    Way.SLACK: N_("A Slack message to {person} could not be sent. Please tell them yourself."),
    Way.CHANNEL: N_("A message to the channel of the {body} could not be sent. Please look there."),
}


def sentence(line: Line) -> str:
    """Say who was not reached, why, and what to do."""
    assert line.way is not None  # noqa: S101 - an item of this kind says by which way
    words = _SENTENCES.get((line.way, _reason(line.error)), _ELSE[line.way])
    return _(words).format(person=line.person, body=line.body)


def _reason(error: str) -> str:
    """Give what counts of an error: Slack's own code, or the step at which a mail was refused."""
    step, _colon, code = error.partition(": ")
    return step if step in {"rcpt", "data"} or not code else code


def actions(line: Line) -> list[ButtonElement]:
    """Offer to mend what is known of them, and to say that it is done."""
    text, action = _("Edit the person"), "person.edit"
    if line.way is Way.CHANNEL:
        text, action = _("Edit the body"), "body.edit"
    about, done = sentence(line), _("Done")
    return [
        layout.button(text, action, str(line.subject_id), spoken=f"{text}: {about}"),
        layout.button(done, "worklist.done", str(line.id or ""), spoken=f"{done}: {about}"),
    ]
