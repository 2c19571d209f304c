"""The foot of every letter: whom to ask, why it came, and what its reader can choose."""

from collections.abc import Sequence

from bot.letters.layout import Link, Paragraph, Part
from domain.askings import Asker
from domain.language import gettext as _


def foot(
    asker: Asker, why: Sequence[str], preferences: str, *, calendar: str = "", use: str = ""
) -> list[Part]:
    """Say whom to ask and why this came; `preferences` is where to choose, empty without one.

    `calendar` is where the reader adds their meetings to their own; `use` are the words of the link
    that says how details are used, where they go on from `why`.
    """
    privacy = (use or _("How we use your details"), asker.privacy_page or "")
    links = [(_("My calendar"), calendar), (_("Choose which messages I get"), preferences)]
    links.insert(0 if use else len(links), privacy)
    said: list[str | Link] = [" ".join(why)]
    for text, url in links:
        said += [" ", Link(text, url), "."] if url else []
    said.append(" " + _("Please don't send details of any child or family."))
    return [Paragraph(" · ".join(_unit(asker))), Paragraph(said, small=True)]


def _unit(asker: Asker) -> list[str]:
    if not (asker.phone or asker.mailbox):
        return [_("Questions? Please ask the {name} business unit.").format(name=asker.name)]
    unit = [_("{partnership} business unit").format(partnership=asker.name)]
    unit += [asker.phone] if asker.phone else []
    unit += [_("reply to this message")] if asker.mailbox else []
    return unit
