"""`/joinedup bodies`: what meets, what each body has settled, and its quorum."""

from datetime import date

from sqlalchemy.orm import Session

from bot.commands import arrangements as arrangement_rows
from bot.commands import entries, hand_overs, touched
from bot.commands.settings import channel_in, look_at
from bot.messages import bodies as messages
from bot.messages import body_forms as forms
from bot.messages import layout
from bot.reply import Answer, Choices, Edit, Message, Reply
from bot.routing import Button, Command, Form, Options, Request
from db import arrangements, bodies, quorum_members, seats
from db.models import Body
from domain import quorum
from domain import quorum_entries as rules
from domain.bodies import Channel, Terms, read_asking, read_days
from domain.days import said
from domain.errors import Refused
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.lists_shown import mark
from domain.roles import COORDINATOR, READER

SEARCHED = 100
"""Choices that Slack shows in a field that searches."""


def list_all(request: Request, session: Session) -> Answer:
    """List the bodies from their beginning."""
    return Reply(_page(request, session, 0))


def turn(request: Request, session: Session) -> Answer:
    """Show another page in place of this one."""
    return Edit(_page(request, session, request.number))


def _page(request: Request, session: Session, offset: int) -> Message:
    every = bodies.counted(session, day=request.day)
    shown = [
        messages.Shown(
            each.body, each.terms, each.seats, each.vacant, _closed_on(request, each.body)
        )
        for each in every[offset : offset + messages.PAGE]
    ]
    page = messages.Page(
        bodies=shown,
        names=_names(request, session),
        arrangements=arrangements.every(session),
        offset=offset,
        total=len(every),
        day=request.day,
    )
    return messages.listing(page, may_change=request.may(COORDINATOR))


def _names(request: Request, session: Session) -> forms.Names:
    found = bodies.names(session, day=request.day)
    return forms.Names(found.sectors, found.seats)


def _closed_on(request: Request, body: Body) -> date | None:
    return request.partnership.day(body.closed_at) if body.closed_at else None


def new(request: Request, session: Session) -> Answer:
    """Open the form for a new body."""
    return forms.form(Terms(), _names(request, session), team=request.team_id)


def create(request: Request, session: Session) -> Answer:
    """Add the body that was entered."""
    by, now = request.caller.person_id, request.now
    terms = Terms(
        read_days(request.entered("answer_by")),
        read_asking(request.entered("asks_deputies")),
        _rule(request, session, None, None),
        _channel(request, None),
    )
    if not request.picked(forms.DIFFERENT):
        bodies.refuse_near(session, request.entered("name"))
    body = bodies.add(session, request.entered("name"), terms, by=by, now=now)
    said = _("{name} is added.").format(name=body.name)
    return Reply(messages.done(said, _("Next: open a partner and add its seat.")))


def edit(request: Request, session: Session) -> Answer:
    """Open the form about the body whose button was pressed."""
    body = _body(session, request.number)
    terms = bodies.terms_of(body)
    return forms.form(terms, _names(request, session), body, team=request.team_id)


def change(request: Request, session: Session) -> Answer:
    """Keep what was entered about a body."""
    body = _body(session, entries.id_of(request, "body"))
    terms = _terms(request, session, body, bodies.terms_of(body))
    name = touched.value(request, "name", body.name)
    if name != body.name and not request.picked(forms.DIFFERENT):
        bodies.refuse_near(session, name, besides=body.id)
    by, now = request.caller.person_id, request.now
    bodies.edit(session, body, name, terms, by=by, now=now)
    said = _("Saved: {name}.").format(name=body.name)
    return Reply(messages.done(said, *_out_of_reach(request, session, body)))


def _out_of_reach(request: Request, session: Session, body: Body) -> list[str]:
    """Say where a quorum asks for more seats than there are."""
    asked = quorum.number(bodies.terms_of(body).quorum)
    counted = bodies.counted(session, day=request.day)
    there = next(each.seats for each in counted if each.body.id == body.id)
    if asked is None or asked <= there:
        return []
    return [
        ngettext(
            "There is {n} seat now, so this quorum can't be reached yet.",
            "There are {n} seats now, so this quorum can't be reached yet.",
            there,
        ).format(n=there)
    ]


def _terms(request: Request, session: Session, body: Body, held: Terms) -> Terms:
    """Read what was entered; what nobody touched stays as it is by now."""
    return Terms(
        read_days(touched.value(request, "answer_by", str(held.answer_by_days))),
        read_asking(touched.value(request, "asks_deputies", held.asks_deputies)),
        _quorum(request, session, body, held.quorum),
        _channel(request, held),
    )


def _channel(request: Request, held: Terms | None) -> Channel | None:
    """Give the channel that was chosen, once I am found to be in it; untouched, it stays."""
    chosen = request.entered("channel")
    if held is not None and mark([chosen]) == touched.was(request, "channel"):
        return held.channel
    channel = channel_in("channel", private=False)(request)
    return Channel(request.team_id, channel) if channel is not None else None


def _quorum(
    request: Request, session: Session, body: Body, held: quorum.Quorum | None
) -> quorum.Quorum | None:
    number, deputies = request.entered("number"), request.entered("quorum_deputies")
    more = [*request.picked(rules.MEMBERS), *map(request.entered, (rules.HOW_MANY, rules.SHARE))]
    entered = forms.quorum_mark(request.picked("quorum"), number, deputies, more)
    if entered == touched.was(request, "quorum"):
        return held
    if forms.rule_mark(held) != touched.was(request, "rule"):
        raise Refused(
            _("Somebody else has changed this quorum. Please close this form and open it again."),
            field="quorum",
        )
    return _rule(request, session, body, held)


def _rule(
    request: Request, session: Session, body: Body | None, before: quorum.Quorum | None
) -> quorum.Quorum | None:
    ticked = request.picked("quorum")
    number = request.id_in("number") if "number" in ticked else None
    kept = [each for place, each in enumerate(quorum.others(before)) if f"other {place}" in ticked]
    return quorum.compose(
        half="half" in ticked,
        safeguarding="safeguarding" in ticked,
        chair="chair" in ticked,
        number=number,
        deputies=request.entered("quorum_deputies"),
        others=tuple(dict.fromkeys([*kept, *_added(request, session, body)])),
    )


def _added(request: Request, session: Session, body: Body | None) -> list[quorum.Rule]:
    """Read the rules that the form adds: chosen sectors and seats, a fraction."""
    day = request.day
    members = rules.read_members(
        request.picked(rules.MEMBERS),
        request.entered(rules.HOW_MANY),
        sectors=quorum_members.codes(session, day=day),
        seats=quorum_members.seats_of(session, body.id, day=day) if body else (),
    )
    share = rules.read_share(request.entered(rules.SHARE))
    return [each for each in (members, share) if each is not None]


def find_members(request: Request, session: Session) -> Answer:
    """Offer the sectors and seats that a quorum's rule may name."""
    found = quorum_members.like(session, request.text, day=request.day, limit=SEARCHED)
    return Choices(tuple((own, layout.short(name, layout.OPTION)) for own, name in found))


def ask_close(request: Request, session: Session) -> Answer:
    """Ask from which day a body meets no more."""
    body = _body(session, request.number)
    counted = bodies.counted(session, day=request.day)
    there = next(each.seats for each in counted if each.body.id == body.id)
    return forms.close_form(body, there, request.day)


def finish(request: Request, session: Session) -> Answer:
    """Close a body and end its seats from the day that was entered."""
    body = _body(session, entries.id_of(request, "body"))
    day = entries.day(request, "day")
    if day < request.day:
        raise Refused(_("Please choose today or a later day."), field="day")
    by, now = request.caller.person_id, request.now
    ended = seats.end_all(session, body, day, by=by, now=now)
    bodies.close(session, body, day, zone=request.partnership.zone, by=by, now=now)
    told = ngettext(
        "{name} closes from {day}, and {n} seat ends then.",
        "{name} closes from {day}, and {n} seats end then.",
        ended,
    ).format(name=body.name, day=said(day), n=ended)
    message = messages.done(told, _("What was before stays as it was."))
    return hand_overs.reply_of_body(request, session, message, body.id)


def reopen(request: Request, session: Session) -> Answer:
    """Open a closed body again."""
    body = _body(session, request.number)
    bodies.reopen(session, body, by=request.caller.person_id, now=request.now)
    said = _("{name} meets again.").format(name=body.name)
    return Reply(messages.done(said, _("Next: open a partner and add its seat.")))


def find(request: Request, session: Session) -> Answer:
    """Offer the bodies whose name has what was typed in it."""
    found = bodies.like(session, request.text, now=request.now, limit=SEARCHED)
    return Choices(tuple((str(each.id), each.name) for each in found))


def _body(session: Session, body_id: int) -> Body:
    body = bodies.by_id(session, body_id)
    if body is None:
        raise Refused(_("This body is no longer there. Please look again."))
    return body


ROWS = (
    Command(
        "/joinedup",
        "bodies",
        "",
        N_("See bodies and arrangements"),
        list_all,
        READER,
        changes=False,
    ),
    Button("body.list", list_all, READER, changes=False),
    Button("body.page.before", turn, READER, changes=False),
    Button("body.page.after", turn, READER, changes=False),
    Button("body.new", new, COORDINATOR, changes=False),
    Button("body.edit", edit, COORDINATOR, changes=False),
    Button("body.close", ask_close, COORDINATOR, changes=False),
    Button("body.reopen", reopen, COORDINATOR),
    Form("body.create", create, COORDINATOR, before=look_at("channel")),
    Form("body.change", change, COORDINATOR, before=look_at("channel")),
    Form("body.finish", finish, COORDINATOR),
    Options("search.bodies", find, READER),
    Options(forms.MEMBERS, find_members, READER),
    *arrangement_rows.ROWS,
)
