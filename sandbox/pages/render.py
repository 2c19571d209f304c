"""Templates into answers: one environment, one frame with navigation and clock around all pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sandbox.clockwork import Clockwork
from sandbox.pages import moments
from sandbox.pages.emoji import with_emoji
from sandbox.pages.mrkdwn import mrkdwn
from sandbox.pages.reader import Reader
from sandbox.pages.richtext import rich_text
from sandbox.pages.talk import colour, initials
from sandbox.slack.core import Core
from sandbox.slack.state import Json

HEX = re.compile(r"#?[0-9a-fA-F]{6}")
HERE = Path(__file__).parent
OTHERS = HERE.parent / "post"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)


def text(given: Json | None, reader: Reader) -> Markup:
    """Render a text object: plain_text as it is, mrkdwn with its marks."""
    if not given:
        return Markup()
    if given.get("type") == "mrkdwn":
        return mrkdwn(str(given["text"]), reader)
    return Markup("{}").format(with_emoji(str(given["text"])))


@dataclass(frozen=True)
class ClockBar:
    """What the clock bar says."""

    now: str
    due: str
    movable: bool
    running: bool
    progress: str


@dataclass(frozen=True)
class Renderer:
    """Renders templates of the sandbox and of those who stand beside it."""

    core: Core
    clockwork: Clockwork | None
    sections: Sequence[tuple[str, str]]
    version: str = ""

    @cached_property
    def environment(self) -> Environment:
        """Make the templates' world; every value is escaped."""
        folders = [HERE / "templates", OTHERS / "templates", OTHERS]
        made = Environment(
            loader=FileSystemLoader([str(one) for one in folders]),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters |= {"initials": initials, "colour": colour, "emoji": with_emoji}
        made.tests["hex"] = lambda color: bool(HEX.fullmatch(str(color)))
        made.globals |= {"text": text, "rich_text": rich_text, "mrkdwn": mrkdwn}
        return made

    def render(
        self, request: Request, template_name: str, status_code: int = 200, **context: object
    ) -> Response:
        """Render a page that extends base.html."""
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        frame = {
            "request": request,
            "here": here,
            "sections": self.sections,
            "version": self.version,
            "clock": self.clock(),
        }
        template = self.environment.get_template(template_name)
        headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
        return HTMLResponse(template.render(frame | context), status_code, headers=headers)

    def clock(self) -> ClockBar:
        """Say what time it is, what is due next, and how far a jump is."""
        work = self.clockwork
        zone = ZoneInfo(work.zone if work else "Europe/London")
        now = (work.now if work else self.core.now)().astimezone(zone)
        due = work.upcoming() if work else None
        return ClockBar(
            _when(now),
            _when(due.astimezone(zone)) if due else "",
            work is not None,
            *_progress(work),
        )


def _when(at: datetime) -> str:
    return f"{moments.short_date(at)}, {moments.clock_time(at)}"


def _progress(work: Clockwork | None) -> tuple[bool, str]:
    if work is None or work.progress is None:
        return False, ""
    zone, progress = ZoneInfo(work.zone), work.progress
    if progress.running:
        passed = len(progress.visited)
        through = f", {passed} due so far" if passed else ""
        return True, f"Moving on to {_when(progress.target.astimezone(zone))}{through} …"
    if progress.late:
        late = _when(progress.late[-1].astimezone(zone))
        return False, f"What was due on {late} was not done in time; the clock went on."
    return False, ""
