"""Answers that came by mail and wait for a coordinator: why, and what they say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.replies import Answerer, Part, Partstat
from domain.when import WallSpan


class Why(StrEnum):
    """Why an answer was not recorded by itself.

    It came through somebody's own address for answers from an address that nobody has, or from
    somebody else's; it came without that proof; its deputy was named by nobody; the rules refuse
    it; there is no such date; it answers a test copy; or an event that is none of ours. `MORE` are
    mails that are only counted, where too many wait.
    """

    ALIAS = "alias"
    OTHER = "other"
    NO_PROOF = "no proof"
    DEPUTY = "deputy"
    REFUSED = "refused"
    NO_DATE = "no date"
    COPY = "copy"
    UNMATCHED = "unmatched"
    MORE = "more"


class Proof(StrEnum):
    """What shows whose answer it is: our address for one reader, nothing, or that of a test copy.

    An answer takes the place of an older one with the same proof, and of no other.
    """

    OURS = "ours"
    NONE = "none"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waits: of whom, and who the entry in a calendar belongs to, by their ids.

    `attendee_id`, `series_id` and `event_id` are 0 where nobody and nothing of ours is meant; then
    `uid` is what their calendar calls the event.
    """

    why: Why
    series_id: int
    attendee_id: int
    event_id: int
    answerer: Answerer
    part: Part
    mail_id: int = 0
    sentence: str = ""
    proof: Proof = Proof.NONE
    uid: str = ""

    def as_facts(self) -> dict[str, object]:
        """Give it as the worklist keeps it."""
        who, part = self.answerer, self.part
        return {
            "why": self.why.value,
            "proof": self.proof.value,
            "uid": self.uid,
            "series": self.series_id,
            "attendee": self.attendee_id,
            "event": self.event_id,
            "mail": self.mail_id,
            "sentence": self.sentence,
            "address": who.address,
            "key": who.key,
            "name": who.name,
            "partstat": who.partstat.value,
            "sent_by": who.sent_by,
            "to": list(who.delegated_to),
            "from": list(who.delegated_from),
            "sequence": "" if part.sequence is None else str(part.sequence),
            "comment": part.comment,
            **{name: _text(getattr(part, name)) for name in _TIMES},
        }


_TIMES = ("original", "stamp", "begins", "ends")


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""


def from_facts(facts: dict[str, object]) -> Waiting:
    """Read it as the worklist kept it."""
    original, stamp, begins, ends = (_time(str(facts.get(each, ""))) for each in _TIMES)
    sequence = str(facts.get("sequence", ""))
    return Waiting(
        Why(str(facts["why"])),
        _number(facts["series"]),
        _number(facts["attendee"]),
        _number(facts["event"]),
        Answerer(
            str(facts["address"]),
            Partstat(str(facts["partstat"])),
            str(facts["name"]),
            str(facts["sent_by"]),
            _several(facts["to"]),
            _several(facts["from"]),
        ),
        Part(
            original,
            int(sequence) if sequence else None,
            stamp,
            (),
            begins,
            ends,
            str(facts["comment"]),
        ),
        _number(facts["mail"]),
        str(facts["sentence"]),
        Proof(str(facts.get("proof", Proof.NONE))),
        str(facts.get("uid", "")),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _several(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a line about a mail says: who wrote, of whom it is, about what, and what it says.

    `whose` is the person of ours; `proposed` another time that is proposed; `text` the first
    lines of what was written, or why the rules refuse. `mail` is the mail that is shown: a newer
    one may take its place. `alike` is whose entry has the sender's name; `meant` are events that
    somebody may mean. `is_new`: nobody has the address; `count`: of how many mails it speaks.
    """

    title: str
    span: WallSpan | None
    why: Why | None = None
    partstat: Partstat = Partstat.NEEDS_ACTION
    sender: str = ""
    address: str = ""
    whose: str = ""
    text: str = ""
    proposed: WallSpan | None = None
    mail: int = 0
    alike: tuple[int, str] | None = None
    meant: tuple[tuple[int, str, WallSpan], ...] = ()
    is_new: bool = False
    is_proven: bool = False
    count: int = 0
