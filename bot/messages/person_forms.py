"""The forms about people."""

from collections.abc import Sequence
from datetime import date

from bot.messages import arrangements, fields, layout, people
from bot.reply import Block, Modal
from db.models import Address, Person
from domain.language import gettext as _
from domain.lists_shown import mark
from domain.names import MAX_NAME
from domain.people import LANGUAGES

PEOPLE = "search.people"
ORGANISATIONS = "search.organisations"
"""The fields that search, as bot/commands/searches.py answers them."""

USUAL = "usual"
"""The choice to leave something as it is for everybody: a menu can't be emptied in Slack."""


def who(label: str, name: str = "") -> tuple[Block, ...]:
    """Ask for somebody: a known person by searching, or a new one by name, as typed already."""
    return (
        fields.search(
            "person", label, PEOPLE, hint=_("Type part of a name or address."), optional=True
        ),
        fields.text(
            "new_name",
            _("Or somebody new: their name"),
            initial=name[:MAX_NAME],
            most=MAX_NAME,
            optional=True,
        ),
        fields.text("address", _("Mail address of somebody new"), optional=True),
        fields.text("job_title", _("Job title of somebody new"), most=MAX_NAME, optional=True),
    )


def until_field(*, hint: str | None = None, initial: date | None = None) -> Block:
    """Ask for the day from which something holds no more."""
    first_without = _("The first day on which this no longer holds. Empty: no end is known.")
    return fields.day(
        "until", _("Until"), initial=initial, hint=hint or first_without, optional=True
    )


def details(person: Person, addresses: Sequence[Address]) -> Modal:
    """Ask for what is known of a person."""
    main = next((each.address for each in addresses if each.main), "")
    others = [each.address for each in addresses if not each.main]
    return Modal(
        callback="person.change",
        title=_("Edit a person"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"person": person.id, "was": _known(person, main, others)},
        blocks=(*_who(person, main, others), *_habits(person)),
    )


def _known(person: Person, main: str, others: Sequence[str]) -> dict[str, str]:
    """Mark what each field held when the form was opened."""
    return {
        "name": mark([person.name]),
        "job_title": mark([person.job_title or ""]),
        "address": mark([main]),
        "others": mark(each.casefold() for each in others),
        "language": mark([person.language or USUAL]),
        "channel": mark([person.channel or USUAL]),
    }


def _who(person: Person, main: str, others: Sequence[str]) -> tuple[Block, ...]:
    title = person.job_title or ""
    return (
        fields.text("name", _("Name"), initial=person.name, most=MAX_NAME),
        fields.text("job_title", _("Job title"), initial=title, most=MAX_NAME, optional=True),
        fields.text("address", _("Main mail address"), initial=main, optional=True),
        fields.text(
            "others",
            _("Other mail addresses"),
            initial="\n".join(others),
            hint=_("One on each line. Replies from these are known too."),
            optional=True,
            lines=True,
        ),
    )


def _habits(person: Person) -> tuple[Block, ...]:
    languages = [(code, _(name)) for code, name in LANGUAGES]
    channels = [(str(code), arrangements.capital(name)) for code, name in people.channels().items()]
    return (
        fields.choice(
            "language",
            _("Language"),
            [(USUAL, _("As the partnership")), *languages],
            initial=person.language or USUAL,
        ),
        fields.choice(
            "channel",
            _("Reminders and digests by"),
            [(USUAL, _("Mail, until they press a button in Slack")), *channels],
            initial=person.channel or USUAL,
        ),
    )


def newcomer(organisation_id: int, name: str, day: date) -> Modal:
    """Ask for somebody who belongs to a partner."""
    return Modal(
        callback="person.create",
        title=_("New person"),
        submit=_("Add"),
        close=_("Cancel"),
        state={"organisation": organisation_id},
        blocks=(
            layout.plain(_("Somebody of {name}.").format(name=name)),
            *who(_("Somebody known")),
            fields.day("since", _("From"), initial=day),
            fields.ticks("main", _("Main contact"), [("yes", _main_contact())]),
        ),
    )


def _main_contact() -> str:
    return _("Gets the partner's mail where a seat has no lead")


def post(person: Person, day: date) -> Modal:
    """Ask for a post of a person at a partner."""
    return Modal(
        callback="post.create",
        title=_("Add a post"),
        submit=_("Add"),
        close=_("Cancel"),
        state={"person": person.id},
        blocks=(
            layout.plain(_("Where does {name} belong?").format(name=people.described(person))),
            fields.search("organisation", _("Partner"), ORGANISATIONS),
            fields.day("since", _("From"), initial=day),
            until_field(),
            fields.ticks("main", _("Main contact"), [("yes", _main_contact())]),
        ),
    )


def diary(person: Person, day: date) -> Modal:
    """Ask who keeps a person's diary."""
    kept = _("Who keeps the diary of {name}? They get a copy of the mail, and may answer.")
    return Modal(
        callback="diary.create",
        title=_("Add a diary contact"),
        submit=_("Add"),
        close=_("Cancel"),
        state={"person": person.id},
        blocks=(
            layout.plain(kept.format(name=people.described(person))),
            *who(_("Diary contact")),
            fields.day("since", _("From"), initial=day),
            until_field(),
        ),
    )


def end(callback: str, row_id: int, text: str, day: date) -> Modal:
    """Ask from which day something holds no more."""
    return Modal(
        callback=callback,
        title=_("End"),
        submit=_("End"),
        close=_("Cancel"),
        state={"row": row_id},
        instead=True,
        blocks=(
            layout.plain(text),
            fields.day(
                "until",
                _("Until"),
                initial=day,
                hint=_("The first day on which this no longer holds. What was before stays."),
            ),
        ),
    )


def leaving(person: Person, posts: Sequence[tuple[int, str]], day: date) -> Modal:
    """Ask from which day a person has left, and which partner."""
    everywhere = ("all", _("Everything: they have left"))
    choices = [everywhere, *((str(each), name) for each, name in posts)]
    ends = _("Their posts and seats end on that day; what was before stays as it was.")
    return Modal(
        callback="person.finish",
        title=_("Leaves"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"person": person.id},
        blocks=(
            layout.plain(f"{people.described(person)}. {ends}"),
            fields.day(
                "day", _("From"), initial=day, hint=_("The first day on which they are gone.")
            ),
            fields.choice("organisation", _("What they leave"), choices[:100], initial="all"),
        ),
    )
