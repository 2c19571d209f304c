"""What is said about leave: the forms to pause and resume, and what came of it."""

from collections.abc import Sequence
from datetime import date

from bot import language
from bot.messages import fields, layout
from bot.messages.organisations import to_page
from bot.reply import Message, Modal
from domain.language import gettext as _
from domain.leaves import Reason, said
from domain.partner_pages import Pause

WHOLE = "all"
"""The choice that pauses a partner with all its seats."""


def form(
    organisation_id: int, name: str, seats: Sequence[fields.Choice], day: date, seat: str = ""
) -> Modal:
    """Ask who is away, why, from when and until when."""
    whose = [(WHOLE, _("The whole partner")), *seats][: fields.MOST_CHOICES]
    return Modal(
        callback="leave.begin",
        title=_("Pause a partner"),
        submit=_("Pause"),
        close=_("Cancel"),
        instead=True,
        state={"organisation": organisation_id},
        blocks=(
            layout.plain(
                _(
                    "{name}: while somebody is on leave, nobody chases them, "
                    "and nothing counts for or against them."
                ).format(name=name)
            ),
            *(
                [fields.choice("whose", _("Who is away"), whose, initial=seat or WHOLE)]
                if seats
                else []
            ),
            fields.choice("reason", _("Why"), [(each.value, said(each)) for each in Reason]),
            fields.day("since", _("On leave from"), initial=day),
            fields.day(
                "until",
                _("First day back"),
                hint=_("Leave it empty if nobody knows yet."),
                optional=True,
            ),
        ),
    )


def begun(
    organisation_id: int, name: str, whose: str | None, since: date, until: date | None, day: date
) -> Message:
    """Confirm a leave, and name the next step."""
    who = f"{name}, {whose}" if whose else name
    if until is not None:
        done = _("{who}: on leave from {since}, back on {until}.").format(
            who=who, since=language.long_date(since), until=language.long_date(until)
        )
    elif since > day:
        done = _("{who}: on leave from {since}.").format(who=who, since=language.long_date(since))
    else:
        done = _("{who}: on leave since {since}, until you resume it.").format(
            who=who, since=language.long_date(since)
        )
    return layout.message(
        done,
        layout.plain(done),
        layout.actions(
            layout.button(_("Resume"), "leave.resume", str(organisation_id)),
            to_page(organisation_id),
        ),
    )


def end_form(
    organisation_id: int, name: str, pauses: Sequence[Pause], day: date, chosen: int | None = None
) -> Modal:
    """Ask which leave ends, and which day is the first one back."""
    offered = [(str(each.id), label(each)) for each in pauses[: fields.MOST_CHOICES]]
    first = str(chosen) if chosen is not None else offered[0][0]
    return Modal(
        callback="leave.end_it",
        title=_("Resume"),
        submit=_("Resume"),
        close=_("Cancel"),
        instead=True,
        state={"organisation": organisation_id},
        blocks=(
            layout.plain(_("{name} is back from leave.").format(name=name)),
            fields.choice("leave", _("Which leave"), offered, initial=first),
            fields.day(
                "day",
                _("First day back"),
                initial=day,
                hint=_("A leave that has not begun by then is taken back."),
            ),
        ),
    )


def label(pause: Pause) -> str:
    """Name a leave in a menu: whose it is, why, and since when."""
    whose = pause.label or _("The whole partner")
    since = language.long_date(pause.since)
    return _("{whose}: {reason}, from {since}").format(
        whose=layout.short(whose, 30), reason=said(pause.reason).lower(), since=since
    )


def ended(organisation_id: int, name: str, day: date, *, today: date, taken_back: bool) -> Message:
    """Confirm the end of a leave."""
    if taken_back:
        done = _("The leave of {name} is taken back: it never was.").format(name=name)
    elif day > today:
        done = _("{name} is back from leave on {day}.").format(
            name=name, day=language.long_date(day)
        )
    else:
        done = _("{name} has been back from leave since {day}.").format(
            name=name, day=language.long_date(day)
        )
    return layout.message(done, layout.plain(done), layout.actions(to_page(organisation_id)))


def not_away(organisation_id: int, name: str) -> Message:
    """Say that there is no leave to end."""
    said_so = _("{name} is not on leave, and no leave is planned.").format(name=name)
    return layout.message(
        said_so,
        layout.plain(said_so),
        layout.actions(
            layout.button(_("Pause"), "leave.new", str(organisation_id)), to_page(organisation_id)
        ),
    )
