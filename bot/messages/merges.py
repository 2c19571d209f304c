"""What is said about merges: the form, what came of it, and that it was undone."""

from collections.abc import Sequence
from datetime import date

from bot import language
from bot.messages import fields, layout
from bot.messages.organisation_forms import partner
from bot.messages.organisations import Choice, to_page
from bot.reply import Message, Modal
from domain.language import gettext as _

ALWAYS = "always"
FROM_A_DAY = "from"


def form(organisation: Choice | None = None, into: Choice | None = None) -> Modal:
    """Ask which partner is which other, and since when."""
    return Modal(
        callback="merge.make",
        title=_("Merge partners"),
        submit=_("Merge"),
        close=_("Cancel"),
        instead=True,
        blocks=(
            layout.plain(
                _("Both keep their history, and you can undo it. The second’s page shows both.")
            ),
            partner("organisation", _("Merge this partner"), organisation),
            partner("into", _("Into this one"), into),
            fields.one_of(
                "how",
                _("Why"),
                [
                    (ALWAYS, _("They are two spellings of one organisation")),
                    (FROM_A_DAY, _("The first became the second on a day")),
                ],
                initial=ALWAYS,
            ),
            fields.day(
                "since",
                _("The day it became the other"),
                hint=_("Until then each is shown and counted by itself."),
                optional=True,
            ),
        ),
    )


def made(
    merge_id: int,
    gone: Choice,
    into: Choice,
    since: date | None,
    *,
    later: bool,
    both: Sequence[str] = (),
) -> Message:
    """Confirm a merge; `since` is None for two spellings of one.

    `both` are the bodies on which each has a seat, of which one may have to end.
    """
    if since is None:
        done = _("“{gone}” is another spelling of {into} now.")
    elif later:
        done = _("{gone} becomes {into} on {day}.")
    else:
        done = _("{gone} has been {into} since {day}.")
    day = language.long_date(since) if since is not None else ""
    sentence = done.format(gone=gone[1], into=into[1], day=day)
    found = _("Whoever looks for either name finds {into}.").format(into=into[1])
    seats = _("Both have a seat on {bodies}. Please look whether one should end.")
    twice = [seats.format(bodies=", ".join(both))] if both else []
    return layout.message(
        sentence,
        layout.plain(" ".join([sentence, found, *twice])),
        layout.actions(to_page(into[0]), layout.button(_("Undo"), "merge.undo", str(merge_id))),
    )


def undone(gone: Choice, into: Choice) -> Message:
    """Confirm that two partners are two again."""
    done = _("Undone: {gone} and {into} are two partners, as before.").format(
        gone=gone[1], into=into[1]
    )
    return layout.message(
        done,
        layout.plain(done),
        *[
            layout.plain(name, layout.button(_("Open"), "organisation.show", str(each)))
            for each, name in (gone, into)
        ],
    )
