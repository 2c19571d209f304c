"""Files that people fetch by a link: the register, attendance, and the empty sheet to fill in.

Fetching changes nothing, since programs that look for harm in messages open links too. Whatever is
wrong with a link, the answer is the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import workbooks
from bot.templates import template
from db import attendance_exports, events, exports, links, people
from db.engine import Database
from db.signing import Signer
from db.tenancy import within
from domain.exports import MAY_EXPORT, MAY_EXPORT_ATTENDANCE, PURPOSE, TEMPLATE
from domain.roles import Roles, may
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
    """A file there is: how it is called, who may have it, what reads it and what writes it."""

    name: str
    media_type: str
    roles: Roles
    read: Callable[[Session, datetime], list[Table]]
    write: Callable[[Iterable[Table]], bytes]


def _register(session: Session, now: datetime) -> list[Table]:
    return exports.tables(session, day=events.today(session, now))


def _attendance(session: Session, now: datetime) -> list[Table]:
    return attendance_exports.tables(session, now=now)


_REGISTER = ("{slug}-{day}", MAY_EXPORT, _register)
_ATTENDANCE = ("{slug}-attendance-{day}", MAY_EXPORT_ATTENDANCE, _attendance)


def _book(name: str, roles: Roles, read: Callable[[Session, datetime], list[Table]]) -> _Kind:
    return _Kind(f"{name}.xlsx", workbooks.XLSX, roles, read, workbooks.xlsx)


def _zip(name: str, roles: Roles, read: Callable[[Session, datetime], list[Table]]) -> _Kind:
    return _Kind(f"{name}.zip", workbooks.ZIP, roles, read, workbooks.zipped_csv)


_KINDS = {
    "register.xlsx": _book(*_REGISTER),
    "register.zip": _zip(*_REGISTER),
    "attendance.xlsx": _book(*_ATTENDANCE),
    "attendance.zip": _zip(*_ATTENDANCE),
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
            Route(f"/{PURPOSE}/{{token}}/{{name}}", self._fetched, methods=["GET"]),
            Route(TEMPLATE, self._template, methods=["GET"]),
        ]

    async def _fetched(self, request: Request) -> Response:
        token, name = request.path_params["token"], request.path_params["name"]
        return await run_in_threadpool(self._written, token, name)

    def _written(self, token: str, name: str) -> Response:
        kind = _KINDS.get(name)
        found = self._tables(token, kind) if kind is not None else None
        if kind is None or found is None:
            return PlainTextResponse("Not found", status_code=404, headers=HEADERS)
        title, tables = found
        return _file(kind.write(tables), title, kind.media_type)

    def _tables(self, token: str, kind: _Kind) -> tuple[str, list[Table]] | None:
        """Read what a link opens, if whose link it is may still have it, and name it."""
        now = self._clock()
        with self._database.reading() as session:
            opened = links.opened(session, PURPOSE, self._signer.read(PURPOSE, token), now=now)
            if opened is None:
                return None
            partnership = opened.partnership
            day = partnership.day(now)
            with within(session, partnership.id):
                if not may(people.roles(session, opened.person.id, day), kind.roles):
                    return None
                name = kind.name.format(slug=partnership.slug, day=day)
                return name, kind.read(session, now)

    async def _template(self, _request: Request) -> Response:
        return _file(await run_in_threadpool(template), "partners.xlsx", workbooks.XLSX)


def _file(content: bytes, name: str, media_type: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers={**HEADERS, **disposition})
