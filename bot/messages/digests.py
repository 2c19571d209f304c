"""The coordinators' digest in words (wording.md, D1): made of facts alone, within its limits.

At most 300 words and 14 blocks, five partners by name; the rest is behind a button. What has
nothing to say is left out, its heading too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement, ImageBlock

from bot import event_words
from bot.messages import digest_words, engagement, layout, standing_words, worklist
from bot.pictures.words import number
from bot.reply import Block, Message
from domain.digests import MOST_COMING, MOST_ENTRIES, Back, Digest
from domain.language import gettext as _
from domain.language import ngettext
from domain.named_days import month_and_year
from domain.outcomes import Quorate
from domain.watching import Watching

MOST_WORDS = 300
MOST_BLOCKS = 14

LIST = "digest.list"
TABLE = "digest.table"
THANK = "digest.thank"

_MANY = 2
"""Partners that are named with all that can be done about each; of more, that is a press away."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that Slack has: its file there, and what it says to those who can't see it."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class _Room:
    """How many are named of each: less connected, back again, and events to come."""

    entries: int
    back: int
    coming: int


_ROOMS = (
    _Room(MOST_ENTRIES, MOST_ENTRIES, MOST_COMING),
    _Room(MOST_ENTRIES, 2, 3),
    *(_Room(n, 2, 3) for n in (4, 3, 2)),
    _Room(2, 1, 2),
    _Room(1, 1, 1),
    _Room(0, 1, 1),
)
"""From what a quiet month has room for to what any has: the words that fit decide."""


def digest(found: Digest, pictures: Sequence[Shown] = ()) -> Message:
    """Make the digest: as many partners by name as fit, and then its pictures."""
    room = next((each for each in _ROOMS if _fits(found, each)), _ROOMS[-1])
    blocks = list(_blocks(found, room, apart=True))
    if len(blocks) + bool(pictures) > MOST_BLOCKS:
        blocks = list(_blocks(found, room, apart=False))
    left = MOST_BLOCKS - len(blocks)
    foot = [_image(each) for each in pictures[: max(left, 0)]]
    return layout.message(fallback(found), *blocks[:-1], *foot, blocks[-1])


def _fits(found: Digest, room: _Room) -> bool:
    return _words(list(_blocks(found, room, apart=False))) <= MOST_WORDS


def _titled(
    title: str, text: str, button: ButtonElement | None = None, *, apart: bool
) -> list[Block]:
    """Lay out a paragraph under its heading: in bold where a block is left for that."""
    if apart and title:
        return [layout.marked(f"*{title}*"), layout.plain(text, button)]
    return [layout.plain("\n".join(filter(None, (title, text))), button)]


def fallback(found: Digest) -> str:
    """Say in one line what a digest says: for notifications and screen readers."""
    parts = [
        *(
            _("{n} of {whole} represented").format(n=each.represented, whole=each.invited)
            for each in found.held[-1:]
        ),
        *([_("{n} less connected").format(n=len(found.entries))] if found.entries else []),
        *([_("{n} back again").format(n=len(found.back))] if found.back else []),
        *(
            _("{event} on {day} may not be quorate").format(
                event=each.title, day=event_words.bare_day(each.span.begins)
            )
            for each in found.coming
            if each.quorum not in {None, Quorate.YES}
        ),
    ]
    month = month_and_year(found.month.first)
    if not parts:
        return _("Digest of {month}.").format(month=month)
    return _("Digest of {month}: {what}.").format(month=month, what="; ".join(parts))


def _words(blocks: Sequence[Block]) -> int:
    """Count the words of what is read, buttons aside."""
    texts = [each["text"]["text"] for each in blocks if "text" in each]
    texts += [part["text"] for each in blocks for part in each.get("elements", ()) if _says(part)]
    return sum(len(each.split()) for each in texts)


def _says(part: Block) -> bool:
    return isinstance(part.get("text"), str)


def _blocks(found: Digest, room: _Room, *, apart: bool) -> Iterator[Block]:
    """Lay a digest out; `apart`: its headings are blocks of their own."""
    month = month_and_year(found.month.first)
    yield layout.header(_("{name} in {month}").format(name=found.name, month=month))
    yield layout.plain(
        "\n".join(digest_words.summed_up(found)),
        layout.button(_("How this is worked out"), engagement.HOW),
    )
    yield from _this_week(found, apart=apart)
    yield from _entries(found, room.entries, apart=apart)
    if rest := list(_rest(found, room.entries)):
        show = layout.button(_("Show"), LIST, spoken=_("Show the whole list"))
        yield layout.plain("\n".join(rest), show)
    if found.back:
        yield from _back(found.back, room.back, apart=apart)
    if found.coming:
        lines = [*(digest_words.coming(each) for each in found.coming[: room.coming])]
        yield from _titled(_("Coming"), "\n".join(lines), _table(found), apart=apart)
    elif (table := _table(found)) is not None:
        yield layout.actions(table)
    note = _(
        "An estimate from attendance only, not a judgement. For coordinators, chair and scrutineer."
    )
    yield layout.context(note)


def _table(found: Digest) -> ButtonElement | None:
    if not found.events:
        return None
    return layout.button(_("Same figures as a table"), TABLE, found.month.first.isoformat())


def _this_week(found: Digest, *, apart: bool) -> Iterator[Block]:
    """Say what is most pressing, each with its one action; the heading stands with the first."""
    head = _("This week")
    for line in found.urgent:
        said, button = worklist.sentence(line), worklist.first_action(line)
        yield from _titled(head, said, button, apart=apart)
        head = ""
    if found.mails:
        said = ngettext(
            "{n} mail reply needs you.", "{n} mail replies need you.", found.mails
        ).format(n=number(found.mails))
        read = layout.button(_("Read"), "worklist.list")
        yield from _titled(head, said[:1].upper() + said[1:], read, apart=apart)


def _entries(found: Digest, many: int, *, apart: bool) -> Iterator[Block]:
    """Name who is less connected, the most urgent first: a few with all that can be done."""
    since = _("Less connected since last month ({n})")
    head = (_("Less connected ({n})") if found.first else since).format(n=len(found.entries))
    brief = min(many, len(found.entries)) > _MANY
    for each in found.entries[:many]:
        text = f"{engagement.named(each, found.day)}\n{_why(each, brief=brief)}"
        why = engagement.why(each)
        yield from _titled(head, text, why if brief else None, apart=apart)
        if not brief:
            yield layout.actions(why, *engagement.acting(each))
        head = ""


def _why(each: Watching, *, brief: bool) -> str:
    said = engagement.reasons(each)
    if brief:
        said = [standing_words.run_said(each.standing) or digest_words.came(each.standing)]
    return " ".join([*said, *([_("Not yet checked.")] if each.is_unchecked else [])])


def _rest(found: Digest, many: int) -> Iterator[str]:
    """Say of how many more there is something to say."""
    left = len(found.entries) - min(many, len(found.entries))
    if left:
        more = ngettext("{n} more is less connected.", "{n} more are less connected.", left)
        yield more.format(n=left)
    if found.unchanged.any:
        yield digest_words.unchanged(found.unchanged)


def _back(found: Sequence[Back], many: int, *, apart: bool) -> list[Block]:
    """Name who came again, with words of thanks to copy for the first."""
    title = _("Back again ({n})").format(n=len(found))
    lines = []
    for each in found[:many]:
        day = event_words.bare_day(each.day)
        came = ngettext(
            "{partner} came to {body} on {day}, after missing {n}.",
            "{partner} came to {body} on {day}, after missing {n}.",
            each.missed,
        )
        lines.append(came.format(partner=each.name, body=each.body, day=day, n=each.missed))
    if len(found) > many:
        more = len(found) - many
        lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
    ids = ",".join(str(each.organisation_id) for each in found[:MOST_ENTRIES])
    thank = layout.button(_("Thank them"), THANK, ids)
    return _titled(title, "\n".join(lines), thank, apart=apart)


def _image(each: Shown) -> Block:
    return layout.block(ImageBlock(alt_text=each.alt, slack_file={"id": each.file}))
