"""What somebody has just answered, said back to them from the answer itself."""

from dataclasses import dataclass

from sandbox.post import moments
from sandbox.post.cards import ANSWERS
from sandbox.post.mails import Mail
from sandbox.post.notices import Notice, Party
from sandbox.post.repeats import long_day
from sandbox.post.zones import moment_in


@dataclass(frozen=True)
class Answered:
    """An answer that has left: its own mail, and what it says."""

    mail: str
    words: str


def answered(mail: Mail) -> Answered | None:
    """Say what was answered, to which date, and to whom; None for a mail that is no answer."""
    notice = mail.notice
    if not isinstance(notice, Notice) or notice.method != "REPLY":
        return None
    occasion = notice.main
    who = next(iter(occasion.attendees), Party(""))
    said = ANSWERS.get(who.partstat, who.partstat.capitalize())
    if who.delegated_to:
        said = f"Sends {who.delegated_to}"
    original = moment_in(occasion.moment, occasion.start) if occasion.moment else None
    which = f" for {long_day(moments.day_of(original))}" if original else ""
    return Answered(mail.id, f"{said}{which}. Your answer has left for {mail.recipients[0]}.")
