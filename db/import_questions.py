"""What is asked about an import, until somebody decides."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import ImportQuestion
from db.pondering import Decided, Decisions
from domain.errors import Refused
from domain.imports import Choice, Decision, Offer, Question
from domain.language import gettext as _


def waiting(session: Session, import_id: int) -> list[ImportQuestion]:
    """List what is still to be decided about an import, in the order in which it came up."""
    return list(
        session.scalars(
            select(ImportQuestion)
            .where(ImportQuestion.import_id == import_id, ImportQuestion.decision.is_(None))
            .order_by(ImportQuestion.id)
        )
    )


def by_id(session: Session, question_id: int) -> ImportQuestion:
    """Find a question. Raises `Refused` where there is none, or no more."""
    row = session.get(ImportQuestion, question_id)
    if row is None:
        raise Refused(_("This question has been answered or dropped."))
    return row


def decisions(session: Session, import_id: int) -> Decisions:
    """Give what was decided about an import, by the questions' keys."""
    decided: dict[str, Decided] = {}
    found = session.scalars(
        select(ImportQuestion).where(
            ImportQuestion.import_id == import_id, ImportQuestion.decision.is_not(None)
        )
    )
    for each in found:
        offers = offered(each)
        decision = Decision.read(each.decision or "", len(offers))
        if decision is not None:
            chosen = offers[decision.offer] if offers else None
            decided[each.key] = Decided(decision.choice, chosen)
    return decided


def carry(session: Session, from_id: int, to_id: int) -> None:
    """Let what was decided about an import be decided about the same file, given once more.

    What was left out may be wanted by now, and is asked again.
    """
    found = select(ImportQuestion).where(
        ImportQuestion.import_id == from_id, ImportQuestion.decision.is_not(None)
    )
    for each in session.scalars(found.order_by(ImportQuestion.id)):
        decision = Decision.read(each.decision or "", len(offered(each)))
        if decision is not None and decision.choice is not Choice.SKIP:
            same = {name: getattr(each, name) for name in ("kind", "key", "facts", "offers")}
            session.add(ImportQuestion(import_id=to_id, decision=each.decision, **same))
    session.flush()


def offered(row: ImportQuestion) -> list[Offer]:
    """Give what a question offers."""
    return [Offer(each["id"], each["name"]) for each in row.offers["offered"]]


def keep(session: Session, import_id: int, asked: Iterable[Question]) -> None:
    """Keep the questions that came up; those that have settled themselves are dropped."""
    wanted = {each.key: each for each in asked}
    known = {each.key: each for each in waiting(session, import_id)}
    for key, old in known.items():
        if key not in wanted:
            session.delete(old)
    for key, each in wanted.items():
        facts = {**each.facts, "about": each.about, "rows": [list(place) for place in each.rows]}
        offers = {"offered": [{"id": one.id, "name": one.name} for one in each.offers]}
        if key in known:
            known[key].facts, known[key].offers = facts, offers
        else:
            session.add(
                ImportQuestion(
                    import_id=import_id, kind=each.kind, key=key, facts=facts, offers=offers
                )
            )
    session.flush()
