"""What is said about people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import layout
from bot.reply import Block, Message
from db.models import Address, DiaryContact, Person, Post
from domain.language import gettext as _
from domain.language import ngettext
from domain.people import LANGUAGES, Channel

MOST = 40
"""People on one page: each is a block, and a message takes 50."""


@dataclass(frozen=True, slots=True)
class Row:
    """A person in a list: who they are at a partner, and where they are written to."""

    person: Person
    address: str | None
    post: Post


@dataclass(frozen=True, slots=True)
class Page:
    """All that a person's own page shows: posts with names, seats in words, diaries."""

    person: Person
    addresses: Sequence[Address]
    posts: Sequence[tuple[Post, str]]
    seats: Sequence[tuple[int, str]]
    keepers: Sequence[tuple[DiaryContact, Person]]
    kept: Sequence[tuple[DiaryContact, Person]]


def described(person: Person) -> str:
    """Give a person's name with their job title."""
    return f"{person.name} ({person.job_title})" if person.job_title else person.name


def from_until(since: date, until: date | None) -> str:
    """Say on which days something holds."""
    if until is None:
        return _("from {day}").format(day=language.long_date(since))
    return _("from {first} until {last}").format(
        first=language.long_date(since), last=language.long_date(until)
    )


def listing(organisation_id: int, name: str, rows: Sequence[Row], *, may_change: bool) -> Message:
    """List the people of a partner."""
    title = _("{name}: people").format(name=name)
    count = ngettext("{n} person", "{n} people", len(rows)).format(n=len(rows))
    shown = [layout.plain(_line(each), _open(each.person)) for each in rows[:MOST]]
    rest = len(rows) - len(shown)
    more = ngettext("and {n} more: search for them", "and {n} more: search for them", rest)
    buttons = [layout.button(_("Its page"), "organisation.show", str(organisation_id))]
    if may_change:
        new = layout.button(_("New person"), "person.new", str(organisation_id), main=True)
        buttons.insert(0, new)
    return layout.message(
        f"{title}. {count}.",
        layout.header(title),
        *([] if rows else [layout.plain(_("Nobody yet. Leads and deputies appear here."))]),
        *shown,
        *([layout.context(more.format(n=rest))] if rest else []),
        layout.actions(*buttons),
    )


def _line(row: Row) -> str:
    lines = [described(row.person), row.address or _("No mail address yet.")]
    if row.post.main:
        lines.append(_("Main contact"))
    lines.append(from_until(row.post.since, row.post.until))
    return "\n".join(lines)


def _open(person: Person) -> ButtonElement:
    spoken = _("Open {name}").format(name=person.name)
    return layout.button(_("Open"), "person.show", str(person.id), spoken=spoken)


def page(found: Page, *, may_change: bool) -> Message:
    """Show all that is known of a person."""
    person = found.person
    return layout.message(
        described(person),
        layout.header(person.name),
        layout.plain(_facts(found)),
        *_posts(found, may_change=may_change),
        *_seats(found),
        *_diaries(found, may_change=may_change),
        *([_buttons(person)] if may_change else []),
    )


def _facts(found: Page) -> str:
    person = found.person
    languages = dict(LANGUAGES)
    read = _(languages[person.language]) if person.language in languages else None
    channel = channels().get(person.channel or "")
    main = [each.address for each in found.addresses if each.main]
    others = [each.address for each in found.addresses if not each.main]
    facts = (
        person.job_title,
        main[0] if main else _("No mail address yet."),
        _("Also: {addresses}").format(addresses=", ".join(others)) if others else None,
        _("Reads {language}.").format(language=read) if read else None,
        _("Reminders by {channel}.").format(channel=channel) if channel else None,
    )
    return "\n".join(filter(None, facts))


def channels() -> dict[str, str]:
    """Give the channels that a person may choose, by their code."""
    return {Channel.MAIL: _("mail"), Channel.SLACK: _("Slack")}


def _posts(found: Page, *, may_change: bool) -> list[Block]:
    if not found.posts:
        return [layout.plain(_("Belongs to no partner."))]
    return [
        layout.plain(_post(post, name), _ending("post.end", post.id, name) if may_change else None)
        for post, name in found.posts[-8:]
    ]


def _post(post: Post, name: str) -> str:
    main = _("main contact") if post.main else ""
    return ", ".join(filter(None, (name, main, _days(post))))


def _days(row: Post | DiaryContact) -> str:
    return from_until(row.since, row.until)


def _ending(action: str, row_id: int, name: str) -> ButtonElement:
    spoken = _("End {name}").format(name=name)
    return layout.button(_("End"), action, str(row_id), spoken=spoken)


def _seats(found: Page) -> list[Block]:
    opening = _("Open the seat")
    return [
        layout.plain(text, layout.button(opening, "seat.show", str(seat_id), spoken=text))
        for seat_id, text in found.seats[:15]
    ]


def _diaries(found: Page, *, may_change: bool) -> list[Block]:
    blocks = []
    for row, other in found.keepers[:8]:
        text = _("Diary kept by {name}, {days}").format(name=described(other), days=_days(row))
        ending = _ending("diary.end", row.id, other.name) if may_change else None
        blocks.append(layout.plain(text, ending))
    for row, other in found.kept[:8]:
        text = _("Keeps the diary of {name}, {days}").format(name=described(other), days=_days(row))
        ending = _ending("diary.end", row.id, other.name) if may_change else None
        blocks.append(layout.plain(text, ending))
    return blocks


def _buttons(person: Person) -> Block:
    own = str(person.id)
    return layout.actions(
        layout.button(_("Edit"), "person.edit", own, main=True),
        layout.button(_("Add a post"), "post.new", own),
        layout.button(_("Add a diary contact"), "diary.new", own),
        layout.button(_("Leaves"), "person.leave", own),
        layout.button(
            _("Make this person's links new"),
            "person.links",
            own,
            sure=_(
                "All links that {name} has stop working: calendars, events, answers and choices."
                " The next mail brings new ones."
            ).format(name=person.name),
        ),
    )


def left(
    person: Person, day: date, posts: int, seats: int, vacant: Sequence[tuple[int, str]]
) -> Message:
    """Say what a departure ended, and offer what becomes vacant."""
    done = _("{name} has left from {day}.").format(name=person.name, day=language.long_date(day))
    ended = [
        ngettext("{n} post ends.", "{n} posts end.", posts).format(n=posts) if posts else "",
        ngettext("{n} seat is given up.", "{n} seats are given up.", seats).format(n=seats)
        if seats
        else "",
    ]
    told = " ".join(filter(None, (done, *ended)))
    offered = [
        layout.plain(
            _("Vacant from then: {seat}").format(seat=text),
            layout.button(_("New lead"), "seat.lead", str(each), spoken=text),
        )
        for each, text in vacant[:MOST]
    ]
    back = layout.button(_("Their page"), "person.show", str(person.id))
    return layout.message(told, layout.plain(told), *offered, layout.actions(back))


def links_new(person: Person, ended: int) -> Message:
    """Say what it does that somebody's links are new, and how they get them."""
    said = ngettext(
        "{n} link of {name} has ended: it opens nothing any more.",
        "{n} links of {name} have ended: they open nothing any more.",
        ended,
    ).format(n=ended, name=person.name)
    if not ended:
        said = _("{name} had no link that opens.").format(name=person.name)
    then = _(
        "The next mail to them brings new ones. They add their calendar anew from there or Slack."
    )
    return done(f"{said} {then}", person)


def done(sentence: str, person: Person) -> Message:
    """Say what was done about a person, and offer their page."""
    back = layout.button(_("Their page"), "person.show", str(person.id), main=True)
    return layout.message(sentence, layout.plain(sentence), layout.actions(back))
