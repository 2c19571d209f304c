"""What is said about partners: added, changed, closed, or not found."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import layout
from bot.reply import Message
from domain.language import gettext as _

Choice = tuple[int, str]
"""A partner: its id, and its name as it is shown."""


def opening(organisation_id: int, name: str, action: str = "organisation.show") -> ButtonElement:
    """Make the button beside a partner's name that opens it, or what is wanted of it."""
    spoken = _("Open {name}").format(name=name)
    words = _("Open") if action == "organisation.show" else _("Choose")
    return layout.button(words, action, str(organisation_id), spoken=spoken)


def to_page(organisation_id: int) -> ButtonElement:
    """Make the button that leads to a partner's page."""
    return layout.button(_("Open its page"), "organisation.show", str(organisation_id))


def registered(organisation_id: int, name: str, since: date | None = None) -> Message:
    """Confirm a new partner, and name the next steps; `since` is given where it is to come."""
    done = _("{name} is now a partner.").format(name=name)
    if since is not None:
        done = _("{name} becomes a partner on {day}.").format(
            name=name, day=language.long_date(since)
        )
    return layout.message(
        done,
        layout.plain(done),
        layout.actions(
            layout.button(_("Add another partner"), "organisation.new", main=True),
            layout.button(_("Give it a seat"), "seat.add", str(organisation_id)),
            to_page(organisation_id),
            layout.button(_("All partners"), "organisation.list"),
        ),
    )


def choices(sentence: str, offered: Sequence[Choice], action: str) -> Message:
    """Ask which partner is meant, each with its button."""
    rows = [layout.plain(name, opening(each, name, action)) for each, name in offered]
    return layout.message(sentence, layout.plain(sentence), *rows)


def taken(sentence: str, organisation_id: int, *, reopens: bool) -> Message:
    """Say that a name is a partner's already, and lead to that one."""
    reopen = layout.button(_("Reopen"), "organisation.reopen", str(organisation_id), main=True)
    return layout.message(
        sentence,
        layout.plain(sentence),
        layout.actions(*([reopen] if reopens else []), to_page(organisation_id)),
    )


def saved(organisation_id: int, sentences: Sequence[str]) -> Message:
    """Confirm what was changed of a partner, a sentence each."""
    done = " ".join(sentences) or _("Nothing was changed.")
    return layout.message(done, layout.plain(done), layout.actions(to_page(organisation_id)))


def closed(
    organisation_id: int, name: str, day: date, successor: Choice | None, *, over: bool
) -> Message:
    """Confirm a closing, say what it means, and offer to take it back."""
    on = language.long_date(day)
    done = (
        _("{name} is closed from {day}.") if over else _("{name} will be closed from {day}.")
    ).format(name=name, day=on)
    means = _("Its seats end then. What was before stays as it was.")
    follows = (
        [_("{name} takes its place.").format(name=successor[1])] if successor is not None else []
    )
    text = " ".join([done, means, *follows])
    opens = opening(*successor) if successor is not None else None
    reopen = layout.button(_("Reopen"), "organisation.reopen", str(organisation_id))
    return layout.message(
        done, layout.plain(text, opens), layout.actions(reopen, to_page(organisation_id))
    )


def closed_already(organisation_id: int, name: str, day: date) -> Message:
    """Say that a partner is closed, and offer to reopen it."""
    said = _("{name} has been closed since {day}.").format(name=name, day=language.long_date(day))
    return layout.message(
        said,
        layout.plain(said),
        layout.actions(
            layout.button(_("Reopen"), "organisation.reopen", str(organisation_id), main=True),
            to_page(organisation_id),
        ),
    )


def reopened(organisation_id: int, name: str, day: date, *, seats: int, again: bool) -> Message:
    """Confirm that a partner is one again; `again` says that it was not one in between."""
    if again:
        done = _("{name} is a partner again from {day}.").format(
            name=name, day=language.long_date(day)
        )
        following = _("Its seats of before have ended. Please give it seats, if it has any.")
    else:
        done = _("{name} is a partner, as if it had never been closed.").format(name=name)
        following = _("Its seats go on. Please look whether their leads are still right.")
    text = f"{done} {following}" if again or seats else done
    return layout.message(
        done,
        layout.plain(text),
        layout.actions(
            to_page(organisation_id),
            layout.button(_("Give it a seat"), "seat.add", str(organisation_id)),
        ),
    )
