"""What a digest says: golden examples, and its limits however much there is to say."""

from datetime import date, datetime, timedelta

import pytest

from bot.messages import digests as messages
from bot.messages.digests import Shown
from bot.reply import Message
from domain.digests import Back, Coming, Digest, Held, Unchanged, told_by
from domain.engagement import Came
from domain.event_answers import Counts
from domain.findings import Spell
from domain.outcomes import Quorate
from domain.periods import Month
from domain.standing import Level, Opportunity, Standing, one
from domain.watching import Seen, Watching
from domain.when import WallSpan
from domain.worklist import Kind, Line
from tests.world import shown

OCTOBER = Month(date(2026, 10, 1))
DAY = date(2026, 11, 2)
FORUM = Held("Leadership Forum", date(2026, 10, 15), 22, 12, 5, (19, 22))
QUIET = Digest(
    OCTOBER,
    "Your partnership",
    DAY,
    held=[FORUM],
    unchanged=Unchanged(unseen=2, on_leave=1),
    events=12,
)


def stands(*history: Came) -> Standing:
    """Give where a partner stands that took up so many events, a week apart."""
    begins = date(2026, 10, 15) - timedelta(weeks=len(history) - 1)
    days = [begins + timedelta(weeks=n) for n in range(len(history))]
    return one(
        Opportunity(n, day, how) for n, (day, how) in enumerate(zip(days, history, strict=True))
    )


YES, NO = Came.MEMBER, Came.MISSED
ALL, SOME = [YES] * 9, [YES, NO, YES, YES, NO, YES, YES, NO, YES]


def partner(
    own: int,
    name: str,
    came: list[Came],
    spell: Spell | None = None,
    elsewhere: Seen | None = None,
) -> Watching:
    """Give a partner that came so often and then missed three in a row."""
    now, before = stands(*came, NO, NO, NO), stands(*came)
    return Watching(own, name, 1, "Leadership Forum", now, before, elsewhere, spell)


def span(day: int, month: int, hour: int) -> WallSpan:
    begins = datetime(2026, month, day, hour)
    return WallSpan(begins, begins + timedelta(hours=2), "Europe/London")


BUSY = Digest(
    OCTOBER,
    "Your partnership",
    DAY,
    held=[FORUM],
    urgent=[Line(Kind.VACANT, "vacant:1", 1, partner="Health", body="Executive")],
    mails=2,
    entries=[
        partner(1, "Housing provider", SOME, Spell(4, 1, 1, Level.ACT, DAY, DAY)),
        partner(2, "Probation", ALL, None, Seen("Practice Sub-group", date(2026, 10, 8))),
    ],
    back=[Back(3, 1, "Fire and rescue", "Leadership Forum", date(2026, 10, 15), 4)],
    unchanged=Unchanged(unseen=2, on_leave=1),
    coming=[
        Coming(
            1,
            "Executive",
            span(12, 11, 14),
            Counts(attending=7, deputies=1, silent=1),
            Quorate.UNKNOWN,
            date(2026, 11, 5),
        ),
        Coming(
            2,
            "Leadership Forum",
            span(3, 12, 10),
            Counts(attending=9, deputies=3, apologies=2, silent=8),
            answer_by=date(2026, 11, 19),
        ),
    ],
    events=12,
)


def read(made: Message) -> str:
    """Give all that is read of a message, its buttons too."""
    return shown(made.blocks)


LINES = """\
Your partnership in October 2026
Leadership Forum, 15 October: 17 of 22 organisations were represented (12 by their named member, \
5 by a deputy). Last time: 19 of 22.
Health has no lead on the Executive.
Two mail replies need you.
Less connected since last month (2)
Housing provider, Leadership Forum: less connected (last month: as usual)
Missed the last 3 events; before that they came to 6 of 9. Of partners with this record about 6 in \
10 did not come to any of the next 4. Expected: 1 of 4. Not yet checked.
Probation, Leadership Forum: a little less connected (last month: as usual)
Missed the last 3 events; before that they came to all 9. Still seen at Practice Sub-group \
(8 October 2026). Of partners with this record about 4 in 10 did not come to any of the next 4. \
Expected: 1 of 4.
Back again (1)
Fire and rescue came to Leadership Forum on 15 October, after missing 4.
Unchanged: 2 not seen for longer; 1 on leave.
Thu 12 November 2026, 14:00: Executive. 7 yes, 1 deputy, 1 no answer. Answers due 5 November. \
Quorum: not certain.
Thu 3 December 2026, 10:00: Leadership Forum. 9 yes, 3 deputies, 2 apologies, 8 no answer. \
Answers due 19 November.
An estimate from attendance only, not a judgement. For coordinators, chair and scrutineer.
""".splitlines()
"""What a busy month says, line by line."""


def test_a_busy_month() -> None:
    made = messages.digest(BUSY, [Shown("F1", "Attendance grid")])
    assert made.text == (
        "Digest of October 2026: 17 of 22 represented; 2 less connected; 1 back again; "
        "Executive on 12 November may not be quorate."
    )
    said = read(made)
    assert [line for line in LINES if line not in said] == []
    for button in ("Why", "Check facts", "Log a contact", "On leave", "Thank them", "Show"):
        assert button in said.split("\n")
    assert made.blocks[-2]["type"] == "image"


def test_a_quiet_month() -> None:
    said = read(messages.digest(QUIET))
    assert "Nobody became less connected." in said
    assert "Unchanged: 2 not seen for longer; 1 on leave." in said
    for heading in ("This week", "Back again", "Coming", "Less connected since"):
        assert heading not in said


def test_a_first_month_with_too_little() -> None:
    found = Digest(OCTOBER, "Your partnership", DAY, held=[FORUM], events=2, first=True)
    said = read(messages.digest(found))
    assert (
        "This is your first digest. With 2 recorded events it is too early to say who is less "
        "connected: that needs 4."
    ) in said
    assert "Nobody became less connected" not in said


def test_a_month_whose_event_says_more_about_the_date() -> None:
    found = Digest(
        OCTOBER, "Your partnership", DAY, held=[FORUM], events=9, thin=["Leadership Forum"]
    )
    assert (
        "Many usual partners missed the latest event of Leadership Forum. That says more about "
        "the date than about them, so new alerts wait one event."
    ) in read(messages.digest(found))


def test_an_empty_month() -> None:
    made = messages.digest(Digest(OCTOBER, "Your partnership", DAY, events=9))
    assert made.text == "Digest of October 2026."
    assert "No event of this month is recorded." in read(made)
    assert len(made.blocks) <= 4


def test_a_late_one_says_so() -> None:
    found = Digest(OCTOBER, "Your partnership", date(2026, 11, 5), held=[FORUM], late=True)
    assert (
        "This is the digest of October 2026. It is late because the service was down; "
        "figures are as at 5 November."
    ) in read(messages.digest(found))


def enormous(many: int) -> Digest:
    """Give a month in which so many became less connected, with long names and titles."""
    name = "A very long name of an organisation that goes on and on, number {n}"
    entries = [partner(n, name.format(n=n), ALL) for n in range(1, many + 1)]
    back = [Back(n, 1, name.format(n=n), "Leadership Forum", DAY, 3) for n in range(many)]
    coming = [Coming(n, "T" * 400, span(12, 11, 14), Counts(silent=500)) for n in range(5)]
    return Digest(
        OCTOBER,
        "P" * 120,
        DAY,
        held=[Held("L" * 400, DAY, 500, 200, 100, (499, 500))] * 2,
        others=40,
        urgent=[Line(Kind.VACANT, f"vacant:{n}", n, partner="H" * 120) for n in range(3)],
        entries=entries,
        back=back,
        unchanged=Unchanged(400, 300, 200, 100),
        coming=coming,
        thin=["B" * 120] * 3,
        events=600,
    )


@pytest.mark.parametrize("many", [0, 1, 2, 3, 5, 6, 500])
def test_however_much_there_is_it_keeps_its_limits(many: int) -> None:
    pictures = [Shown("F1", "Attendance grid"), Shown("F2", "Line of reach")]
    made = messages.digest(enormous(many), pictures)
    assert len(made.blocks) <= messages.MOST_BLOCKS
    assert messages._words(made.blocks) <= messages.MOST_WORDS
    assert all(len(each["text"]["text"]) <= 3000 for each in made.blocks if "text" in each)


def test_the_rest_is_counted_and_a_press_away() -> None:
    said = read(messages.digest(enormous(500)))
    assert "Less connected since last month (500)" in said
    assert "more are less connected." in said


def test_nobody_reads_a_code() -> None:
    said = read(messages.digest(BUSY)).casefold()
    for word in ("lapsed", "steady", "no-show", "failing", "disengaged"):
        assert word not in said


def test_who_is_told_is_known_and_who_is_not_is_news_again() -> None:
    housing, probation = (1, 1), (2, 1)
    known = {housing: Level.ACT, probation: Level.LAPSED, (3, 1): Level.WATCH, (4, 1): Level.PAUSED}
    named = [each for each in BUSY.entries if each.organisation_id == 1]
    found = Digest(OCTOBER, "P", DAY, entries=named, known=known)
    before = {probation: Level.WATCH, (3, 1): Level.ACT, (4, 1): Level.ACT, (5, 1): Level.ACT}
    assert told_by(found, before) == {
        housing: Level.ACT,  # named
        probation: Level.WATCH,  # got worse, and waits for its facts to be checked
        (3, 1): Level.WATCH,  # got better without a word
        (4, 1): Level.ACT,  # the clock stands
    }
