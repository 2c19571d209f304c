"""*Look round with sample data*: laid and removed in one press each."""

from sqlalchemy.orm import Session

from bot.commands import home
from bot.reply import Answer
from bot.routing import Button, Request
from db import sample_removal, samples
from domain.errors import Refused
from domain.language import gettext as _
from domain.language import ngettext
from domain.roles import COORDINATOR


def lay(request: Request, session: Session) -> Answer:
    """Lay sample data in an empty register."""
    partners = samples.lay(session, day=request.day, by=request.caller.person_id, now=request.now)
    said = ngettext(
        "Here is {n} sample partner. Look round: nothing is real, or ever sent.",
        "Here are {n} sample partners. Look round: nothing is real, or ever sent.",
        partners,
    )
    return home.after(request, session, said.format(n=partners))


def remove(request: Request, session: Session) -> Answer:
    """Take the sample data away, and say what stays because it is in use."""
    if not samples.there(session):
        raise Refused(_("There is no sample data, or not any more."))
    removed = sample_removal.take_away(session, by=request.caller.person_id, now=request.now)
    said = _("The sample data is gone.")
    if removed.kept:
        kept = ", ".join(removed.kept)
        said += " " + _("Kept, because you use them: {names}.").format(names=kept)
    return home.after(request, session, said)


ROWS = (
    Button("sample.lay", lay, COORDINATOR),
    Button("sample.remove", remove, COORDINATOR),
)
