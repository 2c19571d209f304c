"""From a mail to a record: every link of a letter opens its page, and one press there records."""

import re

import pytest
from sqlalchemy import select

from bot.ground import Ground
from db.models import AccessNeed, Answer, Delivery, NamedDeputy
from domain.answers import Deputising, Kind
from jobs.kinds import LETTERS, render_letter
from tests.bot.commands.register import rows
from tests.bot.commands.visits import Visits, visits
from tests.bot.pages.browsing import followed, send
from tests.bot.pages.test_deputies import standing, with_domain
from tests.world import World


@pytest.fixture
def event(world: World) -> Visits:
    return with_domain(visits(world))


def links(event: Visits, person_id: int, kind: str = "event.invitation") -> dict[str, str]:
    """Give the links of somebody's letter by their words, as paths."""
    with event.register() as session:
        query = select(Delivery).where(
            Delivery.person_id == person_id,
            Delivery.kind == kind,
            Delivery.channel_kind == "mail",
        )
        delivery = session.scalars(query.order_by(Delivery.id.desc()).limit(1)).one()
        ground = Ground(event.now, event.world.house.addresses, "calendar@example.org")
        letter = render_letter(LETTERS, session, delivery, ground)
    assert letter is not None
    found = re.findall(r'href="https://joinedup\.example\.org([^"]+)">([^<]+)<', letter.html)
    for path, _words in found:
        assert f"https://joinedup.example.org{path}" in letter.text
    return {words: path for path, words in found}


def test_every_link_of_an_invitation_opens_and_its_page_records(event: Visits) -> None:
    found = links(event, event.lead_id)
    for path in found.values():
        assert event.fetch(path).status_code == 200, path
    assert rows(event.world, Answer) == []
    assert "Attending." in followed(send(event, found["I will attend"]))
    assert "Apologies." in followed(send(event, found["Send apologies"]))
    assert "Not sure yet." in followed(send(event, found["Not sure yet"]))
    followed(send(event, found["Tell us privately"], needs="A ramp"))
    assert [each.text for each in rows(event.world, AccessNeed)] == ["A ramp"]
    assert "Saved." in followed(send(event, found["Choose which messages I get"]))
    kinds = [each.kind for each in rows(event.world, Answer)]
    assert kinds == [Kind.ATTENDING, Kind.APOLOGIES, Kind.UNSURE]


def test_a_deputy_named_by_a_link_gets_links_of_their_own(event: Visits) -> None:
    person = standing(event, "Jo Deputy")
    lead = links(event, event.lead_id)
    followed(send(event, lead["Send a deputy"], press="Ask Jo Deputy, Inspector"))
    theirs = links(event, person)
    assert set(theirs.values()).isdisjoint(lead.values())
    assert "You can represent them." in followed(send(event, theirs["I can represent"]))
    assert [each.state for each in rows(event.world, NamedDeputy)] == [Deputising.AGREED]
    assert "You cannot represent them." in followed(send(event, theirs["I cannot"]))
    [answer] = rows(event.world, Answer)
    assert (answer.kind, answer.given_by) == (Kind.DEPUTY, event.lead_id)
    assert "cannot come. Please answer again." in event.fetch(lead["I will attend"]).text
