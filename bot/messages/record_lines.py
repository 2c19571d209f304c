"""What partners say is not right in their record, as a coordinator reads and settles it."""

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import attendance_words, fields, layout
from bot.messages import record_words as words
from bot.reply import Message, Modal
from domain.language import gettext as _
from domain.outcomes import SOURCES
from domain.records import MAX_COMMENT, Entry
from domain.worklist import Line

CORRECT = "record.correct"
LEAVE = "record.leave"


def sentence(line: Line) -> str:
    """Say what is recorded, by whom and by which way, and what its partner says."""
    found = line.objected
    assert found is not None  # noqa: S101 - an item of this kind says what it is about
    return objected(found)


def objected(found: Entry) -> str:
    """Say the same of an entry."""
    asked = found.latest
    assert asked is not None  # noqa: S101 - something is asked of it
    about = _("{partner}, {title}, {day}: recorded is “{what}”").format(
        partner=found.partner,
        title=found.title,
        day=language.long_day(found.span.begins),
        what=attendance_words.happened(found.line),
    )
    says = _("{who} says: {what}.").format(
        who=asked.by or _("Somebody"), what=words.says(asked.said)
    )
    added = [f"“{asked.said.comment}”"] if asked.said.comment else []
    return " ".join([f"{about}{_by(found)}.", says, *added])


def _by(found: Entry) -> str:
    if found.line.outcome.code is None:
        return ""
    source = _(SOURCES[found.line.outcome.source])
    if not found.recorded_by:
        return f" ({source})"
    return " " + _("({source}, by {who})").format(source=source, who=found.recorded_by)


def actions(line: Line) -> list[ButtonElement]:
    """Offer to correct it, or to leave it as it is."""
    own, about = str(line.subject_id), sentence(line)
    correct, leave = _("Correct it"), _("Leave it as it is")
    return [
        layout.button(correct, CORRECT, own, spoken=f"{correct}: {about}"),
        layout.button(leave, LEAVE, own, spoken=f"{leave}: {about}"),
    ]


def leave_form(correction_id: int, entry: Entry) -> Modal:
    """Ask what the partner is told; it may be nothing."""
    return Modal(
        callback=LEAVE,
        title=_("Leave it as it is"),
        submit=_("Leave it"),
        close=_("Cancel"),
        state={"correction": correction_id},
        blocks=(
            layout.plain(objected(entry)),
            fields.text(
                "reply",
                _("What shall I tell them?"),
                most=MAX_COMMENT,
                lines=True,
                optional=True,
                hint=_("They read this sentence. You may leave it empty."),
            ),
        ),
    )


def left() -> Message:
    """Confirm that it stays as it is."""
    return layout.sentence(_("It stays as it is. Whoever asked is told."))
