"""What a partner's own record says in words: facts alone, for Slack, letters and pages."""

from bot.event_words import at_the
from bot.language import long_date, long_day
from bot.messages import attendance_words
from domain.language import gettext as _
from domain.language import ngettext
from domain.outcomes import CODES, NOT_RECORDED, SOURCES, Code
from domain.records import SAID, Asked, Entry, Page, Said, State, Total


def title() -> str:
    """Name the record, as its reader does."""
    return _("My record")


def explained() -> str:
    """Say what the record holds, and who sees it."""
    return _("This is what is recorded of your organisation’s seats. Other partners don’t see it.")


def total(found: Total, page: Page) -> str:
    """Say how often a seat was represented, in plain numbers."""
    said = ngettext(
        "{whose} was represented at {n} of the last {all} meeting of {body}.",
        "{whose} was represented at {n} of the last {all} meetings of {body}.",
        found.opportunities,
    )
    own = _("Your organisation") if page.whose == 0 and len(page.partners) == 1 else found.partner
    return said.format(
        whose=own, n=found.represented, all=found.opportunities, body=at_the(found.body)
    )


def totals(page: Page) -> list[str]:
    """Say how often each seat was represented, and what counts."""
    if not page.totals:
        return []
    counted = _(
        "Counted are recorded meetings of the last two years, without leave. A deputy counts as "
        "the member does."
    )
    return [*(total(each, page) for each in page.totals), counted]


def empty(page: Page) -> str:
    """Say that nothing is recorded."""
    if page.every:
        return _("Nothing is recorded yet.")
    return _("Nothing is recorded in the last two years.")


def heading(entry: Entry) -> str:
    """Name an event with its day."""
    day = long_day(entry.span.begins)
    return _("{title}, {day}").format(title=entry.title, day=day)


def seat(entry: Entry, page: Page | None = None) -> str:
    """Name the seat; its partner only where the record has several."""
    if page is not None and len(page.partners) <= 1:
        return entry.body
    return _("{partner}: {body}").format(partner=entry.partner, body=entry.body)


def where(entry: Entry, page: Page) -> list[str]:
    """Name the seat beside its event, where that does not say it already."""
    named = seat(entry, page)
    return [] if named == entry.title else [named]


def happened(entry: Entry) -> str:
    """Say what is recorded, and by which way it came to be known."""
    said = attendance_words.happened(entry.line)
    outcome = entry.line.outcome
    if outcome.code is not None:
        said = _("{what} ({source})").format(what=said, source=_(SOURCES[outcome.source]))
    return said if entry.counted else _("{what}; not counted").format(what=said)


def says(said: Said) -> str:
    """Say what a partner says happened, as others read it."""
    if said.code is Code.DEPUTY and said.name:
        return _("represented by {name}").format(name=said.name)
    return _(SAID[said.code])


def latest(entry: Entry) -> list[str]:
    """Tell a partner how it stands with what it asked last."""
    asked = entry.latest
    if asked is None or asked.state is State.WITHDRAWN:
        return []
    if asked.state is State.WAITING:
        waits = _("Asked on {day}: {what}. The business unit will look.")
        return [waits.format(day=long_date(asked.on), what=says(asked.said))]
    return [decided(asked), *_reply(asked)]


def decided(asked: Asked) -> str:
    """Say what was decided, and when."""
    day = long_date(asked.decided_on or asked.on)
    if asked.state is State.ACCEPTED:
        return _("Corrected on {day}, as you asked.").format(day=day)
    return _("Looked at on {day}, and left as it is.").format(day=day)


def _reply(asked: Asked) -> list[str]:
    if not asked.reply:
        return []
    return [_("The business unit says: “{reply}”").format(reply=asked.reply)]


def history(entry: Entry) -> list[str]:
    """Tell a coordinator what stood, who asked what, and what was decided."""
    return [line for asked in entry.asked for line in _told(asked)]


def _told(asked: Asked) -> list[str]:
    stood = _(CODES[asked.was]) if asked.was else _(NOT_RECORDED)
    facts = {
        "day": long_date(asked.on),
        "who": asked.by or _("Somebody"),
        "what": says(asked.said),
        "stood": stood,
    }
    lines = [_("{day}: recorded was “{stood}”. {who} says: {what}.").format(**facts)]
    if asked.said.comment:
        lines.append(_("They add: “{comment}”").format(comment=asked.said.comment))
    if asked.state is State.WAITING or asked.decided_on is None:
        return [*lines, _("Nobody has decided this yet.")]
    done = {
        State.ACCEPTED: _("{day}: {who} corrected it."),
        State.DECLINED: _("{day}: {who} left it as it is."),
        State.WITHDRAWN: _("{day}: {who} took it back."),
    }[asked.state]
    decider = asked.decided_by or _("Somebody")
    lines.append(done.format(day=long_date(asked.decided_on), who=decider))
    if asked.reply:
        lines.append(_("They were told: “{reply}”").format(reply=asked.reply))
    return lines


def settled(entry: Entry, asked: Asked) -> list[str]:
    """Tell whoever asked what was decided, in sentences."""
    about = {"event": at_the(entry.title), "day": long_day(entry.span.begins)}
    thanks = _("Thank you for telling us about {event} on {day}.").format(**about)
    if asked.state is State.ACCEPTED:
        said = _("We have corrected it. The record of {partner} now says: {what}.").format(
            partner=entry.partner, what=says(asked.said)
        )
    else:
        said = _("We have looked, and left the record of {partner} as it is.").format(
            partner=entry.partner
        )
    return [thanks, said, *_reply(asked)]


def subject(entry: Entry) -> str:
    """Give the subject of the letter that tells what was decided."""
    return _("Your record: {title}, {day}").format(
        title=entry.title, day=long_date(entry.span.begins.date())
    )
