"""Mail that a coordinator decides about: what came, why it waits, and what can be done."""

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import fields, layout, person_forms
from bot.reply import Modal
from domain.answers import Kind as AnswerKind
from domain.events import Say
from domain.language import N_, ngettext
from domain.language import gettext as _
from domain.names import MAX_NAME
from domain.replies import Partstat
from domain.reviews import Reviewed, Why
from domain.worklist import Kind, Line

SHOWN = 600
"""Characters of what somebody wrote that the line shows."""

SAID = {
    Partstat.ACCEPTED: N_("accepted"),
    Partstat.DECLINED: N_("declined"),
    Partstat.TENTATIVE: N_("is not sure about"),
    Partstat.DELEGATED: N_("sends somebody else to"),
    Partstat.NEEDS_ACTION: N_("wrote about"),
}

_WHY = {
    Why.ALIAS: N_("The answer came through the invitation of {whose}, from an unknown address."),
    Why.OTHER: N_("The answer came through the invitation of {whose}."),
    Why.DEPUTY: N_("They say that they stand in for {whose}, who has not told us."),
    Why.REFUSED: N_("I could not record it: {text}"),
    Why.NO_DATE: N_("I know no such date."),
    Why.COPY: N_("It answers a test copy, so replies reach us. Nothing was recorded."),
}


def sentence(line: Line) -> str:
    """Say what came, and why it waits."""
    found = line.reviewed
    assert found is not None  # noqa: S101 - an item of these kinds holds it
    if line.kind is Kind.PROPOSAL:
        return _proposal(found)
    if line.kind is Kind.WRITTEN:
        return _written(found)
    if found.why is Why.MORE:
        return _more(found)
    event = _event(found) if found.title else _("an event that I don't know")
    said = _("By calendar, {who} {did} {event}.").format(
        who=_who(found), did=_(SAID[found.partstat]), event=event
    )
    return f"{said} {_why(found)}"


def _written(found: Reviewed) -> str:
    words = layout.short(found.text, SHOWN) or _("(no words)")
    said = _("{who} wrote about {event}, asked is {whose}:\n“{words}”\nWhat does it mean?")
    said = said.format(who=_who(found), event=_event(found), whose=found.whose, words=words)
    if not found.count:
        return said
    more = ngettext(
        "{n} earlier mail like it is not shown.",
        "{n} earlier mails like it are not shown.",
        found.count,
    )
    return f"{said}\n{more.format(n=found.count)}"


def _why(found: Reviewed) -> str:
    if found.why is Why.NO_PROOF:
        if found.whose:
            return _("It may be from {whose}, but nothing proves that.").format(whose=found.whose)
        return _nobody() if found.is_new else _("They are not asked about this event.")
    if found.why is Why.UNMATCHED:
        if found.is_new:
            return _nobody()
        if not found.meant:
            return _("{whose} is asked about nothing to come.").format(whose=found.whose)
        return _("Is it one of those that {whose} is asked about?").format(whose=found.whose)
    assert found.why is not None  # noqa: S101 - an answer that waits says why
    return _(_WHY[found.why]).format(whose=found.whose, text=found.text)


def _nobody() -> str:
    return _("I know nobody with this address, and nothing proves who it is.")


def _more(found: Reviewed) -> str:
    if found.is_proven:
        said = ngettext(
            "{n} more answer to {event} came through the invitation of {whose}.",
            "{n} more answers to {event} came through the invitation of {whose}.",
            found.count,
        )
    elif found.title:
        said = ngettext(
            "{n} more answer to {event} waits, and nothing proves who wrote it.",
            "{n} more answers to {event} wait, and nothing proves who wrote them.",
            found.count,
        )
    else:
        said = ngettext(
            "{n} more answer to an event that I don't know waits.",
            "{n} more answers to events that I don't know wait.",
            found.count,
        )
    return said.format(n=found.count, event=_event(found), whose=found.whose)


def _who(found: Reviewed) -> str:
    if not found.sender or found.sender == found.address:
        return found.address
    return f"{found.sender} ({found.address})"


def _event(found: Reviewed) -> str:
    if found.span is None:
        return found.title
    return _("{title} ({day})").format(title=found.title, day=language.long_day(found.span.begins))


def _proposal(found: Reviewed) -> str:
    assert found.proposed is not None  # noqa: S101 - it is what the line is about
    said = _("{who} proposes another time for {event}: {when}.").format(
        who=_who(found) if found.address else found.whose,
        event=_event(found),
        when=language.time_span(found.proposed),
    )
    if found.address:
        came = _("It came through the invitation of {whose}.").format(whose=found.whose)
        said = f"{said} {came}"
    return f"{said} “{layout.short(found.text, SHOWN)}”" if found.text else said


def actions(line: Line) -> list[ButtonElement]:
    """Offer what can be decided, the likeliest first; each names the mail that it is about."""
    found, about = line.reviewed, sentence(line)
    assert found is not None  # noqa: S101 - an item of these kinds holds it
    own = f"{line.id or ''}:{found.mail}"
    return [
        layout.button(
            words, action, f"{own}:{chosen}" if chosen else own, spoken=f"{words}: {about}"
        )
        for words, action, chosen in _offered(line.kind, found)
    ]


_Offer = tuple[str, str, int]
"""What a button says and does, and whom or what it chooses; 0: nothing."""


def _offered(kind: Kind, found: Reviewed) -> list[_Offer]:
    ignore = (_("Ignore"), "review.ignore", 0)
    if kind is Kind.PROPOSAL:
        keep = ignore if found.address else (_("Keep the time"), "review.keep", 0)
        return [(_("Move the event"), "review.move", 0), keep]
    if kind is Kind.WRITTEN:
        meant = [(_(words), f"review.{each}", 0) for each, words in MEANT.items()]
        return [*meant, (_("Done"), "review.ignore", 0)]
    return [*_recording(found), ignore]


MEANT = {
    AnswerKind.ATTENDING: N_("Attending"),
    AnswerKind.DEPUTY: N_("Sends a deputy"),
    AnswerKind.APOLOGIES: N_("Apologies"),
    AnswerKind.UNSURE: N_("Not sure yet"),
}
"""What somebody's words may mean, a tap each."""


def _recording(found: Reviewed) -> list[_Offer]:
    offered: list[_Offer] = []
    match found.why:
        case Why.OTHER:
            offered = [(_("Record it"), "review.record", 0)]
        case Why.NO_PROOF if found.whose:
            offered = [(_("Record it"), "review.record", 0)]
        case Why.DEPUTY:
            offered = [(_("They stand in"), "review.stands_in", 0)]
        case Why.REFUSED:
            offered = [(_("Try again"), "review.record", 0)]
        case Why.MORE:
            offered = [(_("Show them"), "review.more", 0)]
        case Why.UNMATCHED:
            offered = _events(found)
        case Why.ALIAS | Why.NO_PROOF:
            offered = [*_people(found), (_("Ask them as guest"), "review.guest", 0)]
    return offered


def _people(found: Reviewed) -> list[_Offer]:
    """Offer who has an unknown address: whose invitation it was, of that name, or anybody."""
    if not found.is_new:
        return []
    offered = []
    if found.whose:
        mine = _("It is {whose}, also known as this address").format(whose=found.whose)
        offered.append((mine, "review.known", 0))
    elif found.alike is not None:
        own, name = found.alike
        mine = _("It is {whose}, also known as this address").format(whose=name)
        offered.append((mine, "review.known", own))
    return [*offered, (_("Say who it is"), "review.who", 0)]


def _events(found: Reviewed) -> list[_Offer]:
    """Offer what is meant by an answer to an event of somebody else's."""
    if found.is_new:
        return [(_("Say who it is"), "review.who", 0)]
    return [
        (
            _("{day}: {title}").format(day=language.long_day(span.begins), title=title),
            f"review.event.{place}",
            own,
        )
        for place, (own, title, span) in enumerate(found.meant, 1)
    ]


def who_form(item_id: int, mail_id: int, note: str) -> Modal:
    """Ask whose an address is."""
    return Modal(
        callback="review.who",
        title=_("Who is it?"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"item": item_id, "mail": mail_id},
        blocks=(
            layout.plain(note),
            fields.search(
                "person",
                _("Somebody known"),
                person_forms.PEOPLE,
                hint=_("Type part of a name or address. The address is added to theirs."),
            ),
        ),
    )


def deputy_form(item_id: int, mail_id: int, note: str) -> Modal:
    """Ask who comes in somebody's place, as their words say."""
    return Modal(
        callback="review.deputy",
        title=_("Who comes instead?"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"item": item_id, "mail": mail_id},
        blocks=(
            layout.plain(note),
            fields.text("name", _("Name of the deputy"), most=MAX_NAME),
            fields.text("address", _("Their work mail address")),
        ),
    )


def which(name: str) -> str:
    """Say that an address was added, and that it has still to be said what was answered."""
    return _("The address is {name}'s now. Home offers the events that they may mean.").format(
        name=name
    )


def recorded(name: str) -> str:
    """Say that an answer was recorded."""
    return _("Recorded as the answer of {name}.").format(name=name)


_MISSED = {
    Say.CANCELLATION: N_("That event is cancelled, so nothing was recorded. {name} is told again."),
    Say.WITHDRAWAL: N_("{name} is not asked about that any more. They are told so again."),
}


def told_again(name: str, said: Say) -> str:
    """Say why nothing was recorded: their calendar has missed something, and is told of it."""
    return _(_MISSED[said]).format(name=name)
