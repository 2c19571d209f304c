"""The Home tab: what needs a coordinator and every action; what a reader sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import golive, home_events, layout, worklist
from bot.messages.golive import Gaps
from bot.messages.home_events import Coming
from bot.reply import Block, Message
from db.models import Partnership
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.months import Change, Turn
from domain.worklist import STEPS, Line, Step

MOST_CHANGES = 8
"""Lines about this month: the rest is counted."""

Action = tuple[str, str]
"""A button: what it reads, and its action id."""

DAILY: tuple[Action, ...] = (
    (N_("New event"), "event.new"),
    (N_("Events"), "event.list"),
    (N_("Record an answer"), "event.record"),
    (N_("New partner"), "organisation.new"),
    (N_("Partners"), "organisation.list"),
    (N_("Log a contact"), "contact.new"),
    (N_("Import a spreadsheet"), "import.open"),
    (N_("Export"), "export.offer"),
)
SETTLED: tuple[Action, ...] = (
    (N_("Bodies"), "body.list"),
    (N_("Settings"), "settings.open"),
    (N_("Roles"), "role.list"),
    (N_("Changes"), "audit.list"),
    (N_("My messages"), "preferences.open"),
    (N_("Help"), "partnership.help"),
)
"""A coordinator's actions, in two rows."""

READERS: tuple[Action, ...] = (
    (N_("Events"), "event.list"),
    (N_("Partners"), "organisation.list"),
    (N_("Bodies"), "body.list"),
    (N_("Roles"), "role.list"),
    (N_("Changes"), "audit.list"),
    (N_("My messages"), "preferences.open"),
    (N_("Help"), "partnership.help"),
)
"""What a chair or scrutineer may do: read."""

OPENS: dict[Step, Action] = {
    Step.NAME: (N_("Set up"), "partnership.setup"),
    Step.SPREADSHEET: (N_("Bring your spreadsheet"), "import.open"),
    Step.BODIES: (N_("Bodies"), "body.list"),
    Step.SEATS: (N_("Partners"), "organisation.list"),
    Step.MEETINGS: (N_("Import this year's meetings"), "event.import.open"),
    Step.TEST_COPY: (N_("New event"), "event.new"),
}
"""Where each of the first steps is taken."""

_TURNS = {
    Turn.JOINS: N_("{partner} joins"),
    Turn.LEAVES: N_("{partner} leaves"),
    Turn.SEAT_BEGINS: N_("{partner} gets a seat on the {body}"),
    Turn.SEAT_ENDS: N_("{partner}'s seat on the {body} ends"),
    Turn.LEAD_BEGINS: N_("{person} begins to lead for {partner} on the {body}"),
    Turn.LEAD_ENDS: N_("{person} leads no more for {partner} on the {body}"),
    Turn.DEPUTY_BEGINS: N_("{person} begins to deputise for {partner} on the {body}"),
    Turn.DEPUTY_ENDS: N_("{person} deputises no more for {partner} on the {body}"),
    Turn.AWAY: N_("{partner} goes on leave"),
    Turn.BACK: N_("{partner} is back from leave"),
}


@dataclass(frozen=True, slots=True)
class Steps:
    """How far the first ten minutes have come; `next` None: they are over.

    `draft` is the event, not sent yet, of which a test copy can be had.
    """

    done: frozenset[Step]
    skipped: frozenset[Step]
    next: Step | None
    draft: int | None = None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is missing before going live, or with `at` when that will be."""

    gaps: Gaps
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What a coordinator's Home shows; a reader's has no lines and no steps."""

    partners: int
    changes: tuple[Change, ...]
    lines: tuple[Line, ...] = ()
    waiting: int = 0
    rehearsal: Rehearsal | None = None
    coming: tuple[Coming, ...] = ()
    events: int = 0
    steps: Steps | None = None
    sample: bool = False
    may_lay: bool = False


def coordinator(partnership: Partnership, board: Board, said: str = "") -> list[Block]:
    """Lay out a coordinator's Home: what to do first, then what changes, then every action."""
    return [
        *_top(partnership, board, said, _going(board.rehearsal)),
        *_sample(board),
        *_first_steps(board),
        *_waiting(board),
        *home_events.coming(board.coming, board.events),
        *_month(board.changes),
        layout.divider(),
        _row(DAILY),
        _row(SETTLED),
    ]


def reader(partnership: Partnership, board: Board) -> list[Block]:
    """Lay out a chair's or scrutineer's Home: everything can be read, nothing changed."""
    return [
        *_top(partnership, board),
        *home_events.coming(board.coming, board.events),
        *_month(board.changes),
        layout.divider(),
        _row(READERS),
    ]


def as_message(partnership: Partnership, blocks: Sequence[Block]) -> Message:
    """Say the same in a message; the first sentences are the fallback."""
    facts = next((each["text"]["text"] for each in blocks if each["type"] == "section"), "")
    return layout.message(f"{partnership.name}. {facts}", *blocks)


def _row(actions: Sequence[Action]) -> Block:
    return layout.actions(*(layout.button(_(text), action) for text, action in actions))


def _top(
    partnership: Partnership, board: Board, said: str = "", button: ButtonElement | None = None
) -> list[Block]:
    count = ngettext(
        "{n} partner on the register.", "{n} partners on the register.", board.partners
    )
    facts = [count.format(n=board.partners), *_rehearsal(partnership, board.rehearsal)]
    return [
        layout.header(partnership.name),
        *([layout.plain(said)] if said else []),
        layout.plain(" ".join(filter(None, facts)), button),
    ]


def _rehearsal(partnership: Partnership, rehearsal: Rehearsal | None) -> list[str]:
    if rehearsal is None:
        return []
    said = [_("In rehearsal: nothing reaches partners until you go live.")]
    if rehearsal.at is not None:
        return [*said, golive.goes_at(partnership, rehearsal.at)]
    return [*said, golive.to_go_live(rehearsal.gaps)]


def _going(rehearsal: Rehearsal | None) -> ButtonElement | None:
    """Give the button of a rehearsal: on to its end, or if that is near, to stay."""
    if rehearsal is None:
        return None
    if rehearsal.at is not None:
        return golive.stop_button()
    return layout.button(_("Go live"), "golive.show")


def _sample(board: Board) -> list[Block]:
    if not board.sample:
        return []
    return [
        layout.plain(
            _("You are looking round with sample data. Nothing of it is real, or ever sent.")
        ),
        layout.actions(golive.sample_button()),
    ]


def _first_steps(board: Board) -> list[Block]:
    steps = board.steps
    if steps is None or steps.next is None:
        return []
    lines = [f"{_state(steps, step)}  {_(STEPS[step])}" for step in Step]
    buttons = [
        *_of_step(steps),
        layout.button(_("Skip this step"), "home.skip", steps.next),
    ]
    if board.may_lay:
        buttons.append(layout.button(_("Look round with sample data"), "sample.lay"))
    return [
        layout.header(_("Your first ten minutes")),
        layout.marked("\n".join(lines)),
        layout.actions(*buttons),
    ]


def _of_step(steps: Steps) -> list[ButtonElement]:
    """Give the buttons of the next step, the main one first."""
    assert steps.next is not None  # noqa: S101 - asked while there is one
    if steps.next is Step.TEST_COPY and steps.draft is not None:
        return [layout.button(_("See the draft"), "event.preview", str(steps.draft), main=True)]
    text, action = OPENS[steps.next]
    main = layout.button(_(text), action, main=True)
    if steps.next is Step.MEETINGS:
        return [main, layout.button(_("New event"), "event.new")]
    return [main]


def _state(steps: Steps, step: Step) -> str:
    if step in steps.done:
        return _("Done:")
    if step in steps.skipped:
        return _("Skipped:")
    return _("*Next:*") if step is steps.next else _("Later:")


def _waiting(board: Board) -> list[Block]:
    if not board.waiting:
        return [layout.header(_("What needs you")), layout.plain(worklist.nothing())]
    shown = [block for line in board.lines for block in worklist.blocks(line)]
    more = layout.actions(layout.button(_("Show all {n}").format(n=board.waiting), "worklist.list"))
    rest = [more] if board.waiting > len(board.lines) else []
    return [layout.header(worklist.heading(board.waiting)), *shown, *rest]


def _month(changes: Sequence[Change]) -> list[Block]:
    title = layout.header(_("This month"))
    if not changes:
        nothing = _("Nothing changes this month: no seat, lead or leave begins or ends.")
        return [title, layout.plain(nothing)]
    lines = [f"{_short_day(each.day)}: {_turn(each)}." for each in changes[:MOST_CHANGES]]
    left = len(changes) - len(lines)
    if left > 0:
        lines.append(ngettext("And {n} more.", "And {n} more.", left).format(n=left))
    return [title, layout.plain("\n".join(lines))]


def _short_day(day: date) -> str:
    return language.long_date(day)


def _turn(change: Change) -> str:
    facts = {"partner": change.partner, "body": change.body, "person": change.person}
    return _(_TURNS[change.turn]).format(**facts)
