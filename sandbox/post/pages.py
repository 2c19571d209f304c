"""The pages of the post office: mailboxes, one mailbox with its reading pane, a calendar."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.post import moments
from sandbox.post.cards import card_of
from sandbox.post.confirmations import Answered, answered
from sandbox.post.contents import attachment, framed, original
from sandbox.post.mailroom import Mailroom
from sandbox.post.mails import Mail
from sandbox.post.months import month_of
from sandbox.post.replies.shapes import SHAPES, TITLES, Shape
from sandbox.post.sending import UndeliveredError

UNPROCESSABLE = 422
A_LIFETIME = 100
"""How far a calendar can be turned, in years."""
VIEWS = ("html", "text", "headers")


class Render(Protocol):
    """Gives an answer made of a template; the site owns the frame around it."""

    def __call__(self, request: Request, template_name: str, **context: Any) -> Response:
        """Render a template that extends base.html."""


class Pages:
    """The endpoints; each reads the request, asks the mailroom, and renders."""

    def __init__(self, room: Mailroom, render: Render) -> None:
        self.room = room
        self.render = render

    def mailboxes(self, request: Request) -> Response:
        """Show everybody's mailbox with what is unread, or the ways to their calendars."""
        boxes = [
            {
                "person": person,
                "unread": self.room.unread(person.address),
                "latest": next(iter(self.room.inbox(person.address)), None),
            }
            for person in self.room.residents()
        ]
        calendars = request.url.path.startswith("/calendar")
        smtp = self.room.address
        names = {"boxes": boxes, "calendars": calendars, "smtp": smtp, **self._words()}
        return self.render(request, "mail_boxes.html", **names)

    def mailbox(self, request: Request) -> Response:
        """Show somebody's mails, none of them open."""
        return self._box(request)

    def mail(self, request: Request) -> Response:
        """Show somebody's mails, one of them open; it counts as read from now on."""
        mail = self._mail(request)
        self.room.open(request.path_params["address"], mail)
        return self._box(request, mail)

    def compose(self, request: Request) -> Response:
        """Show the form for a mail by hand, an answer to another if one is named."""
        return self._form(request, {})

    async def send(self, request: Request) -> Response:
        """Send a mail by hand."""
        given = await _form(request)
        address = request.path_params["address"]
        if given.get("answers"):
            self._found(request, given["answers"])
        try:
            mail = await run_in_threadpool(self._send, address, given)
        except (UndeliveredError, ValueError) as error:
            return await run_in_threadpool(self._form, request, given, str(error))
        return self._see(address, mail)

    async def answer(self, request: Request) -> Response:
        """Answer an invitation, in the shape that was chosen."""
        given = await _form(request)
        mail, address = self._mail(request), request.path_params["address"]
        try:
            sent = await run_in_threadpool(self._answer, address, mail, given)
        except (UndeliveredError, ValueError) as error:
            return await run_in_threadpool(self._box, request, mail, str(error))
        return self._see(address, mail, f"?answered={sent.id}")

    async def mark_unread(self, request: Request) -> Response:
        """Let a mail count as unread again, and close it."""
        address = request.path_params["address"]
        self.room.open(address, self._mail(request), opened=False)
        return RedirectResponse(f"/mail/{self.room.resident(address).key}", 303)

    def calendar(self, request: Request) -> Response:
        """Show a month of somebody's calendar."""
        address = request.path_params["address"]
        today = moments.local(self.room.now()).date()
        month = month_of(self.room.calendar(address), _month(request, today), today)
        person = self.room.resident(address)
        return self.render(request, "mail_calendar.html", person=person, month=month)

    def raw(self, request: Request) -> Response:
        """Give a mail's bytes as they came."""
        return original(self._mail(request))

    def part(self, request: Request) -> Response:
        """Give an attachment, to be saved."""
        return attachment(self._mail(request), request.path_params["part"])

    def frame(self, request: Request) -> Response:
        """Give a mail's HTML for its sandboxed frame."""
        return framed(self._mail(request))

    # Behind them

    def _mail(self, request: Request) -> Mail:
        """Find the mail of the address."""
        return self._found(request, str(request.path_params["number"]))

    def _found(self, request: Request, number: str) -> Mail:
        """Find a mail in the mailbox of the address, which alone shows it."""
        try:
            return self.room.mail_of(request.path_params["address"], number)
        except LookupError as error:
            raise HTTPException(404, str(error)) from error

    def _see(self, address: str, mail: Mail, query: str = "") -> Response:
        return RedirectResponse(f"/mail/{self.room.resident(address).key}/{mail.id}{query}", 303)

    def _confirmed(self, request: Request) -> Answered | None:
        """Say what was just answered, as the answer itself says it."""
        address, number = request.path_params["address"], request.query_params.get("answered", "")
        sent = next((each for each in self.room.sent(address) if each.id == number), None)
        return answered(sent) if sent else None

    def _box(self, request: Request, mail: Mail | None = None, error: str = "") -> Response:
        address = request.path_params["address"]
        sent = mail.sent if mail else request.query_params.get("folder") == "sent"
        view = request.query_params.get("view", "")
        has_html = bool(mail and mail.letter.html)
        return self.render(
            request,
            "mail_box.html",
            status_code=UNPROCESSABLE if error else 200,
            person=self.room.resident(address),
            sent=sent,
            mails=self.room.sent(address) if sent else self.room.inbox(address),
            unread=self.room.unread(address),
            mail=mail,
            view=view if view in VIEWS else "html" if has_html else "text",
            card=mail and card_of(mail, self.room.calendar(address), self.room.now()),
            shape=self.room.shapes.get(address.lower(), SHAPES[0]),
            shapes=TITLES,
            error=error,
            confirmed=None if error else self._confirmed(request),
            is_unread=lambda each: self.room.mails.is_unread(address, each),
            **self._words(),
        )

    def _words(self) -> Mapping[str, Callable[[datetime], str]]:
        return {
            "stamp": lambda moment: moments.stamp(moment, self.room.now()),
            "full": moments.full,
        }

    def _form(self, request: Request, given: Mapping[str, str], error: str = "") -> Response:
        address = request.path_params["address"]
        return self.render(
            request,
            "mail_compose.html",
            status_code=UNPROCESSABLE if error else 200,
            person=self.room.resident(address),
            error=error,
            **self._draft(request, given),
        )

    def _draft(self, request: Request, given: Mapping[str, str]) -> dict[str, str]:
        """Give what the form begins with: what was typed, or the mail that is answered."""
        names = ("to", "subject", "text", "answers", "automatic")
        draft = {name: given.get(name, request.query_params.get(name, "")) for name in names}
        if draft["answers"] and not given:
            letter = self._found(request, draft["answers"]).letter
            people = letter.people("Reply-To") or letter.people("From")
            draft["to"] = people[0][1] if people else ""
            subject = letter.subject
            draft["subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
        return draft

    def _send(self, address: str, given: Mapping[str, str]) -> Mail:
        return self.room.compose(
            address,
            given.get("to", "").strip(),
            given.get("subject", ""),
            given.get("text", ""),
            answers=given.get("answers", ""),
            automatic=bool(given.get("automatic")),
        )

    def _answer(self, address: str, mail: Mail, given: Mapping[str, str]) -> Mail:
        shape: Shape = next((each for each in SHAPES if each == given.get("shape")), SHAPES[0])
        self.room.shapes[address.lower()] = shape
        return self.room.reply(
            mail.id,
            address,
            given.get("partstat", ""),
            shape=shape,
            comment=given.get("comment", ""),
            delegate_to=given.get("deputy", "").strip() or None,
            occurrence=given.get("occurrence") or None,
            on_behalf_of=given.get("on_behalf_of") or None,
            both=bool(given.get("both")),
        )


async def _form(request: Request) -> dict[str, str]:
    """Read a form; a page of another site may not send it."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "Forms are taken from this site's own pages only.")
    async with request.form() as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}


def _month(request: Request, today: date) -> date:
    try:
        written = request.query_params.get("month", "")
        month = datetime.strptime(written, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return today
    return month if abs(month.year - today.year) < A_LIFETIME else today


def routes(room: Mailroom, render: Render) -> list[Route]:
    """Give the routes of all pages: the longer first, since an address may hold a slash."""
    pages = Pages(room, render)
    one = "/mail/{address:path}/{number:int}"
    return [
        Route("/mail", pages.mailboxes),
        Route("/mail/{address:path}/compose", pages.compose, methods=["GET"]),
        Route("/mail/{address:path}/compose", pages.send, methods=["POST"]),
        Route(f"{one}/answer", pages.answer, methods=["POST"]),
        Route(f"{one}/unread", pages.mark_unread, methods=["POST"]),
        Route(f"{one}/raw", pages.raw),
        Route(f"{one}/frame", pages.frame),
        Route(one + "/part/{part:int}", pages.part),
        Route(one, pages.mail),
        Route("/mail/{address:path}", pages.mailbox),
        Route("/calendar", pages.mailboxes),
        Route("/calendar/{address:path}", pages.calendar),
    ]
