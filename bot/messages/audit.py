"""The record of changes, in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import language
from bot.messages import fields, layout, person_forms
from bot.messages.audit_values import in_words
from bot.reply import Block, Message, Modal
from domain.changes import KINDS, Change, Wanted, differences
from domain.language import N_
from domain.language import gettext as _

PAGE = 15
"""Changes on a page, a paragraph each."""

MOST_FACTS = 8
MOST_TEXT = 120

SAID = {
    ("organisation", "register"): N_("{who} registered {what}"),
    ("organisation", "rename"): N_("{who} renamed {what}"),
    ("organisation", "mend name"): N_("{who} corrected the name of {what}"),
    ("organisation", "set aliases"): N_("{who} changed other names of {what}"),
    ("organisation", "set domains"): N_("{who} changed the mail domains of {what}"),
    ("organisation", "set sector"): N_("{who} changed the sector of {what}"),
    ("organisation", "close"): N_("{who} closed {what}"),
    ("organisation", "reopen"): N_("{who} reopened {what}"),
    ("organisation", "correct membership"): N_("{who} corrected when {what} is a member"),
    ("organisation", "merge"): N_("{who} merged {what} into another"),
    ("organisation", "undo merge"): N_("{who} undid a merge of {what}"),
    ("organisation", "log contact"): N_("{who} logged a contact with {what}"),
    ("organisation", "remove contact"): N_("{who} took back a contact with {what}"),
    ("organisation", "begin leave"): N_("{who} put {what} on leave"),
    ("organisation", "end leave"): N_("{who} ended the leave of {what}"),
    ("seat", "add"): N_("{who} added a seat: {what}"),
    ("seat", "change"): N_("{who} changed a seat: {what}"),
    ("seat", "end"): N_("{who} ended a seat: {what}"),
    ("seat", "appoint lead"): N_("{who} named a lead: {what}"),
    ("seat", "appoint deputy"): N_("{who} named a deputy: {what}"),
    ("seat", "end lead"): N_("{who} ended a lead: {what}"),
    ("seat", "end deputy"): N_("{who} ended a deputy: {what}"),
    ("seat", "vacate"): N_("{who} left a seat vacant: {what}"),
    ("seat", "begin leave"): N_("{who} put a seat on leave: {what}"),
    ("seat", "end leave"): N_("{who} ended the leave of a seat: {what}"),
    ("seat", "accept told"): N_("{who} accepted what a partner told us: {what}"),
    ("seat", "decline told"): N_("{who} declined what a partner told us: {what}"),
    ("series", "note access needs"): N_("Somebody told privately what they need: {what}"),
    ("person", "add"): N_("{who} added {what}"),
    ("person", "change"): N_("{who} changed the details of {what}"),
    ("person", "add address"): N_("{who} added an address of {what}"),
    ("person", "set addresses"): N_("{who} changed the addresses of {what}"),
    ("person", "give role"): N_("{who} gave {what} a role"),
    ("person", "take role"): N_("{who} ended a role of {what}"),
    ("person", "give post"): N_("{who} gave {what} a post"),
    ("person", "end post"): N_("{who} ended a post of {what}"),
    ("person", "identify"): N_("{who} made {what} known in Slack"),
    ("person", "choose messages"): N_("{who} chose messages for {what}"),
    ("person", "add diary contact"): N_("{who} named a diary contact for {what}"),
    ("person", "end diary contact"): N_("{who} ended a diary contact of {what}"),
    ("body", "add"): N_("{who} added the body {what}"),
    ("body", "change"): N_("{who} changed the body {what}"),
    ("body", "close"): N_("{who} closed the body {what}"),
    ("body", "reopen"): N_("{who} reopened the body {what}"),
    ("arrangement", "add"): N_("{who} added the arrangement {what}"),
    ("arrangement", "change"): N_("{who} changed the arrangement {what}"),
    ("partnership", "add"): N_("{who} made the partnership"),
    ("partnership", "add channel"): N_("{who} said which channel is the partnership's"),
    ("partnership", "change settings"): N_("{who} changed settings"),
    ("partnership", "skip step"): N_("{who} skipped a first step"),
    ("sector", "add"): N_("{who} added the sector {what}"),
    ("sector", "change"): N_("{who} changed the sector {what}"),
    ("term", "add"): N_("{who} added a term {what}"),
    ("term", "change"): N_("{who} changed a term {what}"),
    ("term", "remove"): N_("{who} removed a term"),
    ("series", "draft"): N_("{who} drafted {what}"),
    ("series", "redraft"): N_("{who} changed the draft of {what}"),
    ("series", "send"): N_("{who} sent the invitations of {what}"),
    ("series", "move"): N_("{who} moved {what}"),
    ("series", "move series"): N_("{who} moved all of {what}"),
    ("series", "change event"): N_("{who} changed what {what} says"),
    ("series", "change series"): N_("{who} changed what all of {what} says"),
    ("series", "cancel"): N_("{who} cancelled {what}"),
    ("series", "invite"): N_("{who} invited more people to {what}"),
    ("series", "send calendar"): N_("{who} let us send the calendar entries of {what}"),
    ("series", "end series"): N_("{who} ended the series {what}"),
    ("series", "write ahead"): N_("{who} wrote more dates of {what}"),
    ("series", "follow register"): N_("{who} let {what} follow the register"),
    ("series", "nudge"): N_("{who} asked again about {what}"),
    ("series", "stop"): N_("{who} stopped messages about {what}"),
    ("invitation", "answer"): N_("{who} answered: {what}"),
    ("invitation", "ask deputy"): N_("{who} asked a deputy after silence: {what}"),
    ("invitation", "decide deputy"): N_("{who} decided whether a deputy is asked: {what}"),
    ("invitation", "deputy reply"): N_("{who} answered as a deputy: {what}"),
    ("person", "renew feed"): N_("{who} took a new calendar address for {what}"),
    ("partnership", "go live"): N_("{who} went live"),
    ("partnership", "stop going live"): N_("{who} stopped going live"),
    ("worklist item", "review"): N_("{who} decided about a mail"),
    ("worklist item", "finish"): N_("{who} settled something on the worklist"),
    ("paper", "add"): N_("{who} added a paper to an event"),
    ("paper", "remove"): N_("{who} removed a paper of an event"),
    ("import", "confirm"): N_("{who} imported {what}"),
    ("import", "decide"): N_("{who} answered a question about {what}"),
    ("import", "discard"): N_("{who} discarded {what}"),
    ("import", "undo"): N_("{who} undid the import of {what}"),
    ("introduction", "turn away"): N_("{who} turned somebody away"),
    ("worklist item", "put off"): N_("{who} put something on the worklist off"),
    ("sample", "lay"): N_("{who} laid sample data"),
    ("sample", "remove"): N_("{who} removed the sample data"),
    ("partnership", "export"): N_("{who} took the register out"),
    ("installation", "install"): N_("{who} connected a Slack workspace"),
    ("installation", "revoke"): N_("A Slack workspace took the app away"),
}
"""What each verb of the record reads, by what it is about."""

FACTS = {
    "name": N_("name"),
    "sector": N_("sector"),
    "since": N_("from"),
    "until": N_("until"),
    "role": N_("role"),
    "person": N_("person"),
    "organisation": N_("partner"),
    "body": N_("body"),
    "title": N_("title"),
    "statutory": N_("statutory"),
    "speaks_for": N_("speaks for"),
    "job_title": N_("job title"),
    "reason": N_("reason"),
    "successor": N_("successor"),
    "into": N_("into"),
    "domains": N_("mail domains"),
    "aliases": N_("other names"),
    "language": N_("language"),
    "channel": N_("channel"),
    "declined": N_("declined"),
    "zone": N_("time zone"),
    "coordinators_channel": N_("coordinators' channel"),
    "reply_mailbox": N_("reply mailbox"),
    "phone": N_("telephone"),
    "privacy_page": N_("page on details"),
    "place": N_("place"),
    "keeps_terms": N_("rests in school holidays"),
    "retired": N_("retired"),
    "first_day": N_("first day"),
    "last_day": N_("last day"),
    "told_by": N_("told by"),
    "partners": N_("partners"),
    "holder": N_("whose diary"),
    "address": N_("address"),
    "addresses": N_("addresses"),
    "main": N_("main"),
    "closed_at": N_("closed from"),
    "from": N_("from"),
    "way": N_("way"),
    "day": N_("day"),
    "note": N_("note"),
    "quorum": N_("quorum"),
    "answer_by_days": N_("days to answer"),
    "asks_deputies": N_("asks deputies"),
    "kind": N_("about"),
    "kept": N_("kept"),
    "step": N_("step"),
    "invited": N_("invited"),
    "withdrawn": N_("no longer invited"),
    "answer": N_("answer"),
    "source": N_("source"),
    "deputy": N_("deputy"),
}
"""What the facts of a detail are called; one without a name here is shown by its key."""


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
