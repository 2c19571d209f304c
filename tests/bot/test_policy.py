"""One policy for everything Slack can ask: every row of the table, tried as every kind of person.

The handlers are taken out and counted; what is tried is the edge in front of them. Who may do
what stands in expectations.py, and a row that is missing there fails.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.app import door, slack_app
from bot.calls import Calls
from bot.commands import NOUNS, TABLE
from bot.edge import Edge
from bot.incoming import Incoming
from bot.outgoing import Call
from bot.reply import Answer
from bot.routing import (
    Button,
    Command,
    Facts,
    Form,
    Options,
    Request,
    Row,
    Said,
    Shortcut,
    Table,
)
from bot.slack import Slack
from db import installations, partnerships, people, roles
from db.installations import Workspace as Installed
from db.models import Body, Organisation, Person, Post, Seat, SeatHolder
from db.tenancy import within
from domain.names import name_key
from domain.roles import Role
from domain.spans import Span
from sandbox import Workspace
from tests.bot.expectations import ANYBODY, COORDINATORS, PARTNERS, READERS
from tests.bot.requests import Asker, Door, send
from tests.world import SIGNING_SECRET, World

C, CH, S, P = (frozenset({role}) for role in Role)
OPEN_TO = {
    **dict.fromkeys(COORDINATORS.split("\n")[1:-1], C),
    **dict.fromkeys(READERS.split("\n")[1:-1], C | CH | S),
    **dict.fromkeys(PARTNERS.split("\n")[1:-1], P),
    **dict.fromkeys(ANYBODY.split("\n")[1:-1], C | CH | S | P),
}

OWN_WORDS = {
    "form preferences.save",
    "form record.wrong",
    "form seat.tell",
    "record.withdraw",
}
"""What others than coordinators may change: their own choices, and what they tell us."""

OWN_ANSWERS = {
    "form event.checkin",
    "event.answer.attending",
    "event.answer.cannot",
    "event.answer.fine",
    "event.answer.send",
    "event.answer.unsure",
    "form event.answer.apologies",
    "form event.answer.deputy",
    "said app_mention",
    "said message",
}
"""What somebody answers for themselves; what they write is answered once."""

OWN_LINKS = {
    "/joinedup feed",
    "event.agenda",
    "feed.body.off",
    "feed.body.renew",
    "feed.off",
    "feed.renew",
    "feed.show",
    "figures.export",
    "record.show",
}
"""What gives somebody a link of their own, which is kept."""


def key(row: Row) -> str:
    """Name a row as expectations.py does."""
    if isinstance(row, Command):
        return f"{row.noun} {row.verb}".strip()
    kinds = {
        Form: "form ",
        Options: "search ",
        Shortcut: "shortcut ",
        Button: "",
        Said: "said ",
    }
    return f"{kinds[type(row)]}{row.name}" if type(row) in kinds else "home"


def test_every_row_is_expected_and_no_other() -> None:
    assert sorted(OPEN_TO) == sorted(key(row) for row in TABLE.rows)


def test_only_coordinators_change_anything_but_their_own_words() -> None:
    changing = {key(row) for row in TABLE.rows if row.changes}
    assert {each for each in changing if OPEN_TO[each] != C} == OWN_WORDS | OWN_ANSWERS | OWN_LINKS


@dataclass
class Tried:
    """The table with its handlers taken out: it notes which were reached, and for whom."""

    reached: list[tuple[str, str]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def table(self) -> Table:
        return Table([self._emptied(row) for row in TABLE.rows], NOUNS)

    def _emptied(self, row: Row) -> Row:
        def handler(request: Request, _session: Session) -> Answer:
            self.reached.append((key(row), request.partnership.slug))
            return None

        def before(_request: Request, _facts: Facts) -> dict[str, object]:
            self.looked_up.append(key(row))
            return {}

        if isinstance(row, Form):
            return replace(row, handler=handler, before=before)
        return replace(row, handler=handler)


class Kept(Calls):
    """Keeps what would be shown in Slack by another way than the acknowledgement."""

    def __init__(self, world: World) -> None:
        house = world.house
        super().__init__(house.database, Slack(house.settings.slack_api_url), house.sealer)
        self.made: list[Call] = []

    def make(self, incoming: Incoming, call: Call) -> None:  # noqa: ARG002 - its base's
        """Keep a call."""
        self.made.append(call)


def opened(world: World, table: Table, calls: Calls | None = None) -> Door:
    """Open Slack's door on a table."""
    edge = Edge(world.house.database, calls or Kept(world), table, clock=world.house.now)
    return door(slack_app(edge, signing_secret=SIGNING_SECRET), SIGNING_SECRET)


class Cast:
    """Everybody who may ask, by what they are called here, with the roles they have."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.day = world.partnership.day(world.clock.now())
        self.askers: dict[str, tuple[Asker, frozenset[Role]]] = {}
        self._known()
        self._unknown()

    def _known(self) -> None:
        home = self.world.workspace
        self.askers["coordinator"] = (self._asker(home, self.world.coordinator.id), C)
        for role, held in ((Role.CHAIR, CH), (Role.SCRUTINEER, S), (Role.PARTNER, P)):
            self._add(str(role), home, held, role=Span(self.day))
        self._add("chair and partner", home, CH | P, role=Span(self.day), seat=Span(self.day))
        self._add("whoever has a post", home, P, post=Span(self.day))
        self._add("whoever holds a seat", home, P, seat=Span(self.day))
        self._add("guest of the workspace who is a partner", home, P, role=Span(self.day))
        elsewhere = self.world.slack.add_workspace("County Police", installed=False)
        self._add("partner of another workspace", elsewhere, P, role=Span(self.day))
        self._add("known without a role", home, frozenset())
        past = Span(self.day - timedelta(days=9), self.day)
        self._add("coordinator until yesterday", home, frozenset(), role=past)
        self._add("partner until yesterday", home, frozenset(), post=past, seat=past)
        self._add("coordinator from tomorrow", home, frozenset(), role=Span(_next(self.day)))

    def _unknown(self) -> None:
        home, slack = self.world.workspace, self.world.slack
        self.askers["stranger"] = (self._asker(home, "U0STRANGER"), frozenset())
        guest = home.add_user("Guest", email="guest@example.org", is_guest=True)
        self.askers["guest"] = (self._asker(home, guest.id), frozenset())
        other = slack.add_workspace("Another county", installed=False)
        stranger = Asker("U0NOBODY", other.id, home.id)
        self.askers["stranger of another workspace"] = (stranger, frozenset())
        namesake = Asker(self.world.coordinator.id, other.id, home.id)
        self.askers["namesake of the coordinator elsewhere"] = (namesake, frozenset())

    def _asker(self, workspace: Workspace, user: str) -> Asker:
        return Asker(user, workspace.id, self.world.workspace.id)

    def _add(
        self,
        called: str,
        workspace: Workspace,
        held: frozenset[Role],
        *,
        role: Span | None = None,
        post: Span | None = None,
        seat: Span | None = None,
    ) -> None:
        user = f"U{len(self.askers):09}"
        world, now = self.world, self.world.clock.now()
        with world.house.database.writing() as session, within(session, world.partnership.id):
            person = people.add(session, name=called, now=now)
            identity = {"enterprise_id": "", "team_id": workspace.id, "user_id": user}
            people.identify(session, person, **identity)
            if role is not None:
                given = (
                    Role(called.split(maxsplit=1)[0])
                    if called.split(maxsplit=1)[0] in set(Role)
                    else Role.PARTNER
                )
                roles.give(session, person, given, role, by=None, now=now)
            _place(session, person, post, seat, world)
        self.askers[called] = (self._asker(workspace, user), held)


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _place(
    session: Session, person: Person, post: Span | None, seat: Span | None, world: World
) -> None:
    """Give somebody a post or a seat, in an organisation of their own."""
    now = world.clock.now()
    organisation = Organisation(created_at=now)
    body = Body(name=person.name, name_key=name_key(person.name), created_at=now)
    session.add_all([organisation, body])
    session.flush()
    own = {"organisation_id": organisation.id}
    if post is not None:
        session.add(Post(person_id=person.id, **own, since=post.since, until=post.until))
    if seat is not None:
        place = Seat(**own, body_id=body.id, title="", since=seat.since)
        session.add(place)
        session.flush()
        dates = {"since": seat.since, "until": seat.until}
        session.add(SeatHolder(seat_id=place.id, person_id=person.id, part="deputy", **dates))
    session.flush()


def test_everybody_may_do_what_is_theirs_and_nothing_else(world: World) -> None:
    tried, cast, wrong = Tried(), Cast(world), []
    ask = opened(world, tried.table())
    for called, (asker, held) in cast.askers.items():
        for row in _offered(asker):
            tried.reached.clear()
            tried.looked_up.clear()
            assert send(ask, SIGNING_SECRET, row, asker).status == 200
            expected = [(key(row), "main")] if held & OPEN_TO[key(row)] else []
            looked = [key(row)] if expected and isinstance(row, Form) and row.changes else []
            if tried.reached != expected or tried.looked_up != looked:
                wrong.append((called, key(row), tried.reached, tried.looked_up))
    assert wrong == []


def _offered(asker: Asker) -> list[Row]:
    """Give the rows that Slack offers somebody: other workspaces get no commands and shortcuts."""
    ours = asker.team == asker.home
    return [row for row in TABLE.rows if ours or not isinstance(row, Command | Shortcut)]


@pytest.mark.parametrize("shares_the_workspace", [True, False])
def test_a_coordinator_of_another_partnership_reaches_their_own_alone(
    world: World, *, shares_the_workspace: bool
) -> None:
    workspace = world.workspace if shares_the_workspace else world.slack.add_workspace("Adults")
    _adults(world, workspace)
    tried = Tried()
    ask = opened(world, tried.table())
    for slug in ("main", "adults", "nowhere"):
        asker = Asker("U0ADULTS", workspace.id, workspace.id, slug)
        for row in TABLE.rows:
            assert send(ask, SIGNING_SECRET, row, asker).status == 200
    theirs = {each for each in OPEN_TO if OPEN_TO[each] >= C}
    assert set(tried.reached) == {(each, "adults") for each in theirs}


def test_a_coordinator_here_is_nobody_in_another_partnership_here(world: World) -> None:
    _adults(world, world.workspace)
    tried = Tried()
    asker = Asker(world.coordinator.id, world.workspace.id, world.workspace.id, "adults")
    marked = [row for row in TABLE.rows if isinstance(row, Button | Form | Options)]
    ask = opened(world, tried.table())
    for row in marked:
        assert send(ask, SIGNING_SECRET, row, asker).status == 200
    assert tried.reached == []


def _adults(world: World, workspace: Workspace) -> None:
    """Make another partnership in a workspace, with a coordinator of its own."""
    now = world.clock.now()
    with world.house.database.writing() as session:
        adults = partnerships.add(session, slug="adults", name="Adults", now=now)
        with within(session, adults.id):
            install(session, adults.id, world, workspace)
            person = people.add(session, name="Adults' coordinator", now=now)
            identity = {"enterprise_id": "", "team_id": workspace.id, "user_id": "U0ADULTS"}
            people.identify(session, person, **identity)
            day = now.date()
            people.give_role(session, person, Role.COORDINATOR, by=None, day=day, now=now)


def install(session: Session, partnership_id: int, world: World, workspace: Workspace) -> None:
    """Connect a workspace to a partnership."""
    installations.install(
        session,
        world.house.sealer,
        partnership_id=partnership_id,
        workspace=Installed("", workspace.id, workspace.bot_user_id, workspace.bot_id),
        token=workspace.bot_token,
        now=world.clock.now(),
    )
