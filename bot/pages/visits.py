"""How a signed link opens a page of ours, and what guards it.

A module of pages gives routes, one line each, and says what stands on a page as parts:

    def routes(pages: Pages) -> list[BaseRoute]:
        return [pages.route("/event/{token}", "event", show)]

    def show(visit: Visit) -> Page | None:
        ...
        return Page(_("My calendar"), [Paragraph(_("…")), Links([Link(_("…"), visit.to("/…"))])])

`route` reads the link's token and opens one reading transaction, so that no page changes anything:
programs that look for harm in messages open links too. `show` works within the link's partnership
and speaks the reader's language. It gives a `Page`, a `File`, or None: then, as for anything that
is wrong with a link, the same 404 page comes. Pages need no script; what people typed is escaped.

A page with a form has a `record` too: it gets what was sent in `visit.typed`, in a transaction that
may write, and gives the address of the page that says what was recorded. What it raises as
`Refused` is said beside its field, on the page as it was typed (bot/pages/forms.py).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.language import catalogue
from bot.pages import posting
from bot.pages.forms import NOTHING, Typed
from bot.pages.layout import HEADERS, Sheet, drawn, kept, not_found, root_of, unreadable
from bot.pages.parts import File, Link, Page
from db import feed_links, links, preference_links, record_links, records
from db.engine import Database
from db.models import Link as SignedLink
from db.models import Partnership, Person
from db.signing import Signer
from db.tenancy import within
from domain.check_in import Codes
from domain.errors import Refused
from domain.language import gettext as _
from domain.language import speaking


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that somebody opens by a link that holds: whose it is, and what they ask."""

    session: Session
    partnership: Partnership
    person: Person
    link: SignedLink
    now: datetime
    signer: Signer
    root: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    typed: Typed
    refused: Refused | None = None
    public_url: str = ""
    codes: Codes | None = None

    def to(self, path: str) -> str:
        """Give the address of a page of ours by its path, wherever we are served from."""
        return f"{self.root}{path.removeprefix('/')}"

    def by(self, link: SignedLink, rest: str = "") -> str:
        """Give the address that a link of the reader's opens."""
        return self.to(f"{link.purpose}/{self.signer.token(link)}{rest}")


Show = Callable[[Visit], Page | File | None]
Record = Callable[[Visit], str | Refused | None]
"""What a `Refused` that is raised left is undone; with one that is given, it is kept."""


class Pages:
    """Makes the routes of pages that links open, over one database."""

    def __init__(
        self,
        database: Database,
        signer: Signer,
        *,
        clock: Callable[[], datetime],
        public_url: str = "",
        codes: Codes | None = None,
    ) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock
        self._public_url = public_url
        self._codes = codes

    def route(self, path: str, purpose: str, show: Show, record: Record | None = None) -> Route:
        """Give the route of a page by its path, which holds `{token}`: a link of one purpose.

        What `record` records is a form of the page that `show` shows.
        """

        async def answer(request: Request) -> Response:
            if request.method != "POST" or record is None:
                return await run_in_threadpool(self._shown, request, purpose, show)
            try:
                typed = await posting.read(request, self._public_url)
            except posting.Unreadable as found:
                return unreadable(root_of(request), found.status)
            return await run_in_threadpool(self._recorded, request, purpose, show, record, typed)

        return Route(path, answer, methods=["GET", "POST"] if record else ["GET"])

    def _recorded(
        self, request: Request, purpose: str, show: Show, record: Record, typed: Typed
    ) -> Response:
        """Record a form, then send the reader on: to load that page again records nothing."""
        try:
            with (
                self._database.writing() as session,
                self._visit(session, request, purpose, typed) as visit,
            ):
                to = record(visit) if visit else None
        except Refused as refused:
            return self._shown(request, purpose, show, typed, refused)
        if to is None:
            return not_found(root_of(request))
        if isinstance(to, Refused):
            return self._shown(request, purpose, show, typed, to)
        return RedirectResponse(to, status_code=303, headers=HEADERS)

    def _shown(
        self,
        request: Request,
        purpose: str,
        show: Show,
        typed: Typed = NOTHING,
        refused: Refused | None = None,
    ) -> Response:
        with (
            self._database.reading() as session,
            self._visit(session, request, purpose, typed, refused) as visit,
        ):
            return _answered(visit, show(visit)) if visit else not_found(root_of(request))

    @contextmanager
    def _visit(
        self,
        session: Session,
        request: Request,
        purpose: str,
        typed: Typed,
        refused: Refused | None = None,
    ) -> Iterator[Visit | None]:
        """Open a link: within its partnership and in its reader's language; None for a bad one."""
        now, signed = self._clock(), self._signer.read(purpose, request.path_params["token"])
        opened = links.opened(session, purpose, signed, now=now)
        if opened is None:
            yield None
            return
        partnership = opened.partnership
        language = catalogue(opened.person.language or partnership.language)
        with within(session, partnership.id), speaking(language):
            yield Visit(
                session=session,
                partnership=partnership,
                person=opened.person,
                link=opened.link,
                now=now,
                signer=self._signer,
                root=root_of(request),
                path=request.path_params,
                query=request.query_params,
                typed=typed,
                refused=refused,
                public_url=self._public_url.rstrip("/"),
                codes=self._codes,
            )


def _own_pages(visit: Visit) -> list[Link]:
    """Lead to the reader's other pages that are of no event, and to how their details are used."""
    own, privacy = visit.person.id, visit.partnership.privacy_page
    names = {feed_links.PERSONAL: _("My calendar")}
    names[record_links.PURPOSE] = _("My record")
    names[preference_links.PURPOSE] = _("Choose which messages I get")
    live = links.live(visit.session, names, person_id=own, now=visit.now)
    shown = [
        Link(text, visit.by(live[purpose]))
        for purpose, text in names.items()
        if purpose in live and purpose != visit.link.purpose
        if _may_open(visit, live[purpose])
    ]
    return [*shown, *([Link(_("How we use your details"), privacy)] if privacy else [])]


def _may_open(visit: Visit, link: SignedLink) -> bool:
    """Say whether there is anything yet for the reader behind a link of theirs."""
    if link.purpose == feed_links.PERSONAL:
        return feed_links.may_read(visit.session, link, visit.partnership, now=visit.now)
    if link.purpose == record_links.PURPOSE:
        day = visit.partnership.day(visit.now)
        return bool(records.whose(visit.session, visit.person.id, day=day))
    return True


def _answered(visit: Visit, shown: Page | File | None) -> Response:
    if shown is None:
        return not_found(visit.root)
    if isinstance(shown, File):
        return kept(shown)
    partnership = visit.partnership
    in_rehearsal = partnership.in_rehearsal(visit.now)
    sheet = Sheet(visit.root, partnership.name, in_rehearsal, _own_pages(visit))
    return drawn(shown, sheet, typed=visit.typed, refused=visit.refused)
