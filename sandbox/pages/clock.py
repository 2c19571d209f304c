"""The clock bar's buttons."""

from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.clockwork import Clockwork, Step
from sandbox.pages.aside import aside

SHORT = 0.8
STEPS = ("hour", "day", "due", "month")
SEE_OTHER = 303


@dataclass(frozen=True)
class ClockPages:
    """Moves the clock when somebody says so."""

    clockwork: Clockwork

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [Route("/clock", self.step, methods=["POST"])]

    async def step(self, request: Request) -> Response:
        """Start a step; a short one is done when the page comes back, a long one is seen to go."""
        async with request.form() as form:
            name, here = str(form.get("step", "")), str(form.get("here", "/"))
        if name in STEPS:
            await aside(lambda: self._run(cast("Step", name)), SHORT)
        inside = here.startswith("/") and not here.startswith("//") and "\\" not in here
        return RedirectResponse(here if inside else "/", SEE_OTHER)

    def _run(self, name: Step) -> None:
        with suppress(ValueError):  # another jump is under way, or nothing is due: the bar says so
            self.clockwork.step(name)
