"""What a field of an event is called, wherever coordinators read it."""

from domain.language import N_
from domain.language import gettext as _

_NAMES = {
    "title": N_("Title"),
    "place": N_("Place"),
    "link": N_("Joining link"),
    "joining": N_("How to join online"),
    "agenda": N_("Agenda"),
    "priorities": N_("Priorities"),
    "answer_by": N_("Answers by"),
}


def name(field: str) -> str:
    """Give the one name of a field."""
    return _(_NAMES[field])


def line(field: str, text: str) -> str:
    """Write a field with what it holds: Place: Town Hall."""
    return _("{field}: {text}").format(field=name(field), text=text)
