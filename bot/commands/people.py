"""People: who they are, where they belong, who keeps their diary, and when they leave."""

from sqlalchemy.orm import Session

from bot.commands import entries, hand_overs, touched
from bot.commands.finding import by_name, chosen
from bot.messages import people as messages
from bot.messages import person_forms as forms
from bot.messages import seats as seat_messages
from bot.reply import Answer, Message, Reply
from bot.routing import Button, Command, Form, Request
from db import departures, details, diary_contacts, organisations, people, posts, rosters, seats
from db.models import Person
from db.organisations import Named
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.people import read_details
from domain.roles import COORDINATOR, READER

PEOPLE = "person.list"
"""The button that lists the people of a partner, by its id."""


def list_named(request: Request, session: Session) -> Answer:
    """List the people of the partner whose name was typed."""

    def then(partner: Named, _rest: str) -> Answer:
        return Reply(roster(request, session, partner))

    title = _("People")
    return by_name(request, session, verb="people", action=PEOPLE, title=title, then=then)


def list_pressed(request: Request, session: Session) -> Answer:
    """List the people of the partner that was chosen."""
    partner = entries.owner(request, session, chosen(request, session).id)
    return Reply(roster(request, session, partner))


def roster(request: Request, session: Session, partner: Named) -> Message:
    """List the people of a partner."""
    found = rosters.of(session, partner.id, day=request.day)
    rows = [messages.Row(each.person, each.address, each.post) for each in found]
    may_change = request.may(COORDINATOR)
    return messages.listing(partner.id, partner.name, rows, may_change=may_change)


def show(request: Request, session: Session) -> Answer:
    """Show the person whose button was pressed."""
    person = entries.person(session, request.number)
    return Reply(_page(request, session, person))


def _page(request: Request, session: Session, person: Person) -> Message:
    own = posts.of_person(session, person.id)
    places = seats.filled_by(session, person.id, day=request.day)
    wanted = {each.organisation_id for each in own} | {e.seat.organisation_id for e in places}
    names = organisations.called(session, wanted, day=request.day)
    keepers = diary_contacts.of(session, person.id, day=request.day)
    kept = diary_contacts.kept_by(session, person.id, day=request.day)
    found = messages.Page(
        person=person,
        addresses=people.addresses(session, person.id),
        posts=[(each, names[each.organisation_id].name) for each in own],
        seats=[
            (
                each.seat.id,
                seat_messages.of_person(each, person, names[each.seat.organisation_id].name),
            )
            for each in places
        ],
        keepers=[(each.row, each.person) for each in keepers],
        kept=[(each.row, each.person) for each in kept],
    )
    return messages.page(found, may_change=request.may(COORDINATOR))


def edit(request: Request, session: Session) -> Answer:
    """Open the form about the person whose button was pressed."""
    person = entries.person(session, request.number)
    return forms.details(person, people.addresses(session, person.id))


def change(request: Request, session: Session) -> Answer:
    """Keep what was entered about a person."""
    person = _of_form(request, session)
    entered = read_details(
        name=touched.value(request, "name", person.name),
        job_title=touched.value(request, "job_title", person.job_title or ""),
        language=_chosen(request, "language", person.language),
        channel=_chosen(request, "channel", person.channel),
    )
    addresses = touched.addresses(request, people.addresses(session, person.id))
    by, now = request.caller.person_id, request.now
    details.change(session, person, entered, by=by, now=now)
    details.set_addresses(session, person, addresses, by=by, now=now)
    return Reply(messages.done(_("Saved: {name}.").format(name=person.name), person))


def _chosen(request: Request, field: str, held: str | None) -> str:
    """Give what was chosen; empty where it was to be as usual."""
    chosen = touched.value(request, field, held or forms.USUAL)
    return "" if chosen == forms.USUAL else chosen


def new(request: Request, session: Session) -> Answer:
    """Open the form for somebody of the partner whose button was pressed."""
    partner = entries.partner(request, session, request.number)
    return forms.newcomer(partner.id, partner.name, request.day)


def create(request: Request, session: Session) -> Answer:
    """Give the person who was entered a post at a partner."""
    partner = entries.partner(request, session, entries.id_of(request, "organisation"))
    try:
        return _give_post(request, session, entries.anybody(request, session), partner)
    except Refused as no:
        field = "person" if no.field == "organisation" else no.field
        raise Refused(no.sentence, field=field) from no


def new_post(request: Request, session: Session) -> Answer:
    """Open the form for another post of the person whose button was pressed."""
    return forms.post(entries.person(session, request.number), request.day)


def create_post(request: Request, session: Session) -> Answer:
    """Give a person the post that was entered."""
    person = _of_form(request, session)
    chosen = request.id_in("organisation")
    partner = entries.partner(request, session, chosen, field="organisation")
    return _give_post(request, session, person, partner)


def _give_post(request: Request, session: Session, person: Person, partner: Named) -> Answer:
    posts.give(
        session,
        person,
        partner.id,
        since=entries.day(request, "since"),
        until=request.day_in("until"),
        main=bool(request.picked("main")),
        by=request.caller.person_id,
        now=request.now,
    )
    said = _("{name} belongs to {partner}.").format(name=person.name, partner=partner.name)
    return Reply(messages.done(said, person))


def end_post(request: Request, session: Session) -> Answer:
    """Ask from which day a post holds no more."""
    post = posts.by_id(session, request.number)
    if post is None:
        raise _gone()
    person = entries.person(session, post.person_id)
    name = organisations.called(session, [post.organisation_id], day=request.day)
    text = _("{name} at {partner}. Their seats are not changed.").format(
        name=person.name, partner=name[post.organisation_id].name
    )
    return forms.end("post.finish", post.id, text, request.day)


def finish_post(request: Request, session: Session) -> Answer:
    """End a post from the day that was entered."""
    post = posts.by_id(session, entries.id_of(request, "row"))
    if post is None:
        raise _gone()
    day = entries.day(request, "until")
    by, now = request.caller.person_id, request.now
    posts.end(session, post, day, today=request.day, by=by, now=now)
    person = entries.person(session, post.person_id)
    return Reply(messages.done(_("The post ends."), person))


def new_diary(request: Request, session: Session) -> Answer:
    """Ask who keeps the diary of the person whose button was pressed."""
    return forms.diary(entries.person(session, request.number), request.day)


def create_diary(request: Request, session: Session) -> Answer:
    """Let somebody keep a person's diary."""
    holder = _of_form(request, session)
    keeper = entries.anybody(request, session)
    diary_contacts.add(
        session,
        holder,
        keeper,
        since=entries.day(request, "since"),
        until=request.day_in("until"),
        by=request.caller.person_id,
        now=request.now,
    )
    said = _("{keeper} keeps the diary of {name}.").format(keeper=keeper.name, name=holder.name)
    return Reply(messages.done(said, holder))


def end_diary(request: Request, session: Session) -> Answer:
    """Ask from which day a diary is kept by somebody no more."""
    row = diary_contacts.by_id(session, request.number)
    if row is None:
        raise _gone()
    keeper, holder = (entries.person(session, each) for each in (row.person_id, row.holder_id))
    text = _("{keeper} keeps the diary of {name}.").format(keeper=keeper.name, name=holder.name)
    return forms.end("diary.finish", row.id, text, request.day)


def finish_diary(request: Request, session: Session) -> Answer:
    """Let a diary be kept no more from the day that was entered."""
    row = diary_contacts.by_id(session, entries.id_of(request, "row"))
    if row is None:
        raise _gone()
    holder = entries.person(session, row.holder_id)
    day, by, now = entries.day(request, "until"), request.caller.person_id, request.now
    diary_contacts.end(session, row, day, today=request.day, by=by, now=now)
    return Reply(messages.done(_("The diary contact ends."), holder))


def leave(request: Request, session: Session) -> Answer:
    """Ask from which day a person is gone, and from where."""
    person = entries.person(session, request.number)
    own = posts.of_person(session, person.id)
    still = {each.organisation_id for each in own if each.until is None or each.until > request.day}
    names = organisations.called(session, still, day=request.day)
    return forms.leaving(person, [(each.id, each.name) for each in names.values()], request.day)


def finish(request: Request, session: Session) -> Answer:
    """Let a person leave, and offer the seats that become vacant."""
    person = _of_form(request, session)
    day = entries.day(request, "day")
    gone = departures.leave(
        session,
        person,
        day,
        today=request.day,
        organisation_id=request.id_in("organisation") or None,
        by=request.caller.person_id,
        now=request.now,
    )
    ids = {each.seat.organisation_id for each in gone.vacant}
    names = organisations.called(session, ids, day=request.day)
    vacant = [
        (each.seat.id, seat_messages.vacancy(each, names[each.seat.organisation_id].name, day))
        for each in gone.vacant
    ]
    message = messages.left(person, day, gone.posts, gone.seats, vacant)
    return hand_overs.reply(request, session, message, *gone.seat_ids)


def _of_form(request: Request, session: Session) -> Person:
    return entries.person(session, entries.id_of(request, "person"))


def _gone() -> Refused:
    return Refused(_("This is no longer there. Please look again."))


ROWS = (
    Command(
        "/partner",
        "people",
        N_("NAME"),
        N_("See a partner's people"),
        list_named,
        READER,
        changes=False,
    ),
    Button(PEOPLE, list_pressed, READER, changes=False),
    Form(f"{PEOPLE}.which", list_pressed, READER, changes=False),
    Button("person.show", show, READER, changes=False),
    Button("person.new", new, COORDINATOR, changes=False),
    Button("person.edit", edit, COORDINATOR, changes=False),
    Button("person.leave", leave, COORDINATOR, changes=False),
    Button("post.new", new_post, COORDINATOR, changes=False),
    Button("post.end", end_post, COORDINATOR, changes=False),
    Button("diary.new", new_diary, COORDINATOR, changes=False),
    Button("diary.end", end_diary, COORDINATOR, changes=False),
    Form("person.create", create, COORDINATOR),
    Form("person.change", change, COORDINATOR),
    Form("person.finish", finish, COORDINATOR),
    Form("post.create", create_post, COORDINATOR),
    Form("post.finish", finish_post, COORDINATOR),
    Form("diary.create", create_diary, COORDINATOR),
    Form("diary.finish", finish_diary, COORDINATOR),
)
