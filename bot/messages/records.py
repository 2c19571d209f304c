"""A partner's own record in Slack, and the form in which it says what is not right."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.messages import fields, layout, own_lines
from bot.messages import record_words as words
from bot.reply import Block, Message, Modal
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.own_lines import OwnLine
from domain.records import INSTEAD, MAX_COMMENT, Asked, Entry, Page

SHOW = "record.show"
NEWER = "record.newer"
OLDER = "record.older"
ALL = "record.all"
RECENT = "record.recent"
WRONG = "record.wrong"
WITHDRAW = "record.withdraw"
OPEN = "record.open"
OF = "record.of"

MOST_TOTALS = 12
"""Lines of seats that are summed up."""


def button() -> ButtonElement:
    """Lead to the reader's own record."""
    return layout.button(words.title(), SHOW)


def listing(page: Page, said: str = "", url: str = "", own: Sequence[OwnLine] = ()) -> Message:
    """Show a page of a record; `url` leads to the same on the web, `own` are the reader's lines."""
    head = words.title() if not page.whose else _record_of(page)
    lines = words.totals(page)[-MOST_TOTALS:]
    shown = [block for each in page.entries for block in _entry(each, page)]
    return layout.message(
        f"{said} {head}".strip(),
        *([layout.plain(said)] if said else []),
        layout.header(head),
        *([] if page.whose else [layout.context(words.explained())]),
        *own_lines.blocks(own),
        *([layout.plain("\n".join(lines))] if lines else []),
        *(shown or [layout.plain(words.empty(page))]),
        *([layout.context(_place(page))] if shown else []),
        layout.actions(*_turning(page, url)),
    )


def nobody() -> Message:
    """Say that somebody has no record here, and whom to ask."""
    return layout.sentence(
        _("I don't know of a seat of yours. The business unit can tell me which is yours.")
    )


def _record_of(page: Page) -> str:
    return _("Record of {partner}").format(partner=", ".join(page.partners))


def _place(page: Page) -> str:
    return _("{first} to {last} of {total}, the newest first").format(
        first=page.offset + 1, last=page.offset + len(page.entries), total=page.total
    )


def _entry(entry: Entry, page: Page) -> list[Block]:
    told = words.history(entry) if page.whose else words.latest(entry)
    lines = [words.heading(entry), *words.where(entry, page), words.happened(entry), *told]
    text = "\n".join(lines)
    if page.whose:
        return [layout.plain(text)]
    about, own = words.heading(entry), str(entry.invitation_id)
    if not entry.waits:
        wrong = _("That's not right")
        return [layout.plain(text, layout.button(wrong, WRONG, own, spoken=f"{wrong}: {about}"))]
    change, back = _("Change what I said"), _("Take it back")
    return [
        layout.plain(text),
        layout.actions(
            layout.button(change, WRONG, own, spoken=f"{change}: {about}"),
            layout.button(back, WITHDRAW, own, spoken=f"{back}: {about}"),
        ),
    ]


def _turning(page: Page, url: str) -> list[ButtonElement]:
    buttons = []
    if page.before is not None:
        buttons.append(layout.button(_("Newer"), NEWER, value(page, page.before)))
    if page.after is not None:
        buttons.append(layout.button(_("Older"), OLDER, value(page, page.after)))
    if page.every:
        buttons.append(layout.button(_("The last two years"), RECENT, f"{page.whose}~~0"))
    else:
        buttons.append(layout.button(_("All years"), ALL, f"{page.whose}~all~0"))
    return [*buttons, *([layout.link(_("Open as a page"), url, OPEN)] if url else [])]


def value(page: Page, offset: int) -> str:
    """Write whose record a button shows, of which years and from which entry on."""
    return f"{page.whose}~{'all' if page.every else ''}~{offset}"


def form(entry: Entry, asked: Asked | None, at: str) -> Modal:
    """Ask what happened instead of what is recorded, with what was said before filled in."""
    before = asked.said if asked is not None else None
    recorded = _("Recorded: {what}").format(what=words.happened(entry))
    return Modal(
        callback=WRONG,
        title=_("That's not right"),
        submit=_("Ask to correct"),
        close=_("Cancel"),
        state={"invitation": entry.invitation_id, "at": at},
        blocks=(
            layout.plain("\n".join([words.heading(entry), words.seat(entry), recorded])),
            fields.one_of(
                "instead",
                _("What happened?"),
                [(str(code), _(text)) for code, text in INSTEAD.items()],
                initial=str(before.code) if before else None,
            ),
            fields.text(
                "name",
                _("Who represented you, if somebody else did"),
                initial=before.name if before else "",
                most=MAX_NAME,
                optional=True,
            ),
            fields.text(
                "comment",
                _("Anything to add"),
                initial=before.comment if before else "",
                most=MAX_COMMENT,
                optional=True,
                lines=True,
                hint=_("Please give no details of any child or family, or of anybody’s health."),
            ),
        ),
    )


def settled(entry: Entry, asked: Asked) -> Message:
    """Tell whoever asked what was decided."""
    lines = words.settled(entry, asked)
    return layout.message(" ".join(lines), layout.plain("\n".join(lines)), layout.actions(button()))
