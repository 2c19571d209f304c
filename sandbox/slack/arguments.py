"""The three ways in which clients write arguments: query, form (also multipart) and JSON."""

import json
from collections.abc import Iterable

from starlette.datastructures import FormData
from starlette.requests import Request

from sandbox.slack.errors import SlackError
from sandbox.slack.state import Json


def _texts(pairs: Iterable[tuple[str, object]]) -> Json:
    return {name: value for name, value in pairs if isinstance(value, str)}


async def read(request: Request) -> Json:
    """Give the arguments of a call; those in the body win over those in the query."""
    arguments = _texts(request.query_params.multi_items())
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return {**arguments, **_json(await request.body())}
    if "form" in kind:
        form: FormData = await request.form()
        return {**arguments, **_texts(form.multi_items())}
    return arguments


def _json(body: bytes) -> Json:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return found


def token(request: Request, arguments: Json) -> str:
    """Take the token out of the header or the arguments; it is not kept in the log."""
    given = str(arguments.pop("token", ""))
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else given
