"""What is said about contacts: the form to note one, and that it was noted."""

from datetime import date

from bot import language
from bot.messages import fields, layout
from bot.messages.organisation_forms import partner
from bot.messages.organisations import Choice, to_page
from bot.reply import Message, Modal
from domain.contacts import MAX_NOTE, Way, guessed, said
from domain.language import gettext as _


def form(
    day: date, organisation: Choice | None = None, text: str = "", note: str | None = None
) -> Modal:
    """Ask for a contact; `note` says what was not understood of what was typed, which is kept."""
    return Modal(
        callback="contact.log",
        title=_("Log a contact"),
        submit=_("Note it"),
        close=_("Cancel"),
        instead=True,
        blocks=(
            *([layout.plain(note)] if note else []),
            partner("organisation", _("Partner"), organisation),
            fields.one_of(
                "way",
                _("How"),
                [(way.value, said(way)) for way in Way],
                initial=guessed(text).value,
            ),
            fields.day("day", _("When"), initial=day),
            fields.text(
                "note",
                _("What was said"),
                initial=text[:MAX_NOTE],
                hint=_("A line is enough. Please don't include details of any child or family."),
                most=MAX_NOTE,
                lines=True,
            ),
        ),
    )


def logged(contact_id: int, organisation: Choice, way: Way, day: date) -> Message:
    """Confirm a contact, and offer to take it back."""
    done = _("Noted: {way}, {name}, {day}.").format(
        way=said(way).lower(), name=organisation[1], day=language.long_date(day)
    )
    return layout.message(
        done,
        layout.plain(done),
        layout.actions(
            to_page(organisation[0]),
            layout.button(_("Log another"), "contact.new", str(organisation[0])),
            layout.button(_("Take it back"), "contact.remove", str(contact_id)),
        ),
    )


def removed(organisation: Choice) -> Message:
    """Confirm that a contact was taken back."""
    done = _("Taken back. Nothing is noted of it with {name}.").format(name=organisation[1])
    return layout.message(done, layout.plain(done), layout.actions(to_page(organisation[0])))
