"""Mail that a coordinator decides about: what came, why it waits, and what can be done."""

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.messages import fields, layout
from bot.reply import Modal
from domain.answers import Kind as AnswerKind
from domain.language import N_
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
        words = layout.short(found.text, SHOWN) or _("(no words)")
        said = _("{who} wrote about {event}, asked is {whose}:\n“{words}”\nWhat does it mean?")
        return said.format(who=_who(found), event=_event(found), whose=found.whose, words=words)
    said = _("By calendar, {who} {did} {event}.").format(
        who=_who(found), did=_(SAID[found.partstat]), event=_event(found)
    )
    return f"{said} {_why(found)}"


def _why(found: Reviewed) -> str:
    if found.why is Why.NO_PROOF:
        if found.whose:
            return _("It may be from {whose}, but nothing proves that.").format(whose=found.whose)
        return _("They are not asked about this event.")
    assert found.why is not None  # noqa: S101 - an answer that waits says why
    return _(_WHY[found.why]).format(whose=found.whose, text=found.text)


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
        who=found.whose, event=_event(found), when=language.time_span(found.proposed)
    )
    return f"{said} “{layout.short(found.text, SHOWN)}”" if found.text else said


def actions(line: Line) -> list[ButtonElement]:
    """Offer what can be decided, the likeliest first."""
    found, own, about = line.reviewed, str(line.id or ""), sentence(line)
    assert found is not None  # noqa: S101 - an item of these kinds holds it
    if line.kind is Kind.PROPOSAL:
        offered = [(_("Move the event"), "review.move"), (_("Keep the time"), "review.keep")]
    elif line.kind is Kind.WRITTEN:
        offered = [(_(words), f"review.{kind}") for kind, words in MEANT.items()]
        offered.append((_("Done"), "review.ignore"))
    else:
        offered = [*_recording(found), (_("Ignore"), "review.ignore")]
    return [
        layout.button(words, action, own, spoken=f"{words}: {about}") for words, action in offered
    ]


MEANT = {
    AnswerKind.ATTENDING: N_("Attending"),
    AnswerKind.DEPUTY: N_("Sends a deputy"),
    AnswerKind.APOLOGIES: N_("Apologies"),
    AnswerKind.UNSURE: N_("Not sure yet"),
}
"""What somebody's words may mean, a tap each."""


def _recording(found: Reviewed) -> list[tuple[str, str]]:
    match found.why:
        case Why.OTHER:
            return [(_("Record it"), "review.record")]
        case Why.NO_PROOF if found.whose:
            return [(_("Record it"), "review.record")]
        case Why.DEPUTY:
            return [(_("They stand in"), "review.stands_in")]
        case Why.REFUSED:
            return [(_("Try again"), "review.record")]
    offered = []
    if found.may_add:
        mine = _("It is {whose}, also known as this address").format(whose=found.whose)
        offered.append((mine, "review.known"))
    if found.may_ask:
        offered.append((_("Ask them as guest"), "review.guest"))
    return offered


def deputy_form(item_id: int, note: str) -> Modal:
    """Ask who comes in somebody's place, as their words say."""
    return Modal(
        callback="review.deputy",
        title=_("Who comes instead?"),
        submit=_("Save"),
        close=_("Cancel"),
        state={"item": item_id},
        blocks=(
            layout.plain(note),
            fields.text("name", _("Name of the deputy"), most=MAX_NAME),
            fields.text("address", _("Their work mail address")),
        ),
    )


def recorded(name: str) -> str:
    """Say that an answer was recorded."""
    return _("Recorded as the answer of {name}.").format(name=name)
