"""Cards once somebody has answered: the words of wording.md, within Slack's limits."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.answer_buttons import Carried, Place
from bot.messages import answer_cards as cards
from bot.messages import answer_forms as forms
from bot.messages import event_cards, layout, my_events
from bot.messages.answer_cards import Meeting
from bot.messages.my_events import Entry
from bot.reply import Block, Message
from domain.answered import Coming, Own, coming
from domain.answers import Deputising, Kind, Source, Standing
from domain.events import MAX_PLACE, MAX_TEXT
from domain.names import MAX_NAME
from domain.when import WallSpan
from tests.world import shown

FORUM = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
MEETING = Meeting(7, "Leadership Forum", FORUM, "Town Hall", "https://meet.example.org/j/1")
GIVEN = datetime(2026, 11, 5, 11, 20, tzinfo=UTC)
YES = Standing(Kind.ATTENDING, given_at=GIVEN, source=Source.SLACK)
POLICE = Own(3, "County Police", "Executive", YES)
ABOUT = Carried(7, FORUM, Place.CARD)


def elements(message: Message) -> list[Block]:
    return [one for each in message.blocks for one in each.get("elements", ()) if "type" in one]


def buttons(message: Message) -> list[str]:
    return [each["text"]["text"] for each in elements(message) if each["type"] == "button"]


def deputy(state: Deputising, *, known: bool = True) -> Own:
    kind = Kind.DEPUTY if known else None
    return replace(
        POLICE,
        standing=Standing(kind, given_at=GIVEN, source=Source.SLACK, deputising=state),
        deputy="Sam Deputy",
    )


def test_an_answered_card_is_golden() -> None:
    made = cards.card(MEETING, [POLICE], ABOUT)
    assert "County Police: attending. Recorded from Slack, 5 November, 11:20." in shown(made.blocks)
    assert buttons(made) == ["Change", "Agenda and papers"]
    assert made.text.startswith("Leadership Forum. County Police: attending.")


def test_a_moved_one_asks_whether_it_is_still_right() -> None:
    later = replace(MEETING, span=FORUM.on(date(2026, 12, 10)))
    own = replace(POLICE, standing=replace(YES, stale=True), was=FORUM)
    made = cards.card(later, [own], ABOUT)
    assert (
        "New time: Thursday 10 December, 10:00. It was 3 December. Is your answer still right?"
    ) in shown(made.blocks)
    assert buttons(made)[:2] == ["Still fine", "Change"]


def test_another_lead_is_asked_without_a_new_time() -> None:
    made = cards.card(MEETING, [replace(POLICE, standing=replace(YES, stale=True))], ABOUT)
    assert "Is your answer still right?" in shown(made.blocks)
    assert "New time" not in shown(made.blocks)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Deputising.ASKED, "Sam Deputy is asked to represent you. We will tell you if they cannot"),
        (Deputising.HELD, "The business unit looks at the address of Sam Deputy first."),
        (Deputising.AGREED, "Sam Deputy will represent you."),
    ],
)
def test_it_says_how_it_stands_with_a_deputy(state: Deputising, said: str) -> None:
    assert said in shown(cards.card(MEETING, [deputy(state)], ABOUT).blocks)


def test_a_deputy_who_declined_leaves_the_question() -> None:
    made = cards.card(MEETING, [deputy(Deputising.DECLINED, known=False)], ABOUT)
    assert "Sam Deputy cannot come." in shown(made.blocks)
    assert "Send a deputy" in buttons(made)


def test_a_guest_has_no_deputy_and_a_named_deputy_only_yes_and_no() -> None:
    guest = cards.choosing(MEETING, [Own(4)], ABOUT)
    assert "Send a deputy" not in buttons(guest)
    named = cards.choosing(MEETING, [replace(POLICE, standing=Standing(), named=True)], ABOUT)
    assert buttons(named)[:2] == ["I can represent", "I cannot"]
    assert [each["action_id"] for each in elements(named)][:2] == [
        "event.answer.attending",
        "event.answer.cannot",
    ]


def test_the_longest_of_everything_fits() -> None:
    longest = replace(
        MEETING,
        title="T" * MAX_NAME,
        place="L" * MAX_PLACE,
        link=f"https://meet.example.org/{'x' * (MAX_TEXT - 60)}",
    )
    many = [
        replace(
            deputy(Deputising.ASKED),
            invitation_id=10**17 + n,
            partner=f"{n} {'P' * (MAX_NAME - 3)}",
            body="B" * MAX_NAME,
            deputy=f"{n} {'D' * (MAX_NAME - 3)}",
        )
        for n in range(60)
    ]
    entries = [Entry(longest, tuple(many), date(2026, 11, 19), opened=n % 2 == 0) for n in range(9)]
    for made in (
        cards.card(longest, many, ABOUT, news="N" * 900),
        cards.choosing(longest, many, ABOUT),
        cards.apart(longest, many, ABOUT),
        cards.recorded(longest, many),
        my_events.listing(entries),
        event_cards.coming(longest.title, [each.partner for each in many]),
    ):
        assert len(made.blocks) <= layout.BLOCKS
        for each in made.blocks:
            text = each.get("text", {}).get("text", "")
            assert len(text) <= (layout.HEADER if each["type"] == "header" else layout.SECTION)
        assert all(len(each.get("value", "")) <= 2000 for each in elements(made))
    state = {"about": ABOUT.written(), "at": "", "home": ""}
    standing = [(n, "D" * MAX_NAME, "J" * MAX_NAME) for n in range(60)]
    assert len(forms.deputy(longest, "P" * 900, standing, state).blocks) <= 100


def test_what_people_typed_is_never_formatted() -> None:
    evil = replace(MEETING, title="<!channel> *a*", place="<@U1>")
    own = replace(deputy(Deputising.ASKED), partner="<https://x|y>", deputy="<!here>")
    for made in (
        cards.card(evil, [own], ABOUT),
        cards.choosing(evil, [own], ABOUT),
        cards.apart(evil, [own], ABOUT),
        cards.recorded(evil, [own]),
        event_cards.coming(evil.title, ["<!everyone>"]),
    ):
        assert "<" not in made.text
        assert '"mrkdwn"' not in str(made.blocks).replace("'", '"')


def test_counts_are_of_who_is_coming_alone() -> None:
    standings = [
        YES,
        YES,
        Standing(Kind.DEPUTY),
        Standing(Kind.APOLOGIES),
        Standing(Kind.UNSURE),
        Standing(),
        replace(YES, stale=True),
    ]
    assert coming(standings) == Coming(attending=2, deputies=1)
    assert not coming(standings[3:6]).any
