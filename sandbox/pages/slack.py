"""The Slack page's routes. Who one is stands in the address: `/slack/{person}/{channel}`."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox.pages.aside import aside
from sandbox.pages.deeds import Deeds
from sandbox.pages.desk import Desks, Posted
from sandbox.pages.previews import PICTURES, ending, shows
from sandbox.pages.render import Renderer
from sandbox.pages.rooms import between, first_room
from sandbox.pages.scene import Look, Scene, acquaintances
from sandbox.slack.people import Person
from sandbox.slack.sandbox import Sandbox

HOME_PATIENCE = 1.0
SEE_OTHER = 303


async def posted(request: Request) -> Posted:
    """Read a posted form with its files."""
    pairs, files = list[tuple[str, str]](), list[tuple[str, str, bytes]]()
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files.append((name, value.filename, await value.read()))
            else:
                pairs.append((name, value))
    return Posted(tuple(pairs), tuple(files))


def back(form: Posted, otherwise: str) -> Response:
    """Go back to the page from which a form came; never to another host."""
    here = form.get("here")
    inside = here.startswith("/slack/") and "\\" not in here
    return RedirectResponse(here if inside else otherwise, SEE_OTHER)


@dataclass(frozen=True)
class SlackPages:
    """The pages of all persons."""

    slack: Sandbox
    renderer: Renderer
    desks: Desks

    def routes(self) -> list[Route]:
        """Give the routes."""
        start = "/slack/{person}"
        return [
            Route("/", self.start),
            Route("/slack", self.start),
            Route(start, self.enter),
            Route(f"{start}/write", self.write, methods=["POST"]),
            Route(f"{start}/act", self.act, methods=["POST"]),
            Route(f"{start}/doubt", self.doubt, methods=["POST"]),
            Route(f"{start}/close", self.close, methods=["POST"]),
            Route(f"{start}/shortcut", self.shortcut, methods=["POST"]),
            Route(f"{start}/direct", self.direct, methods=["POST"]),
            Route(f"{start}/files/{{file}}/{{name}}", self.file),
            Route(f"{start}/{{where}}", self.page),
        ]

    # Looking

    async def start(self, request: Request) -> Response:
        """Go to the first person's page."""
        people = [one for workspace in self.slack.workspaces for one in workspace.users]
        if not people:
            return await self._render(request, "nobody.html")
        return RedirectResponse(f"/slack/{people[0].id}", SEE_OTHER)

    async def enter(self, request: Request) -> Response:
        """Go to where a person begins."""
        person = self._person(request)
        if person is None:
            return RedirectResponse("/", SEE_OTHER)
        room = first_room(self.slack.state, person)
        return RedirectResponse(f"/slack/{person.id}/{room}", SEE_OTHER)

    async def page(self, request: Request) -> Response:
        """Show a channel, direct messages, or the app's Home."""
        person, where = self._person(request), request.path_params["where"]
        if person is None:
            return RedirectResponse("/", SEE_OTHER)
        if where == "messages" and person.team.installed:
            with self.slack.core.lock:
                core = self.slack.core
                where = core.state.direct(person.team, person.user, core.now()).id
            await self._visit(person, "messages")
            return RedirectResponse(f"/slack/{person.id}/{quote(where)}", SEE_OTHER)
        if where == "home" and "x-live" not in request.headers:
            await self._visit(person, "home")
        return await run_in_threadpool(self._show, request, person, where)

    def _show(self, request: Request, person: Person, where: str) -> Response:
        asked = request.query_params
        before, thread = asked.get("before", ""), asked.get("thread", "")
        how = "past" if before else request.headers.get("x-live", "enter")
        with self.slack.core.lock:
            scene = Scene(self.slack.core, person, self.desks.of(person.id))
            context = scene.context(Look(where, thread, before, how))
            missing = where != "home" and context["channel"] is None
            return self.renderer.render(
                request, "slack.html", status_code=404 if missing else 200, **context
            )

    async def _render(self, request: Request, template: str) -> Response:
        return await run_in_threadpool(self.renderer.render, request, template)

    async def _visit(self, person: Person, tab: str) -> None:
        """Tell the app of the visit; the page waits for it a moment, not for its retries."""
        await aside(lambda: person.open_home(tab), HOME_PATIENCE)

    def _person(self, request: Request) -> Person | None:
        person_id = request.path_params["person"]
        user = self.slack.state.users.get(person_id)
        return None if user is None or user.is_bot else Person(self.slack.core, person_id)

    async def file(self, request: Request) -> Response:
        """Give a file to somebody who can see it; only pictures are shown in place."""
        person, core = self._person(request), self.slack.core
        with core.lock:
            file = core.state.files.get(request.path_params["file"])
            if person is None or file is None:
                return Response("Not Found", 404)
            own = [room for room in core.state.channels.values() if person.id in room.members]
            seen = any(
                room.id in file.channels or any(shows(each, file.id) for each in room.messages)
                for room in own
            )
            if not seen and file.user != person.id:
                return Response("Not Found", 404)
            kind = PICTURES.get(ending(file.name))
            name = quote(file.name, safe="")
            disposition = "inline" if kind else "attachment"
            headers = {
                "content-disposition": f"{disposition}; filename*=UTF-8''{name}",
                "content-security-policy": "default-src 'none'; sandbox",
                "x-content-type-options": "nosniff",
            }
            return Response(
                file.content, media_type=kind or "application/octet-stream", headers=headers
            )

    # Doing

    async def write(self, request: Request) -> Response:
        """Post a message or run a command."""
        form = await posted(request)
        text, channel, thread = form.get("text"), form.get("channel"), form.get("thread")
        return await self._do(request, form, lambda hands: hands.write(text, channel, thread))

    async def act(self, request: Request) -> Response:
        """Press, choose, search or submit."""
        form = await posted(request)
        return await self._do(request, form, lambda hands: hands.act(form))

    async def doubt(self, request: Request) -> Response:
        """Confirm a press, or take it back."""
        form = await posted(request)
        sure = form.get("do") == "confirm"
        return await self._do(request, form, lambda hands: hands.answer_doubt(sure=sure))

    async def close(self, request: Request) -> Response:
        """Close a modal."""
        form = await posted(request)
        every = form.get("do") == "all"
        return await self._do(request, form, lambda hands: hands.close(everything=every))

    async def direct(self, request: Request) -> Response:
        """Open the direct messages with somebody."""
        form, person = await posted(request), self._person(request)
        if person is None:
            return RedirectResponse("/", SEE_OTHER)
        with self.slack.core.lock:
            state, now = self.slack.state, self.slack.core.now()
            known = {one.id: one for one in acquaintances(state, person)}
            other = known.get(form.get("with"))
            if other is None:
                return back(form, f"/slack/{person.id}")
            room = between(state, person.user, other, now)
        return RedirectResponse(f"/slack/{person.id}/{room.id}", SEE_OTHER)

    async def shortcut(self, request: Request) -> Response:
        """Start a shortcut."""
        form = await posted(request)
        names = [form.get(one) for one in ("callback_id", "channel", "ts")]
        return await self._do(request, form, lambda hands: hands.shortcut(*names))

    async def _do(
        self, request: Request, form: Posted, deed: Callable[[Deeds], object]
    ) -> Response:
        """Do something in a thread: the app calls us back while we wait for its answer."""
        person = self._person(request)
        if person is None:
            return RedirectResponse("/", SEE_OTHER)
        hands = Deeds(self.slack.core, person, self.desks.of(person.id))
        with suppress(LookupError):  # what they acted on has gone meanwhile: they see that
            await run_in_threadpool(deed, hands)
        self.desks.on_deed()
        return back(form, f"/slack/{person.id}")
