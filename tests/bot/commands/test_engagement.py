"""`/engagement`: who is becoming less connected, why, and who may see it."""

from datetime import date, timedelta

import pytest

from db import arrangements, organisations, standings
from db import sector_lists as sectors
from db import sectors as held
from domain.outcomes import Code
from domain.roles import Role
from tests.bot.commands.event_cast import arrange, arrived, board, press, run, weeks, writing
from tests.bot.commands.register import counting
from tests.bot.commands.registered import record
from tests.world import World, introduce, words

MA, RA, A, NC = Code.MEMBER, Code.DEPUTY, Code.APOLOGIES, Code.NO_CONTACT
CAME = {
    "Fire": (MA, MA, MA, MA, MA, MA, MA, MA),
    "Health": (MA, MA, MA, RA, RA, RA, RA, RA),
    "Housing": (MA, MA, MA, MA, MA, NC, A, NC),
    "Police": (MA, MA, MA, NC, NC, NC, NC, NC),
    "School": (NC, NC, NC, NC, NC, NC, NC, NC),
}


def recorded(world: World, many: int, *, later: int = 4) -> None:
    """Record so many events of a body, a week apart, some weeks later."""
    board(world, *CAME)
    made = [arrange(world, f"Forum {n}", weeks(n)) for n in range(many)]
    arrived(world)
    world.clock.moment += timedelta(weeks=many + later)
    for place, series in enumerate(made):
        record(world, series, {name: codes[place] for name, codes in CAME.items()})


@pytest.fixture
def year(world: World) -> World:
    """Give a world with eight events that were recorded."""
    recorded(world, 8)
    return world


def test_the_watch_list_names_the_right_partner_with_the_right_reason(year: World) -> None:
    told = run(year, "/engagement")
    assert "Housing, Executive: a little less connected" in told
    assert "Missed the last 3 events, 1 of them with apologies (counted half)" in told
    assert "before that they came to all 5." in told
    assert "in 10 did not come to any of the next 4" in told
    assert "Police, Executive: not seen since" in told
    assert "Fire" not in told
    assert "An estimate from attendance only, not a judgement." in told


def test_nobody_reads_a_code_or_a_word_of_blame(year: World) -> None:
    told = run(year, "/engagement") + run(year, "/engagement show Police")
    for word in ("lapsed", "steady", "watch ", "no-show", "failing", "disengaged"):
        assert word not in told.casefold()


def test_a_partner_s_page_has_its_arithmetic_and_the_events_behind_it(year: World) -> None:
    told = run(year, "/engagement Housing")
    assert "Came to 5 of the last 8." in told
    assert "One attendance would bring this to" in told
    assert "Forum 7: Not there" in told
    assert "Forum 6: Apologies" in told
    assert "Forum 0: Member attended" in told
    assert told.index("Forum 7") < told.index("Forum 0")


def test_a_deputy_s_presence_counts_and_is_named_where_the_member_came_before(
    year: World,
) -> None:
    told = run(year, "/engagement Health")
    assert "Came to 8 of the last 8." in told
    assert "Last came through a deputy" in told


def test_one_that_never_came_is_not_yet_seen(year: World) -> None:
    assert "Executive: not yet seen" in run(year, "/engagement School")


def test_too_few_events_say_nothing_of_anybody(world: World) -> None:
    recorded(world, 3)
    told = run(world, "/engagement")
    assert "It is too early to say who is less connected" in told
    assert not any(name in told for name in CAME)
    assert "Executive: came to 3 of 3; 3 recorded events, too few to say more." in run(
        world, "/engagement Fire"
    )


def test_why_opens_the_partner_s_page(year: World) -> None:
    run(year, "/engagement")
    assert "Housing: how connected" in press(year, "engagement.why")
    assert "nine public bodies" in press(year, "engagement.how")


@pytest.mark.parametrize("typed", ["/engagement", "/engagement Police", "/engagement sectors"])
@pytest.mark.parametrize("known", [True, False])
def test_neither_partner_nor_stranger_sees_a_standing(
    year: World, typed: str, *, known: bool
) -> None:
    if known:
        introduce(year, year.outsider, Role.PARTNER)
    told = words(year.outsider.run(typed).ephemeral)
    assert not any(f"{name}:" in told or f"{name}," in told for name in CAME)
    assert "Executive" not in told


def test_the_list_asks_a_fixed_number_of_queries(year: World) -> None:
    with counting(year) as first:
        run(year, "/engagement")
    assert len(first) <= 24


def test_sectors_are_shown_with_their_counts_and_what_makes_half(year: World) -> None:
    with writing(year) as session:
        known = {each.name: each for each in sectors.every(session)}
        day = year.clock.now().date()
        for name, sector in (("Police", "Police"), ("Fire", "Fire")):
            own = organisations.named(session, name, day=day)
            assert own is not None
            since = date(2026, 1, 1)
            sector_id = known[sector].id
            held.assign(session, own.id, sector_id, since, by=None, now=year.clock.now())
    told = run(year, "/engagement sectors")
    assert "Half of all attendance comes from 2 of 5 partners." in told
    assert "Police, Executive: 3 of 8 (38%); all sectors 60%" in told
    assert "Fire, Executive" not in told
    assert "Fire: 8 of 8 (100%); all sectors 60%" in told


def test_what_new_arrangements_changed_is_said_with_care_while_they_are_young(
    year: World,
) -> None:
    since = (year.clock.now() - timedelta(weeks=6)).date()
    with writing(year) as session:
        arrangements.add(
            session, "Arrangements of 2027", since=since, by=None, now=year.clock.now()
        )
    told = run(year, "/engagement sectors")
    assert "Since Arrangements of 2027" in told
    assert "that is too early to say much." in told


def test_a_scrutineer_may_see_how_attendance_is_spread(year: World) -> None:
    introduce(year, year.outsider, Role.SCRUTINEER)
    assert "Half of all" in words(year.outsider.run("/engagement sectors").ephemeral)


def test_two_days_at_once_are_as_each_by_itself(year: World) -> None:
    day = year.clock.now().date()
    with writing(year) as session:
        known = standings.Known(session, day)
        for weeks_ago in range(14):
            earlier = day - timedelta(weeks=weeks_ago)
            assert known.by_body_twice(day, earlier) == (known.by_body(day), known.by_body(earlier))
