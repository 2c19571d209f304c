"""The record of changes, in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import language
from bot.messages import fields, layout, person_forms
from bot.messages.audit_values import in_words
from bot.messages.audit_words import FACTS, SAID
from bot.reply import Block, Message, Modal
from domain.changes import KINDS, Change, Wanted, differences
from domain.language import gettext as _

PAGE = 15
"""Changes on a page, a paragraph each."""

MOST_FACTS = 8
MOST_TEXT = 120


def listing(changes: Sequence[Change], wanted: Wanted, *, zone: str, more: bool) -> Message:
    """Show a page of the record, the newest change first."""
    title = _("Who changed what")
    if not changes:
        nothing = _("No change fits this.") if wanted.narrows else _("Nothing was changed yet.")
        return layout.message(
            f"{title}. {nothing}",
            layout.header(title),
            layout.plain(nothing),
            _buttons(wanted, more),
        )
    first = wanted.offset + 1
    place = _("{first} to {last}, the newest first").format(
        first=first, last=wanted.offset + len(changes)
    )
    return layout.message(
        f"{title}. {place}.",
        layout.header(title),
        *(layout.plain(paragraph(each, zone)) for each in changes),
        layout.context(place),
        _buttons(wanted, more),
    )


def _buttons(wanted: Wanted, more: bool) -> Block:  # noqa: FBT001 - said by its name
    found = [layout.button(_("Filter"), "audit.filter")]
    if wanted.offset:
        newer = wanted.as_text(max(wanted.offset - PAGE, 0))
        found.append(layout.button(_("Newer"), "audit.newer", newer))
    if more:
        older = wanted.as_text(wanted.offset + PAGE)
        found.append(layout.button(_("Older"), "audit.older", older))
    if wanted.narrows:
        found.append(layout.button(_("All changes"), "audit.all"))
    return layout.actions(*found)


def paragraph(change: Change, zone: str) -> str:
    """Say who changed what and when, and a line for each fact that changed."""
    at = change.at.astimezone(ZoneInfo(zone))
    said = _("{sentence} on {day}, {time}.")
    when = {"day": language.long_date(at.date()), "time": f"{at:%H:%M}"}
    lines = [said.format(sentence=sentence(change), **when)]
    if change.after is None:
        lines.append(_("The details were erased."))
    found = differences(change)
    lines += [_fact(change.kind, *each, zone=zone) for each in found[:MOST_FACTS]]
    return layout.short("\n".join(lines), layout.SECTION)


def sentence(change: Change) -> str:
    """Say who changed what."""
    who = _("The app itself") if change.who is None else change.who or _("Somebody since erased")
    said = SAID.get((change.kind, change.verb))
    if said is None:
        kind = _(KINDS[change.kind]) if change.kind in KINDS else change.kind
        return f"{who}: {change.verb} ({', '.join(filter(None, (kind, change.what)))})"
    return _(said).format(who=who, what=change.what or _("(no longer there)"))


def _fact(kind: str, name: str, was: object, now: object, *, zone: str) -> str:
    called = _(FACTS[name]) if name in FACTS else name.replace("_", " ")
    before, after = (in_words(kind, name, each) for each in (was, now))
    if before is None:
        return f"{called}: {_value(after, zone)}"
    return f"{called}: {_value(before, zone)} → {_value(after, zone)}"


def _value(value: object, zone: str) -> str:
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return layout.short(", ".join(map(str, value)), MOST_TEXT)
    if isinstance(value, Mapping):
        return _("see its form")
    return layout.short(_day(str(value), zone), MOST_TEXT)


def _day(value: str, zone: str) -> str:
    """Give a day, or the day of a moment where the partnership is, in words; else the text."""
    try:
        return language.long_date(date.fromisoformat(value))
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return language.long_date(at.astimezone(ZoneInfo(zone)).date()) if at.tzinfo else value


def filter_form() -> Modal:
    """Ask which changes to show."""
    kinds = [(kind, _(text)) for kind, text in KINDS.items()]
    return Modal(
        callback="audit.filter",
        title=_("Filter changes"),
        submit=_("Show"),
        close=_("Cancel"),
        blocks=(
            fields.search("person", _("Who"), person_forms.PEOPLE, optional=True),
            fields.search("partner", _("Partner"), person_forms.ORGANISATIONS, optional=True),
            fields.choice("kind", _("What"), kinds, optional=True),
            fields.day("since", _("From"), optional=True),
            fields.day("until", _("Until, that day included"), optional=True),
        ),
    )
