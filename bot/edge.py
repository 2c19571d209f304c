"""The Slack edge: who asks, may they, was it asked before; then one transaction, and the answer.

It knows requests as `Incoming` and answers as `Outgoing`; bot/app.py has Bolt's side of it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import grammar, language, who
from bot.asking import Asked, to_choose, understand
from bot.calls import Calls
from bot.faults import reference_for, report
from bot.incoming import Incoming
from bot.messages import partnerships, refusals
from bot.outgoing import NOTHING, Call, Kind, Outgoing, compose, excuse, opens_a_view, refusal
from bot.reply import Message, Reply
from bot.routing import NOWHERE, Addresses, Facts, Form, Request, Row, Table
from db import inbox, installations, introductions
from db.engine import Busy, Database
from db.tenancy import within
from domain.check_in import Codes
from domain.errors import Refused
from domain.language import speaking
from domain.roles import may

PATIENCE = 1.5
"""Seconds a request may wait for SQLite's writer: it must be answered within three."""

BRIEFLY = 0.2
"""The same for what nobody waits for."""


class _NothingToKeep(Exception):  # noqa: N818 - carries an answer past a roll-back
    def __init__(self, outgoing: Outgoing) -> None:
        super().__init__("only a view is opened")
        self.outgoing = outgoing


@dataclass(slots=True)
class _Ear:
    """What has been learnt of a request so far: in which language its sender reads."""

    language: str = "en"

    def speaking(self) -> AbstractContextManager[None]:
        return speaking(language.catalogue(self.language))


class Edge:
    """Takes Slack's requests, each in one transaction, and answers them."""

    def __init__(
        self,
        database: Database,
        calls: Calls,
        table: Table,
        *,
        clock: Callable[[], datetime],
        prefix: str = "",
        addresses: Addresses = NOWHERE,
        sends_mail: bool = True,
        codes: Codes | None = None,
    ) -> None:
        self._database = database
        self._calls = calls
        self._clock = clock
        self._addresses = addresses
        self._sends_mail = sends_mail
        self._codes = codes
        self.prefix = prefix
        self.table = table

    def take(self, kind: Kind, incoming: Incoming) -> dict[str, Any]:
        """Do what is asked and give the content of the acknowledgement; it never raises."""
        ear = _Ear()
        try:
            outgoing = self._answer(understand(self.table, self.prefix, kind, incoming), ear)
        except Exception as error:  # noqa: BLE001 - the edge: logged, and said with a reference
            with ear.speaking():
                message = refusals.fault(reference_for(error))
                outgoing = excuse(kind, incoming, message)
        return self._send(kind, incoming, outgoing, ear)

    def removed(self, incoming: Incoming) -> None:
        """Forget the tokens of a workspace that took the app away (app_uninstalled)."""
        with self._database.writing() as session:
            installations.revoke(
                session,
                team_id=incoming.teams[0],
                happened_at=incoming.happened_at,
                now=self._clock(),
            )

    def _answer(self, asked: Asked, ear: _Ear) -> Outgoing:
        if not asked.is_ours:
            return NOTHING
        try:
            if asked.row and asked.row.changes:
                return self._write(asked, ear)
            return self._read(asked, ear)
        except who.UnknownWorkspace:
            return NOTHING
        except Busy:
            with ear.speaking():
                return excuse(asked.kind, asked.incoming, refusals.busy())
        except (who.Stranger, who.Elsewhere, who.WhichPartnership) as why:
            ear.language = getattr(why, "language", ear.language)
            with ear.speaking():
                told = compose(asked.kind, asked.incoming, Reply(_instead(asked, why)), "")
            if isinstance(why, who.Stranger):
                self._note(why, asked.incoming)
            return told

    def _note(self, why: who.Stranger, incoming: Incoming) -> None:
        """Note who wrote, so that a coordinator can say who it is; no failure reaches them."""
        user = incoming.user
        if user is None or not (user.team_id and user.user_id):
            return
        own = {"team_id": user.team_id, "user_id": user.user_id}
        try:
            with self._database.reading() as session:
                new = introductions.unnoted(session, why.partnerships, **own)
            if new:
                identity = {"enterprise_id": user.enterprise_id, **own}
                with self._database.writing(patience=BRIEFLY) as session:
                    introductions.note(
                        session, new, identity=identity, home_team_id=why.team, now=self._clock()
                    )
        except Exception as error:  # noqa: BLE001 - their answer is decided; they may write again
            report("introduction not noted", error)

    def _read(self, asked: Asked, ear: _Ear) -> Outgoing:
        with self._database.reading() as session, self._request(session, asked, ear) as request:
            try:
                answer = _allowed(asked, request, self.table).handler(request, session)
            except Refused as no:
                return refusal(asked.kind, asked.incoming, no, request.partnership.slug)
            return compose(asked.kind, asked.incoming, answer, request.partnership.slug)

    def _write(self, asked: Asked, ear: _Ear) -> Outgoing:
        slug = ""
        try:
            facts = self._look_up(asked, ear)
            with (
                self._database.writing(patience=PATIENCE) as session,
                self._request(session, asked, ear) as request,
            ):
                slug = request.partnership.slug
                return self._once(asked, replace(request, facts=facts), session)
        except _NothingToKeep as nothing:
            return nothing.outgoing
        except Refused as no:
            with ear.speaking():
                return refusal(asked.kind, asked.incoming, no, slug)

    def _once(self, asked: Asked, request: Request, session: Session) -> Outgoing:
        """Have the effect once: a repeat gets the answer that the first was given."""
        row = _allowed(asked, request, self.table)
        own, key = request.partnership.id, asked.incoming.key
        known = inbox.begin(session, key, partnership_id=own, now=request.now)
        if known is not None and asked.kind is not Kind.SAID:  # a message is posted once
            return Outgoing.from_json(known.answer or NOTHING.as_json())
        if known is not None:
            return NOTHING
        answer = row.handler(request, session)
        outgoing = compose(asked.kind, asked.incoming, answer, request.partnership.slug)
        if opens_a_view(answer):
            raise _NothingToKeep(outgoing)
        inbox.finish(session, key, outgoing.as_json(), partnership_id=own)
        return outgoing

    def _look_up(self, asked: Asked, ear: _Ear) -> dict[str, Any]:
        """Ask Slack what a form needs to know, once its sender is known to be allowed it."""
        row = asked.row
        if not isinstance(row, Form) or row.before is None:
            return {}
        with self._database.reading() as session, self._request(session, asked, ear) as request:
            if not request.may(row.role):
                return {}
        with ear.speaking():
            facts = Facts(
                channel=lambda channel: self._calls.channel(asked.incoming, channel),
                member=lambda user: self._calls.member(asked.incoming, user),
            )
            return row.before(request, facts)

    @contextmanager
    def _request(self, session: Session, asked: Asked, ear: _Ear) -> Iterator[Request]:
        """Say who asks, and work for their partnership and in their language inside the block."""
        now, incoming = self._clock(), asked.incoming
        team, partnership, caller = who.asks(session, incoming, asked.chosen, now)
        ear.language = caller.language or partnership.language
        request = Request(
            partnership=partnership,
            caller=caller,
            now=now,
            team_id=team,
            write=lambda noun: grammar.spelled(noun, self.prefix),
            commands=self.table.commands,
            text=asked.text,
            word=asked.word,
            value=incoming.value,
            fields=incoming.fields,
            lists=incoming.lists,
            state=incoming.state,
            channel_id=incoming.channel_id,
            at_home=incoming.view_type == "home",
            happened_at=incoming.happened_at,
            response_url=incoming.response_url or "",
            addresses=self._addresses,
            sends_mail=self._sends_mail,
            codes=self._codes,
        )
        with within(session, partnership.id), ear.speaking():
            yield request

    def _send(
        self, kind: Kind, incoming: Incoming, outgoing: Outgoing, ear: _Ear
    ) -> dict[str, Any]:
        """Make the call that follows the commit; what is to be acknowledged is given back."""
        if outgoing.call is None:
            return outgoing.ack
        try:
            self._calls.make(incoming, outgoing.call)
        except Exception as error:  # noqa: BLE001 - what is committed stays; the person is told
            with ear.speaking():
                return self._not_shown(kind, incoming, outgoing.call, reference_for(error))
        return outgoing.ack

    def _not_shown(
        self, kind: Kind, incoming: Incoming, call: Call, reference: str
    ) -> dict[str, Any]:
        """Tell the person by another way that what they asked for could not be shown."""
        told = compose(kind, incoming, Reply(refusals.not_shown(reference)), "")
        if told.call is None:
            return told.ack
        if told.call.way == "respond" and call.way != "respond":
            with suppress(Exception):  # there is no third way
                self._calls.make(incoming, told.call)
        return {}


def _instead(asked: Asked, why: Exception) -> Message:
    """Say what somebody reads who can't be served, or not yet."""
    if isinstance(why, who.WhichPartnership):
        return partnerships.which(why.choices, to_choose(asked))
    if isinstance(why, who.Stranger):
        return refusals.stranger(why.contact)
    return refusals.elsewhere()


def _allowed(asked: Asked, request: Request, table: Table) -> Row:
    """Give the row, if the caller may have it; raises `Refused` else."""
    if asked.row is None:
        word = asked.word or ""
        near = grammar.nearest(word, list(table.verbs(asked.noun)))
        raise refusals.unknown_word(word, request.write(asked.noun), near)
    if not may(request.caller.roles, asked.row.role):
        raise refusals.not_allowed(asked.row.role, request.partnership.reply_mailbox)
    return asked.row
