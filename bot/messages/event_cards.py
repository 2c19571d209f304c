"""Cards about events in Slack: asking, moved, cancelled, withdrawn (wording.md, D3).

A card is kept up to date: what is new stands in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import LinkButtonElement

from bot import event_words as words
from bot.answer_buttons import COPY, Carried, Place
from bot.messages import answer_cards, answer_words, layout
from bot.messages.answer_cards import ACCESS, AGENDA, ANSWER, FILE, JOIN, PAGE
from bot.messages.refusals import ask
from bot.reply import Block, Message
from bot.routing import number_in
from domain import answered
from domain.answered import NOBODY_YET, Coming, Own
from domain.askings import CHOICES, Asking, Mark, News, Pages, called, explained
from domain.joining import without_codes
from domain.language import gettext as _
from domain.language import ngettext
from domain.rule_words import described

COMING = "event.coming"
"""The action id of the button that names who is coming."""


@dataclass(frozen=True, slots=True)
class Card:
    """What stands around a card: the event its buttons are for, the reader's pages, who asks.

    `public`: it stands in a channel, and is nobody's own; `coming` is who will be represented
    there so far. `by_mail`: an entry for the calendar goes to the reader's mail. `own` is what the
    reader answers for.
    """

    event: str
    pages: Pages
    mark: Mark | None = None
    public: bool = False
    by_mail: bool = False
    own: tuple[Own, ...] = ()
    coming: Coming = NOBODY_YET


def invitation(asking: Asking, card: Card) -> Message:
    """Ask whether somebody, or their partner, can be there; say what they have answered."""
    if answered.told(card.own):
        return _answered(asking, card)
    asked = question(asking, card)
    when = words.first_of(asking)
    fallback = _("{question} {when}.").format(question=asked, when=when)
    return _made(fallback, asked, _body(asking, card), card)


def update(asking: Asking, news: News, card: Card) -> Message:
    """Say first what is new, then ask as before."""
    said = " ".join(words.whats_new(asking, news))
    if answered.told(card.own):
        return _answered(asking, card, said)
    head = _("{title}: new time") if news.was else _("{title}: what is new")
    heading = head.format(title=asking.title)
    fallback = f"{asking.title}. {said}"
    return _made(fallback, heading, [layout.plain(said), *_body(asking, card)], card)


def cancelled(asking: Asking, reason: str | None, card: Card) -> Message:
    """Say that it is off, and why."""
    leaves = _("Nothing to do; it leaves your calendar.")
    rest = words.take_out(asking) or (leaves if card.by_mail else _("Nothing to do."))
    return _told(f"{words.cancelled(asking, reason)} {rest}", card)


def withdrawn(
    asking: Asking, replaced: Sequence[str], card: Card, reason: str | None = None
) -> Message:
    """Tell somebody kindly that they are asked no more, and why if that was said."""
    said = words.withdrawn(asking, replaced, reason)
    return _told(f"{said} {_('Thank you for your part in it. Nothing to do.')}", card)


def _answered(asking: Asking, card: Card, news: str = "") -> Message:
    return answer_cards.card(
        answer_cards.meeting_of(asking, number_in(card.event)),
        card.own,
        _about(asking, card),
        pages=card.pages,
        mark=card.mark,
        news=news,
    )


def _about(asking: Asking, card: Card) -> Carried:
    place = Place.CHANNEL if card.public else Place.CARD
    return Carried(number_in(card.event), asking.span, place)


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
        *_fell_through(card),
        _choices(asking, card),
        *_coming(card),
        *_links(card),
        layout.context(_note(card)),
    ]


def _choices(asking: Asking, card: Card) -> Block:
    """Make the answers that its reader has; a copy's ask nobody."""
    about = _about(asking, card)
    if card.own and card.event != COPY:
        return answer_cards.buttons(card.own, about, asking.title, apart=len(card.own) > 1)
    return layout.actions(
        *(
            layout.button(
                _(text),
                f"{ANSWER}{choice}",
                COPY if card.event == COPY else about.written(),
                main=choice == "attending",
                spoken=f"{_(text)}: {asking.title}",
            )
            for choice, text in (CHOICES if card.public else asking.choices).items()
        )
    )


def _fell_through(card: Card) -> list[Block]:
    """Say whose deputy can't come."""
    said = answer_words.fell_through(card.own)
    return [layout.plain(" ".join(said))] if said else []


def _coming(card: Card) -> list[Block]:
    """Say how many are coming, and name them to whoever asks; never who is silent or can't."""
    if not card.coming.any:
        return []
    names = layout.button(_("Who is coming"), COMING, card.event)
    return [layout.plain(answer_words.coming(card.coming), names)]


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
    said = words.asked_for(asking.seats)
    return [layout.plain(" ".join(said if asking.stands_in else [*said, counts]))]


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
    needs = _("Access needs? Tell us privately")
    return [
        layout.actions(
            layout.link(_("Agenda and papers"), card.pages.event, PAGE),
            layout.link(_("Calendar file"), card.pages.file, FILE),
            *([layout.link(needs, card.pages.access, ACCESS)] if card.pages.access else []),
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


def coming(title: str, names: Sequence[str]) -> Message:
    """Name the partners that will be represented."""
    n = len(names)
    said = ngettext(
        "{title}: {n} organisation is coming so far.",
        "{title}: {n} organisations are coming so far.",
        n,
    ).format(title=title, n=n)
    if not names:
        return layout.sentence(_("{title}: nobody has said yes yet.").format(title=title))
    return layout.message(said, layout.plain(said), layout.plain("\n".join(names)))


def only_a_copy() -> Message:
    """Say that a copy's buttons do nothing."""
    return layout.sentence(_("This is a copy to look at. Nothing is recorded from it."))


def not_asked(contact: str | None) -> Message:
    """Tell somebody that it is not they who are asked, and whom to ask."""
    told = _("You are not among those who are asked about this event.")
    return layout.sentence(f"{told} {ask(contact)}")
