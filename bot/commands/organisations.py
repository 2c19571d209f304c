"""`/partner add` and `edit`: who a partner is."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.commands import partner_pages
from bot.commands.finding import about, by_name, chosen
from bot.commands.near_names import refuse_near, refuse_near_aliases
from bot.language import long_date
from bot.messages import organisation_forms as forms
from bot.messages import organisations as messages
from bot.messages.fields import Choice
from bot.reply import Answer, Modal, Reply
from bot.routing import Button, Command, Form, Request, number_in
from db import email_domains, memberships, names, organisations, sectors
from db.models import Sector
from db.organisations import Named
from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.lists_shown import edited
from domain.names import clean_name, name_key, tidy
from domain.organisations import read_domains, read_names
from domain.partner_pages import Facts
from domain.roles import COORDINATOR

EDIT = "organisation.edit"


def add(request: Request, session: Session) -> Answer:
    """Register a partner by its name; where that is none, or close to one, open the form.

    Where the whole of what was typed is a partner's name ("Add Trust"), show that one.
    """
    try:
        name = clean_name(request.text)
    except Refused as no:
        return _new_form(request, session, no.sentence if request.text else None)
    called = organisations.named(session, f"{request.word or 'add'} {name}", day=request.day)
    if called is not None:
        return partner_pages.of(request, session, called.id, request.day)
    try:
        refuse_near(request, session, name)
    except names.Taken as no:
        return Reply(messages.taken(no.sentence, no.owner, reopens=no.closed is not None))
    except Refused as no:
        return _new_form(request, session, no.sentence)
    organisation = organisations.register(
        session, name, since=request.day, by=request.caller.person_id, now=request.now
    )
    return Reply(messages.registered(organisation.id, name))


def new(request: Request, session: Session) -> Answer:
    """Open the form for a new partner."""
    return _new_form(request, session, None)


def _new_form(request: Request, session: Session, note: str | None) -> Modal:
    return forms.new(_sectors(session), request.day, request.text, note)


def _sectors(session: Session, held: int | None = None) -> list[Choice]:
    """List the sectors to choose from; `held` is one of them though it is retired by now."""
    own = session.get(Sector, held) if held is not None else None
    kept = [own] if own is not None and own.retired_at is not None else []
    return [(str(each.id), sectors.marked(each)) for each in (*kept, *sectors.offered(session))]


def register(request: Request, session: Session) -> Answer:
    """Register what was entered into the form."""
    name = clean_name(request.entered("name"))
    since = request.day_in("since") or request.day
    aliases = read_names(request.entered("aliases"))
    refuse_near(request, session, name, since=since)
    refuse_near_aliases(request, session, aliases)
    organisation = organisations.register(
        session,
        name,
        since=since,
        by=request.caller.person_id,
        now=request.now,
        sector_id=request.id_in("sector") or None,
        aliases=aliases,
        domains=read_domains(request.entered("domains")),
    )
    later = since if since > request.day else None
    return Reply(messages.registered(organisation.id, tidy(name), later))


def edit(request: Request, session: Session) -> Answer:
    """Open the form about the partner that is named."""

    def then(found: Named, _rest: str) -> Answer:
        return _edit_form(request, session, found)

    title = _("Edit partner")
    return by_name(request, session, verb="edit", action=EDIT, title=title, then=then)


def open_edit(request: Request, session: Session) -> Answer:
    """Open the form about the partner that was chosen."""
    return _edit_form(request, session, chosen(request, session))


def _edit_form(request: Request, session: Session, found: Named) -> Modal:
    facts = _facts(request, session, found)
    return forms.edit(facts, _sectors(session, facts.sector_id), request.day)


def _facts(request: Request, session: Session, found: Named) -> Facts:
    day = request.day
    called = names.of(session, found.id)
    held = [each for each in sectors.of(session, found.id) if each.span.holds(day)]
    membership = memberships.of(session, found.id)[-1]
    return Facts(
        id=found.id,
        name=names.nearest(called, day).name,
        since=membership.since,
        sector_id=held[0].sector_id if held else None,
        aliases=tuple(each.name for each in names.aliases(session, found.id, day)),
        domains=tuple(email_domains.of(session, found.id)),
        planned=tuple((each.name, each.since) for each in called if each.since > day),
    )


def save(request: Request, session: Session) -> Answer:
    """Keep what was changed in the form: each fact by itself, from its own day."""
    found = about(request, session)
    own = found.id
    said_by: dict[str, Any] = {"by": request.caller.person_id, "now": request.now}
    aliases, domains = _aliases(request, session, own), _domains(request, session, own)
    changed = [
        _membership(request, session, own, said_by),
        _name(request, session, own, said_by),
        _sector(request, session, own, said_by),
    ]
    if names.set_aliases(session, own, aliases, request.day, **said_by):
        changed.append(_("Its other names are changed."))
    if email_domains.set_to(session, own, domains, **said_by):
        changed.append(_("Its mail domains are changed."))
    return Reply(messages.saved(own, [each for each in changed if each]))


def _was(request: Request, name: str) -> str:
    """Give what a field held when the form was opened: what nobody touched is left alone."""
    was = request.state.get("was")
    return str(was.get(name, "")) if isinstance(was, dict) else ""


def _aliases(request: Request, session: Session, own: int) -> list[str]:
    """Give the aliases as they are after the edit: another's of meanwhile stay."""
    held = [each.name for each in names.aliases(session, own, request.day)]
    entered = read_names(request.entered("aliases"))
    wanted = edited(held, entered, _was(request, "aliases"), name_key)
    refuse_near_aliases(request, session, wanted, own=own, held=held)
    return wanted


def _domains(request: Request, session: Session, own: int) -> list[str]:
    entered = read_domains(request.entered("domains"))
    return edited(email_domains.of(session, own), entered, _was(request, "domains"))


def _membership(
    request: Request, session: Session, own: int, said_by: dict[str, Any]
) -> str | None:
    since = request.day_in("since")
    if since is None or since.isoformat() == _was(request, "since"):
        return None
    memberships.begin(session, own, since, **said_by)
    return _from(
        _("It is a partner since {day}."), _("It is a partner from {day}."), "", since, request
    )


def _name(request: Request, session: Session, own: int, said_by: dict[str, Any]) -> str | None:
    name = clean_name(request.entered("name"))
    if name == _was(request, "name"):
        return None
    since = request.day_in("name_since") or request.day
    refuse_near(request, session, name, since=since, own=own)
    if request.picked(forms.MEND):
        names.mend(session, own, name, request.day, **said_by)
        return _("It is called {name}, and always was.").format(name=name)
    names.rename(session, own, name, since, **said_by)
    return _from(
        _("It is called {what}."), _("From {day} it is called {what}."), name, since, request
    )


def _sector(request: Request, session: Session, own: int, said_by: dict[str, Any]) -> str | None:
    entered = request.entered("sector")
    if not entered or entered == _was(request, "sector"):
        return None
    since = request.day_in("sector_since") or request.day
    sectors.assign(session, own, number_in(entered), since, **said_by)
    name = sectors.said(sectors.offered_by_id(session, number_in(entered)))
    return _from(
        _("Its sector is {what}."), _("From {day} its sector is {what}."), name, since, request
    )


def _from(now: str, later: str, what: str, since: date, request: Request) -> str:
    said = now if since <= request.day else later
    return said.format(what=what, day=long_date(since))


ROWS = (
    Command("/partner", "add", N_("NAME"), N_("Register a partner"), add, COORDINATOR),
    Command(
        "/partner",
        "edit",
        N_("NAME"),
        N_("Change who a partner is"),
        edit,
        COORDINATOR,
        changes=False,
    ),
    Button("organisation.new", new, COORDINATOR, changes=False),
    Button(EDIT, open_edit, COORDINATOR, changes=False),
    Form(f"{EDIT}.which", open_edit, COORDINATOR, changes=False),
    Form("organisation.register", register, COORDINATOR),
    Form("organisation.save", save, COORDINATOR),
)
