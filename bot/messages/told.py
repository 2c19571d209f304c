"""What a partner told us of its seat: as a sentence, and as a form to put it right."""

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import fields, layout, person_forms
from bot.reply import Block, Modal
from domain import holders
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.worklist import Line, Told

KNOWN = "known"
OTHER = "other"
"""Who is meant, where an address is somebody's: them, or somebody else after all."""


def sentence(line: Line) -> str:
    """Say what a partner told us, and whose the address is where that is somebody else."""
    assert line.told is not None  # noqa: S101 - an item of this kind says what it was told
    told = line.told
    facts = {
        "teller": line.person,
        "partner": line.partner,
        "body": line.body,
        "name": f"{told.name} ({told.address})" if told.address else told.name,
        "day": language.long_date(told.since),
    }
    if not told.name:
        said = _("{teller} says: from {day} nobody leads for {partner} on the {body}.")
    elif told.part == "deputy":
        said = _("{teller} says: from {day} {name} deputises for {partner} on the {body}.")
    else:
        said = _("{teller} says: from {day} {name} leads for {partner} on the {body}.")
    clash = f" {address_of(line.whose, line.belongs)}" if line.clashes else ""
    return said.format(**facts) + clash


def address_of(name: str, partner: str) -> str:
    """Say whose an address is."""
    if partner:
        return _("This address is {name}'s, of {partner}.").format(name=name, partner=partner)
    return _("This address is {name}'s.").format(name=name)


def actions(line: Line) -> list[ButtonElement]:
    """Offer to accept it, to put it right first, or to leave it."""
    own, about = str(line.id or ""), sentence(line)
    decline = layout.button(_("Not so"), "worklist.decline", own)
    if line.clashes:
        who = _("Say who it is")
        return [
            layout.button(who, "worklist.change", own, spoken=f"{who}: {about}"),
            decline,
        ]
    accept, change = _("Accept"), _("Change")
    return [
        layout.button(accept, "worklist.accept", own, spoken=f"{accept}: {about}"),
        layout.button(change, "worklist.change", own, spoken=f"{change}: {about}"),
        decline,
    ]


def form(line: Line, told: Told, job_title: str) -> Modal:
    """Ask who fills the seat, with what the partner told us filled in."""
    return Modal(
        callback="worklist.change",
        title=_("Who holds the seat?"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"item": line.id},
        blocks=(
            layout.plain(sentence(line)),
            fields.one_of(
                "part",
                _("What they do"),
                holders.parts(),
                initial=told.part if told.name else holders.NOBODY,
            ),
            *_meant(line),
            *_who(told, "" if line.whose else told.address, job_title),
            fields.day("since", _("From"), initial=told.since),
        ),
    )


def _meant(line: Line) -> list[Block]:
    if not line.whose:
        return []
    known = f"{line.whose}, {line.belongs}" if line.belongs else line.whose
    offered = [(KNOWN, known), (OTHER, _("Somebody else, as chosen or written below"))]
    initial = None if line.clashes else KNOWN
    return [fields.one_of("meant", _("Who is meant?"), offered, initial=initial)]


def _who(told: Told, address: str, job_title: str) -> tuple[Block, ...]:
    search, *_fields = person_forms.who(_("Somebody known"))
    return (
        search,
        fields.text(
            "new_name",
            _("Or somebody new: their name"),
            initial=told.name,
            most=MAX_NAME,
            optional=True,
        ),
        fields.text("address", _("Mail address of somebody new"), initial=address, optional=True),
        fields.text(
            "job_title",
            _("Job title of somebody new"),
            initial=job_title,
            most=MAX_NAME,
            optional=True,
        ),
    )
