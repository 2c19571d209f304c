"""Letters about deputies: who is asked to stand in, and what the lead hears of it (D6)."""

from collections.abc import Sequence

from bot import deputy_words as said
from bot import event_words as words
from bot.letters.events import Sheet, facts, made, question
from bot.letters.feet import foot
from bot.letters.layout import Actions, Facts, Link, Paragraph, Part
from bot.letters.letter import Letter
from domain.answers import Deputising
from domain.askings import Asking, Through
from domain.deputies import Notice
from domain.language import gettext as _


def asked(asking: Asking, sheet: Sheet) -> Letter:
    """Ask somebody to represent a partner whose lead has named them, or did not answer."""
    title = _("You are asked to represent {partners}: {title}, {day}").format(
        partners=words.listed(asking.partners),
        title=asking.title,
        day=words.bare_day(asking.span.begins),
    )
    parts: list[Part] = [
        Paragraph(_("Hello,")),
        *(Paragraph(each, main=not n) for n, each in enumerate(_asking(asking, sheet))),
        Facts(facts(asking, sheet.pages)),
        *_answering(asking, sheet),
        Paragraph(_briefing(asking)),
        *_foot(asking, sheet),
    ]
    return made(title, parts, sheet)


def _asking(asking: Asking, sheet: Sheet) -> list[str]:
    if all(each.through is Through.SILENCE for each in asking.seats):
        return [question(asking), *said.after_silence(asking.partners)]
    named = _("The {role} has named you to represent {partners} at {event} on {when}.").format(
        role=_sender(asking),
        partners=words.listed(asking.partners),
        event=words.at_the(asking.title),
        when=words.when(asking),
    )
    attached = [_("The invitation is attached.")] if sheet.calendar else []
    return [" ".join([named, *attached])]


def _answering(asking: Asking, sheet: Sheet) -> list[Part]:
    if not sheet.pages.answer:
        return [Paragraph(_("Please tell the business unit whether you can."))]
    links = [
        Link(_(text), sheet.pages.answering(choice)) for choice, text in asking.choices.items()
    ]
    return [Paragraph(_("Please use one of these; you need no account:")), Actions(links)]


def _briefing(asking: Asking) -> str:
    speaks = _("You speak for your organisation as its member would.")
    if all(each.through is Through.SILENCE for each in asking.seats):
        return speaks
    ask = _("Ask the {role} for a briefing.").format(role=_sender(asking))
    return f"{speaks} {ask}"


def _foot(asking: Asking, sheet: Sheet) -> list[Part]:
    """Say who gave us the name and the address, how we use them, and how to object."""
    asker, preferences = sheet.asker, sheet.pages.preferences
    if all(each.through is Through.SILENCE for each in asking.seats):
        why = _("We have your name and work address from our register, as a deputy.")
        return foot(asker, [why], preferences)
    given = _("We have your name and work address from the {role}, for this meeting.")
    whence = [given.format(role=_sender(asking))]
    if not asker.privacy_page:
        whence.append(_("To object, tell the business unit."))
    return foot(asker, whence, preferences, use=_("How we use it, and how to object"))


def _sender(asking: Asking) -> str:
    return words.listed(list(dict.fromkeys(each.sent_by for each in asking.seats if each.sent_by)))


def released(asking: Asking, partners: Sequence[str], sheet: Sheet) -> Letter:
    """Thank somebody who was named and cannot come, and take it out of their calendar."""
    title = _("Thank you for telling us: {title}, {day}").format(
        title=asking.title, day=words.bare_day(asking.span.begins)
    )
    out = _("You are not asked to represent {partners} any more.")
    leaves = _("Nothing to do; it leaves your calendar.")
    parts: list[Part] = [
        Paragraph(_("Hello,")),
        Paragraph(out.format(partners=words.listed(partners)), main=True),
        Paragraph(leaves if sheet.calendar else _("Nothing to do.")),
        *foot(sheet.asker, [_("You get this because you were asked.")], sheet.pages.preferences),
    ]
    return made(title, parts, sheet)


def notice(told: Notice, asking: Asking, sheet: Sheet) -> Letter:
    """Tell the lead of a seat how it stands with a deputy."""
    title = said.heading(told, asking)
    parts: list[Part] = [
        Paragraph(_("Hello,")),
        *(Paragraph(each, main=not n) for n, each in enumerate(said.notice(told, asking))),
        *_going_on(told, sheet),
        *foot(sheet.asker, [_("You get this because you hold the seat.")], sheet.pages.preferences),
    ]
    return made(title, parts, sheet)


def _going_on(told: Notice, sheet: Sheet) -> list[Part]:
    """Offer what can be done now: another deputy, an answer, or a change."""
    pages = sheet.pages
    if not pages.answer:
        return []
    if told.state in {Deputising.ASKED, Deputising.HELD} and not told.after_silence:
        return [Actions([Link(_("Change"), pages.answer)])]
    choices = said.after_no() if not told.after_silence else said.instead()
    return [Actions([Link(text, pages.answering(choice)) for choice, text in choices.items()])]
