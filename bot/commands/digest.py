"""`/digest`: what the next one would say, the last one at once, and where it goes."""

from sqlalchemy.orm import Session

from bot.commands import engagement, settings
from bot.commands.settings import Setting, channel_in, look_at, means_us, ticked
from bot.messages import digest_forms as forms
from bot.messages import digest_notes as notes
from bot.messages import digests as messages
from bot.pictures.words import of_grid, table_of_grid
from bot.reply import Answer, Reply
from bot.routing import Button, Command, Form, Request, number_in
from db import digest_facts, digests, organisations, picture_facts
from domain.days import read_day
from domain.language import N_
from domain.periods import Month
from domain.roles import COORDINATOR, READER

SETTINGS = (
    Setting("sends_digest", forms.sends, ticked("sends_digest")),
    Setting("digest_channel", forms.channel, channel_in("digest_channel"), means_us),
    Setting("updates_channel", forms.updates, channel_in("updates_channel", private=False)),
    Setting("warns_early", forms.early, ticked("warns_early")),
)
"""All that can be set of the digest, in the order of its form."""


def preview(request: Request, session: Session) -> Answer:
    """Show what the next digest would say if it went now, and where it goes."""
    owner = request.partnership
    month = digests.coming(session, owner, now=request.now)
    made = messages.digest(digest_facts.of(session, month, now=request.now).digest)
    lines = [forms.when(month, digests.moment(owner, month), owner.zone)]
    last = Month.of(request.day).before
    if (row := digests.of(session, last)) is not None:
        lines.insert(0, digests.made_said(row, owner))
    channel = digests.channel_of(owner, digests.ROOM)
    return Reply(forms.preview(made, lines, channel, offer=month == last))


def send(request: Request, session: Session) -> Answer:
    """Send the digest of last month now, if it has not gone."""
    month = Month.of(request.day).before
    assert request.caller.person_id  # noqa: S101 - a coordinator is somebody
    digests.ask_for(session, month, by=request.caller.person_id, now=request.now)
    return Reply(forms.asked(month))


def open_settings(request: Request, _session: Session) -> Answer:
    """Open the form of the digest's settings."""
    return forms.form(*settings.shown(request, SETTINGS))


def save(request: Request, session: Session) -> Answer:
    """Keep the digest's settings."""
    settings.keep(request, session, SETTINGS)
    return Reply(forms.saved())


def table(request: Request, session: Session) -> Answer:
    """Show the figures of a digest's picture as a table."""
    month = Month.of(read_day(request.value) or request.day)
    found = digest_facts.of(session, month, now=request.now)
    if found.body is None:
        return Reply(forms.no_table())
    shown = picture_facts.grid(session, found.read, found.body, hidden=found.hidden)
    title = of_grid(shown).partition(".")[0]
    return Reply(forms.table(title, table_of_grid(shown)))


def thank(request: Request, session: Session) -> Answer:
    """Give words of thanks to copy to those who came again."""
    ids = [number_in(each) for each in request.value.split(",")]
    found = organisations.called(session, ids, day=request.day)
    return Reply(notes.thanks([found[own].name for own in ids if own in found]))


ROWS = (
    Command(
        "/digest",
        "",
        "",
        N_("See what the next digest would say"),
        preview,
        COORDINATOR,
        changes=False,
    ),
    Command(
        "/digest",
        "preview",
        "",
        N_("See what the next digest would say"),
        preview,
        COORDINATOR,
        changes=False,
    ),
    Command("/digest", "send", "", N_("Send last month's digest now"), send, COORDINATOR),
    Command(
        "/digest",
        "settings",
        "",
        N_("Choose where the digest goes"),
        open_settings,
        COORDINATOR,
        changes=False,
    ),
    Button(forms.SEND, send, COORDINATOR),
    Button(forms.SETTINGS, open_settings, COORDINATOR, changes=False),
    Form(
        "digest.settings.save",
        save,
        COORDINATOR,
        before=look_at("digest_channel", "updates_channel"),
    ),
    Button(messages.LIST, engagement.watch_list, READER, changes=False),
    Button(messages.TABLE, table, READER, changes=False),
    Button(messages.THANK, thank, COORDINATOR, changes=False),
)
