"""What is said on the worklist of a deputy whose address is outside their partner's domains."""

from slack_sdk.models.blocks import ButtonElement

from bot import event_words as words
from bot.messages import layout
from bot.messages.told import address_of
from domain.language import gettext as _
from domain.worklist import Line


def sentence(line: Line) -> str:
    """Say who is to stand in for whom, and why a coordinator is asked first."""
    held = line.held
    assert held is not None  # noqa: S101 - an item of this kind says who is held
    said = _("{partner} would send {name} ({address}) to {event} on {day}.").format(
        partner=line.partner,
        name=held.name,
        address=held.address,
        event=words.at_the(held.title),
        day=words.bare_day(held.day),
    )
    why = _("This address is outside their organisation's. Shall we ask them?")
    clash = [address_of(held.whose, held.belongs)] if held.whose else []
    return " ".join([said, *clash, why])


def actions(line: Line) -> list[ButtonElement]:
    """Offer to ask them, and not to."""
    about, subject = sentence(line), str(line.subject_id)
    ask, leave = _("Ask them"), _("Don't")
    sure = _("They are not asked. Their lead hears it, and can name somebody else.")
    return [
        layout.button(ask, "deputy.ask", subject, main=True, spoken=f"{ask}: {about}"),
        layout.button(leave, "deputy.refuse", subject, sure=sure, spoken=f"{leave}: {about}"),
    ]


def asked(name: str) -> str:
    """Confirm that a deputy is asked."""
    return _("{name} is asked. Their lead hears it too.").format(name=name)


def refused(name: str) -> str:
    """Confirm that a deputy is not asked."""
    return _("{name} is not asked. Their lead hears it, and can name somebody else.").format(
        name=name
    )
