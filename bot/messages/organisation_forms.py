"""The forms about partners: a new one, its facts, its closing, and which one is meant."""

from collections.abc import Sequence
from datetime import date

from bot.messages import fields, layout
from bot.messages.organisations import Choice
from bot.reply import Block, Modal
from domain.days import said
from domain.language import gettext as _
from domain.lists_shown import fitting, mark
from domain.names import MAX_NAME, name_key
from domain.partner_pages import Facts

ORGANISATIONS = "search.organisations"
"""The field that searches for partners, as bot/commands/searches.py answers it."""

DIFFERENT = "different"
MEND = "mend"
YES = "yes"
TEXT = 3000


def which(action: str, title: str) -> Modal:
    """Ask which partner is meant, where a command named none."""
    return Modal(
        callback=f"{action}.which",
        title=title,
        submit=_("Continue"),
        close=_("Cancel"),
        blocks=(partner("organisation", _("Which partner?")),),
    )


def partner(
    name: str,
    label: str,
    initial: Choice | None = None,
    *,
    hint: str | None = None,
    optional: bool = False,
) -> Block:
    """Make the field in which a partner is searched for."""
    chosen = (str(initial[0]), initial[1]) if initial is not None else None
    return fields.search(name, label, ORGANISATIONS, initial=chosen, hint=hint, optional=optional)


def new(
    sectors: Sequence[fields.Choice], day: date, name: str = "", note: str | None = None
) -> Modal:
    """Ask for a new partner; `note` says what was wrong with what was typed, which is kept."""
    return Modal(
        callback="organisation.register",
        title=_("New partner"),
        submit=_("Add partner"),
        close=_("Cancel"),
        blocks=(
            *([layout.plain(note)] if note else []),
            fields.text(
                "name",
                _("Name of the organisation"),
                initial=name[: layout.SECTION],
                hint=_(
                    "As people write it, for example “County Police”. At most {n} characters."
                ).format(n=MAX_NAME),
            ),
            *_about(sectors, None, day),
            _different(),
            fields.day(
                "since",
                _("Partner since"),
                initial=day,
                hint=_("An earlier day is fine, and so is one to come."),
            ),
        ),
    )


def _different() -> Block:
    return fields.ticks(
        DIFFERENT,
        _("If another partner has nearly the same name"),
        [(YES, _("It is a different organisation"))],
    )


def _about(sectors: Sequence[fields.Choice], facts: Facts | None, day: date) -> list[Block]:
    """Ask for a sector (a new partner's holds from the first), other names and mail domains."""
    held = str(facts.sector_id) if facts is not None and facts.sector_id else None
    asked = fields.choice(
        "sector", _("Sector"), sectors[: fields.MOST_CHOICES], initial=held, optional=not held
    )
    from_when = fields.day(
        "sector_since",
        _("The sector holds from"),
        initial=day if held or facts is None else facts.since,
        hint=_("Only where you change it. Until then it stays as it was."),
        optional=True,
    )
    return [
        *([asked] if sectors else []),
        *([from_when] if sectors and facts is not None else []),
        fields.text(
            "aliases",
            _("Other names"),
            initial="\n".join(fitting(facts.aliases, TEXT)) if facts is not None else "",
            hint=_("One a line: abbreviations, and other spellings that people use."),
            most=TEXT,
            lines=True,
            optional=True,
        ),
        fields.text(
            "domains",
            _("Mail domains"),
            initial="\n".join(fitting(facts.domains, TEXT)) if facts is not None else "",
            hint=_("What follows the @ in its people's addresses, one a line."),
            most=TEXT,
            lines=True,
            optional=True,
        ),
    ]


def edit(facts: Facts, sectors: Sequence[fields.Choice], day: date) -> Modal:
    """Ask what is to change of a partner, and from when."""
    planned = [
        layout.context(_("From {day} it is called “{name}”.").format(day=said(each), name=name))
        for name, each in facts.planned
    ]
    return Modal(
        callback="organisation.save",
        title=_("Edit partner"),
        submit=_("Save"),
        close=_("Cancel"),
        instead=True,
        state={
            "organisation": facts.id,
            "was": {
                "name": facts.name,
                "sector": str(facts.sector_id or ""),
                "since": facts.since.isoformat(),
                "aliases": mark(map(name_key, fitting(facts.aliases, TEXT))),
                "domains": mark(fitting(facts.domains, TEXT)),
            },
        },
        blocks=(
            fields.text("name", _("Name"), initial=facts.name),
            *planned,
            fields.day(
                "name_since",
                _("A new name holds from"),
                initial=day,
                hint=_("The old name stays known, and people still find it."),
                optional=True,
            ),
            fields.ticks(
                MEND,
                _("If the name was only misspelled"),
                [(YES, _("Mend it for the past too"))],
            ),
            *_about(sectors, facts, day),
            _different(),
            fields.day("since", _("Partner since"), initial=facts.since),
        ),
    )


def close(organisation_id: int, name: str, day: date, successor: Choice | None) -> Modal:
    """Ask from when a partner is none, and who takes its place."""
    return Modal(
        callback="organisation.close_it",
        title=_("Close a partner"),
        submit=_("Close it"),
        close=_("Cancel"),
        instead=True,
        state={"organisation": organisation_id},
        blocks=(
            layout.plain(
                _(
                    "{name} will not be invited or counted any more, and its seats end. "
                    "Its past stays as it was, and you can reopen it."
                ).format(name=name)
            ),
            fields.day("day", _("Closed from"), initial=day),
            partner(
                "successor",
                _("Who takes its place?"),
                successor,
                hint=_("Leave it empty if nobody does."),
                optional=True,
            ),
        ),
    )


def reopen(organisation_id: int, name: str, closed: date, day: date) -> Modal:
    """Ask from when a closed partner is one again."""
    return Modal(
        callback="organisation.reopen_it",
        title=_("Reopen a partner"),
        submit=_("Reopen it"),
        close=_("Cancel"),
        instead=True,
        state={"organisation": organisation_id},
        blocks=(
            layout.plain(_("{name} is closed from {day}.").format(name=name, day=said(closed))),
            fields.day(
                "day",
                _("Partner again from"),
                initial=max(day, closed),
                hint=_("From {day}, it is as if it had never been closed.").format(
                    day=said(closed)
                ),
            ),
        ),
    )


def as_of(organisation_id: int, name: str, day: date) -> Modal:
    """Ask for the day on which a partner's page is to be read."""
    return Modal(
        callback="organisation.as_it_was",
        title=_("As it was"),
        submit=_("Show"),
        close=_("Cancel"),
        instead=True,
        state={"organisation": organisation_id},
        blocks=(
            layout.plain(_("{name}: what was known to hold on a day.").format(name=name)),
            fields.day("day", _("Day"), initial=day),
        ),
    )
