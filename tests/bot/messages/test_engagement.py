"""The watch list and a partner's page keep to Slack's limits, however much there is."""

from dataclasses import replace
from datetime import date

from bot.messages import engagement, engagement_pages
from domain.contacts import Way
from domain.engagement import Came
from domain.finding_facts import Contacted, Trail
from domain.findings import CameOfIt, Spell
from domain.standing import Level, Opportunity, Standing
from domain.watching import AtBody, Occasion, PutOff, Watching, WatchList
from tests.world import shown

DAY = date(2026, 11, 24)
MOST = 50


def standing(marks: str) -> Standing:
    """Give where somebody stands after coming (1) and not (0)."""
    found = Standing()
    for mark in marks:
        found = found.after(Opportunity(1, DAY, Came.MEMBER if mark == "1" else Came.MISSED))
    return found


def watching(n: int, marks: str) -> Watching:
    """Give one partner at one body, to be checked."""
    spell = Spell(n, n, n, Level.LAPSED, DAY, DAY)
    own = standing(marks)
    return Watching(n, f"Partner {n} " + "x" * 200, n, f"Body {n}", own, Standing(), spell=spell)


def test_a_full_list_fits_into_a_message_on_every_page() -> None:
    put_off = replace(watching(99, "11100"), put_off=PutOff(1, DAY, "Later"))
    found = WatchList(
        [watching(n, "1111100") for n in range(60)],
        [watching(n, "111110000") for n in range(60, 120)],
        7,
        [f"Body {n}" for n in range(30)],
        ["Body 31"],
        40,
        [put_off] * 30,
    )
    for offset in (0, engagement.PAGE, 110):
        for changing in (True, False):
            told = engagement.listing(found, DAY, offset, changing=changing, done="Done.")
            assert len(told.blocks) <= MOST


def test_a_partner_at_many_bodies_fits_into_a_message() -> None:
    occasions = [Occasion(n, DAY, "Forum", Came.MISSED) for n in range(12)]
    at = [AtBody(watching(n, "111110000"), occasions, False, 12) for n in range(30)]
    contact = Contacted(DAY, Way.CALL, CameOfIt.COMES, "x" * 500, "Coordinator")
    trail = Trail([contact] * 3, [("Body", at[0].watching.spell)] * 6)  # type: ignore[list-item]
    told = engagement_pages.page((1, "Partner"), at, trail, DAY, changing=True)
    assert len(told.blocks) <= MOST


def test_one_newly_not_seen_keeps_its_entry_when_its_facts_are_checked() -> None:
    new, old = watching(1, "111110000"), watching(2, "111110000")
    assert new.spell is not None
    new = replace(new, spell=replace(new.spell, checked_on=DAY))
    old = replace(old, name="Somebody else", before=old.standing, spell=None)
    told = engagement.listing(WatchList(unseen=[new, old], bodies=2), DAY, changing=True)
    said = shown(told.blocks)
    assert said.count("Log a contact\n") == 1
    assert "Not seen for longer:\nSomebody else" in said
    assert "Check facts" not in said
