"""What is said once a draft was sent, tried, kept or put away."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ButtonElement

from bot import language
from bot.event_words import clock, sentence_of
from bot.messages import layout
from bot.reply import Message
from db.models import Event, Round, Series
from domain.language import gettext as _
from domain.language import ngettext
from domain.recurrence import Rule
from domain.rule_words import described
from domain.when import WallSpan


def sent(
    event: Event,
    round_: Round | None,
    *,
    rule: Rule | None = None,
    dates: int = 1,
    expected: str | None,
    rehearsing: bool,
    now: datetime,
) -> Message:
    """Say that a draft was sent: to how many, when it leaves, and how to stop it.

    Of a series, `rule` and `dates` say how often it meets, and how many dates are planned.

    `expected` says when all of it will have left, where that takes a while.
    """
    waits = round_ is not None and round_.goes_at > now
    when = language.time_span(WallSpan(event.begins, event.ends, event.zone))
    told = [_("{title}, {when}.").format(title=event.title, when=when)]
    if rule is not None:
        told = [f"{event.title}. {sentence_of(described(rule))}.", _planned(dates, when)]
    told.append(_who(round_))
    if round_ is not None and not rehearsing:
        now_gone = _("The messages are leaving now.")
        told.append(_leaves(round_, event.zone) if waits else now_gone)
    if rehearsing:
        told.append(_("In rehearsal only coordinators get it. Partners get it when you go live."))
    elif expected is not None:
        told.append(expected)
    buttons = [layout.button(_("Open the event"), "event.show", str(event.id), main=not waits)]
    if round_ is not None and waits:
        buttons.insert(0, layout.button(_("Stop"), "event.stop", str(round_.id), main=True))
    buttons.append(layout.button(_("All events"), "event.list"))
    return layout.message(
        " ".join(told),
        layout.plain("\n".join(told)),
        layout.context(_("Next: the event's page shows who was told, and how.")),
        layout.actions(*buttons),
    )


def _planned(dates: int, first: str) -> str:
    said = ngettext(
        "{n} date is planned: {when}.", "{n} dates are planned, the first {when}.", dates
    )
    return said.format(n=dates, when=first)


def _who(round_: Round | None) -> str:
    if round_ is None:
        return _("It is in the calendar. There is nobody to tell yet.")
    return ngettext("{n} person is invited.", "{n} people are invited.", round_.people).format(
        n=round_.people
    )


def _leaves(round_: Round, zone: str) -> str:
    leaves = clock(round_.goes_at, ZoneInfo(zone))
    return _("It leaves at {time}. Until then you can stop it.").format(time=leaves)


def tried(series: Series, *, mailed: str | None, in_slack: bool) -> Message:
    """Say that a test copy is on its way; the preview stays where it is."""
    ways = []
    if mailed is not None:
        ways.append(_("A test copy goes to {address}.").format(address=mailed))
    if in_slack:
        ways.append(_("A test card comes here in Slack."))
    if mailed is None:
        ways.append(_("There is no mail address for you yet, so no mail comes."))
    ways.append(_("Nobody else gets it."))
    told = " ".join(ways)
    return layout.message(told, layout.plain(told), layout.actions(_back(series.id)))


def kept(series: Series) -> Message:
    """Say that a draft stays a draft."""
    told = _("“{title}” is kept as a draft. Nobody hears of it until you send it.").format(
        title=series.title
    )
    return layout.message(
        told,
        layout.plain(told),
        layout.actions(_back(series.id), layout.button(_("All events"), "event.list")),
    )


def discarded(series: Series) -> Message:
    """Say that a draft was put away."""
    told = _("The draft “{title}” is discarded. Nobody has heard of it.").format(title=series.title)
    return layout.message(
        told,
        layout.plain(told),
        layout.actions(
            layout.button(_("New event"), "event.new", main=True),
            layout.button(_("All events"), "event.list"),
        ),
    )


def _back(series_id: int) -> ButtonElement:
    return layout.button(_("Open the draft"), "event.preview", str(series_id), main=True)
