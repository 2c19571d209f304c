"""The page that a coordinator shows to a whole room: the code to check in with, and who is here.

It is read again by itself: every few seconds by a small script, without one on the minute.
"""

import segno
from markupsafe import Markup
from starlette.routing import BaseRoute

from bot.language import time_span
from bot.messages import quorums as quorum_words
from bot.messages.check_in_times import when_open
from bot.pages.parts import Facts, Heading, Items, Page, Paragraph, Part, ShownCode
from bot.pages.visits import Pages, Visit
from db import check_ins, events, people, quorums, registers
from db.events import Shown
from domain.check_in import LASTS, Door, grouped, is_here, known, left
from domain.language import gettext as _
from domain.language import ngettext
from domain.registers import Line
from domain.roles import COORDINATOR, may


def routes(pages: Pages) -> list[BaseRoute]:
    """Give the path of the page with an event's code."""
    return [pages.route(f"/{check_ins.PURPOSE}/{{token}}", check_ins.PURPOSE, show)]


def show(visit: Visit) -> Page | None:
    """Show the code of this minute, how many have checked in, and how the quorum stands."""
    shown = coordinated(visit)
    if shown is None or visit.codes is None:
        return None
    title = _("Check-in: {title}").format(title=shown.event.title)
    return Page(title, _parts(visit, shown), "live", left(visit.now))


def coordinated(visit: Visit) -> Shown | None:
    """Give the event of a link, if whose it is coordinates still."""
    own = visit.link.subject_id
    day = visit.partnership.day(visit.now)
    if own is None or not may(people.roles(visit.session, visit.person.id, day), COORDINATOR):
        return None
    return events.by_id(visit.session, own)


def _parts(visit: Visit, shown: Shown) -> list[Part]:
    way = check_ins.door_of(shown.event, visit.now)
    if way is Door.OPEN:
        return [_code(visit, shown), *_here(visit, shown)]
    said = when_open(shown.event, visit.now) if way is Door.EARLY else check_ins.closed(way)
    when = Facts([(_("When"), time_span(events.span_of(shown.event)))])
    return [Paragraph(said, "lead"), when, *_here(visit, shown)]


def _code(visit: Visit, shown: Shown) -> Part:
    assert visit.codes is not None  # noqa: S101 - show looks for it
    code = visit.codes.at(shown.event.id, visit.now)
    door = f"{visit.public_url}/{check_ins.PURPOSE}"
    before, _place, after = _("It changes in {n} seconds.").partition("{n}")
    return ShownCode(
        picture=_picture(f"{door}/{shown.event.id}/{code}"),
        code=grouped(code),
        label=_("The code is"),
        how=[
            _(
                "Scan the picture with your telephone, or go to {address} and enter the code."
            ).format(address=door.partition("://")[2]),
            _("Or press “I am here” on your own page of this event, or in Slack."),
        ],
        left=(before, after),
        seconds=left(visit.now) or LASTS,
    )


def _picture(address: str) -> Markup:
    """Draw an address for telephones, black on white in any theme."""
    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(scale=8, dark="#000", light="#fff", omitsize=True, border=2)
    label = _("A QR code that opens the page to check in")
    svg = f'<svg role="img" aria-label="{Markup.escape(label)}"'
    return Markup(drawn.replace("<svg", svg, 1))  # noqa: S704 - segno's own drawing of an address


def _here(visit: Visit, shown: Shown) -> list[Part]:
    """Say how many have checked in, who, and how the quorum stands by what is known."""
    lines = registers.lines(visit.session, shown)
    here = [each for each in lines if is_here(each)]
    others = check_ins.walk_ins(visit.session, shown.event.id)
    n, seats = len(here) + len(others), sum(not each.seat.guest for each in lines)
    counted = ngettext("{n} has checked in", "{n} have checked in", n).format(n=n)
    parts: list[Part] = [Heading(counted)]
    came = sum(not each.seat.guest for each in here)
    said = ngettext("{came} of {n} seat.", "{came} of {n} seats.", seats)
    parts.append(Paragraph(said.format(came=came, n=seats)))
    parts += _quorum(visit, shown, known(lines))
    names = [_seat(each) for each in here]
    names += [", ".join(filter(None, (each.name, each.organisation))) for each in others]
    return [*parts, *([Items(names)] if names else [])]


def _seat(line: Line) -> str:
    """Name a seat with who came for it."""
    name = dict(filter(None, (line.lead, *line.deputies))).get(line.outcome.person_id or 0, "")
    return f"{line.seat.called}: {name}" if name and not line.seat.guest else line.seat.called


def _quorum(visit: Visit, shown: Shown, lines: list[Line]) -> list[Part]:
    reached = quorums.at(visit.session, shown, lines)
    if reached is None:
        return []
    names = quorums.names_in(visit.session, shown, reached)
    return [Paragraph(quorum_words.said(reached, *names))]
