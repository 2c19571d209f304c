"""Letters about events: invitations, updates, cancellations, withdrawals (wording.md, D4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import event_words as words
from bot.letters.confirming import confirming
from bot.letters.feet import foot
from bot.letters.layout import Actions, Facts, Link, Paragraph, Part, Words, letter
from bot.letters.letter import CalendarPart, Letter
from bot.letters.reasons import why
from domain import answered, joining
from domain.answered import Own
from domain.askings import (
    Asker,
    Asking,
    Mark,
    News,
    Pages,
    called,
    explained,
)
from domain.events import Calendar
from domain.language import gettext as _


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a letter is written on, and what goes with it; `thread`: the first of its matter.

    `own` is what its reader answers for, where anything was answered.
    """

    asker: Asker
    pages: Pages
    mark: Mark | None = None
    calendar: CalendarPart | None = None
    thread: str | None = None
    own: tuple[Own, ...] = ()


def invitation(asking: Asking, sheet: Sheet) -> Letter:
    """Ask whether somebody, or their partner, can be there."""
    ask = Paragraph(question(asking), main=True)
    return _asking(subject(asking), [Paragraph(_("Hello,")), ask], asking, sheet)


def update(asking: Asking, news: News, sheet: Sheet) -> Letter:
    """Say first what is new, then all of it as it is now."""
    new, *rest = words.whats_new(asking, news)
    opening = [Paragraph(_("Hello,")), Paragraph(new, main=True), *map(Paragraph, rest)]
    when = words.first_of(asking)
    title = _("New time: {title}, {when}") if news.was else _("Changed: {title}, {when}")
    title = title.format(title=asking.title, when=when)
    return _asking(title, opening, asking, sheet, stands=news.was is None)


def ended(asking: Asking, sheet: Sheet) -> Letter:
    """Say that a series ends, to somebody who is asked about no more of it."""
    title = _("{title}: this series ends").format(title=asking.title)
    return _telling(
        title,
        _("{title} ends as a series.").format(title=asking.title),
        [_("Nothing to do. What follows it comes as an invitation.")],
        why(asking),
        sheet,
    )


def cancellation(asking: Asking, reason: str | None, sheet: Sheet) -> Letter:
    """Say that it is off, and why."""
    title = _("Cancelled: {title}, {when}").format(title=asking.title, when=_from(asking))
    leaves = words.take_out(asking) or _leaves(sheet)
    return _telling(title, words.cancelled(asking, reason), [leaves], why(asking), sheet)


def withdrawal(
    asking: Asking, replaced: Sequence[str], sheet: Sheet, reason: str | None = None
) -> Letter:
    """Tell somebody kindly that they are asked no more, and why if that was said."""
    title = _("{title}, {when}: you are no longer asked")
    said = words.withdrawn(asking, replaced, reason)
    rest = [_("Thank you for your part in it."), _leaves(sheet)]
    title = title.format(title=asking.title, when=_from(asking))
    return _telling(title, said, rest, [_("You get this because you were asked before.")], sheet)


def subject(asking: Asking) -> str:
    """Say what it is, when, and until when an answer is asked for."""
    when = _from(asking)
    if asking.answer_by is None:
        return _("{title}, {when}: can you answer soon?").format(title=asking.title, when=when)
    return _("{title}, {when}: please answer by {day}").format(
        title=asking.title, when=when, day=words.bare_day(asking.answer_by)
    )


def _from(asking: Asking) -> str:
    """Say when it is; of a series, from when on."""
    when = words.first_of(asking)
    return when if asking.rule is None else _("from {when}").format(when=when)


def question(asking: Asking) -> str:
    """Ask, for all the seats that somebody is asked for, or as a guest."""
    event = words.at_the(asking.title)
    if not asking.seats:
        return _("Can you come to {event} as our guest?").format(event=event)
    return _("Can {partners} be represented at {event}?").format(
        partners=words.listed(asking.partners), event=event
    )


def _asking(
    title: str, opening: Sequence[Part], asking: Asking, sheet: Sheet, *, stands: bool = True
) -> Letter:
    """Ask for an answer; `stands`: what is in a calendar already is there as it is now."""
    parts = [
        *opening,
        *(_already_there(asking) if stands else []),
        Facts(facts(asking, sheet.pages)),
        *_answering(asking, sheet),
        *_kindly(asking, sheet),
        *foot(sheet.asker, why(asking), sheet.pages.preferences, calendar=sheet.pages.calendar),
    ]
    return made(title, parts, sheet)


def _telling(
    title: str, said: str, rest: Sequence[str], why: Sequence[str], sheet: Sheet
) -> Letter:
    then = Paragraph(" ".join(rest))
    end = foot(sheet.asker, why, sheet.pages.preferences)
    return made(title, [Paragraph(_("Hello,")), Paragraph(said, main=True), then, *end], sheet)


def made(title: str, parts: Sequence[Part], sheet: Sheet) -> Letter:
    """Make a letter of a sheet, behind its mark where it has one."""
    mark = [Paragraph(explained(sheet.mark))] if sheet.mark else []
    return letter(
        " ".join(called(sheet.mark, title).split()),
        *mark,
        *parts,
        calendar=sheet.calendar,
        reply_to=sheet.asker.mailbox,
        thread=sheet.thread,
    )


def _leaves(sheet: Sheet) -> str:
    if sheet.calendar is not None:
        return _("Nothing to do; it leaves your calendar.")
    return _("Nothing to do. If it stands in your calendar, please take it out there.")


def _already_there(asking: Asking) -> list[Part]:
    if asking.calendar is not Calendar.ELSEWHERE:
        return []
    said = _("This meeting is already in your calendar. We are only asking whether you can come.")
    return [Paragraph(said)]


def facts(asking: Asking, pages: Pages) -> list[tuple[str, Words]]:
    """Say when and where it is, how to join, what it is about, and where its papers are."""
    lines: list[tuple[str, Words]] = [(_("When"), words.when(asking))]
    if asking.rule is not None and asking.coming:
        lines.append((_("Next"), "\n".join(words.dates(asking))))
    if asking.place:
        lines.append((_("Where"), asking.place))
    if asking.link:
        lines.append((_("Online"), _online(asking, pages)))
    elif asking.joining:
        lines.append((_("Joining"), _joining(asking, pages)))
    if asking.agenda:
        lines.append((_("What about"), asking.agenda.splitlines()[0]))
    if pages.event:
        lines.append((_("Papers"), _papers(asking, pages)))
    return lines


def _online(asking: Asking, pages: Pages) -> Words:
    """Give the link to join by, then the numbers; the rest stands on the event's page."""
    join = Link(_("Join the meeting online"), asking.link)
    found, here = joining.parts(asking.joining), bool(pages.event)
    number = _("Meeting ID {number}").format(number=found.number) if found.number else ""
    code = _("passcode on the event page") if found.has_code and here else ""
    first = words.sentence_of(", ".join(filter(None, [number, code])))
    phone = _("By phone: {number}").format(number=found.phone) if found.phone else ""
    said = ". ".join(filter(None, [first, phone]))
    return (join, f". {said}") if said else join


def _joining(asking: Asking, pages: Pages) -> str:
    """Say how to join what has no link, without what must not be passed on."""
    left = joining.without_codes(asking.joining)
    if left == asking.joining or not pages.event:
        return asking.joining
    return f"{left}\n{_('The passcode is on the event page.')}".strip()


def _papers(asking: Asking, pages: Pages) -> Words:
    page = Link(_("Event page"), pages.event)
    if asking.papers_by is None:
        return (_("one page always has the latest: "), page)
    due = _("due {day}; one page always has the latest: ")
    return (due.format(day=words.near_day(asking.papers_by, asking.span.begins)), page)


def _answering(asking: Asking, sheet: Sheet) -> list[Part]:
    """Ask for the answer, by one link each, and by the calendar where an entry goes with it.

    Where all is answered, that is said instead, and confirmed where it was for another time.
    """
    if sheet.pages.answer and sheet.own and not answered.open_ones(sheet.own):
        return confirming(sheet.own, asking.span, sheet.pages)
    by = _by_when(asking)
    reply = _("Or press Accept or Decline in your calendar and choose send the response.")
    has_entry = sheet.calendar is not None
    if sheet.pages.answer:
        use = _("Use one of these; you need no account:")
        links = [
            Link(_(text), sheet.pages.answering(choice)) for choice, text in asking.choices.items()
        ]
        after = [Paragraph(reply)] if has_entry else []
        return [Paragraph(f"{by} {use}"), Actions(links), *after]
    if has_entry:
        reply = _("Press Accept or Decline in your calendar and choose send the response.")
        return [Paragraph(f"{by} {reply}")]
    if not sheet.asker.mailbox:
        return [Paragraph(f"{by} {_('Please tell the business unit.')}")]
    return [Paragraph(f"{by} {_('A reply to this message is enough.')}")]


def _by_when(asking: Asking) -> str:
    if asking.answer_by is None:
        return _("Please answer as soon as you can.")
    by = words.near_day(asking.answer_by, asking.span.begins)
    if asking.rule is None:
        return _("Please answer by {day}.").format(day=by)
    return _("Please answer for {first} by {day}.").format(
        first=words.bare_day(asking.span.begins), day=by
    )


def _kindly(asking: Asking, sheet: Sheet) -> list[Part]:
    said: list[str | Link] = []
    if "deputy" in asking.choices:
        said.append(_("If you cannot come, a deputy counts just the same."))
    mailbox = f"mailto:{sheet.asker.mailbox}" if sheet.asker.mailbox else ""
    if private := sheet.pages.access or mailbox:
        tell = Link(_("Tell us privately"), private)
        said += [" " if said else "", _("Access needs? "), tell, "."]
    parts: list[Part] = [Paragraph(said)] if said else []
    if sheet.pages.answer:
        parts.append(Paragraph(_warning(asking)))
    return parts


def _warning(asking: Asking) -> str:
    own = _("These links are for you and whoever keeps your diary.")
    instead = _("Please don't forward them: send a deputy instead.")
    return f"{own} {instead if 'deputy' in asking.choices else _('Please don’t forward them.')}"
