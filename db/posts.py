"""Posts: which organisations a person belongs to, and when."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db import audit, dated, endings, merges
from db.models import Person, Post
from domain.errors import Refused
from domain.language import gettext as _
from domain.organisations import final
from domain.people import Belonging
from domain.spans import read_span


def give(
    session: Session,
    person: Person,
    organisation_id: int,
    *,
    since: date,
    until: date | None = None,
    main: bool = False,
    by: int | None,
    now: datetime,
) -> Post:
    """Give a person a post at an organisation for some days.

    A main contact takes the place of the one before. Raises `Refused` where the person has a post
    there then.
    """
    span = read_span(since, until)
    own = [
        each for each in of_person(session, person.id) if each.organisation_id == organisation_id
    ]
    dated.refuse_overlap(
        own,
        span,
        _("{name} belongs to this partner then already.").format(name=person.name),
        field="organisation",
    )
    post = Post(person_id=person.id, organisation_id=organisation_id, since=since, until=until)
    session.add(post)
    try:
        session.flush()
    except IntegrityError as error:
        raise Refused(_("Somebody else has just added this.")) from error
    _record(session, "give post", post, before=None, by=by, now=now)
    if main:
        make_main(session, post, since)
    return post


def settle(
    session: Session,
    person: Person,
    organisation_id: int,
    since: date,
    *,
    by: int | None,
    now: datetime,
) -> Belonging:
    """Say whether a person belongs to an organisation on a day; one with no post gets one there.

    A post at an organisation that was merged into it is a post there.
    """
    own = organisations_on(session, person.id, since)
    if own:
        onward = merges.redirects(session, since)
        home = {final(onward, each) for each in own}
        here = final(onward, organisation_id) in home
        return Belonging.HERE if here else Belonging.ELSEWHERE
    later = [
        each.since
        for each in of_person(session, person.id)
        if each.organisation_id == organisation_id and each.since > since
    ]
    until = min(later, default=None)
    give(session, person, organisation_id, since=since, until=until, by=by, now=now)
    return Belonging.GIVEN


def make_main(session: Session, post: Post, since: date) -> None:
    """Let a post be its organisation's main contact from a day on, and no other one there."""
    others = session.scalars(
        select(Post).where(
            Post.organisation_id == post.organisation_id,
            Post.id != post.id,
            Post.main,
            Post.not_over(since),
        )
    ).all()
    for each in others:
        _turn(session, each, since, main=False)
    _turn(session, post, since, main=True)


def _turn(session: Session, post: Post, since: date, *, main: bool) -> None:
    """Change from a day on whether a post is the main one; what was before stays as it was."""
    if post.since >= since or post.main == main:
        post.main = main
    else:
        until, post.until = post.until, since
        session.flush()
        own = {"person_id": post.person_id, "organisation_id": post.organisation_id}
        session.add(Post(**own, since=since, until=until, main=main))
    session.flush()


def by_id(session: Session, post_id: int) -> Post | None:
    """Find a post by its id."""
    return session.scalars(select(Post).where(Post.id == post_id)).one_or_none()


def of_person(session: Session, person_id: int) -> list[Post]:
    """List a person's posts, past and planned ones too, the earliest first."""
    return dated.of(session, Post, Post.person_id, person_id)


def organisations_on(session: Session, person_id: int, day: date) -> set[int]:
    """Give the ids of the organisations that a person belongs to on a day."""
    wanted = (Post.person_id == person_id, Post.holds(day))
    return set(session.scalars(select(Post.organisation_id).where(*wanted)))


def end(
    session: Session, post: Post, day: date, *, today: date, by: int | None, now: datetime
) -> None:
    """End a post from a day on, or move an end to come. Raises `Refused` as `endings.end` does."""
    own = of_person(session, post.person_id)
    others = [
        each for each in own if each.organisation_id == post.organisation_id and each.id != post.id
    ]
    name = session.get_one(Person, post.person_id).name
    endings.end(session, post, day, others=others, today=today, name=name)
    before = {"organisation": post.organisation_id}
    _record(session, "end post", post, before=before, by=by, now=now, until=day)


def end_all(
    session: Session, posts: Iterable[Post], day: date, *, by: int | None, now: datetime
) -> int:
    """End posts from a day on, and say how many would have lasted longer.

    What has held stays: the caller refuses such a day before (`endings.refuse_begun`).
    """
    ended = endings.cut(session, posts, day)
    for each in ended:
        before = {"organisation": each.organisation_id}
        _record(session, "end post", each, before=before, by=by, now=now, until=day)
    return len(ended)


def _record(
    session: Session,
    verb: str,
    post: Post,
    *,
    before: audit.Json | None,
    by: int | None,
    now: datetime,
    until: date | None = None,
) -> None:
    last = until or post.until
    audit.record(
        session,
        actor_id=by,
        verb=verb,
        subject_kind="person",
        subject_id=post.person_id,
        before=before,
        after={
            "organisation": post.organisation_id,
            "since": post.since.isoformat(),
            "until": last.isoformat() if last else None,
        },
        now=now,
    )
