"""Files that people fetch by a link: the register as it is now, and the empty sheet to fill in.

Fetching changes nothing, since programs that look for harm in messages open links too. Whatever is
wrong with a link, the answer is the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import workbooks
from bot.templates import template
from db import exports, links, people
from db.engine import Database
from db.signing import Signer
from db.tenancy import within
from domain.exports import MAY_EXPORT, PURPOSE, TEMPLATE
from domain.roles import may
from domain.sheets import Table

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""What every answer here carries: nothing of it is kept on the way, or told to another site."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A way to write the register: the file's ending, its type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Iterable[Table]], bytes]


_KINDS = {
    "register.xlsx": _Kind("xlsx", workbooks.XLSX, workbooks.xlsx),
    "register.zip": _Kind(
        "zip", workbooks.ZIP, lambda tables: workbooks.zipped(workbooks.csv_files(tables))
    ),
}


class Downloads:
    """Answers for files, each from one moment of the database."""

    def __init__(
        self, database: Database, signer: Signer, *, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock

    @property
    def routes(self) -> list[BaseRoute]:
        """Give the paths of these files."""
        return [
            Route(f"/{PURPOSE}/{{token}}/{{name}}", self._register, methods=["GET"]),
            Route(TEMPLATE, self._template, methods=["GET"]),
        ]

    async def _register(self, request: Request) -> Response:
        token, name = request.path_params["token"], request.path_params["name"]
        return await run_in_threadpool(self._written, token, name)

    def _written(self, token: str, name: str) -> Response:
        kind = _KINDS.get(name)
        found = self._tables(token) if kind is not None else None
        if kind is None or found is None:
            return PlainTextResponse("Not found", status_code=404, headers=HEADERS)
        title, tables = found
        return _file(kind.write(tables), f"{title}.{kind.ending}", kind.media_type)

    def _tables(self, token: str) -> tuple[str, list[Table]] | None:
        """Read the register that a link opens, if whose link it is may still have it."""
        now = self._clock()
        with self._database.reading() as session:
            opened = links.opened(session, PURPOSE, self._signer.read(PURPOSE, token), now=now)
            if opened is None:
                return None
            partnership = opened.partnership
            day = partnership.day(now)
            with within(session, partnership.id):
                if not may(people.roles(session, opened.person.id, day), MAY_EXPORT):
                    return None
                return f"{partnership.slug}-{day}", exports.tables(session, day=day)

    async def _template(self, _request: Request) -> Response:
        return _file(await run_in_threadpool(template), "partners.xlsx", workbooks.XLSX)


def _file(content: bytes, name: str, media_type: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers={**HEADERS, **disposition})
