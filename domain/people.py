"""People: what is known of somebody, and how they want to be reached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Refused
from domain.language import N_
from domain.language import gettext as _
from domain.names import MAX_NAME, clean_name, tidy
from domain.partnerships import clean_address


class Channel(StrEnum):
    """How a person wants reminders and digests; invitations always come by mail."""

    MAIL = "mail"
    SLACK = "slack"


class Belonging(StrEnum):
    """Whether a person is of the organisation whose seat they fill."""

    HERE = "here"
    GIVEN = "given"
    ELSEWHERE = "elsewhere"


LANGUAGES = (("en", N_("English")), ("cy", N_("Welsh")))
"""The languages that a person may read in: code and name."""

MOST_ADDRESSES = 10
"""Mail addresses that one person may have."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a person. No language: the partnership's; no channel: not chosen yet."""

    name: str
    job_title: str | None = None
    language: str | None = None
    channel: Channel | None = None


def read_details(*, name: str, job_title: str, language: str, channel: str) -> Details:
    """Give what was entered about a person; `Refused` at the field that is wrong."""
    if language not in {"", *(code for code, _name in LANGUAGES)}:
        raise Refused(_("Please choose one of these."), field="language")
    if channel not in {"", *Channel}:
        raise Refused(_("Please choose one of these."), field="channel")
    return Details(
        clean_name(name),
        clean_job_title(job_title),
        language or None,
        Channel(channel) if channel else None,
    )


def clean_job_title(text: str) -> str | None:
    """Give the job title that was meant, None for nothing; `Refused` where it is too long."""
    title = tidy(text)
    if len(title) > MAX_NAME:
        raise Refused(
            _("This has {length} characters; at most {most} fit. Please shorten it.").format(
                length=len(title), most=MAX_NAME
            ),
            field="job_title",
        )
    return title or None


def belongs_to_domain(address: str, domains: Collection[str]) -> bool:
    """Say whether a mail address is within some domains; where none are known, it may be."""
    own = address.rpartition("@")[2].casefold()
    return not domains or any(own == each or own.endswith(f".{each}") for each in domains)


def read_addresses(main: str, others: Iterable[str]) -> tuple[str | None, tuple[str, ...]]:
    """Give a person's main mail address and the others, each once.

    Raises `Refused` beside `address` or `others` for one that is none, naming it, for others
    without a main one, and for more than ten.
    """
    first = clean_address(main) if main.strip() else None
    known = {first.casefold()} if first else set()
    rest = []
    for each in filter(None, (line.strip(" \t,;") for line in others)):
        clean = _other(each)
        if clean.casefold() not in known:
            known.add(clean.casefold())
            rest.append(clean)
    if rest and first is None:
        raise Refused(_("Please say which address is the main one."), field="address")
    if len(known) > MOST_ADDRESSES:
        raise Refused(
            _("A person can have {most} addresses at most.").format(most=MOST_ADDRESSES),
            field="others",
        )
    return first, tuple(rest)


def _other(text: str) -> str:
    try:
        return clean_address(text, field="others")
    except Refused as no:
        raise Refused(
            _("“{text}” is not a mail address. Please write one on each line.").format(
                text=text[:60]
            ),
            field="others",
        ) from no
