"""The Slack edge: who asks, may they, was it asked before; then one transaction, and the answer.

It knows requests as `Incoming` and answers as `Outgoing`; bot/app.py has Bolt's side of it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import grammar, language, who
from bot.asking import Asked, to_choose, understand
from bot.calls import Calls
from bot.faults import reference_for
from bot.incoming import Incoming
from bot.messages import partnerships, refusals
from bot.outgoing import NOTHING, Kind, Outgoing, compose, opens_a_view, refusal
from bot.reply import Reply
from bot.routing import Facts, Form, Request, Row, Table
from db import inbox, installations
from db.engine import Database
from db.tenancy import within
from domain.errors import Refused
from domain.language import speaking
from domain.roles import may


class _NothingToKeep(Exception):  # noqa: N818 - carries an answer past a roll-back
    def __init__(self, outgoing: Outgoing) -> None:
        super().__init__("only a view is opened")
        self.outgoing = outgoing


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
    ) -> None:
        self._database = database
        self._calls = calls
        self._clock = clock
        self.prefix = prefix
        self.table = table

    def take(self, kind: Kind, incoming: Incoming) -> dict[str, Any]:
        """Do what is asked and give the content of the acknowledgement; it never raises."""
        try:
            outgoing = self._answer(understand(self.table, self.prefix, kind, incoming))
        except Exception as error:  # noqa: BLE001 - the edge: logged, and said with a reference
            message = refusals.fault(reference_for(error))
            outgoing = compose(kind, incoming, Reply(message), "")
        return self._send(kind, incoming, outgoing)

    def removed(self, incoming: Incoming) -> None:
        """Forget the tokens of a workspace that took the app away (app_uninstalled)."""
        enterprise, team = incoming.teams[0]
        with self._database.writing() as session:
            installations.revoke(session, enterprise_id=enterprise, team_id=team, now=self._clock())

    def _answer(self, asked: Asked) -> Outgoing:
        kind, incoming = asked.kind, asked.incoming
        if not asked.is_ours:
            return NOTHING
        try:
            return self._write(asked) if asked.row and asked.row.changes else self._read(asked)
        except who.UnknownWorkspace:
            return NOTHING
        except who.Stranger as stranger:
            return compose(kind, incoming, Reply(refusals.stranger(stranger.contact)), "")
        except who.WhichPartnership as which:
            question = partnerships.which(which.choices, to_choose(asked))
            return compose(kind, incoming, Reply(question), "")

    def _read(self, asked: Asked) -> Outgoing:
        with self._database.reading() as session, self._request(session, asked) as request:
            try:
                answer = _allowed(asked, request, self.table).handler(request, session)
            except Refused as no:
                return refusal(asked.kind, asked.incoming, no, request.partnership.slug)
            return compose(asked.kind, asked.incoming, answer, request.partnership.slug)

    def _write(self, asked: Asked) -> Outgoing:
        facts = self._look_up(asked)
        slug = ""
        try:
            with self._database.writing() as session, self._request(session, asked) as request:
                slug = request.partnership.slug
                return self._once(asked, replace(request, facts=facts), session)
        except _NothingToKeep as nothing:
            return nothing.outgoing
        except Refused as no:
            return refusal(asked.kind, asked.incoming, no, slug)

    def _once(self, asked: Asked, request: Request, session: Session) -> Outgoing:
        """Have the effect once: a repeat gets the answer that the first was given."""
        row = _allowed(asked, request, self.table)
        key = asked.incoming.key
        known = inbox.begin(session, key, partnership_id=request.partnership.id, now=request.now)
        if known is not None:
            return Outgoing.from_json(known.answer or NOTHING.as_json())
        answer = row.handler(request, session)
        outgoing = compose(asked.kind, asked.incoming, answer, request.partnership.slug)
        if opens_a_view(answer):
            raise _NothingToKeep(outgoing)
        inbox.finish(session, key, outgoing.as_json(), partnership_id=request.partnership.id)
        return outgoing

    def _look_up(self, asked: Asked) -> dict[str, Any]:
        """Ask Slack what a form needs to know, once its sender is known to be allowed it."""
        row = asked.row
        if not isinstance(row, Form) or row.before is None:
            return {}
        with self._database.reading() as session, self._request(session, asked) as request:
            if not request.may(row.role):
                return {}
        return row.before(request, Facts(lambda each: self._calls.channel(asked.incoming, each)))

    @contextmanager
    def _request(self, session: Session, asked: Asked) -> Iterator[Request]:
        """Say who asks, and work for their partnership and in their language inside the block."""
        now, incoming = self._clock(), asked.incoming
        partnership, caller = who.asks(session, incoming, asked.chosen, now)
        request = Request(
            partnership=partnership,
            caller=caller,
            now=now,
            write=lambda noun: grammar.spelled(noun, self.prefix),
            commands=self.table.commands,
            text=asked.text,
            word=asked.word,
            value=incoming.value,
            fields=incoming.fields,
            state=incoming.state,
            channel_id=incoming.channel_id,
        )
        catalogue = language.catalogue(caller.language or partnership.language)
        with within(session, partnership.id), speaking(catalogue):
            yield request

    def _send(self, kind: Kind, incoming: Incoming, outgoing: Outgoing) -> dict[str, Any]:
        """Make the call that follows the commit; what is to be acknowledged is given back."""
        if outgoing.call is None:
            return outgoing.ack
        try:
            self._calls.make(incoming, outgoing.call)
        except Exception as error:  # noqa: BLE001 - what is committed stays; the person is told
            reference_for(error)
            told = compose(kind, incoming, Reply(refusals.not_shown()), "")
            return told.ack if kind is Kind.COMMAND else {}
        return outgoing.ack


def _allowed(asked: Asked, request: Request, table: Table) -> Row:
    """Give the row, if the caller may have it; raises `Refused` else."""
    if asked.row is None:
        word = asked.word or ""
        near = grammar.nearest(word, list(table.verbs(asked.noun)))
        raise refusals.unknown_word(word, request.write(asked.noun), near)
    if not may(request.caller.roles, asked.row.role):
        raise refusals.not_allowed(request.partnership.reply_mailbox)
    return asked.row
