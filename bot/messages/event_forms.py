"""The form of an event or a series: what it is, whom it invites, when, where, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from bot.messages import event_fields, fields, layout
from bot.messages.fields import Choice
from bot.reply import Block, Modal
from domain import rule_words
from domain.events import CALENDAR_NAMES, MAX_TEXT, Among, Calendar, Details
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.recurrence import MOST_TIMES, Rule
from domain.repeats import KEPT, NAMES, ONCE, code_of, endless

BODIES = "search.bodies"
SEATS = "search.seats"
PEOPLE = "search.people"
"""The fields that search: bodies only where they are too many for a menu."""

NO_BODY = "none"
MOST_PRIORITIES_TEXT = 1300


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form's menus offer: bodies and sectors, by id and name."""

    bodies: Sequence[Choice]
    sectors: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form is opened with. `chosen` are those invited, by what they are."""

    zone: str
    details: Details = field(default_factory=lambda: Details(""))
    body: Choice | None = None
    chosen: Mapping[Among, Sequence[Choice]] = field(default_factory=dict)
    day: date | None = None
    begins: time | None = None
    ends: time | None = None
    repeats: str = ONCE
    rule: Rule | None = None
    answer_by: date | None = None
    calendar: Calendar = Calendar.OURS
    hide_guests: bool = True
    in_channel: bool = False

    def picked(self, among: Among) -> Sequence[Choice]:
        """List those of one kind who are invited."""
        return self.chosen.get(among, ())


def form(offered: Offered, filled: Filled, *, state: dict[str, Any], note: str = "") -> Modal:
    """Ask for all of an event; `note` says what of a typed one was not understood.

    `state` comes back with the form: with `series` it is a draft that is changed.
    """
    known = "series" in state
    return Modal(
        callback="event.plan",
        title=_("Change a draft") if known else _("New event"),
        submit=_("Preview"),
        close=_("Cancel"),
        state=state,
        blocks=(
            *([layout.plain(note)] if note else []),
            layout.context(_("Nothing is sent yet: next you see who would get what.")),
            *_what(offered, filled),
            *_when(filled),
            *_whom(offered, filled),
            *_where(filled),
            *_how(filled),
        ),
    )


def _what(offered: Offered, filled: Filled) -> tuple[Block, ...]:
    bodies = [(NO_BODY, _("No body of ours")), *offered.bodies]
    hint = _("Its terms hold, and its seats are invited if you choose nobody else.")
    held = filled.body
    if len(bodies) <= fields.MOST_CHOICES:
        chosen = held[0] if held else NO_BODY
        body = fields.choice("body", _("What meets"), bodies, initial=chosen, hint=hint)
    else:
        body = fields.search(
            "body", _("What meets"), BODIES, initial=held, hint=hint, optional=True
        )
    title = fields.text(
        "title",
        event_fields.name("title"),
        initial=filled.details.title,
        most=max(MAX_NAME, len(filled.details.title)),
        hint=_("Everybody invited reads it. Please no detail of any child or family."),
    )
    return title, body


def _when(filled: Filled) -> tuple[Block, ...]:
    rule = filled.rule
    return (
        layout.header(_("When")),
        fields.day("day", _("Day"), initial=filled.day, hint=_("Of a series, the first day.")),
        fields.clock("time", _("Begins"), initial=filled.begins),
        fields.clock("end_time", _("Ends"), initial=filled.ends),
        fields.choice("repeats", _("Repeats"), _repeats(filled), initial=_repeating(filled)),
        fields.day(
            "until",
            _("Last day"),
            initial=rule.until if rule else None,
            hint=_("Only if it repeats. Or give a number of times."),
            optional=True,
        ),
        fields.number(
            "count",
            _("Number of times"),
            initial=rule.count if rule else None,
            least=1,
            most=MOST_TIMES,
            optional=True,
        ),
        *([_endless()] if rule and rule.until else []),
        fields.text(
            "zone",
            _("Time zone"),
            initial=filled.zone,
            hint=_("A name like Europe/London."),
        ),
    )


def _endless() -> Block:
    """Offer to take a last day away: a day can't be emptied in Slack."""
    return fields.ticks("endless", _("Or no last day"), [("yes", _("Leave the last day out"))])


def _repeats(filled: Filled) -> list[Choice]:
    offered = [(code, _(name)) for code, name in NAMES.items()]
    if _repeating(filled) != KEPT or filled.rule is None:
        return offered
    kept = rule_words.described(endless(filled.rule))
    return [*offered, (KEPT, _("As it is: {rule}").format(rule=kept))]


def _repeating(filled: Filled) -> str:
    if filled.rule is None or filled.day is None:
        return filled.repeats
    return code_of(filled.rule, filled.day)


def _where(filled: Filled) -> tuple[Block, ...]:
    details = filled.details
    return (
        layout.header(_("Where")),
        fields.text(
            "place",
            event_fields.name("place"),
            initial=details.place,
            most=MAX_TEXT,
            hint=_("A room and address; or paste the whole Teams or Zoom invitation."),
            optional=True,
            lines=True,
        ),
        fields.text(
            "joining",
            event_fields.name("joining"),
            initial=details.joining,
            most=MAX_TEXT,
            hint=_("Link, meeting number, passcode and telephone, as Teams or Zoom gives them."),
            optional=True,
            lines=True,
        ),
        fields.text(
            "agenda",
            event_fields.name("agenda"),
            initial=details.agenda,
            most=MAX_TEXT,
            optional=True,
            lines=True,
        ),
        fields.text(
            "priorities",
            event_fields.name("priorities"),
            initial="\n".join(details.priorities),
            most=MOST_PRIORITIES_TEXT,
            hint=_("Those that it serves, one a line."),
            optional=True,
            lines=True,
        ),
    )


def _whom(offered: Offered, filled: Filled) -> tuple[Block, ...]:
    return (
        layout.header(_("Who is invited")),
        _bodies(offered, filled),
        *([_sectors(offered, filled)] if offered.sectors else []),
        fields.searches("seats", single_seats(), SEATS, initial=filled.picked(Among.SEAT)),
        guests(filled.picked(Among.GUEST)),
    )


def whole_bodies() -> str:
    """Name the field of bodies of which all are invited."""
    return _("All seats of these bodies")


def of_sectors() -> str:
    """Name the field of sectors."""
    return _("One seat of each partner in these sectors")


def single_seats() -> str:
    """Name the field of seats that are invited by themselves."""
    return _("Single seats")


def guests(picked: Sequence[Choice]) -> Block:
    """Ask for guests."""
    hint = _("Guests are never counted as absent.")
    return fields.searches("guests", _("Guests"), PEOPLE, initial=picked, hint=hint)


def _bodies(offered: Offered, filled: Filled) -> Block:
    label, held = whole_bodies(), filled.picked(Among.BODY)
    hint = _("Choose nobody here or below to invite the seats of what meets.")
    if len(offered.bodies) > fields.MOST_CHOICES or not offered.bodies:
        return fields.searches("bodies", label, BODIES, initial=held, hint=hint)
    values = [value for value, _name in held]
    return fields.choices("bodies", label, offered.bodies, initial=values, hint=hint)


def _sectors(offered: Offered, filled: Filled) -> Block:
    values = [value for value, _name in filled.picked(Among.SECTOR)]
    return fields.choices("sectors", of_sectors(), offered.sectors, initial=values)


def _how(filled: Filled) -> tuple[Block, ...]:
    ticked = ["channel"] if filled.in_channel else []
    ticked += ["hide"] if filled.hide_guests else []
    return (
        layout.header(_("How")),
        fields.one_of(
            "calendar",
            _("Calendar"),
            [(code, _(name)) for code, name in CALENDAR_NAMES.items()],
            initial=filled.calendar,
        ),
        fields.day(
            "answer_by",
            event_fields.name("answer_by"),
            initial=filled.answer_by,
            hint=_("Empty: as many working days before as what meets has settled."),
            optional=True,
        ),
        *([_usual()] if filled.answer_by else []),
        fields.ticks(
            "options",
            _("Also"),
            [
                ("channel", _("Post a card in the body's channel")),
                ("hide", _("Hide the guest list in calendars")),
            ],
            initial=ticked,
        ),
    )


def _usual() -> Block:
    """Offer to take a day for answers away: a day can't be emptied in Slack."""
    return fields.ticks("usual", _("Or as usual"), [("yes", _("Let the day be worked out"))])
