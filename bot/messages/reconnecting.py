"""A draft to win a partner back (wording.md, D8): to copy or to open in one's own mail."""

from collections.abc import Sequence
from urllib.parse import quote

from bot import event_words
from bot.messages import engagement, layout
from bot.reply import Message
from domain.language import gettext as _
from domain.language import ngettext
from domain.reconnecting import Draft


def text(draft: Draft) -> str:
    """Give the words of the mail."""
    missed = ngettext(
        "We have missed {partner} at the last event of {body}.",
        "We have missed {partner} at the last {n} events of {body}.",
        draft.missed,
    ).format(partner=draft.partner, body=draft.body, n=draft.missed)
    touched = _("What we spoke of touched your work: {what}.")
    call = _("Would a 15-minute call suit you, or shall I send a one-page note to a colleague?")
    free = _("No need to explain anything.")
    parts = [
        missed,
        *([touched.format(what=event_words.listed(draft.priorities))] if draft.priorities else []),
        *_coming(draft),
        call,
        free,
    ]
    return " ".join(parts)


def _coming(draft: Draft) -> Sequence[str]:
    if not draft.coming:
        return []
    days = event_words.listed([event_words.bare_day(each) for each in draft.coming])
    said = ngettext("The next date is {days}.", "The next dates are {days}.", len(draft.coming))
    return [said.format(days=days)]


def shown(draft: Draft) -> Message:
    """Show the draft, and what can be done with it."""
    title = _("A draft for {partner}").format(partner=draft.partner)
    how = _("Copy it, or open it in your mail. I send nothing.")
    own = f"{draft.organisation_id}~{draft.body_id}~"
    return layout.message(
        f"{title}. {how}",
        layout.header(title),
        layout.plain(text(draft)),
        layout.marked(_mail(draft)) if draft.address else layout.context(_no_address()),
        layout.context(how),
        layout.actions(
            layout.button(_("Log what happened"), engagement.CONTACT, own),
            layout.button(_("Not now (why?)"), engagement.PUT_OFF, own),
        ),
    )


def _mail(draft: Draft) -> str:
    subject = _("{body}: we have missed you").format(body=draft.body)
    url = mailto(draft.address, subject, text(draft))
    return f"<{url}|{_('Open in mail')}>"


def _no_address() -> str:
    return _("Nobody with an address leads their seat: look at the partner's page whom to write.")


def mailto(address: str, subject: str, text: str) -> str:
    """Give the link that opens a mail with these words (RFC 6068)."""
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={body}"
