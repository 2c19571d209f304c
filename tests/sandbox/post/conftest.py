"""A post office that runs, a tiny site around its pages, and mails to send it."""

import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

import sandbox.post
from sandbox.post import Mail, PostOffice, Resident
from sandbox.server import serving

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
POST = Path(sandbox.post.__file__).parent
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ADA = "ada@housing.example"
BOT = "calendar+k7Qm2@joinedup.example"
STYLE = """
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; }
body { background: #f5f6f8; color: #1c2024; }
@media (prefers-color-scheme: dark) { body { background: #14171b; color: #e6e9ed; } }
"""

TEMPLATES = Environment(
    loader=FileSystemLoader([HERE / "templates", POST / "templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

Post = Callable[..., Mail]


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.eml").read_bytes()


USUAL = {
    "UID": "made@joinedup.example",
    "DTSTAMP": "20261105T111500Z",
    "DTSTART;TZID=Europe/London": "20261203T100000",
    "SUMMARY": "Made up",
    "ORGANIZER": f"mailto:{BOT}",
    "ATTENDEE": f"mailto:{ADA}",
}


def invitation(*lines: str, method: str = "REQUEST") -> bytes:
    """Write a mail that is an invitation and nothing else; a line replaces the usual one."""
    named = {line.split(":")[0].split(";")[0] for line in lines}
    usual = [f"{name}:{value}" for name, value in USUAL.items() if name.split(";")[0] not in named]
    given = [line for line in lines if not line.endswith(":")]
    body = ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *usual, *given]
    text = "\r\n".join([*body, "END:VEVENT", "END:VCALENDAR", ""])
    head = f"Subject: Made up\r\nContent-Type: text/calendar; method={method}; charset=utf-8"
    return f"{head}\r\n\r\n{text}".encode()


def render(request: Request, template_name: str, status_code: int = 200, **given: Any) -> Response:
    page = TEMPLATES.get_template(template_name).render(request=request, **given)
    policy = "default-src 'self'; img-src 'self' data:; form-action 'self'"
    return HTMLResponse(page, status_code, headers={"content-security-policy": policy})


def style(request: Request) -> Response:
    del request
    return Response(STYLE + (POST / "mail.css").read_text(), media_type="text/css")


def site(office: PostOffice) -> Starlette:
    return Starlette(routes=[Route("/style.css", style), *office.routes(render)])


class Clock:
    """A time that moves when a test says so."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **span: float) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(clock: Clock) -> Iterator[PostOffice]:
    office = PostOffice(clock)
    office.people = [Resident(ADA, "Ada Okafor"), Resident("ben@housing.example", "Ben Price")]
    with office.running():
        yield office


@pytest.fixture
def post(office: PostOffice) -> Post:
    """Give a way to send a fixture by real SMTP; it gives the mail as it arrived."""

    def send(name: str, to: str = ADA, sender: str = BOT, raw: bytes = b"") -> Mail:
        host, _, port = office.address.rpartition(":")
        with smtplib.SMTP(host, int(port)) as smtp:
            smtp.sendmail(sender, [to], raw or fixture(name), mail_options=["BODY=8BITMIME"])
        return office.inbox(to)[0]

    return send


class Stage:
    """A server that lives as long as the run, and shows the site of the test that runs."""

    def __init__(self) -> None:
        self.app: ASGIApp = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, str]]:
    stage = Stage()
    with serving(stage) as url:
        yield stage, url


@pytest.fixture
def site_url(stage: tuple[Stage, str], office: PostOffice) -> str:
    stage[0].app = site(office)
    return stage[1]


@pytest.fixture
def client(site_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site_url, follow_redirects=True) as client:
        yield client
