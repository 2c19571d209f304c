"""The one address where anybody checks in by the code that is shown: who they are, they say.

A QR code leads here with the event and its code filled in. What is shown says nothing of any event
before the code was right, so that looking at pages tells nobody whether a guess was.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.language import catalogue
from bot.pages import posting
from bot.pages.forms import NOTHING, Form, Typed
from bot.pages.forms import Line as Field
from bot.pages.here import code_field, how_buttons, remote_in
from bot.pages.layout import HEADERS, Sheet, drawn, root_of, unreadable
from bot.pages.parts import Done, Page, Paragraph
from bot.routing import number_in
from db import check_in_tries, check_ins, events, partnerships
from db.check_in_codes import KeyedCodes
from db.check_in_tries import Stranger
from db.engine import Database
from db.tenancy import within
from domain.check_in import Read
from domain.errors import Refused
from domain.language import gettext as _
from domain.language import speaking
from domain.names import name_key
from domain.outcomes import clean_walk_in

PATH = f"/{check_ins.PURPOSE}"
DONE = "done"
EXPECTED, WALK_IN = "1", "2"
"""How the page that thanks is told who somebody was taken for."""

LONGEST = 12
"""How many characters of an address are taken for a code."""


@dataclass(frozen=True, slots=True)
class CheckInDoor:
    """Answers whoever comes without a link."""

    database: Database
    codes: KeyedCodes
    clock: Callable[[], datetime]
    public_url: str = ""

    @property
    def routes(self) -> list[BaseRoute]:
        """Give the paths of the page, alone and as a QR code has it."""
        return [
            Route(PATH, self._answer, methods=["GET", "POST"]),
            Route(f"{PATH}/{{event:int}}/{{code}}", self._answer, methods=["GET"]),
        ]

    async def _answer(self, request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(self._shown, request)
        try:
            typed = await posting.read(request, self.public_url)
        except posting.Unreadable as found:
            return unreadable(root_of(request), found.status)
        return await run_in_threadpool(self._recorded, request, typed)

    def _shown(
        self, request: Request, typed: Typed = NOTHING, refused: Refused | None = None
    ) -> Response:
        """Show the form, filled in as far as the address is, or that it is done."""
        event = request.path_params.get("event") or number_in(typed.one("event"))
        code = str(request.path_params.get("code", ""))[:LONGEST]
        with self.database.reading() as session, ExitStack() as stack:
            stack.enter_context(speaking(self._language(session, event)))
            root = root_of(request)
            if request.method == "GET" and DONE in request.query_params:
                page = _thanks(request.query_params[DONE])
            else:
                page = _page(root, event, code)
            return drawn(page, Sheet(root), typed=typed, refused=refused)

    def _language(self, session: Session, event_id: int) -> NullTranslations:
        """Speak as the partnership of an event does, where one is known."""
        for owner, own in check_ins.open_now(session, self.clock()):
            if own == event_id:
                return catalogue(partnerships.by_id(session, owner).language)
        return catalogue("en")

    def _recorded(self, request: Request, typed: Typed) -> Response:
        """Record a form, then send the reader on: to load that page again records nothing."""
        where = request.client.host if request.client else ""
        try:
            with self.database.writing() as session:
                language = self._language(session, number_in(typed.one("event")))
                with speaking(language):
                    told = self._check_in(session, typed, where)
        except Refused as refused:
            told = refused
        if isinstance(told, Refused):
            return self._shown(request, typed, told)
        to = f"{root_of(request)}{check_ins.PURPOSE}?{DONE}={told}"
        return RedirectResponse(to, status_code=303, headers=HEADERS)

    def _check_in(self, session: Session, typed: Typed, where: str) -> str | Refused:
        """Draft that somebody is here, and say as what; a wrong code is given, and so kept."""
        name, organisation = clean_walk_in(typed.one("walk_in"), typed.one("walk_in_from"))
        named = self.codes.place(f"{where} {name_key(name)}")
        found = self._event(session, typed, Stranger(self.codes.place(where), named))
        if isinstance(found, Refused):
            return found
        owner, event_id = found
        with within(session, owner):
            shown = events.by_id(session, event_id)
            assert shown is not None  # noqa: S101 - it was just found
            is_expected = check_ins.check_in_named(
                session,
                shown,
                name,
                organisation,
                remote=remote_in(typed.one("how")),
                now=self.clock(),
            )
        return EXPECTED if is_expected else WALK_IN

    def _event(self, session: Session, typed: Typed, who: Stranger) -> tuple[int, int] | Refused:
        """Find whose and which event a code is of, among those that are open now.

        A wrong one is kept once, with the first of them: who guesses here guesses for all.
        """
        now, wanted = self.clock(), number_in(typed.one("event"))
        doors = [each for each in check_ins.open_now(session, now) if wanted in {0, each[1]}]
        if not doors:
            raise Refused(_("There is no meeting to check in to just now."))
        if who.has_to_wait(session, now):
            return check_in_tries.has_to_wait()
        read = {each: self.codes.read(each[1], typed.one("code"), now) for each in doors}
        right = [each for each, what in read.items() if what is Read.RIGHT]
        if len(right) == 1:
            return right[0]
        if right or Read.CHANGED in read.values():
            return check_in_tries.code_changed()
        owner, event_id = doors[0]
        with within(session, owner):
            check_in_tries.note(session, event_id, who.who, now)
        return check_in_tries.not_the_code()


def _page(root: str, event_id: int, code: str) -> Page:
    fields = [
        code_field(code),
        Field(name="walk_in", label=_("Your name"), fills="name"),
        Field(
            name="walk_in_from",
            label=_("Your organisation"),
            hint=_("If you come for one."),
            fills="organization",
        ),
    ]
    form = Form(
        to=f"{root}{check_ins.PURPOSE}",
        name="check-in",
        fields=fields,
        buttons=how_buttons(),
        carried={"event": str(event_id)} if event_id else None,
    )
    said = _("For whoever is in a meeting now, in the room or by call.")
    note = _(
        "Your name and organisation go to the business unit that holds the meeting, for its"
        " register, marked as said by yourself."
    )
    return Page(_("Check in"), [Paragraph(said, "lead"), form, Paragraph(note, "small")])


def _thanks(what: str) -> Page:
    said = (
        _("You are checked in as one of those who are expected.")
        if what == EXPECTED
        else _("You are noted as in attendance. The business unit looks at it afterwards.")
    )
    return Page(_("Check in"), [Done(_("Thank you."), said)])
