"""The pages of a partner's own record: what is recorded, and "that's not right"."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from bot.messages import own_lines as own_words
from bot.messages import record_words as words
from bot.pages.event_parts import whom_to_ask
from bot.pages.forms import WHICH, Box, Button, Form, Line, Option, Radios
from bot.pages.parts import Done, Facts, Folded, Heading, Items, Link, Links, Page, Paragraph, Part
from bot.pages.visits import Pages, Visit
from bot.routing import number_in
from db import corrections, own_lines, record_links, records
from domain.answers import Source
from domain.errors import Refused
from domain.language import gettext as _
from domain.records import INSTEAD, Entry, read_said
from domain.records import Page as Record

ASK, WITHDRAW = "ask", "withdraw"
"""The names of the forms."""


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the paths of the record, and of the page that asks what happened instead."""
    purpose = record_links.PURPOSE
    own = f"/{purpose}/{{token}}"
    return [
        pages.route(own, purpose, show),
        pages.route(f"{own}/wrong/{{invitation}}", purpose, show_wrong, record),
    ]


def show(visit: Visit) -> Page | None:
    """Show what is recorded of the organisations that the reader speaks for."""
    day = visit.partnership.day(visit.now)
    own = records.whose(visit.session, visit.person.id, day=day)
    if not own:
        return None
    every, offset = "all" in visit.query, number_in(visit.query.get("from", ""))
    page = records.page(visit.session, own, day=day, offset=offset, every=every)
    parts: list[Part] = [
        *_done(visit),
        Paragraph(words.explained(), "lead"),
        *_lines(visit, own),
        *_summed(words.totals(page)),
        *(part for each in page.entries for part in _entry(each, page, visit)),
        *([] if page.entries else [Paragraph(words.empty(page))]),
        Links(_turning(page, visit)),
    ]
    return Page(words.title(), [*parts, *whom_to_ask(visit.partnership)])


def _lines(visit: Visit, own: frozenset[int]) -> list[Part]:
    """Say how often the reader's organisations were represented, and how that is worked out."""
    found = own_lines.of(visit.session, own, now=visit.now)
    if not found:
        return []
    how = [*own_words.rules(), *(each for line in found for each in own_words.sums(line))]
    title = _("How we work this out")
    return [*(Paragraph(own_words.said(each)) for each in found), Folded(title, how)]


def _done(visit: Visit) -> list[Part]:
    if "asked" in visit.query:
        return [Done(_("Thank you."), _("The business unit looks at it, and tells you."))]
    if "back" in visit.query:
        return [Done(_("You have taken it back."), _("Nothing is changed."))]
    return []


def _summed(totals: Sequence[str]) -> list[Part]:
    """Say how often each seat was represented, and below it what counts."""
    return [Items(totals[:-1]), Paragraph(totals[-1], "small")] if totals else []


def _entry(entry: Entry, page: Record, visit: Visit) -> list[Part]:
    lines = "\n".join([*words.where(entry, page), words.happened(entry), *words.latest(entry)])
    wrong = _("Change what I said: {title}") if entry.waits else _("That’s not right: {title}")
    to = visit.by(visit.link, f"/wrong/{entry.invitation_id}")
    return [
        Heading(words.heading(entry)),
        Paragraph(lines),
        Paragraph(Link(wrong.format(title=words.heading(entry)), to)),
    ]


def _turning(page: Record, visit: Visit) -> Sequence[Link]:
    every = "&all=1" if page.every else ""
    found = []
    if page.before is not None:
        found.append(Link(_("Newer"), visit.by(visit.link, f"?from={page.before}{every}")))
    if page.after is not None:
        found.append(Link(_("Older"), visit.by(visit.link, f"?from={page.after}{every}")))
    if page.every:
        return [*found, Link(_("The last two years"), visit.by(visit.link))]
    return [*found, Link(_("All years"), visit.by(visit.link, "?all=1"))]


def _own(visit: Visit) -> Entry | None:
    """Give the entry that a page is about; None for what is not the reader's."""
    day = visit.partnership.day(visit.now)
    own = records.whose(visit.session, visit.person.id, day=day)
    invitation = number_in(visit.path["invitation"])
    try:
        return records.entry(visit.session, own, invitation, day=day)
    except Refused:
        return None


def show_wrong(visit: Visit) -> Page | None:
    """Ask what happened instead of what is recorded."""
    entry = _own(visit)
    if entry is None:
        return None
    facts = Facts(
        [
            (_("Event"), words.heading(entry)),
            (_("Seat"), words.seat(entry)),
            (_("Recorded"), words.happened(entry)),
        ]
    )
    stands = [Paragraph(each) for each in words.latest(entry)]
    back = Paragraph(Link(_("Back to my record"), visit.by(visit.link)))
    parts: list[Part] = [facts, *stands, *_forms(entry, visit), back]
    return Page(_("That’s not right"), [*parts, *whom_to_ask(visit.partnership)])


def _forms(entry: Entry, visit: Visit) -> list[Form]:
    before = entry.latest.said if entry.waits and entry.latest else None
    to = visit.by(visit.link, f"/wrong/{entry.invitation_id}")
    hint = _("Please give no details of any child or family, or of anybody’s health.")
    ask = Form(
        to=to,
        name=ASK,
        fields=[
            Radios(
                name="instead",
                label=_("What happened?"),
                options=[Option(str(code), _(text)) for code, text in INSTEAD.items()],
                value=str(before.code) if before else "",
            ),
            Line(
                name="name",
                label=_("Who represented you, if somebody else did"),
                value=before.name if before else "",
            ),
            Box(
                name="comment",
                label=_("Anything to add (you need not)"),
                hint=hint,
                value=before.comment if before else "",
            ),
        ],
        buttons=[Button(text=_("Ask to correct it"))],
    )
    if not entry.waits:
        return [ask]
    quiet = Button(text=_("Take it back"), quiet=True)
    return [ask, Form(to=to, name=WITHDRAW, buttons=[quiet])]


def record(visit: Visit) -> str | None:
    """Put what was said before the coordinators, or take it back."""
    entry, day = _own(visit), visit.partnership.day(visit.now)
    if entry is None:
        return None
    own, at, typed = visit.person.id, entry.invitation_id, visit.typed.one
    if typed(WHICH) == WITHDRAW:
        corrections.withdraw(visit.session, own, at, day=day, now=visit.now)
        return visit.by(visit.link, "?back=1")
    said = read_said(typed("instead"), typed("name"), typed("comment"))
    corrections.ask(visit.session, own, at, said, source=Source.LINK, day=day, now=visit.now)
    return visit.by(visit.link, "?asked=1")
