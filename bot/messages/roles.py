"""Who holds which role, and the forms to give and take one."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot import language
from bot.messages import fields, layout, person_forms
from bot.reply import Block, Message, Modal
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.roles import Role

NAMES = {
    Role.COORDINATOR: N_("Coordinator"),
    Role.CHAIR: N_("Chair"),
    Role.SCRUTINEER: N_("Scrutineer"),
    Role.PARTNER: N_("Partner"),
}
MEANS = {
    Role.COORDINATOR: N_("Runs everything."),
    Role.CHAIR: N_("Reads everything."),
    Role.SCRUTINEER: N_("Reads everything, and changes nothing."),
    Role.PARTNER: N_("Sees their own organisation. A post or a seat is enough for that."),
}
PAGE = 35
"""People on a page: each is a block, beside a heading for each role."""

Held = tuple[int, str, Role, date, date | None]
"""A role's id, whose it is, which one, from when, until when."""


def listing(
    held: Sequence[Held], *, offset: int, total: int, day: date, may_change: bool
) -> Message:
    """Show who holds which role now, and who will."""
    blocks: list[Block] = []
    for role, rows in groupby(held, key=lambda each: each[2]):
        blocks += [layout.marked(f"*{_(NAMES[role])}.* {_(MEANS[role])}")]
        blocks += [_row(each, day, may_change=may_change) for each in rows]
    title = ngettext("{n} role is held", "{n} roles are held", total).format(n=total)
    return layout.message(
        title, layout.header(title), *blocks, *_buttons(offset, total, may_change=may_change)
    )


def _row(each: Held, day: date, *, may_change: bool) -> Block:
    role_id, name, role, since, until = each
    days = []
    if since > day:
        days.append(_("from {day}").format(day=language.long_date(since)))
    if until is not None:
        days.append(_("until {day}").format(day=language.long_date(until)))
    text = f"{name} ({' '.join(days)})" if days else name
    if not may_change:
        return layout.plain(text)
    spoken = _("End: {role}, {name}").format(role=_(NAMES[role]), name=name)
    return layout.plain(text, layout.button(_("End"), "role.end", str(role_id), spoken=spoken))


def _buttons(offset: int, total: int, *, may_change: bool) -> list[Block]:
    found = []
    if may_change:
        found.append(layout.button(_("Give a role"), "role.new", main=True))
    if offset:
        found.append(layout.button(_("Previous"), "role.before", str(max(offset - PAGE, 0))))
    if offset + PAGE < total:
        found.append(layout.button(_("Next"), "role.after", str(offset + PAGE)))
    return [layout.actions(*found)] if found else []


def give_form(day: date) -> Modal:
    """Ask who gets which role, from when until when."""
    offered = [(str(role), f"{_(NAMES[role])}: {_(MEANS[role])}") for role in Role]
    return Modal(
        callback="role.give",
        title=_("Give a role"),
        submit=_("Give"),
        close=_("Cancel"),
        blocks=(
            fields.one_of("role", _("Role"), offered, initial=str(Role.COORDINATOR)),
            fields.search(
                "person",
                _("Somebody known"),
                person_forms.PEOPLE,
                hint=_("Type part of a name or address."),
                optional=True,
            ),
            fields.member(
                "member",
                _("Or somebody of this workspace"),
                hint=_(
                    "For people I don't know yet. Members of other workspaces write to me first."
                ),
            ),
            fields.day("since", _("From"), initial=day),
            fields.day(
                "until",
                _("Until"),
                hint=_("The first day without the role. Empty: no end is known."),
                optional=True,
            ),
        ),
    )


def end_form(each: Held, day: date) -> Modal:
    """Ask from which day somebody has a role no more."""
    role_id, name, role, since, _until = each
    note = _("{role}: {name}").format(role=_(NAMES[role]), name=name)
    return Modal(
        callback="role.take",
        title=_("End a role"),
        submit=_("End it"),
        close=_("Cancel"),
        state={"role": role_id},
        blocks=(
            layout.plain(note),
            fields.day(
                "until",
                _("First day without it"),
                initial=max(day, since),
                hint=_("Today: at once."),
            ),
        ),
    )


def given(name: str, role: Role, since: date, until: date | None) -> Message:
    """Confirm that somebody has a role."""
    done = _("{name}: {role} from {day}.").format(
        name=name, role=_(NAMES[role]), day=language.long_date(since)
    )
    if until is not None:
        done += " " + _("It ends on {day}.").format(day=language.long_date(until))
    return _after(done)


def taken(name: str, role: Role, until: date) -> Message:
    """Confirm that somebody's role ends."""
    return _after(
        _("{name}: no longer {role} from {day}.").format(
            name=name, role=_(NAMES[role]), day=language.long_date(until)
        )
    )


def _after(done: str) -> Message:
    all_roles = layout.actions(layout.button(_("All roles"), "role.list"))
    return layout.message(done, layout.plain(done), all_roles)
