"""Cards about events in Slack: asking, moved, cancelled, withdrawn (wording.md, D3).

A card is kept up to date: what is new stands in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import LinkButtonElement

from bot import event_words as words
from bot.messages import layout
from bot.messages.refusals import ask
from bot.reply import Block, Message
from domain.askings import CHOICES, Asking, Mark, News, Pages, called, explained
from domain.joining import without_codes
from domain.language import gettext as _
from domain.rule_words import described

ANSWER = "event.answer."
"""What the action ids of the answer buttons begin with; an answer follows."""

PAGE = "event.open.page"
FILE = "event.open.file"
JOIN = "event.open.join"
"""The action ids of buttons that open an address."""

AGENDA = "event.agenda"
"""The action id of the button that gives whoever presses it their own page."""

COPY = "copy"
"""What the answer buttons of a copy carry: nobody is asked."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands around a card: the event its buttons are for, the reader's pages, who asks.

    `public`: it stands in a channel, and is nobody's own. `by_mail`: an entry for the calendar
    goes to the reader's mail.
    """

    event: str
    pages: Pages
    mark: Mark | None = None
    public: bool = False
    by_mail: bool = False


def invitation(asking: Asking, card: Card) -> Message:
    """Ask whether somebody, or their partner, can be there."""
    asked = question(asking, card)
    when = words.heading_day(asking.span)
    fallback = _("{question} {when}.").format(question=asked, when=when)
    return _made(fallback, asked, _body(asking, card), card)


def update(asking: Asking, news: News, card: Card) -> Message:
    """Say first what is new, then ask as before."""
    said = " ".join(words.whats_new(asking, news))
    head = _("{title}: new time") if news.was else _("{title}: what is new")
    heading = head.format(title=asking.title)
    fallback = f"{asking.title}. {said}"
    return _made(fallback, heading, [layout.plain(said), *_body(asking, card)], card)


def cancelled(asking: Asking, reason: str | None, card: Card) -> Message:
    """Say that it is off, and why."""
    rest = [_("Nothing to do; it leaves your calendar.")] if card.by_mail else []
    return _told(
        " ".join([words.cancelled(asking, reason), *(rest or [_("Nothing to do.")])]), card
    )


def withdrawn(asking: Asking, replaced: Sequence[str], card: Card) -> Message:
    """Tell somebody kindly that they are asked no more."""
    said = words.withdrawn(asking, replaced)
    return _told(f"{said} {_('Thank you for your part in it. Nothing to do.')}", card)


def question(asking: Asking, card: Card) -> str:
    """Ask, as a heading that fits."""
    names = words.listed(asking.partners)
    asked = _("{title}: can {partners} be there?").format(title=asking.title, partners=names)
    if card.public or not asking.seats or len(asked) > layout.HEADER:
        return _("{title}: can you be there?").format(title=asking.title)
    return asked


def _body(asking: Asking, card: Card) -> list[Block]:
    return [
        layout.plain(_when_and_where(asking), _join(asking)),
        *_standing(asking, card),
        layout.marked(_by_when(asking)),
        layout.actions(
            *(
                layout.button(
                    _(text),
                    f"{ANSWER}{choice}",
                    card.event,
                    main=choice == "attending",
                    spoken=f"{_(text)}: {asking.title}",
                )
                for choice, text in CHOICES.items()
                if asking.seats or card.public or choice != "deputy"
            )
        ),
        *_links(card),
        layout.context(_note(card)),
    ]


def _when_and_where(asking: Asking) -> str:
    lines = [words.when(asking)]
    if asking.rule is not None:
        lines.append(_("Next: {dates}").format(dates="; ".join(words.dates(asking))))
    elif asking.part_of is not None:
        lines.append(_("Series: {rule}").format(rule=described(asking.part_of)))
    if asking.place and asking.link:
        lines.append(_("{place}, or online").format(place=asking.place))
    elif asking.place or asking.link:
        lines.append(asking.place or _("Online"))
    if asking.joining and not asking.link:
        lines.append(without_codes(asking.joining))
    return "\n".join(lines)


def _join(asking: Asking) -> LinkButtonElement | None:
    return layout.link(_("Join link"), asking.link, JOIN) if asking.link else None


def _standing(asking: Asking, card: Card) -> list[Block]:
    counts = _("If you cannot come, a deputy counts just the same.")
    if card.public:
        return [layout.plain(counts)]
    if not asking.seats:
        return [layout.plain(_("You are invited as a guest."))]
    return [layout.plain(" ".join([*words.asked_for(asking.seats), counts]))]


def _by_when(asking: Asking) -> str:
    if asking.answer_by is None:
        return _("Please answer *as soon as you can*.")
    day = words.near_day(asking.answer_by, asking.span.begins)
    return _("Please answer by *{day}*.").format(day=day)


def _links(card: Card) -> list[Block]:
    if card.public:  # who presses gets their own page
        return [layout.actions(layout.button(_("Agenda and papers"), AGENDA, card.event))]
    if not card.pages.event:
        return []
    return [
        layout.actions(
            layout.link(_("Agenda and papers"), card.pages.event, PAGE),
            layout.link(_("Calendar file"), card.pages.file, FILE),
        )
    ]


def _note(card: Card) -> str:
    mailed = _("An invitation for your calendar has also gone to your work mail.")
    either = _("Answering in either place is enough.")
    please = _("Please don't put details of any child or family here.")
    return " ".join([mailed, either, please] if card.by_mail else [please])


def _made(fallback: str, heading: str, blocks: Sequence[Block], card: Card) -> Message:
    mark = [layout.context(explained(card.mark))] if card.mark else []
    return layout.message(
        called(card.mark, fallback), *mark, layout.header(called(card.mark, heading)), *blocks
    )


def _told(said: str, card: Card) -> Message:
    mark = [layout.context(explained(card.mark))] if card.mark else []
    return layout.message(called(card.mark, said), *mark, layout.plain(said))


def thanks(*, by_calendar: bool) -> Message:
    """Say that answers by button come later, and how to answer until then."""
    later = _("Thank you. Answers by button come with the next version.")
    now = _("Until then, please reply to our mail about it.")
    if by_calendar:
        now = _("Until then, please press Accept or Decline in your calendar.")
    return layout.sentence(f"{later} {now}")


def only_a_copy() -> Message:
    """Say that a copy's buttons do nothing."""
    return layout.sentence(_("This is a copy to look at. Nothing is recorded from it."))


def not_asked(contact: str | None) -> Message:
    """Tell somebody that it is not they who are asked, and whom to ask."""
    told = _("You are not among those who are asked about this event.")
    return layout.sentence(f"{told} {ask(contact)}")


def is_over(*, cancelled: bool) -> Message:
    """Say that there is nothing to answer any more."""
    if cancelled:
        return layout.sentence(_("This event is cancelled. There is nothing to answer."))
    return layout.sentence(_("This event has begun. Answers are not needed any more."))
