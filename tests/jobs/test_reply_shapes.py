"""Our own invitations, answered in each shape of the sandbox, are recorded alike."""

from datetime import timedelta

import pytest

from bot.ground import Ground
from bot.letters.mime import Envelope, mail
from db.engine import Database
from db.models import Person, Series
from domain.answers import Kind
from sandbox.post.answering import Wish, response_to
from sandbox.post.calendars import PersonalCalendar
from sandbox.post.mails import Mails
from sandbox.post.notices import Party
from sandbox.post.replies.shapes import SHAPES, Shape, shaped
from tests.db.mailed import MAILBOX, Post
from tests.db.meetings import FORUM, NOW, Register, register
from tests.jobs import rendered

HOUR = timedelta(hours=1)
GROUND = Ground(NOW, rendered.PAGES, MAILBOX)


def answered(made: Register, lead: Person, shape: Shape, **wish: str) -> bytes:
    """Let a lead's program answer their invitation; gives the bytes of its mail."""
    address = f"{lead.name.casefold().replace(' ', '.')}@example.org"
    letter = rendered.letter(made, lead.name, GROUND)
    assert letter is not None
    sent = Envelope(MAILBOX, "Safeguarding", address, lead.name, "one@example.org", NOW)
    arrived = Mails().add(MAILBOX, [address], mail(letter, sent), NOW)
    calendar = PersonalCalendar(address)
    assert calendar.take(arrived)
    sender = Party(wish.pop("sender", address))
    response = response_to(arrived, calendar, sender, Wish(**wish), NOW + HOUR)  # type: ignore[arg-type]
    return shaped(response, shape).as_bytes()


def bring(made: Register, series: Series, raw: bytes) -> str:
    """Apply it, the token found in ORGANIZER where a program gives one, else in its address."""
    post = Post(made, NOW + 2 * HOUR)
    token = post.attendee(series, made.leads[0]).token
    assert f"+{token}@".encode() in raw or token in raw.decode("ascii", "replace")
    return post.bring(raw, token=token).state


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("partstat", "kind"),
    [
        ("ACCEPTED", Kind.ATTENDING),
        ("DECLINED", Kind.APOLOGIES),
        ("TENTATIVE", Kind.UNSURE),
    ],
)
def test_each_shape_is_recorded(
    database: Database, shape: Shape, partstat: str, kind: Kind
) -> None:
    with register(database, ("Police",)) as made:
        series = made.sent()
        raw = answered(made, made.leads[0], shape, partstat=partstat, comment="See you; there")
        assert bring(made, series, raw) == "applied"
        (one,) = Post(made).standing(made.first(series).event)
        assert (one.standing.kind, one.standing.stale) == (kind, False)
        assert one.answer is not None
        assert one.answer.given_at == NOW + HOUR
        if shape != "google":  # it is in a parameter there, which nobody else reads
            assert one.answer.comment == "See you; there"


@pytest.mark.parametrize("shape", SHAPES)
def test_an_assistant_answers_in_each_shape(database: Database, shape: Shape) -> None:
    with register(database, ("Police",)) as made:
        series, keeper = made.sent(), "keeper@example.org"
        raw = answered(
            made,
            made.leads[0],
            shape,
            partstat="ACCEPTED",
            sender=keeper,
            on_behalf_of="police.lead@example.org",
        )
        assert bring(made, series, raw) == "applied"
        assert Post(made).kinds(series) == [Kind.ATTENDING]


@pytest.mark.parametrize("shape", SHAPES)
def test_one_date_of_a_series_is_answered_in_each_shape(database: Database, shape: Shape) -> None:
    with register(database, ("Police",)) as made:
        series = made.sent(FORUM, rendered.MONTHLY)
        moment = "20270401T090000Z"
        raw = answered(made, made.leads[0], shape, partstat="DECLINED", moment=moment)
        assert bring(made, series, raw) == "applied"
        kinds = Post(made).kinds(series)
        assert [place for place, each in enumerate(kinds) if each] == [4]
