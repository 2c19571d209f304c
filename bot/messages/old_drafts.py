"""What is said on the worklist of drafts that were left lying."""

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import layout
from domain.language import gettext as _
from domain.language import ngettext
from domain.worklist import Kind, Line


def sentence(line: Line) -> str:
    """Say which draft nobody has sent, or how many."""
    if line.kind is Kind.OLD_DRAFTS:
        return ngettext(
            "{n} draft has passed its date, or was left for a month. Nobody has heard of it.",
            "{n} drafts have passed their date, or were left for a month. "
            "Nobody has heard of them.",
            line.count,
        ).format(n=line.count)
    found = line.draft
    assert found is not None  # noqa: S101 - an item of this kind says which draft
    day = language.long_day(found.span.begins)
    if found.over:
        said = _("The draft “{title}” was never sent, and its date has passed: {day}.")
        return said.format(title=found.title, day=day)
    said = _("The draft “{title}” for {day} was last changed on {since}. Nobody has heard of it.")
    return said.format(title=found.title, day=day, since=language.long_date(found.since))


def actions(line: Line) -> list[ButtonElement]:
    """Offer to delete a draft or to open it; of many, to open their list."""
    about = sentence(line)
    if line.kind is Kind.OLD_DRAFTS:
        words = _("Open the drafts")
        return [layout.button(words, "event.drafts", spoken=f"{words}: {about}")]
    opened, away, own = _("Open"), _("Delete"), str(line.subject_id)
    sure = _("The draft goes away. Nobody has heard of it.")
    return [
        layout.button(opened, "event.preview", own, spoken=f"{opened}: {about}"),
        layout.button(away, "event.draft.delete", own, sure=sure, spoken=f"{away}: {about}"),
    ]


def deleted(title: str) -> str:
    """Confirm that a draft is deleted."""
    return _("The draft “{title}” is deleted. Nobody has heard of it.").format(title=title)
