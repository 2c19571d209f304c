"""The log of both directions, for people: what was asked, what was answered, how long it took."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.pages.render import Renderer
from sandbox.slack.journal import ApiCall, AppRequest, Entry, Journal
from sandbox.slack.state import Json, State

SHOWN = 80
LIMIT = 3.0
WIDTH = 100
ID = re.compile(r"\b[A-Z][A-Z0-9]{8,}\b")
KINDS = {"all": "All", "app": "To the bot", "api": "To Slack", "failed": "Failed"}


@dataclass(frozen=True)
class Line:
    """One entry of the log; `bar` and `mark` are lengths in a bar that is WIDTH long."""

    number: int
    to_app: bool
    name: str
    about: str
    status: str
    good: bool
    at: str
    milliseconds: str
    bar: float
    mark: float
    late: bool


def decoded(body: bytes) -> object:
    """Give a body as people read it: JSON, the fields of a form, or text."""
    text = body.decode(errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        fields = {name: values[-1] for name, values in parse_qs(text).items()}
    if not fields or "=" not in text:
        return text
    return {name: _nested(value) for name, value in fields.items()}


def _nested(value: object) -> object:
    """Read JSON that stands in a field, as payloads and blocks do."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def pretty(value: object) -> str:
    """Write a decoded body over several lines."""
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _about(entry: Entry) -> str:
    """Say in a few words what an entry is about."""
    if isinstance(entry, ApiCall):
        names = ("channel", "user", "users", "user_id", "view_id", "email", "filename", "ts")
        return " ".join(_flat(entry.arguments[one]) for one in names if entry.arguments.get(one))
    body = decoded(entry.body)
    if not isinstance(body, dict):
        return ""
    if "command" in body:
        return f"{body['command']} {body.get('text', '')}"
    return _about_payload(body.get("payload") or body)


def _flat(value: object) -> str:
    """Write a list, or the text of one, with commas."""
    value = _nested(value)
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _about_payload(payload: Json) -> str:
    actions = " ".join(str(one.get("action_id")) for one in payload.get("actions") or [])
    view, event = payload.get("view") or {}, payload.get("event") or {}
    said = actions or payload.get("callback_id") or view.get("callback_id") or payload.get("value")
    return str(said or event.get("text") or event.get("user") or "")


def _acknowledged(entry: AppRequest) -> bool:
    return entry.status is not None and entry.status // 100 == 2  # noqa: PLR2004 -- 2xx


def _status(entry: Entry) -> tuple[str, bool]:
    if isinstance(entry, AppRequest):
        good = _acknowledged(entry)
        return (str(entry.status) if entry.status else entry.error or "no answer"), good
    if not entry.status:
        return f"dropped ({entry.fault})", False
    error = str(entry.answer.get("error") or "")
    good = entry.status == 200 and entry.answer.get("ok", True)  # noqa: PLR2004 -- OK
    return " ".join(one for one in (str(entry.status), error, entry.fault) if one), bool(good)


def line(number: int, entry: Entry, zone: str) -> Line:
    """Make one line."""
    status, good = _status(entry)
    longest = max(LIMIT * 1.25, entry.seconds)
    at = datetime.fromtimestamp(entry.at, ZoneInfo(zone))
    to_app = isinstance(entry, AppRequest)
    return Line(
        number,
        to_app,
        entry.kind if isinstance(entry, AppRequest) else entry.method,
        _about(entry)[:120],
        status,
        good,
        f"{at:%H:%M:%S}.{at.microsecond // 1000:03d}",
        f"{entry.seconds * 1000:,.0f} ms",
        round(max(entry.seconds / longest * WIDTH, 1), 1),
        round(LIMIT / longest * WIDTH, 1) if to_app else 0.0,
        to_app and entry.seconds >= LIMIT,
    )


def halves(entry: Entry) -> list[tuple[str, str]]:
    """Give an entry's parts to read: a title and a text each."""
    if isinstance(entry, ApiCall):
        asked: Mapping[str, object] = {name: _nested(one) for name, one in entry.arguments.items()}
        return [
            (f"Request: {entry.verb} {entry.method}", pretty(asked)),
            ("Answer", pretty(entry.answer) if entry.answer else "(no body)"),
        ]
    headers = "\n".join(f"{name}: {value}" for name, value in entry.headers.items())
    empty = "(empty: an acknowledgement)" if _acknowledged(entry) else "(empty)"
    answer = pretty(decoded(entry.answer)) if entry.answer else empty
    return [
        (f"Request: POST {entry.url}", pretty(decoded(entry.body))),
        ("Headers", headers),
        ("Answer", entry.error or answer),
    ]


@dataclass(frozen=True)
class LogPages:
    """The log tab."""

    journal: Journal
    renderer: Renderer
    state: Callable[[], State]
    zone: str = "Europe/London"

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [Route("/log", self.page), Route("/log/{number:int}", self.page)]

    async def page(self, request: Request) -> Response:
        """Show the newest entries, and one of them whole."""
        return await run_in_threadpool(self._page, request)

    def _page(self, request: Request) -> Response:
        entries, wanted = self.journal.numbered(), request.query_params.get("show", "all")
        number = request.path_params.get("number", -1)
        chosen = next((entry for one, entry in entries if one == number), None)
        before = request.query_params.get("before", "")
        lines = self._lines(entries, wanted, int(before) if before.isdecimal() else None)
        return self.renderer.render(
            request,
            "log.html",
            status_code=404 if number >= 0 and chosen is None else 200,
            lines=lines[:SHOWN],
            older=lines[SHOWN - 1].number if len(lines) > SHOWN else None,
            before=before if before.isdecimal() else "",
            total=len(entries),
            kinds=KINDS,
            wanted=wanted,
            chosen=line(number, chosen, self.zone) if chosen else None,
            halves=halves(chosen) if chosen else [],
        )

    def _names(self) -> dict[str, str]:
        """Give what people and channels are called; direct messages are called by their person."""
        state = self.state()
        names = {one.id: one.real_name for one in [*state.users.values()]}
        for channel in [*state.channels.values()]:
            people = [state.users[one] for one in channel.members if channel.kind == "im"]
            whose = " and ".join(one.real_name for one in people if not one.is_bot)
            names[channel.id] = f"direct messages of {whose}" if whose else f"#{channel.name}"
        return names

    def _lines(
        self, entries: Sequence[tuple[int, Entry]], wanted: str, before: int | None
    ) -> list[Line]:
        """Give the lines of a page, the newest first, and one more if there are older ones."""
        found, names = list[Line](), self._names()
        for number, entry in reversed(entries):
            if before is not None and number >= before:
                continue
            if wanted in ("app", "api") and isinstance(entry, AppRequest) != (wanted == "app"):
                continue
            made = line(number, entry, self.zone)
            about = ID.sub(lambda found: names.get(found.group(), found.group()), made.about)
            if wanted != "failed" or not made.good:
                found.append(replace(made, about=about))
            if len(found) > SHOWN:
                break
        return found
