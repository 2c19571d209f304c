"""Cards of events: the words of wording.md's golden example, within Slack's limits."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.messages import event_cards as cards
from bot.messages import layout
from bot.messages.event_cards import Card
from bot.reply import Block, Message
from domain.askings import Asking, Mark, News, Pages, Standing, Through
from domain.events import MAX_PLACE, MAX_TEXT
from domain.names import MAX_NAME
from domain.recurrence import Frequency, Ordinal, Rule
from domain.when import WallSpan
from tests.world import shown

FORUM = WallSpan(datetime(2026, 12, 3, 10), datetime(2026, 12, 3, 12), "Europe/London")
ASKING = Asking(
    title="Leadership Forum",
    span=FORUM,
    answer_by=date(2026, 11, 19),
    place="Town Hall, Committee Room 2",
    link="https://meet.example.org/j/1",
    seats=(Standing("County Police", "Executive"),),
)
PAGES = Pages("https://joinedup.example.org/event/E", "https://joinedup.example.org/answer/A")
CARD = Card("7", PAGES, by_mail=True)

GOLDEN = """\
Leadership Forum: can County Police be there?
Join link
Thursday 3 December 2026, 10:00 to 12:00 (London time)
Town Hall, Committee Room 2, or online
You hold the seat for County Police. If you cannot come, a deputy counts just the same.
Please answer by *Thursday 19 November*.
I will attend
Send a deputy
Send apologies
Not sure yet
Agenda and papers
Calendar file
An invitation for your calendar has also gone to your work mail. \
Answering in either place is enough. Please don't put details of any child or family here."""


def elements(message: Message) -> list[Block]:
    return [one for each in message.blocks for one in each.get("elements", ())]


def test_a_card_is_golden() -> None:
    made = cards.invitation(ASKING, CARD)
    assert shown(made.blocks) == GOLDEN
    assert made.text == (
        "Leadership Forum: can County Police be there? Thu 3 December 2026, 10:00."
    )


def test_each_answer_says_what_it_is_about_and_which_event() -> None:
    buttons = [each for each in elements(cards.invitation(ASKING, CARD)) if "value" in each]
    carried = "card 7 2026-12-03T10:00 2026-12-03T12:00 Europe/London all"
    assert [(each["action_id"], each["value"]) for each in buttons] == [
        ("event.answer.attending", carried),
        ("event.answer.deputy", carried),
        ("event.answer.apologies", carried),
        ("event.answer.unsure", carried),
    ]
    assert buttons[0]["accessibility_label"] == "I will attend: Leadership Forum"
    assert [each.get("style") for each in buttons] == ["primary", None, None, None]


def test_one_date_of_a_series_says_the_rule() -> None:
    rule = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
    said = shown(cards.invitation(replace(ASKING, part_of=rule), CARD).blocks)
    assert "Series: first Thursday, every month" in said


def test_a_passcode_is_not_shown() -> None:
    joining = "By phone: 00000 000000\nPIN: 4711"
    said = shown(cards.invitation(replace(ASKING, link="", joining=joining), CARD).blocks)
    assert "By phone: 00000 000000" in said
    assert "4711" not in said


def test_a_guest_is_asked_without_a_deputy() -> None:
    said = shown(cards.invitation(replace(ASKING, seats=()), CARD).blocks)
    assert said.startswith("Leadership Forum: can you be there?")
    assert "You are invited as a guest." in said
    assert "deputy" not in said


def test_in_a_channel_it_is_nobodys_own() -> None:
    said = shown(cards.invitation(ASKING, Card("7", Pages(), public=True)).blocks)
    assert said.startswith("Leadership Forum: can you be there?")
    assert "You hold" not in said
    assert "work mail" not in said
    assert "Agenda and papers" in said
    assert "Calendar file" not in said


@pytest.mark.parametrize(
    ("through", "said"),
    [
        (Through.DEPUTY, "The seat for County Police has no lead, and you are its deputy."),
        (Through.CONTACT, "The seat for County Police has no lead, and you are the main contact."),
    ],
)
def test_who_stands_in_for_a_lead_is_told_so(through: Through, said: str) -> None:
    asking = replace(ASKING, seats=(Standing("County Police", "Executive", through),))
    assert said in shown(cards.invitation(asking, CARD).blocks)


def test_what_is_new_stands_first() -> None:
    moved = replace(ASKING, span=FORUM.on(date(2026, 12, 10)))
    made = cards.update(moved, News(was=FORUM), CARD)
    said = "New time: Thursday 10 December, 10:00. It was 3 December."
    assert shown(made.blocks).startswith(f"Leadership Forum: new time\n{said}\n")
    assert made.text == f"Leadership Forum. {said}"


def test_cancelled_is_golden() -> None:
    made = cards.cancelled(ASKING, "venue closed", CARD)
    assert shown(made.blocks) == made.text
    assert made.text == (
        "Cancelled: Leadership Forum, 3 December. Reason: venue closed. "
        "Nothing to do; it leaves your calendar."
    )
    made = cards.cancelled(ASKING, None, Card("7", Pages()))
    assert made.text == "Cancelled: Leadership Forum, 3 December. Nothing to do."


def test_withdrawn_is_kind() -> None:
    made = cards.withdrawn(ASKING, ["County Police"], CARD)
    assert made.text == (
        "You are no longer asked about the Leadership Forum on Thursday 3 December. "
        "County Police has a new lead. Thank you for your part in it. Nothing to do."
    )


def test_a_mark_stands_before_all_else() -> None:
    made = cards.invitation(ASKING, replace(CARD, mark=Mark.TEST))
    assert made.text.startswith("Test copy: Leadership Forum")
    assert shown(made.blocks).startswith(
        "This is a test copy. Nobody else gets it.\nTest copy: Leadership Forum"
    )


def test_the_longest_of_everything_fits() -> None:
    seats = tuple(Standing(f"{n} {'P' * (MAX_NAME - 3)}", "Executive") for n in range(40))
    rule = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
    longest = replace(
        ASKING,
        title="T" * MAX_NAME,
        place="L" * MAX_PLACE,
        link=f"https://meet.example.org/{'x' * (MAX_TEXT - 60)}",
        joining="J" * MAX_TEXT,
        rule=rule,
        coming=(FORUM,) * 3,
        seats=seats,
    )
    for made in (
        cards.invitation(longest, replace(CARD, mark=Mark.REHEARSAL)),
        cards.update(longest, News(changed=(("place", "L" * MAX_PLACE),)), CARD),
        cards.invitation(replace(longest, link=""), CARD),
        cards.withdrawn(longest, [each.partner for each in seats], CARD),
    ):
        assert len(made.blocks) <= layout.BLOCKS
        for each in made.blocks:
            text = each.get("text", {}).get("text", "")
            assert len(text) <= (layout.HEADER if each["type"] == "header" else layout.SECTION)


def test_what_people_typed_is_never_formatted() -> None:
    evil = replace(
        ASKING, title="<!channel> *a*", place="<@U1>", seats=(Standing("<https://x|y>"),)
    )
    for made in (
        cards.invitation(evil, CARD),
        cards.update(evil, News(changed=(("place", "<!here>"),)), CARD),
        cards.cancelled(evil, "<!everyone>", CARD),
        cards.withdrawn(evil, ["<@U2>"], CARD),
    ):
        assert "<" not in made.text
        marked = [
            each["text"]["text"]
            for each in made.blocks
            if each.get("text", {}).get("type") == "mrkdwn"
        ]
        assert marked in ([], ["Please answer by *Thursday 19 November*."])
