"""The log of both directions, for people: what was asked, what was answered, how long it took."""

import json
from collections.abc import Callable, Mapping
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

MOST = 200
LIMIT = 3.0
WIDTH = 100
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
        names = ("channel", "user", "user_id", "view_id", "email", "filename", "ts")
        return " ".join(str(entry.arguments[one]) for one in names if entry.arguments.get(one))
    body = decoded(entry.body)
    if not isinstance(body, dict):
        return ""
    if "command" in body:
        return f"{body['command']} {body.get('text', '')}"
    return _about_payload(body.get("payload") or body)


def _about_payload(payload: Json) -> str:
    actions = " ".join(str(one.get("action_id")) for one in payload.get("actions") or [])
    view, event = payload.get("view") or {}, payload.get("event") or {}
    said = actions or payload.get("callback_id") or view.get("callback_id") or payload.get("value")
    return str(said or event.get("text") or event.get("user") or "")


def _status(entry: Entry) -> tuple[str, bool]:
    if isinstance(entry, AppRequest):
        good = entry.status is not None and entry.status // 100 == 2  # noqa: PLR2004 -- 2xx
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
    answer = pretty(decoded(entry.answer)) if entry.answer else "(empty: an acknowledgement)"
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
        entries, wanted = self.journal.entries(), request.query_params.get("show", "all")
        number = request.path_params.get("number", -1)
        lines = self._lines(entries, wanted)
        chosen = entries[number] if 0 <= number < len(entries) else None
        return self.renderer.render(
            request,
            "log.html",
            status_code=404 if number >= 0 and chosen is None else 200,
            lines=lines,
            total=len(entries),
            kinds=KINDS,
            wanted=wanted,
            chosen=line(number, chosen, self.zone) if chosen else None,
            halves=halves(chosen) if chosen else [],
        )

    def _named(self, about: str) -> str:
        """Write people and channels by their names."""
        state = self.state()
        names = {one.id: one.real_name for one in state.users.values()}
        names |= {one.id: f"#{one.name}" for one in state.channels.values() if one.name}
        return " ".join(names.get(word, word) for word in about.split(" "))

    def _lines(self, entries: list[Entry], wanted: str) -> list[Line]:
        found = list[Line]()
        for number in range(len(entries) - 1, -1, -1):
            entry = entries[number]
            if wanted in ("app", "api") and isinstance(entry, AppRequest) != (wanted == "app"):
                continue
            made = line(number, entry, self.zone)
            made = replace(made, about=self._named(made.about))
            if wanted != "failed" or not made.good:
                found.append(made)
            if len(found) == MOST:
                break
        return found
