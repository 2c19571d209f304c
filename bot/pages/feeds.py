"""Feeds that calendar programs read again and again, and the page that tells how to add one.

A link opens both. Reading changes nothing, and whatever is wrong with a link, the answer is one.
"""

import gzip
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.language import catalogue
from bot.pages.layout import HEADERS, not_found
from bot.pages.parts import Choices, Heading, Items, Link, Page, Paragraph, Part
from bot.pages.visits import Pages, Visit
from db import bodies, feed_links, feeds, links, unheard
from db.engine import Database
from db.signing import Signer
from db.tenancy import within
from domain.calendars import etag
from domain.language import gettext as _
from domain.language import speaking

NAME = "calendar.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"

_NEVER = re.compile(r"q\s*=\s*0(\.0*)?")
"""How a program says that it does not take a coding."""

_ZIPPED = "-gzip"
"""What tells the ETag of a compressed feed from that of its bytes (RFC 9110, 8.8.3.3)."""


MOST_KEPT = 64
"""How many feeds a process keeps as it gave them last; a large one has half a megabyte."""


@dataclass(frozen=True)
class _Given:
    """A feed as it was given, at which state of the partnership, and until when that holds."""

    state: tuple[object, ...]
    until: datetime | None
    body: bytes
    tag: str

    def holds(self, state: tuple[object, ...], now: datetime) -> bool:
        """Say whether it would be the same now."""
        return self.state == state and (self.until is None or now < self.until)

    @cached_property
    def zipped(self) -> bytes:
        """Give it compressed: the same bytes each time."""
        return gzip.compress(self.body, compresslevel=5, mtime=0)


class Feeds:
    """Answers with feeds, each from one moment of the database, and with the pages about them."""

    def __init__(
        self,
        database: Database,
        signer: Signer,
        *,
        clock: Callable[[], datetime],
        public_url: str = "",
    ) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock
        self._base = public_url.rstrip("/")
        self._given: dict[int, _Given] = {}

    def routes(self, pages: Pages) -> list[BaseRoute]:
        """Give the paths of feeds and of the pages about them."""
        return [
            route
            for purpose in (feed_links.PERSONAL, feed_links.OF_BODY)
            for route in (
                Route(f"/{purpose}/{{token}}/{NAME}", self._answering(purpose), methods=["GET"]),
                pages.route(f"/{purpose}/{{token}}", purpose, self._page),
            )
        ]

    def _answering(self, purpose: str) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        async def answer(request: Request) -> Response:
            token = request.path_params["token"]
            given = await run_in_threadpool(self.read, purpose, token)
            if given is None:
                return not_found("../../")
            return await run_in_threadpool(_response, given, request)

        return answer

    def read(self, purpose: str, token: str) -> _Given | None:
        """Give the feed that a token opens: as it was given last, if nothing has changed since."""
        now = self._clock()
        with self._database.reading() as session:
            opened = links.opened(session, purpose, self._signer.read(purpose, token), now=now)
            if opened is None:
                return None
            partnership, person, link = opened.partnership, opened.person, opened.link
            language = person.language or partnership.language
            with within(session, partnership.id), speaking(catalogue(language)):
                state = (language, *feeds.state(session, partnership, now=now))
                given = self._given.get(link.id)
                if given is None or not given.holds(state, now):
                    body = feeds.read(session, link, partnership, now=now)
                    if body is None:
                        return None
                    until = unheard.until(session, now=now)
                    given = _Given(state, until, body, etag(body))
                    self._keep(link.id, given)
                return given

    def _keep(self, link_id: int, given: _Given) -> None:
        if len(self._given) >= MOST_KEPT:
            self._given.clear()
        self._given[link_id] = given

    def _page(self, visit: Visit) -> Page | None:
        """Tell how to add a feed to a calendar program."""
        session, link = visit.session, visit.link
        if not feed_links.may_read(session, link, visit.partnership, now=visit.now):
            return None
        body = bodies.by_id(session, link.subject_id) if link.subject_id is not None else None
        address = f"{self._base}/{link.purpose}/{self._signer.token(link)}/{NAME}"
        name = feeds.name_of(visit.partnership, body)
        return Page(_("My calendar") if body is None else body.name, _parts(name, address))


def _parts(name: str, address: str) -> list[Part]:
    webcal = f"webcal://{address.partition('://')[2]}"
    return [
        Paragraph(
            _("Add “{name}” to your calendar. It follows every change.").format(name=name), "lead"
        ),
        Choices([Link(_("Add to my calendar"), webcal)]),
        Paragraph(_("This opens Outlook, Apple Calendar or Thunderbird, if you have one of them.")),
        Heading(_("If nothing opens")),
        Paragraph(_("Copy this address:")),
        Paragraph(address),
        Items(
            [
                _("Outlook: in Calendar choose Add calendar, then Subscribe from web. Paste it."),
                _("Google Calendar: beside Other calendars choose +, then From URL. Paste it."),
                _("iPhone: in Calendar tap Calendars, Add Calendar, Add Subscription Calendar."),
                _("Mac: open Calendar, choose File, then New Calendar Subscription. Paste it."),
            ]
        ),
        Heading(_("Good to know")),
        Items(
            [
                _("Programs look in their own time. Google may take a day to show a change."),
                _("It shows meetings, not who is invited or who answered."),
                _("Your answers still go by the invitation, its links or Slack."),
            ]
        ),
        Paragraph(
            _(
                "Whoever has this address can read the calendar. If it got into the wrong hands,"
                " take a new address in Slack, or ask the business unit."
            ),
            "small",
        ),
    ]


def _response(given: _Given, request: Request) -> Response:
    tag = given.tag
    zipped = _zips(request.headers.get("accept-encoding", ""))
    headers = {
        **HEADERS,
        "Cache-Control": "private, no-cache",
        "ETag": f'{tag[:-1]}{_ZIPPED}"' if zipped else tag,
        "Vary": "Accept-Encoding",
    }
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if not zipped:
        return Response(given.body, media_type=MEDIA_TYPE, headers=headers)
    return Response(
        given.zipped, media_type=MEDIA_TYPE, headers={**headers, "Content-Encoding": "gzip"}
    )


def _zips(accepted: str) -> bool:
    """Say whether a program takes gzip (RFC 9110, 12.5.3)."""
    for each in accepted.lower().split(","):
        coding, _semicolon, weight = (part.strip() for part in each.partition(";"))
        if coding in {"gzip", "x-gzip"}:
            return not _NEVER.fullmatch(weight)
    return False


def _has(known: str, tag: str) -> bool:
    """Say whether a program has these bytes already, compressed or not (RFC 9110, 13.1.2)."""
    tags = [
        each.strip().removeprefix("W/").replace(f'{_ZIPPED}"', '"') for each in known.split(",")
    ]
    return "*" in tags or tag in tags
