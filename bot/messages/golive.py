"""What is said of going live: what is missing, who would hear of it, and that it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import layout
from bot.reply import Block, Message
from db.models import Partnership
from domain.going_live import Heard, Hearing
from domain.language import N_, ngettext
from domain.language import gettext as _

PAGE = 20
"""People on one page, a line each."""

MOST_THINGS = 4
"""Things that are named in one person's line: the rest is counted."""

_THINGS = {
    "introduction": N_("a letter that introduces us"),
    "event.invitation": N_("the invitation to {title}, {day}"),
    "event.update": N_("a change of {title}, {day}"),
    "event.cancellation": N_("that {title} is cancelled"),
    "event.withdrawal": N_("that {title} is no longer theirs"),
    "event.channel": N_("a card about {title}, {day}"),
    "event.papers": N_("papers of {title}, {day}"),
}
"""What each kind of message is, where its reader is named."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing before going live; `sample`: sample data lies there still."""

    addresses: int = 0
    leads: int = 0
    reply_mailbox: bool = False
    mail_server: bool = False
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of who would hear, of `total` lines and `people` people; `audience`: its digest."""

    hearers: Sequence[Hearing]
    total: int
    people: int
    audience: str
    offset: int = 0


def rehearsal(gaps: Gaps, page: Page, note: str = "") -> Message:
    """Show what going live would do, with the button that does it."""
    first = _("In rehearsal: nothing reaches partners until you go live.")
    blocks = [
        layout.header(_("Going live")),
        *([layout.plain(note)] if note else []),
        layout.plain(f"{first} {to_go_live(gaps)}".strip()),
        *_who(page),
        layout.actions(*_buttons(gaps, page)),
    ]
    return layout.message(f"{first} {heard_by(page.people)}", *blocks)


def to_go_live(gaps: Gaps) -> str:
    """Say what is missing before going live (wording.md, the tenth minute); nothing: empty."""
    said = []
    if gaps.addresses:
        one = ngettext("{n} address missing", "{n} addresses missing", gaps.addresses)
        said.append(one.format(n=gaps.addresses))
    if gaps.leads:
        one = ngettext("{n} seat without a lead", "{n} seats without a lead", gaps.leads)
        said.append(one.format(n=gaps.leads))
    if gaps.reply_mailbox:
        said.append(_("no reply mailbox"))
    if gaps.mail_server:
        said.append(_("no mail server"))
    if gaps.sample:
        said.append(_("sample data still there"))
    return _("To go live: {gaps}.").format(gaps=", ".join(said)) if said else ""


def heard_by(people: int) -> str:
    """Say how many people would hear."""
    said = ngettext(
        "{n} person would hear from you in the next 14 days.",
        "{n} people would hear from you in the next 14 days.",
        people,
    )
    return said.format(n=people)


def _who(page: Page) -> list[Block]:
    lines = [_line(each) for each in page.hearers]
    found = [layout.header(_("Who would hear")), layout.plain(heard_by(page.people))]
    found += [layout.plain("\n".join(lines[at : at + 10])) for at in range(0, len(lines), 10)]
    if page.total > PAGE:
        shown = _("{first} to {last} of {n}").format(
            first=page.offset + 1, last=page.offset + len(page.hearers), n=page.total
        )
        found.append(layout.context(shown))
    return found


def _line(each: Hearing) -> str:
    things = [_thing(thing) for thing in each.heard[:MOST_THINGS]]
    if left := len(each.heard) - len(things):
        things.append(ngettext("{n} more", "{n} more", left).format(n=left))
    name = _("{body}'s channel").format(body=each.name) if each.channel else each.name
    return f"• {name}: {', '.join(things)}"


def _thing(thing: Heard) -> str:
    sentence = _THINGS.get(thing.kind)
    if sentence is None:
        return _("a message")
    day = language.long_date(thing.day) if thing.day else _("when it meets")
    return _(sentence).format(title=thing.title, day=day)


def _buttons(gaps: Gaps, page: Page) -> list[ButtonElement]:
    found: list[ButtonElement] = []
    if gaps.sample:
        found.append(sample_button(main=True))
    else:
        sure = _("Then there is no rehearsal any more.")
        told = f"{heard_by(page.people)} {sure}"
        found.append(layout.button(_("Go live"), "golive.go", page.audience, main=True, sure=told))
    if page.offset:
        before = str(max(page.offset - PAGE, 0))
        found.append(layout.button(_("Previous"), "golive.before", before))
    if page.offset + PAGE < page.total:
        found.append(layout.button(_("Next"), "golive.after", str(page.offset + PAGE)))
    return found


def sample_button(*, main: bool = False) -> ButtonElement:
    """Give the button that takes the sample data away, with what goes."""
    sure = _(
        "All sample partners, bodies and people go, and every event made for them. "
        "What else is yours stays."
    )
    return layout.button(_("Remove sample data"), "sample.remove", main=main, sure=sure)


def soon(partnership: Partnership, at: datetime, people: int | None = None) -> Message:
    """Say when it is live, with the button that stops it; `people` hear then."""
    when = goes_at(partnership, at)
    said = f"{_told(people)} {when}".strip() if people is not None else when
    return layout.message(said, layout.plain(said), layout.actions(stop_button()))


def goes_at(partnership: Partnership, at: datetime) -> str:
    """Say when a partnership goes live, which can be stopped until then."""
    clock = f"{at.astimezone(ZoneInfo(partnership.zone)):%H:%M}"
    return _("You go live at {time}. Until then you can stop it.").format(time=clock)


def stop_button() -> ButtonElement:
    """Give the button that keeps a partnership in rehearsal."""
    return layout.button(_("Stop"), "golive.stop", main=True)


def _told(people: int) -> str:
    said = ngettext("{n} person will hear from you.", "{n} people will hear from you.", people)
    return said.format(n=people)


def live(partnership: Partnership, at: datetime, people: int | None = None) -> Message:
    """Say that the partnership is live, just now to so many `people`, or since when."""
    if people is None:
        day = language.long_date(partnership.day(at))
        said = _("{name} has been live since {day}.").format(name=partnership.name, day=day)
    else:
        done = _("{name} is live.").format(name=partnership.name)
        said = f"{done} {_told(people)}"
    return layout.message(
        said,
        layout.plain(said),
        layout.actions(layout.button(_("New event"), "event.new", main=True)),
    )


def stopped() -> Message:
    """Say that the partnership stays in rehearsal."""
    said = _("Stopped: you are in rehearsal still. Nothing has reached partners.")
    again = layout.button(_("Going live"), "golive.show")
    return layout.message(said, layout.plain(said), layout.actions(again))
