"""Letters to who has not answered, was not sure, or comes (wording.md, D5)."""

from collections.abc import Sequence

from bot import reminder_words as words
from bot.letters.events import Sheet, facts
from bot.letters.feet import foot
from bot.letters.layout import Actions, Facts, Link, Paragraph, Part, letter
from bot.letters.letter import Letter
from bot.reminder_words import Reminding
from domain.askings import CHOICES, STANDING_IN, called, explained
from domain.chasing_facts import Ask
from domain.language import gettext as _


def reminder(asked: Sequence[tuple[Reminding, Sheet]]) -> Letter:
    """Write one reminder: what is asked first, then the four answers by one link each.

    Of several events it says how many, and of each what one of it alone would say.
    """
    all_told = [told for told, _sheet in asked]
    sheet = asked[0][1]
    several = len(asked) > 1
    opening = [Paragraph(_("Hello,"))]
    opening += [Paragraph(words.several(all_told))] if several else []
    marks = [Paragraph(explained(sheet.mark))] if sheet.mark else []
    return letter(
        " ".join(called(sheet.mark, words.subject(all_told)).split()),
        *marks,
        *opening,
        *(part for told, own in asked for part in _of_one(told, own, several=several)),
        *foot(sheet.asker, list(dict.fromkeys(map(_why, all_told))), sheet.pages.preferences),
        reply_to=sheet.asker.mailbox,
        thread=sheet.thread,
    )


def _of_one(told: Reminding, sheet: Sheet, *, several: bool) -> list[Part]:
    first, *rest = words.said(told)
    parts: list[Part] = [Paragraph(first, main=True)]
    parts += [Paragraph(" ".join(rest))] if rest else []
    if told.asks:
        return [*parts, *_asking(told, sheet, several=several)]
    return [*parts, *_coming(told, sheet, several=several)]


def _asking(told: Reminding, sheet: Sheet, *, several: bool) -> list[Part]:
    return [
        *_answers(told, sheet, several=several),
        *map(Paragraph, words.after(told)),
        *_already(told, sheet),
        Facts(facts(told.asking, sheet.pages)),
    ]


def _answers(told: Reminding, sheet: Sheet, *, several: bool) -> list[Part]:
    if not sheet.pages.answer:
        told_us = _("A reply to this message is enough.")
        return [Paragraph(told_us if sheet.asker.mailbox else _("Please tell the business unit."))]
    links = [
        Link(_called(_(text), told, several=several), sheet.pages.answering(choice))
        for choice, text in CHOICES.items()
        if told.asking.seats or choice != "deputy"
    ]
    return [Actions(links)]


def _called(text: str, told: Reminding, *, several: bool) -> str:
    """Name a link of several that say the same by the event that it is about."""
    if not several:
        return text
    return _("{answer}: {title}").format(answer=text, title=words.named(told))


def _already(told: Reminding, sheet: Sheet) -> list[Part]:
    """Ask for one tap of who told somebody already, and who keeps the seat now."""
    if told.unsure or told.ask is Ask.QUORUM:
        return []
    tap = _("Already told someone? Then please tap once; it may not have reached us.")
    said: list[str | Link] = [tap] if sheet.pages.answer else []
    if told.asking.seats and sheet.pages.holder:
        who = Link(_("Tell us who holds the seat"), sheet.pages.holder)
        said += [" " if said else "", _("Someone else's diary now? "), who, "."]
    return [Paragraph(said)] if said else []


def _coming(told: Reminding, sheet: Sheet, *, several: bool) -> list[Part]:
    represents = words.represents(told)
    parts: list[Part] = [Paragraph(represents)] if represents else []
    parts.append(Facts(facts(told.asking, sheet.pages)))
    return [*parts, *_changing(told, sheet, several=several)] if sheet.pages.answer else parts


def _changing(told: Reminding, sheet: Sheet, *, several: bool) -> list[Part]:
    """Lead to the page to confirm an answer or change it; a deputy who is unheard is asked."""
    page = sheet.pages
    if told.unheard:
        said = {_(text): page.answering(choice) for choice, text in STANDING_IN.items()}
    elif told.stale:
        said = {_("Still fine"): page.answer, _("Change my answer"): page.answer}
    else:
        said = {_("Answer or change my answer"): page.answer}
    links = [Link(_called(text, told, several=several), to) for text, to in said.items()]
    if told.unheard or told.stale:
        return [Actions(links)]
    return [Paragraph(_("Has something changed?")), Actions(links)]


def _why(told: Reminding) -> str:
    if told.unheard:
        return _("You get this because you were named as a deputy.")
    if not told.asks:
        return _("You get this because you are expected.")
    if told.ask is Ask.QUORUM:
        return _("You get this because this meeting needs you for its quorum.")
    if told.unsure:
        return _("You get this because you were not sure yet.")
    return _("You get this because nobody has answered yet.")
