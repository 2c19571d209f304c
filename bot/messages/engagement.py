"""The watch list, in people's words: facts, reasons, and what a coordinator can do about each."""

from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot.messages import layout, standing_words
from bot.reply import Block, Message
from domain import reconnecting
from domain.days import said
from domain.findings import MARK
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import long_date
from domain.standing import FEWEST
from domain.watching import Watching, WatchList

PAGE = 10
"""Partners on one page: each is three blocks, and a message takes 50."""

WHY = "engagement.why"
TURN = "engagement.turn"
HOW = "engagement.how"
CHECK = "engagement.check"
CONTACT = "engagement.contact"
PUT_OFF = "engagement.put_off"
PUT_OFF_LIST = "engagement.put_off.list"
BACK = "engagement.put_off.back"
LEAVE = "leave.new"
DRAFT = "reconnect.draft"
"""The leave of a partner, which has a form of its own."""

_NAMED = 30
"""How many that are not seen for longer are named; the rest are counted."""

_HELD = 8
"""How many bodies are named of whose latest event so many were missed."""


def listing(
    found: WatchList, day: date, offset: int = 0, *, changing: bool, done: str = ""
) -> Message:
    """Show whom one may want to call, the most urgent first; `changing`: its reader acts on it.

    `done` is what has just been done.
    """
    entries = _entries(found, changing=changing)
    page = entries[offset : offset + PAGE]
    title = _("Who is becoming less connected")
    first = _headline(found, len(entries), day, changing=changing)
    blocks = [layout.plain(done)] if done else []
    blocks += [layout.header(title), layout.plain(first)]
    for each in page:
        blocks += _entry(each, day, offset, changing=changing)
    blocks += _turning(len(entries), offset)
    if page:
        blocks.append(layout.divider())
    blocks += [layout.plain(each) for each in _notes(found, day, changing=changing)]
    blocks += _left_out(found)
    blocks.append(layout.context(estimate()))
    blocks.append(layout.actions(layout.button(_("How this is worked out"), HOW)))
    return layout.message(" ".join(filter(None, (done, f"{title}. {first}"))), *blocks)


def _entries(found: WatchList, *, changing: bool) -> list[Watching]:
    """Give those with an entry: of those not seen, who is so since last month, or unchecked."""
    unseen = [each for each in found.unseen if each.is_news or (changing and each.is_unchecked)]
    return [*found.listed, *unseen]


def _headline(found: WatchList, n: int, day: date, *, changing: bool) -> str:
    if not found.bodies or len(found.thin) == found.bodies:
        return _(
            "It is too early to say who is less connected: that needs {count} recorded events of "
            "one body."
        ).format(count=FEWEST)
    if not n:
        return _("As at {day}: nobody is becoming less connected.").format(day=long_date(day))
    if not changing:
        return ngettext(
            "As at {day}: one is becoming less connected.",
            "As at {day}: {count} are becoming less connected, the most urgent first.",
            n,
        ).format(day=long_date(day), count=n)
    return ngettext(
        "As at {day}: one to call.",
        "As at {day}: {count} to call, the most urgent first.",
        n,
    ).format(day=long_date(day), count=n)


def _entry(each: Watching, day: date, offset: int, *, changing: bool) -> list[Block]:
    """Say of one partner at one body how it stands, and why, with what can be done."""
    lines = [named(each, day), *reasons(each)]
    if each.is_unchecked:
        lines.append(_("{mark}.").format(mark=_(MARK)))
    words = layout.plain("\n".join(lines), why(each))
    made = [layout.divider(), words]
    return [*made, layout.actions(*acting(each, str(offset)))] if changing else made


def why(each: Watching) -> ButtonElement:
    """Make the button that opens a partner's page."""
    spoken = _("Why: {partner}, {body}").format(partner=each.name, body=each.body)
    return layout.button(_("Why"), WHY, str(each.organisation_id), spoken=spoken)


def acting(each: Watching, page: str = "") -> list[ButtonElement]:
    """Make the buttons of what a coordinator can do about one partner at one body.

    `page` is where in the list they stand, which is shown anew afterwards.
    """
    who = _("{partner}, {body}").format(partner=each.name, body=each.body)
    own = f"{each.organisation_id}~{each.body_id}~{page}"
    made = []
    if each.spell is not None and each.is_unchecked:
        check = _("Check facts")
        value = f"{each.spell.id}~{page}"
        made.append(layout.button(check, CHECK, value, main=True, spoken=f"{check}: {who}"))
    if reconnecting.is_offered(each):
        draft, value = _("Draft a message"), f"{each.organisation_id}~{each.body_id}"
        made.append(layout.button(draft, DRAFT, value, spoken=f"{draft}: {who}"))
    for words, action, value in (
        (_("Log a contact"), CONTACT, own),
        (_("On leave"), LEAVE, str(each.organisation_id)),
        (_("Put off"), PUT_OFF, own),
    ):
        made.append(layout.button(words, action, value, spoken=f"{words}: {who}"))
    return made


def named(each: Watching, day: date) -> str:
    """Say who stands how at which body, and how that was last month if it is news."""
    now = standing_words.word(each.standing, day, each.standing.told)
    line = _("{partner}, {body}: {word}").format(partner=each.name, body=each.body, word=now)
    if each.is_news and each.before.state.seen:
        before = standing_words.word(each.before, day, each.before.told)
        line = _("{line} (last month: {word})").format(line=line, word=before)
    return line


def reasons(each: Watching) -> list[str]:
    """Give the reasons: what was missed, where else they are seen, and what mostly follows."""
    found = [standing_words.run_said(each.standing), elsewhere(each)]
    found = [" ".join(part for part in found if part), standing_words.chance_said(each.standing)]
    return [part for part in found if part]


def elsewhere(each: Watching) -> str:
    """Say where else a partner is seen; nothing where it is not."""
    if each.elsewhere is None:
        return ""
    return _("Still seen at {body} ({day}).").format(
        body=each.elsewhere.body, day=said(each.elsewhere.day)
    )


def _turning(whole: int, offset: int) -> list[Block]:
    buttons = []
    if offset:
        buttons.append(layout.button(_("Before these"), TURN, str(max(0, offset - PAGE))))
    if offset + PAGE < whole:
        buttons.append(layout.button(_("More"), f"{TURN}_on", str(offset + PAGE)))
    return [layout.actions(*buttons)] if buttons else []


def _notes(found: WatchList, day: date, *, changing: bool) -> list[str]:
    """Say what is beside the list: who is not seen for longer, on leave, and what says nothing."""
    made = []
    own = {each.key for each in _entries(found, changing=changing)}
    unseen = [each for each in found.unseen if each.key not in own]
    if unseen:
        names = [_marked(each, day) for each in unseen[:_NAMED]]
        more = len(unseen) - len(names)
        if more:
            names.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
        made.append("\n".join([_("Not seen for longer:"), *names]))
    if found.on_leave:
        n = found.on_leave
        made.append(ngettext("{count} is on leave.", "{count} are on leave.", n).format(count=n))
    made += [
        _(
            "Many usual partners missed the latest event of {body}. That says more about the date "
            "than about them, so new alerts wait one event."
        ).format(body=each)
        for each in found.held[:_HELD]
    ]
    if found.thin and len(found.thin) < found.bodies:
        made.append(
            _("Too little is recorded of {bodies}: that needs {count} events.").format(
                bodies=", ".join(found.thin), count=FEWEST
            )
        )
    return made


def _marked(each: Watching, day: date) -> str:
    line = named(each, day)
    if not each.is_unchecked:
        return line
    return _("{line}. {mark}.").format(line=line, mark=_(MARK))


def _left_out(found: WatchList) -> list[Block]:
    """Say in a line who is left out for a while, and offer to show them."""
    until = [each.put_off.until for each in found.put_off if each.put_off is not None]
    if not until:
        return []
    line = ngettext(
        "{count} is put off until {day}.",
        "{count} are put off, the first until {day}.",
        len(until),
    ).format(count=len(until), day=long_date(min(until)))
    spoken = _("Show who is put off")
    return [layout.plain(line, layout.button(_("Show"), PUT_OFF_LIST, spoken=spoken))]


def estimate() -> str:
    """Say what all of it is, and for whom."""
    return _(
        "An estimate from attendance only, not a judgement. For coordinators, chair and scrutineer."
    )
