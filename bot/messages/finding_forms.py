"""Forms of what is done about a partner: check the facts, log a contact, put it off."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from slack_sdk.models.blocks import ButtonElement

from bot.messages import attendance_forms, engagement, fields, layout, records
from bot.messages import engagement_pages as pages
from bot.reply import Block, Message, Modal
from domain.contacts import Way
from domain.contacts import said as way_said
from domain.finding_facts import Facts
from domain.findings import CAME_OF_IT, MAX_NOTE, MAX_REASON
from domain.language import gettext as _
from domain.language import ngettext
from domain.leaves import said as reason_said
from domain.named_days import long_date
from domain.watching import Watching
from domain.worklist import Line

USUAL = timedelta(days=28)
"""How long somebody is put off, if nobody says otherwise."""

MOST_PUT_OFF = 20
"""How many that are put off are shown: two blocks each, and a message takes 50."""


def check_form(facts: Facts, day: date, state: dict[str, Any]) -> Modal:
    """Show what is behind a finding, and ask whether it is right."""
    own = facts.at.watching
    return Modal(
        callback=engagement.CHECK,
        title=_("Check facts"),
        submit=_("Facts are right"),
        close=_("Not now"),
        state=state,
        blocks=(
            layout.plain("\n".join([engagement.named(own, day), *engagement.reasons(own)])),
            *_missed(facts),
            layout.plain(_listed(_("Is anything wrong or missing?"), _doubts(facts))),
            layout.actions(*_mending(facts)),
            layout.context(
                _(
                    "Chair and scrutineer see it once you say so, or five working days after {day}."
                ).format(day=long_date(facts.spell.noticed_on))
            ),
        ),
    )


def _missed(facts: Facts) -> list[Block]:
    """Show the events that were missed in a row, as they are recorded."""
    gap = facts.at.occasions[: facts.at.watching.standing.state.missed]
    lines = [pages.event(each) for each in gap]
    return [layout.plain(_listed(_("Recorded, the latest first:"), lines))] if lines else []


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"• {each}" for each in lines)])


def _doubts(facts: Facts) -> list[str]:
    """Say what may be wrong with it, a line each; also that nothing is."""
    n = len(facts.unfilled)
    body = facts.at.watching.body
    registers = _("All registers of {body} are filled in.").format(body=body)
    if n:
        titles = "; ".join(layout.short(each.title, layout.QUOTED) for each in facts.unfilled)
        registers = ngettext(
            "{n} register of {body} is not filled in: {titles}",
            "{n} registers of {body} are not filled in: {titles}",
            n,
        ).format(n=n, body=body, titles=titles)
    waits = facts.corrections
    asked = _("No correction waits.")
    if waits:
        asked = ngettext(
            "{n} correction that they asked for waits on your worklist.",
            "{n} corrections that they asked for wait on your worklist.",
            waits,
        ).format(n=waits)
    lead = _("Their seat has no lead.") if facts.vacant else _("Their seat has a lead.")
    return [registers, asked, lead, *_away(facts), _contacted(facts)]


def _away(facts: Facts) -> list[str]:
    if not facts.leaves:
        return [_("No leave is recorded.")]
    return [
        _("Leave: {reason}, from {day}.").format(
            reason=reason_said(each.reason).lower(), day=long_date(each.since)
        )
        for each in facts.leaves
    ]


def _contacted(facts: Facts) -> str:
    if facts.contact is None:
        return _("No contact is logged yet.")
    return _("Last contact: {contact}").format(contact=pages.contact(facts.contact))


def _mending(facts: Facts) -> list[ButtonElement]:
    """Offer the ways to mend what is wrong."""
    own = str(facts.at.watching.organisation_id)
    made = []
    if facts.unfilled:
        first = facts.unfilled[0]
        spoken = _("Fill in the register: {title}").format(title=first.title)
        event = str(first.event_id)
        made.append(
            layout.button(_("Fill in the register"), attendance_forms.OPEN, event, spoken=spoken)
        )
    made.append(layout.button(_("Record leave"), engagement.LEAVE, own))
    made.append(layout.button(_("Their whole record"), records.OF, own))
    return made


def checked(partner: str) -> str:
    """Confirm that facts are checked."""
    return _("Checked: {partner}. Chair and scrutineer see it from now on.").format(partner=partner)


def contact_form(
    name: str,
    bodies: Sequence[fields.Choice],
    day: date,
    state: dict[str, Any],
    *,
    body: str | None = None,
) -> Modal:
    """Ask when and how somebody spoke with a partner, and what came of it."""
    about = (
        fields.choice(
            "body",
            _("About which body"),
            bodies[: fields.MOST_CHOICES],
            initial=body,
            optional=True,
        )
        if bodies
        else None
    )
    return Modal(
        callback=engagement.CONTACT,
        title=_("Log a contact"),
        submit=_("Log it"),
        close=_("Cancel"),
        state=state,
        blocks=(
            layout.plain(name),
            fields.day("day", _("When"), initial=day),
            fields.one_of(
                "way", _("How"), [(each.value, way_said(each)) for each in Way], initial=Way.CALL
            ),
            fields.choice(
                "came_of_it",
                _("What came of it"),
                [(each.value, _(words)) for each, words in CAME_OF_IT.items()],
            ),
            *([about] if about else []),
            fields.text(
                "note",
                _("Note"),
                hint=_("Please don't put details of any child or family here."),
                most=MAX_NOTE,
                lines=True,
                optional=True,
            ),
        ),
    )


def logged(partner: str) -> str:
    """Confirm a contact."""
    return _("Logged: a contact with {partner}.").format(partner=partner)


def put_off_form(who: str, day: date, state: dict[str, Any]) -> Modal:
    """Ask until when a partner at a body is left out, and why."""
    return Modal(
        callback=engagement.PUT_OFF,
        title=_("Put off"),
        submit=_("Put off"),
        close=_("Cancel"),
        state=state,
        blocks=(
            layout.plain(
                _("{who}: left out of the list and the digest until then.").format(who=who)
            ),
            fields.day(
                "until", _("Until"), initial=day + USUAL, hint=_("At most six months from today.")
            ),
            fields.text(
                "reason",
                _("Why"),
                most=MAX_REASON,
                hint=_("A few words, such as “new lead from January”."),
            ),
        ),
    )


def put_off(who: str, until: date) -> str:
    """Confirm that somebody is put off."""
    return _("Put off until {day}: {who}.").format(day=long_date(until), who=who)


def back(who: str) -> str:
    """Confirm that somebody is on the list again."""
    return _("On the list again: {who}.").format(who=who)


def put_off_list(found: Sequence[Watching], *, changing: bool) -> Message:
    """Show who is put off, until when, and why."""
    if not found:
        return layout.sentence(_("Nobody is put off."))
    title = _("Put off for a while")
    blocks: list[Block] = [layout.header(title)]
    for each in found[:MOST_PUT_OFF]:
        assert each.put_off is not None  # noqa: S101 - listed because it is
        who = _("{partner}, {body}").format(partner=each.name, body=each.body)
        words, again = pages.put_off_said(each), _("Back on the list")
        own, spoken = str(each.put_off.id), f"{again}: {who}"
        button = layout.button(again, engagement.BACK, own, spoken=spoken) if changing else None
        blocks.append(layout.plain(f"{who}\n{words}", button))
    more = len(found) - MOST_PUT_OFF
    if more > 0:
        blocks.append(layout.context(_("and {count} more").format(count=more)))
    return layout.message(title, *blocks)


def sentence(line: Line) -> str:
    """Say what is to be checked, as the worklist does."""
    found = line.found
    assert found is not None  # noqa: S101 - an item of this kind says what was found
    said = (
        _("{partner}, {body}: not seen any more, noticed {day}. Are the facts right?")
        if found.is_lapsed
        else _("{partner}, {body}: less connected, noticed {day}. Are the facts right?")
    )
    return said.format(partner=line.partner, body=line.body, day=long_date(found.noticed_on))


def actions(line: Line) -> list[ButtonElement]:
    """Offer to check the facts."""
    words = _("Check facts")
    spoken = f"{words}: {line.partner}, {line.body}"
    return [layout.button(words, engagement.CHECK, str(line.subject_id), spoken=spoken)]
