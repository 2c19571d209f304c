"""The forms of a partnership's settings: the first few, all of them, sectors and term dates."""

from collections.abc import Mapping, Sequence

from bot import language
from bot.messages import fields, layout
from bot.reply import Block, Message, Modal
from db.models import Partnership, Sector, Term
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.people import LANGUAGES
from domain.settings import MAX_PAGE
from domain.working_days import REGION_NAMES

MOST_TERMS = 45
"""Terms in the form, each with its buttons: fifteen years of three."""


def name(partnership: Partnership) -> Block:
    """Ask what the partnership is called."""
    label = _("Name of the partnership")
    return fields.text("name", label, initial=partnership.name, most=MAX_NAME)


def zone(partnership: Partnership) -> Block:
    """Ask in which time zone it meets."""
    hint = _("Meetings are planned in it. For example Europe/London.")
    return fields.text("zone", _("Time zone"), initial=partnership.zone, hint=hint)


def spoken(partnership: Partnership) -> Block:
    """Ask which language people read who have not chosen one."""
    offered = [(code, _(name)) for code, name in LANGUAGES]
    hint = _("Everybody can choose their own.")
    return fields.choice(
        "language", _("Language"), offered, initial=partnership.language, hint=hint
    )


def channel(partnership: Partnership) -> Block:
    """Ask for the coordinators' own channel."""
    return fields.private_channel(
        "channel",
        _("Coordinators' channel"),
        initial=partnership.coordinators_channel,
        hint=_("A private channel, shared with no other organisation. Invite me first."),
    )


def mailbox(partnership: Partnership) -> Block:
    """Ask where partners' questions go."""
    return fields.text(
        "mailbox",
        _("Reply mailbox"),
        initial=partnership.reply_mailbox or "",
        optional=True,
        hint=_("Where partners' questions go, for example unit@example.org."),
    )


def phone(partnership: Partnership) -> Block:
    """Ask for the business unit's telephone number."""
    hint = _("It stands at the foot of mails. For example 01632 960000.")
    initial = partnership.phone or ""
    return fields.text("phone", _("Telephone"), initial=initial, optional=True, hint=hint)


def privacy_page(partnership: Partnership) -> Block:
    """Ask for the page that says how people's details are used."""
    return fields.text(
        "privacy_page",
        _("Page on how you use people's details"),
        initial=partnership.privacy_page or "",
        optional=True,
        most=MAX_PAGE,
        hint=_("A web address that begins with https://. Mails link to it."),
    )


def region(partnership: Partnership) -> Block:
    """Ask whose bank holidays count."""
    offered = [(each.value, _(name)) for each, name in REGION_NAMES.items()]
    hint = _("Answers and reminders go by working days there.")
    return fields.choice(
        "region", _("Bank holidays of"), offered, initial=partnership.region, hint=hint
    )


def hide_guests(partnership: Partnership) -> Block:
    """Ask whether new events hide their guest list."""
    return fields.ticks(
        "hide_guests",
        _("Guest list"),
        [(YES, _("New events hide who else is invited"))],
        initial=[YES] if partnership.hide_guests else [],
        hint=_("Each event can differ."),
    )


def keeps_files(partnership: Partnership) -> Block:
    """Ask whether papers may be files; links are the usual way."""
    return fields.ticks(
        "keeps_files",
        _("Papers"),
        [(YES, _("Papers may be uploaded as files, besides links"))],
        initial=[YES] if partnership.keeps_files else [],
        hint=_("No child's, family's or case detail belongs here."),
    )


YES = "yes"
"""What a ticked box gives back."""

Was = Mapping[str, str | bool | None]
"""What was set when a form was opened: what nobody touches in it is left alone."""


def setup_form(blocks: Sequence[Block], was: Was) -> Modal:
    """Ask for what a partnership needs before anything else."""
    return Modal(
        callback="partnership.set_up",
        title=_("Set up"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"was": dict(was)},
        blocks=tuple(blocks),
    )


def form(blocks: Sequence[Block], was: Was) -> Modal:
    """Ask for everything that can be set, with the way to sectors and term dates."""
    more = layout.actions(
        layout.button(_("Sectors"), "sector.list"), layout.button(_("Term dates"), "term.list")
    )
    return Modal(
        callback="settings.save",
        title=_("Settings"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"was": dict(was)},
        blocks=(*blocks, layout.divider(), more),
    )


def saved(name: str) -> Message:
    """Confirm what was set, and name the next steps."""
    done = _("Saved. {name} is set up.").format(name=name)
    return layout.message(
        done,
        layout.plain(done),
        layout.actions(
            layout.button(_("Bring your spreadsheet"), "import.open", main=True),
            layout.button(_("New partner"), "organisation.new"),
            layout.button(_("Sectors"), "sector.list"),
            layout.button(_("Term dates"), "term.list"),
        ),
    )


def nothing_changed() -> Message:
    """Say that a form was saved as it was."""
    return layout.sentence(_("Nothing was changed."))


def sector_list(sectors: Sequence[tuple[Sector, str]], *, saved: bool = False) -> Modal:
    """Show the sectors in their order, each with its name as it is read; `saved`: once more."""
    rows = [
        layout.plain(
            _sector_line(row, said),
            layout.button(
                _("Change"),
                "sector.edit",
                str(row.id),
                spoken=_("Change {name}").format(name=said),
            ),
        )
        for row, said in sectors
    ]
    new = layout.button(_("New sector"), "sector.new", main=True)
    return Modal(
        callback="sector.list",
        title=_("Sectors"),
        close=_("Close"),
        blocks=(layout.actions(new), *rows),
        instead=saved,
        saved=saved,
    )


def _sector_line(row: Sector, said: str) -> str:
    notes = []
    if row.keeps_terms:
        notes.append(_("rests in school holidays"))
    if row.retired_at is not None:
        notes.append(_("retired: offered no more"))
    return f"{said} ({', '.join(notes)})" if notes else said


def sector_form(row: Sector | None, said: str, *, place: int, places: int) -> Modal:
    """Ask for a sector: a new one, or one to change."""
    offered = [("terms", _("Rests in school holidays: nobody is chased then"))]
    initial = ["terms"] if row and row.keeps_terms else []
    if row is not None:
        offered.append(("retired", _("Retired: those who have it keep it, nobody else gets it")))
        initial += ["retired"] if row.retired_at else []
    return Modal(
        callback="sector.save",
        title=_("Sector") if row else _("New sector"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"sector": row.id} if row else {},
        instead=True,
        blocks=(
            fields.text("name", _("Name"), initial=said, most=MAX_NAME),
            fields.number("place", _("Place in the list"), initial=place, least=1, most=places),
            fields.ticks("ticks", _("How it works"), offered, initial=initial),
        ),
    )


def term_list(terms: Sequence[Term], *, saved: bool = False) -> Modal:
    """Show the term dates, the earliest first; `saved`: once more, after a change."""
    rows = [
        block
        for row in terms[-MOST_TERMS:]
        for block in (layout.plain(term_line(row)), _term_actions(row))
    ]
    why = _("Between terms, education and early years are not chased.")
    new = layout.button(_("New term"), "term.new", main=True)
    return Modal(
        callback="term.list",
        title=_("Term dates"),
        close=_("Close"),
        blocks=(layout.context(why), layout.actions(new), *rows),
        instead=saved,
        saved=saved,
    )


def term_line(row: Term) -> str:
    """Say which days a term has."""
    return _("{name}: {first} to {last}").format(
        name=row.name,
        first=language.long_date(row.first_day),
        last=language.long_date(row.last_day),
    )


def _term_actions(row: Term) -> Block:
    own = str(row.id)
    return layout.actions(
        layout.button(
            _("Change"), "term.edit", own, spoken=_("Change {name}").format(name=row.name)
        ),
        layout.button(
            _("Remove"),
            "term.remove",
            own,
            spoken=_("Remove {name}").format(name=row.name),
            sure=_("{term} is removed.").format(term=term_line(row)),
        ),
    )


def term_form(row: Term | None = None) -> Modal:
    """Ask for a term: a new one, or one to change."""
    return Modal(
        callback="term.save",
        title=_("Term") if row else _("New term"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"term": row.id} if row else {},
        instead=True,
        blocks=(
            fields.text(
                "name",
                _("Name"),
                initial=row.name if row else "",
                most=MAX_NAME,
                hint=_("For example “Autumn term, first half”."),
            ),
            fields.day("first_day", _("First day"), initial=row.first_day if row else None),
            fields.day("last_day", _("Last day"), initial=row.last_day if row else None),
        ),
    )
