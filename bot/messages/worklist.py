"""What is said about what waits for a coordinator: a line and its next action each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import (
    call_lines,
    fields,
    finding_forms,
    held_deputies,
    layout,
    old_drafts,
    person_forms,
    phoning,
    quorums,
    record_lines,
    registers_due,
    reviews,
    silent_seats,
    told,
    unreached,
)
from bot.reply import Block, Message, Modal
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.worklist import DERIVED, DRAFTS, REGISTERS, REVIEWS, USUAL_SNOOZE, Kind, Line

PAGE = 15
"""Items on a page of the whole list: two blocks each, and a message takes 50."""

TOP = 5
"""Items on the Home tab, where the rest is behind a button."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what waits: where it stands in the whole."""

    lines: tuple[Line, ...]
    offset: int
    total: int


def listing(page: Page, said: str = "") -> Message:
    """Show a page of what waits; `said` is what has just been done."""
    if not page.total:
        return layout.sentence(" ".join(filter(None, (said, nothing()))))
    title = heading(page.total)
    last = page.offset + len(page.lines)
    place = _("{first} to {last} of {total}, the most pressing first").format(
        first=page.offset + 1, last=last, total=page.total
    )
    return layout.message(
        f"{said} {title}".strip(),
        *([layout.plain(said)] if said else []),
        layout.header(title),
        *(block for line in page.lines for block in blocks(line)),
        layout.context(place),
        *_turning(page),
    )


def heading(total: int) -> str:
    """Say how much waits."""
    return ngettext("{n} thing needs you", "{n} things need you", total).format(n=total)


def nothing() -> str:
    """Say that nothing waits."""
    return _("Nothing needs you now. I will say so here when something does.")


def _turning(page: Page) -> list[Block]:
    buttons = []
    if page.offset:
        before = str(max(page.offset - PAGE, 0))
        buttons.append(layout.button(_("Previous"), "worklist.before", before))
    if page.offset + PAGE < page.total:
        buttons.append(layout.button(_("Next"), "worklist.after", str(page.offset + PAGE)))
    return [layout.actions(*buttons)] if buttons else []


def blocks(line: Line) -> list[Block]:
    """Lay out an item: its sentence, and what can be done, the next action first."""
    buttons = _actions(line)
    if line.kind in DERIVED - {Kind.SET_UP, Kind.INTRODUCTION}:
        spoken = _("Not now: {what}").format(what=sentence(line))
        buttons.append(layout.button(_("Not now"), "worklist.later", line.key, spoken=spoken))
    return [_shown(line), layout.actions(*buttons)]


def first_action(line: Line) -> ButtonElement | None:
    """Give the one thing to do about an item, for where there is room for one button."""
    return next(iter(_actions(line)), None)


def _shown(line: Line) -> Block:
    """Show an item's sentence; somebody of another workspace is named by Slack itself."""
    if line.kind is Kind.INTRODUCTION and not line.known_as:
        return layout.marked(
            _(
                "<@{user}> of another workspace ({team}) wrote to me. "
                "I can't tell who that is. Do you know?"
            ).format(user=line.stranger, team=line.workspace)
        )
    return layout.plain(sentence(line))


def sentence(line: Line) -> str:
    """Say in a sentence what an item is about."""
    if line.kind is Kind.INTRODUCTION:
        return _introduced(line)
    if line.kind in _OWN_WORDS:
        return _OWN_WORDS[line.kind][0](line)
    if line.kind is Kind.QUESTIONS:
        return ngettext(
            "{n} question from your spreadsheet waits: {file}",
            "{n} questions from your spreadsheet wait: {file}",
            line.count,
        ).format(n=line.count, file=line.person)
    facts = {"partner": line.partner, "body": line.body, "person": line.person}
    return _(_PLAIN[line.kind]).format(**facts)


_Said = tuple[Callable[[Line], str], Callable[[Line], list[ButtonElement]]]

_OWN_WORDS: dict[Kind, _Said] = {
    Kind.TOLD: (told.sentence, told.actions),
    Kind.HELD_DEPUTY: (held_deputies.sentence, held_deputies.actions),
    Kind.NOT_REACHED: (unreached.sentence, unreached.actions),
    Kind.PHONE: (phoning.sentence, phoning.actions),
    Kind.ASK_DEPUTY: (silent_seats.sentence, silent_seats.actions),
    **dict.fromkeys(DRAFTS, (old_drafts.sentence, old_drafts.actions)),
    Kind.CALL_LINES: (call_lines.sentence, call_lines.actions),
    Kind.QUORUM: (quorums.sentence, quorums.actions),
    Kind.CORRECTION: (record_lines.sentence, record_lines.actions),
    Kind.FACTS: (finding_forms.sentence, finding_forms.actions),
    **dict.fromkeys(REGISTERS, (registers_due.sentence, registers_due.actions)),
    **dict.fromkeys(REVIEWS, (reviews.sentence, reviews.actions)),
}
"""Kinds with a module of their own: what it says of one, and what it offers."""

_PLAIN = {
    Kind.SET_UP: N_("The partnership is not set up yet. That takes about a minute."),
    Kind.NO_MAIL: N_(
        "No mail server is set, so every mail waits. Whoever runs this installation can set one."
    ),
    Kind.VACANT: N_("{partner} has no lead on the {body}."),
    Kind.NO_ADDRESS: N_("{person} of {partner} has no mail address."),
    Kind.NO_SECTOR: N_("{partner} has no sector."),
}


def _introduced(line: Line) -> str:
    if not line.known_as:
        return _("Somebody of another workspace wrote to me. Do you know who it is?")
    if not line.person:
        return _("“{name}” wrote to me in Slack, and I don't know them. Who is it?").format(
            name=line.known_as
        )
    known = f"{line.person} ({line.address})" if line.address else line.person
    return _("“{name}” wrote to me in Slack. Is this {known}?").format(
        name=line.known_as, known=known
    )


def _actions(line: Line) -> list[ButtonElement]:
    if line.kind is Kind.INTRODUCTION:
        return _introducing(line)
    if line.kind in _OWN_WORDS:
        return _OWN_WORDS[line.kind][1](line)
    if line.kind not in _NEXT:
        return []
    text, action = _NEXT[line.kind]
    about = sentence(line)
    return [layout.button(_(text), action, str(line.subject_id), spoken=f"{_(text)}: {about}")]


_NEXT = {
    Kind.SET_UP: (N_("Set up"), "partnership.setup"),
    Kind.QUESTIONS: (N_("Answer"), "import.questions"),
    Kind.VACANT: (N_("Name a lead"), "seat.lead"),
    Kind.NO_ADDRESS: (N_("Add an address"), "person.edit"),
    Kind.NO_SECTOR: (N_("Choose a sector"), "organisation.edit"),
}


def _introducing(line: Line) -> list[ButtonElement]:
    subject, away = str(line.subject_id), _("They stay a stranger, and I don't ask again.")
    turn = layout.button(_("Turn away"), "introduction.turn_away", subject, sure=away)
    if not line.person:
        return [layout.button(_("Say who it is"), "introduction.who", subject), turn]
    return [
        layout.button(_("Yes, that's right"), "introduction.confirm", subject, main=True),
        layout.button(_("Somebody else"), "introduction.who", subject),
        turn,
    ]


def later_form(key: str, day: date) -> Modal:
    """Ask until when an item is to be put off."""
    return Modal(
        callback="worklist.later",
        title=_("Not now"),
        submit=_("Put off"),
        close=_("Cancel"),
        state={"key": key},
        blocks=(
            fields.day(
                "until",
                _("Remind me on"),
                initial=day + USUAL_SNOOZE,
                hint=_("It leaves the list until then, or for good if it is mended first."),
            ),
        ),
    )


def put_off(until: date) -> Message:
    """Confirm that an item is put off."""
    return layout.sentence(
        _("It comes back on {day}, if it still needs you.").format(day=language.long_date(until))
    )


def who_form(introduction_id: int, note: str) -> Modal:
    """Ask who somebody in Slack is: somebody known, or somebody new."""
    return Modal(
        callback="introduction.who",
        title=_("Who is it?"),
        submit=_("Confirm"),
        close=_("Cancel"),
        state={"introduction": introduction_id},
        blocks=(layout.plain(note), *person_forms.who(_("Somebody known"))),
    )
