"""The buttons of an event's card: the four answers, their forms, and changing one's mind.

They work for members of other workspaces too. What follows is shown where the button stands: a
card changes in place, a press in a channel is answered to its presser alone.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from bot import answer_buttons
from bot.answer_buttons import COPY, Carried
from bot.commands import answer_places as places
from bot.messages import answer_cards, answer_forms, answer_words
from bot.messages import event_cards as messages
from bot.reply import Answer, Reply
from bot.routing import Button, Form, Request, Row, number_in
from db import answer_counts, answering, deputies, event_visits, events, own_answers
from db.answering import Mine
from db.events import Shown
from db.models import Invitation
from domain import answers
from domain.answers import Kind, Source
from domain.errors import Refused
from domain.language import gettext as _
from domain.roles import ANYONE_KNOWN


def attend(request: Request, session: Session) -> Answer:
    """Record that somebody will be there."""
    return _answer(request, session, Kind.ATTENDING)


def not_sure(request: Request, session: Session) -> Answer:
    """Record that somebody can't say yet."""
    return _answer(request, session, Kind.UNSURE)


def cannot(request: Request, session: Session) -> Answer:
    """Record that a named deputy can't come: nobody asks them why."""
    return _answer(request, session, Kind.APOLOGIES)


def _answer(request: Request, session: Session, kind: Kind) -> Answer:
    if request.value == COPY:
        return Reply(messages.only_a_copy())
    about = answer_buttons.read(request.value)
    return _record(request, session, about, kind)


def _record(request: Request, session: Session, about: Carried, kind: Kind) -> Answer:
    """Record an answer for all that is meant, and show how it stands."""
    shown = places.meant(request, session, about)
    comment = answers.clean_comment(request.entered("comment"))
    mine = answering.mine(session, shown, request.caller.person_id, now=request.now)
    given = answering.answer(
        session,
        shown,
        request.caller.person_id,
        kind,
        source=Source.SLACK,
        at=request.at,
        span=about.span,
        reason=answers.read_reason(request.entered("reason")),
        comment=comment,
        only=frozenset(about.only),
        found=mine,
        now=request.now,
    )
    person_id, day = request.caller.person_id, request.day
    told = places.known(request, session, shown)
    own = own_answers.after(session, told, mine, given, person_id, day=day)
    return places.after(request, session, shown, about, own)


def still_fine(request: Request, session: Session) -> Answer:
    """Confirm what was answered, for the time that the card showed."""
    about = answer_buttons.read(request.value)
    shown = places.meant(request, session, about)
    answering.still_fine(
        session,
        shown,
        request.caller.person_id,
        source=Source.SLACK,
        at=request.at,
        span=about.span,
        now=request.now,
    )
    return places.after(request, session, shown, about)


def change(request: Request, session: Session) -> Answer:
    """Give the four answers again."""
    about = answer_buttons.read(request.value)
    return places.choose(request, session, places.meant(request, session, about), about)


def separately(request: Request, session: Session) -> Answer:
    """Let somebody answer for each of their seats alone."""
    about = replace(answer_buttons.read(request.value), only=(), apart=True)
    return places.show(request, session, places.meant(request, session, about), about)


def together(request: Request, session: Session) -> Answer:
    """Show how all of somebody's seats stand again."""
    about = replace(answer_buttons.read(request.value), only=(), apart=False)
    return places.show(request, session, places.meant(request, session, about), about)


def ask_reason(request: Request, session: Session) -> Answer:
    """Open the form for apologies."""
    if request.value == COPY:
        return Reply(messages.only_a_copy())
    about = answer_buttons.read(request.value)
    shown, mine = _theirs(request, session, about)
    if not mine.invited:
        raise Refused(_("Please use the button of your own card."))
    meeting = places.meeting(shown)
    partners = _for(request, session, shown, about)
    return answer_forms.apologies(meeting, partners, _state(request, shown, about))


def apologise(request: Request, session: Session) -> Answer:
    """Record apologies, with what was entered."""
    return _record(request, session, _carried(request), Kind.APOLOGIES)


def ask_deputy(request: Request, session: Session) -> Answer:
    """Open the form for a deputy."""
    if request.value == COPY:
        return Reply(messages.only_a_copy())
    about = answer_buttons.read(request.value)
    shown, mine = _theirs(request, session, about)
    meant = _seats(mine, about)
    found = {
        each.id: (each.id, each.name, each.job_title or "")
        for own in meant
        for each in deputies.standing_deputies(session, shown, own)
    }
    partners = _for(request, session, shown, about)
    return answer_forms.deputy(
        places.meeting(shown), partners, list(found.values()), _state(request, shown, about)
    )


def name_deputy(request: Request, session: Session) -> Answer:
    """Send whoever was entered."""
    about = _carried(request)
    shown = _send(request, session, about, None)
    return places.after(request, session, shown, about)


def send_standing(request: Request, session: Session) -> Answer:
    """Send a standing deputy, and say so in place of the form."""
    value, _space, person = request.value.rpartition(" ")
    about = answer_buttons.read(value)
    shown = _send(request, session, about, number_in(person))
    return answer_forms.done(places.aside(request, session, shown))


def _send(request: Request, session: Session, about: Carried, person_id: int | None) -> Shown:
    shown, mine = _theirs(request, session, about, changes=True)
    deputies.send(
        session,
        shown,
        _seats(mine, about),
        person_id=person_id,
        name=request.entered("name"),
        address=request.entered("address"),
        source=Source.SLACK,
        at=request.at,
        by=request.caller.person_id,
        span=about.span,
        now=request.now,
    )
    return shown


def _theirs(
    request: Request, session: Session, about: Carried, *, changes: bool = False
) -> tuple[Shown, Mine]:
    """Find an event with what somebody may answer for there. Raises `Refused` for nothing.

    `changes`: and nobody else changes it until we are done.
    """
    found = places.meant(request, session, about)
    shown = found if changes else places.known(request, session, found)
    answers.refuse_closed(places.status(shown), shown.event.begins_at, request.now)
    find = answering.kept if changes else answering.mine
    mine = find(session, shown, request.caller.person_id, now=request.now)
    if not mine.is_asked:
        raise places.not_asked(request)
    return shown, mine


def _seats(mine: Mine, about: Carried) -> list[Invitation]:
    """Give the seats that are meant. Raises `Refused` for a guest."""
    found = [
        each.invitation
        for each in mine.invited
        if each.seat is not None and (not about.only or each.invitation.id in about.only)
    ]
    if not found:
        raise Refused(_("Only a seat can send a deputy. Please answer for yourself."))
    return found


def _for(request: Request, session: Session, shown: Shown, about: Carried) -> str:
    own = [
        each
        for each in places.own(request, session, shown)
        if not about.only or each.invitation_id in about.only
    ]
    return answer_words.partners(own)


def _state(request: Request, shown: Shown, about: Carried) -> dict[str, str]:
    """Give what a form carries: what it is about, at the time it shows, and where that stands."""
    now = replace(about, span=events.span_of(shown.event)).written()
    home = "home" if request.at_home else ""
    return {"about": now, "at": request.response_url, "home": home}


def _carried(request: Request) -> Carried:
    about = request.state.get("about")
    return answer_buttons.read(about if isinstance(about, str) else "")


def coming(request: Request, session: Session) -> Answer:
    """Name the partners that are coming, to whoever may see the event."""
    seen = event_visits.seen(session, request.caller.person_id, request.number, now=request.now)
    if seen is None:
        raise places.not_asked(request)
    names = answer_counts.names(session, seen.shown)
    return Reply(messages.coming(seen.shown.event.title, names))


def follow_link(_request: Request, _session: Session) -> Answer:
    """Take note of nothing: which links somebody opens is nobody's business."""
    return None


ROWS: tuple[Row, ...] = (
    Button("event.answer.attending", attend, ANYONE_KNOWN),
    Button(answer_cards.CANNOT, cannot, ANYONE_KNOWN),
    Button("event.answer.unsure", not_sure, ANYONE_KNOWN),
    Button(answer_forms.DEPUTY, ask_deputy, ANYONE_KNOWN, changes=False),
    Form(answer_forms.DEPUTY, name_deputy, ANYONE_KNOWN),
    Button(answer_forms.SEND, send_standing, ANYONE_KNOWN),
    Button(answer_forms.APOLOGIES, ask_reason, ANYONE_KNOWN, changes=False),
    Form(answer_forms.APOLOGIES, apologise, ANYONE_KNOWN),
    Button(answer_cards.FINE, still_fine, ANYONE_KNOWN),
    Button(answer_cards.CHANGE, change, ANYONE_KNOWN, changes=False),
    Button(answer_cards.APART, separately, ANYONE_KNOWN, changes=False),
    Button(answer_cards.DONE, together, ANYONE_KNOWN, changes=False),
    Button(messages.COMING, coming, ANYONE_KNOWN, changes=False),
    *(
        Button(name, follow_link, ANYONE_KNOWN, changes=False)
        for name in (
            answer_cards.PAGE,
            answer_cards.FILE,
            answer_cards.JOIN,
            answer_cards.ACCESS,
        )
    ),
)
