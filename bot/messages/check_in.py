"""Checking in, in Slack: the page for the room, the sign-in sheet, and a form for partners."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement, InteractiveElement

from bot.event_words import listed
from bot.language import time_span
from bot.messages import fields, layout
from bot.messages.answer_cards import Meeting
from bot.reply import Block, Message, Modal
from domain.language import gettext as _
from domain.registers import Line

SCREEN = "attendance.checkin"
"""The button that gives a coordinator the page with an event's code; its value is the event."""

SHEET = "attendance.signin"
"""The button that gives a coordinator an event's sign-in sheet; its value is the event."""

TYPE_IN = "attendance.type_in"
"""The button that opens the register to type a signed sheet in; its value is the event."""

OPENED = "attendance.opened"
"""What Slack reports when one of these pages is opened."""

PRINT = "attendance.opened.print"
PDF = "attendance.opened.pdf"

HERE = "event.checkin"
"""The button, and the form, by which somebody says that they are here."""

ROOM, CALL = "room", "call"


def screen(meeting: Meeting, when: str, page: str) -> Message:
    """Give the page to show to the room, and say when it opens."""
    said = _("Show this page to everybody. Its code changes every minute; only you have the link.")
    return layout.message(
        _("Check-in: {title}").format(title=meeting.title),
        layout.header(_("Check-in: {title}").format(title=meeting.title)),
        layout.plain("\n".join([time_span(meeting.span), when, said])),
        layout.actions(
            layout.link(_("Show the code"), page, OPENED),
            layout.button(_("Sign-in sheet"), SHEET, str(meeting.id)),
        ),
    )


def sheet(meeting: Meeting, page: str, pdf: str, *, has_begun: bool) -> Message:
    """Give the sheet to print, and where it is typed in afterwards."""
    said = _("It lists who is expected, by sector, with room to sign and spare lines.")
    none = _("What people answered is not on it.")
    buttons: list[InteractiveElement] = [
        layout.link(_("Open to print"), page, PRINT),
        layout.link(_("Open as PDF"), pdf, PDF),
    ]
    if has_begun:
        buttons.append(layout.button(_("Type in the sheet"), TYPE_IN, str(meeting.id)))
    else:
        none = f"{none} {_('Once the event has begun, you can type it in here.')}"
    return layout.message(
        _("Sign-in sheet: {title}").format(title=meeting.title),
        layout.header(_("Sign-in sheet: {title}").format(title=meeting.title)),
        layout.plain("\n".join([time_span(meeting.span), f"{said} {none}"])),
        layout.actions(*buttons),
    )


def button(event_id: int, title: str) -> ButtonElement:
    """Make the button of who comes; before the time it says when that is."""
    words = _("Check in")
    return layout.button(words, HERE, str(event_id), spoken=f"{words}: {title}")


def ask(meeting: Meeting, *, wrong: str = "", how: str = ROOM) -> Modal:
    """Ask somebody for the code, and how they take part."""
    said = [layout.plain(f"{meeting.title}\n{time_span(meeting.span)}")]
    problem: list[Block] = [layout.plain(wrong)] if wrong else []
    return Modal(
        callback=HERE,
        title=_("Check in"),
        submit=_("I am here"),
        close=_("Close"),
        state={"event": meeting.id},
        blocks=(
            *problem,
            *said,
            fields.text(
                "code",
                _("The code that is shown in the meeting"),
                hint=_("Six figures. They change every minute."),
                most=20,
            ),
            fields.one_of(
                "how",
                _("How you take part"),
                [(ROOM, _("In the room")), (CALL, _("By call"))],
                initial=how,
            ),
        ),
        instead=bool(wrong),
        saved=bool(wrong),
    )


def here(meeting: Meeting, lines: Sequence[Line]) -> Modal:
    """Thank somebody who has checked in, and say what stays as the organisers have noted it."""
    there = [each.seat.called for each in lines if each.outcome.is_present]
    thanks = _("Thank you. You are checked in for {names}.").format(names=listed(there))
    more = [noted_otherwise(lines) or _("You don’t need to do more.")]
    said = " ".join([thanks, *more] if there else more)
    blocks = (layout.plain(f"{meeting.title}\n{said}"),)
    return Modal(HERE, _("Check in"), blocks, close=_("Close"), instead=True, saved=True)


def noted_otherwise(lines: Sequence[Line]) -> str:
    """Say for whom the organisers have noted that nobody is there; empty: for nobody."""
    names = [each.seat.called for each in lines if not each.outcome.is_present]
    if not names:
        return ""
    said = _("The organisers have noted {names} otherwise. Please tell them that you are here.")
    return said.format(names=listed(names))
