"""The ASGI app: Slack's Web API, response URLs, uploads and private files over HTTP.

https://docs.slack.dev/apis/web-api
"""

from copy import deepcopy
from dataclasses import replace
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.slack import arguments
from sandbox.slack.answers import Answer, give, refused
from sandbox.slack.core import Core
from sandbox.slack.errors import SlackError
from sandbox.slack.methods import METHODS
from sandbox.slack.methods.registry import Call, Method
from sandbox.slack.responding import respond
from sandbox.slack.state import Json, Team

EXCHANGE = "oauth.v2.access"


def team_of(core: Core, token: str) -> Team:
    """Give the token's workspace, or refuse with the reason why the token is no good."""
    if not token:
        raise SlackError("not_authed")
    team = core.state.team_of_token(token)
    if team is None:
        raise SlackError("invalid_auth")
    if team.token_error:
        raise SlackError(team.token_error)
    return team


def of_code(core: Core, args: Json) -> Team:
    """Give the workspace that an OAuth code stands for; there is no token yet."""
    code = args.pop("code", "")
    team = next((one for one in core.state.teams.values() if code and one.oauth_code == code), None)
    if team is None:
        raise SlackError("invalid_code")
    return team


def _admit(core: Core, method: Method, team: Team) -> None:
    if wait := core.buckets.call(method.name, team.id, method.tier):
        raise SlackError("ratelimited", retry_after=wait)
    if method.scope and method.scope not in team.scopes:
        provided = ",".join(team.scopes)
        raise SlackError("missing_scope", needed=method.scope, provided=provided)


def call(core: Core, name: str, token: str, args: Json) -> Answer:
    """Run one Web API method."""
    method = METHODS.get(name)
    if method is None:
        return refused(SlackError("unknown_method", req_method=name))
    with core.lock:
        team_id = ""
        try:
            team = of_code(core, args) if name == EXCHANGE else team_of(core, token)
            team_id = team.id
            _admit(core, method, team)
            body = {"ok": True, **method.run(Call(core, team, args))}
        except SlackError as refusal:
            return replace(refused(refusal), team_id=team_id)
        scopes = {"x-oauth-scopes": ",".join(team.scopes)}
        return Answer(deepcopy(body), headers=scopes, team_id=team_id)


def upload(core: Core, file_id: str, content: bytes) -> Answer:
    """Take a file's bytes, of the length that was announced."""
    with core.lock:
        file = core.state.files.get(file_id)
        if file is None or file.uploaded:
            return Answer(status=404, text="Not Found")
        if len(content) != file.size:
            return Answer(status=400, text="Bad Request")
        file.content, file.uploaded = content, True
        return Answer(text=f"OK - {file.size}")


def download(core: Core, name: str, token: str) -> Response:
    """Give a private file to a token with files:read; others are sent to the sign-in page."""
    team_id, _, file_id = name.partition("-")
    with core.lock:
        file = core.state.files.get(file_id)
        try:
            team = team_of(core, token)
        except SlackError:
            return _sign_in()
        if file is None or file.team_id != team_id:
            return PlainTextResponse("Not Found", 404)
        if "files:read" not in team.scopes:
            return _sign_in()
        return Response(file.content, media_type="application/octet-stream")


def _sign_in() -> Response:
    return Response(b"<!DOCTYPE html><title>Sign in | Slack</title>", media_type="text/html")


def make_app(core: Core) -> Starlette:
    """Wire the paths to their work."""

    async def api(request: Request) -> Response:
        name = request.path_params["name"]
        try:
            args = await arguments.read(request)
        except SlackError as refusal:
            return await give(core, name, request.method, {}, partial(refused, refusal))
        token = arguments.token(request, args)
        work = partial(call, core, name, token, args)
        return await give(core, name, request.method, args, work)

    async def actions(request: Request) -> Response:
        token, body = request.path_params["token"], await request.body()
        args = {"response_url": str(request.url), "body": body.decode(errors="replace")}
        return await give(core, "response_url", "POST", args, partial(respond, core, token, body))

    async def uploads(request: Request) -> Response:
        file_id, content = request.path_params["file_id"], await _bytes(request)
        args = {"file_id": file_id, "length": len(content)}
        work = partial(upload, core, file_id, content)
        return await give(core, "files.upload", "POST", args, work)

    async def private(request: Request) -> Response:
        return download(core, request.path_params["file"], arguments.token(request, {}))

    return Starlette(
        routes=[
            Route("/api/{name}", api, methods=["GET", "POST"]),
            Route("/actions/{token:path}", actions, methods=["POST"]),
            Route("/upload/v1/{file_id}", uploads, methods=["POST"]),
            Route("/files-pri/{file}/{name:path}", private, methods=["GET"]),
        ]
    )


async def _bytes(request: Request) -> bytes:
    """Read an upload: raw, or the one file of a multipart form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    form = await request.form()
    for _, part in form.multi_items():
        if not isinstance(part, str):
            return await part.read()
    return b""
