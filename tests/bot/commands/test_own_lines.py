"""My record says of the reader's own organisations how often they came, and nothing of others."""

from datetime import timedelta

import pytest

from bot.messages import own_lines as messages
from db import findings, own_lines, records
from db.models import Organisation, OrganisationName
from domain.own_lines import Tone
from tests.bot.commands.event_cast import writing
from tests.bot.commands.register import rows
from tests.bot.commands.test_engagement import recorded
from tests.world import World


@pytest.fixture
def year(world: World) -> World:
    """Give a partnership with eight recorded events."""
    recorded(world, 8, later=1)
    return world


def own(world: World, name: str) -> Tone:
    """Give how a partner is spoken to, of its one body."""
    named = next(each for each in rows(world, OrganisationName) if each.name == name)
    with writing(world) as session:
        found = own_lines.of(session, {named.organisation_id}, now=world.clock.now())
    assert len(found) == 1
    assert messages.said(found[0])
    return found[0].tone


def test_each_partner_reads_its_own(year: World) -> None:
    assert own(year, "Fire") is Tone.USUAL
    assert own(year, "Health") is Tone.DEPUTIES
    assert own(year, "Housing") is Tone.LITTLE


def test_what_is_not_checked_is_a_count_alone_for_five_working_days(year: World) -> None:
    with writing(year) as session:
        findings.look(session, year.clock.now())
    assert own(year, "Police") is Tone.COUNTS
    year.clock.moment += timedelta(days=8)
    assert own(year, "Police") is Tone.UNSEEN


def test_nobody_has_a_line_who_speaks_for_nobody(year: World) -> None:
    with writing(year) as session:
        day = year.clock.now().date()
        assert records.whose(session, 0, day=day) == frozenset()
        assert own_lines.of(session, frozenset(), now=year.clock.now()) == []
    assert len(rows(year, Organisation)) > 1
