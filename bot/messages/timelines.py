"""What happened to a partner, in sentences: a line for each moment."""

from collections.abc import Sequence

from bot import language
from bot.messages import layout
from bot.reply import Block, Message
from domain import contacts, leaves
from domain.language import N_
from domain.language import gettext as _
from domain.partner_pages import Happened, Moment, PartnerPage

PAGE = 20
"""Moments on one page of a timeline."""

AT_ONCE = 5
"""Moments in one paragraph: each may quote a long name or note, and a paragraph takes 3,000."""

NOTE = 200

_SAID = {
    Happened.NAMED: N_("“{detail}” becomes “{subject}”."),
    Happened.JOINED: N_("{subject} becomes a partner."),
    Happened.CLOSED: N_("{subject} is closed."),
    Happened.SECTOR: N_("Sector: {subject}."),
    Happened.SEAT: N_("The seat on {subject} begins."),
    Happened.SEAT_ENDED: N_("The seat on {subject} ends."),
    Happened.LEAD: N_("{detail} leads on {subject}."),
    Happened.LEAD_ENDED: N_("{detail} no longer leads on {subject}."),
    Happened.DEPUTY: N_("{detail} becomes a deputy on {subject}."),
    Happened.DEPUTY_ENDED: N_("{detail} is no longer a deputy on {subject}."),
    Happened.MERGED: N_("{subject} becomes part of {detail}."),
}


def lines_of(moments: Sequence[Moment]) -> list[str]:
    """Tell moments, a line each."""
    return [f"{language.long_date(each.day)} · {_told(each)}" for each in moments]


def _told(moment: Moment) -> str:
    subject, detail = moment.subject, moment.detail
    match moment.kind:
        case Happened.CONTACT:
            return f"{contacts.said(subject)}: {layout.short(' '.join(detail.split()), NOTE)}"
        case Happened.LEAVE:
            words = _("Leave begins for {whose}. {reason}.")
            whose = subject or _("all seats")
            return words.format(whose=whose, reason=leaves.said(detail))
        case Happened.LEAVE_ENDED:
            return _("Leave ends for {whose}.").format(whose=subject or _("all seats"))
        case Happened.CLOSED if detail:
            words = _("{subject} is closed; {detail} takes its place.")
            return words.format(subject=subject, detail=detail)
    return _(_SAID[moment.kind]).format(subject=subject, detail=detail)


def show(page: PartnerPage, offset: int) -> Message:
    """Show a part of a partner's timeline, the newest first."""
    title = _("What happened: {name}").format(name=page.name)
    told = lines_of(page.moments[offset : offset + PAGE])
    paragraphs = ["\n".join(told[at : at + AT_ONCE]) for at in range(0, len(told), AT_ONCE)]
    place = _("{first} to {last} of {total}, the newest first").format(
        first=offset + 1, last=offset + len(told), total=len(page.moments)
    )
    return layout.message(
        f"{title}. {place}.",
        layout.header(title),
        *[layout.plain(each) for each in paragraphs],
        layout.context(place),
        _turning(page, offset),
    )


def _turning(page: PartnerPage, offset: int) -> Block:
    def value(at: int) -> str:
        return f"{page.id}~{page.day.isoformat()}~{at}"

    buttons = []
    if offset:
        before = value(max(offset - PAGE, 0))
        buttons.append(layout.button(_("Newer"), "organisation.timeline.newer", before))
    if offset + PAGE < len(page.moments):
        after = value(offset + PAGE)
        buttons.append(layout.button(_("More"), "organisation.timeline.older", after))
    back = layout.button(_("Back to the page"), "organisation.show", str(page.id))
    return layout.actions(*buttons, back)
