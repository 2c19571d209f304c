"""What is said about partners."""

from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import fields, layout
from bot.reply import Message, Modal
from domain.language import gettext as _
from domain.language import ngettext
from domain.names import MAX_NAME

PAGE = 20
"""Partners on one page of the list: each is a block, and a message takes 50."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register: names with their ids, and where it stands in the whole."""

    partners: tuple[tuple[int, str], ...]
    offset: int
    total: int

    @property
    def before(self) -> int | None:
        """Give where the page before begins, if there is one."""
        return max(self.offset - PAGE, 0) if self.offset else None

    @property
    def after(self) -> int | None:
        """Give where the next page begins, if there is one."""
        following = self.offset + PAGE
        return following if following < self.total else None


def registered(organisation_id: int, name: str) -> Message:
    """Confirm a new partner, and name the next steps."""
    done = _("{name} is now a partner.").format(name=name)
    return layout.message(
        done,
        layout.plain(done),
        layout.actions(
            layout.button(_("Add another partner"), "organisation.new", main=True),
            layout.button(_("Open its page"), "organisation.show", str(organisation_id)),
            layout.button(_("All partners"), "organisation.list"),
        ),
    )


def listing(page: Page, *, may_add: bool) -> Message:
    """Show one page of the register."""
    if not page.total:
        return _empty(may_add=may_add)
    title = ngettext("{n} partner", "{n} partners", page.total).format(n=page.total)
    partners = [layout.plain(name, _opening(each, name)) for each, name in page.partners]
    last = page.offset + len(page.partners)
    place = _("Partners {first} to {last} of {total}, by name").format(
        first=page.offset + 1, last=last, total=page.total
    )
    return layout.message(
        f"{title}. {place}.",
        layout.header(title),
        *partners,
        layout.context(place),
        *_turning(page, may_add=may_add),
    )


def _opening(organisation_id: int, name: str) -> ButtonElement:
    spoken = _("Open {name}").format(name=name)
    return layout.button(_("Open"), "organisation.show", str(organisation_id), spoken=spoken)


def _turning(page: Page, *, may_add: bool) -> list[dict[str, object]]:
    buttons = []
    if may_add:
        buttons.append(layout.button(_("New partner"), "organisation.new", main=True))
    if page.before is not None:
        buttons.append(layout.button(_("Previous"), "organisation.page.before", str(page.before)))
    if page.after is not None:
        buttons.append(layout.button(_("Next"), "organisation.page.after", str(page.after)))
    return [layout.actions(*buttons)] if buttons else []


def _empty(*, may_add: bool) -> Message:
    nobody = _("No partners yet.")
    first = _("Add the first: it takes a name.")
    if not may_add:
        return layout.sentence(nobody)
    return layout.message(
        nobody,
        layout.plain(f"{nobody} {first}"),
        layout.actions(layout.button(_("New partner"), "organisation.new", main=True)),
    )


def page_of(name: str, since: date) -> Message:
    """Show a partner's own page."""
    registered_on = _("On the register since {day}.").format(day=language.long_date(since))
    return layout.message(
        f"{name}. {registered_on}",
        layout.header(name),
        layout.plain(registered_on),
        layout.actions(layout.button(_("All partners"), "organisation.list")),
    )


def form(name: str = "", note: str | None = None) -> Modal:
    """Ask for a new partner; `note` says what was wrong with what was typed, which is kept."""
    return Modal(
        callback="organisation.register",
        title=_("New partner"),
        submit=_("Add partner"),
        close=_("Cancel"),
        blocks=(
            *([layout.plain(note)] if note else []),
            fields.text(
                "name",
                _("Name of the organisation"),
                initial=name[: layout.SECTION],
                hint=_(
                    "As people write it, for example “County Police”. At most {n} characters."
                ).format(n=MAX_NAME),
            ),
        ),
    )
