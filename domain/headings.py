"""The headings that people write above the columns of their spreadsheets, and what each means.

Each is written as `heading_key` gives it: lower case, no brackets, hyphens or small words, and
“name of partner” as “partner name”.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.cells import said
from domain.sheets import Cell

_SMALL = {"the", "a", "an", "and", "or", "any", "if", "please"}
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_OF = re.compile(r"(name|title|type|date|email|e mail|address) of (.+)")


class Fact(StrEnum):
    """What a column says. Those of a person come once for each whom a row may name."""

    PARTNER = "partner"
    ALIASES = "aliases"
    SECTOR = "sector"
    DOMAINS = "domains"
    MEMBER_SINCE = "member_since"
    MEMBER_UNTIL = "member_until"
    PERSON = "person"
    JOB_TITLE = "job_title"
    ADDRESS = "address"
    PART = "part"
    BODY = "body"
    SEAT = "seat"
    SINCE = "since"
    UNTIL = "until"
    STATUTORY = "statutory"
    SPEAKS_FOR = "speaks_for"
    DIARY_OF = "diary_of"


class Whose(StrEnum):
    """Whom of a row a column is about: the one it names, or somebody in a column of their own."""

    OWN = ""
    LEAD = "lead"
    DEPUTY = "deputy"
    MAIN = "main"
    DIARY = "diary"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column says, and of whom."""

    fact: Fact
    whose: Whose = Whose.OWN


def heading_key(cell: Cell) -> str:
    """Give what the ways to write a heading share."""
    return _key(said(cell))


@lru_cache(maxsize=16_384)
def _key(text: str) -> str:
    letters = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", text).casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c)).replace("'", "")
    words = re.findall(r"\w+", plain.replace("’", "").replace("_", " "))
    key = " ".join(each for each in words if each not in _SMALL).replace("organiz", "organis")
    key = re.sub(r"\be mail", "email", key)
    turned = _OF.fullmatch(key)
    return f"{turned[2]} {turned[1]}" if turned else key


SAID: dict[Fact, str] = {
    Fact.PARTNER: "partner, partners, partner name, partner organisation, partner organisations, "
    "partner agency, partner agencies, organisation, organisations, organisation name, org, "
    "agency, agencies, agency name, agency organisation, organisation agency, agency partner, "
    "organisation partner, partner organisation name, partner agency name, org name, employer, "
    "member organisation, member agency, company, relevant agency, safeguarding partner, service",
    Fact.ALIASES: "aliases, alias, also known as, aka, other names, other name, known as, "
    "short name, abbreviation, acronym, former name, formerly, previously, trading as, "
    "alternative name, alternative names, also called, also known",
    Fact.SECTOR: "sector, sectors, organisation type, agency type, partner type, category, "
    "sector type, partner sector, organisation sector",
    Fact.DOMAINS: "domain, domains, email domain, email domains, mail domain, mail domains, "
    "web domain, website, organisation domain, internet domain",
    Fact.MEMBER_SINCE: "member since, member from, partner since, partner from, joined, "
    "date joined, membership since, membership from, membership start, membership began, "
    "joined partnership, on register since, membership start date",
    Fact.MEMBER_UNTIL: "member until, member till, member to, partner until, left, date left, "
    "membership until, membership end, membership ended, membership ends, membership end date",
    Fact.PERSON: "person, person name, full name, named person, member, member name, attendee, "
    "officer, individual, board member, board member name, nominee, nominated person",
    Fact.JOB_TITLE: "job title, job, position, post, post title, job role, designation, "
    "occupation, job description, role title",
    Fact.ADDRESS: "email, email address, mail, mail address, emails, emailaddress, "
    "email addresses, work email, work email address, work mail",
    Fact.PART: "part, lead deputy, capacity, member type, lead deputy or other, "
    "membership type, membership status, contact type, seat part",
    Fact.BODY: "body, bodies, board, boards, meeting, meetings, group, groups, sub group, "
    "subgroup, sub groups, subgroups, committee, forum, board group, meeting group, "
    "group meeting, board meeting, group name, board name, body name, meeting name, "
    "subgroup name, committee name, workstream, working group, sits on",
    Fact.SEAT: "seat, seat title, seat name, seat place, seat held",
    Fact.SINCE: "since, from, start, start date, date from, from date, seat from, seat since, "
    "began, starts, date appointed, appointed, appointment date, appointed from, effective from, "
    "in post since, holder since, seat start, seat start date, date started, in seat since",
    Fact.UNTIL: "until, to, till, end, end date, date to, to date, seat until, seat to, "
    "ended, ends, effective to, in post until, holder until, term ends, end term, seat end, "
    "seat end date, date ended, in seat until",
    Fact.STATUTORY: "statutory, statutory seat, is statutory, statutory member, "
    "statutory partner, statutory non statutory",
    Fact.SPEAKS_FOR: "speaks for, represents, representing, on behalf of, constituency, "
    "speaks on behalf of, also represents",
    Fact.DIARY_OF: "diary contact of, diary of, pa to, keeps diary of, assistant to, "
    "pa for, pa of, diary contact for, supports, diary kept for, keeps diary for",
}

PEOPLE: dict[Whose, str] = {
    Whose.LEAD: "lead, leads, representative, rep, delegate, seat holder, lead representative, "
    "lead officer, named lead, named representative, named member, lead member, lead person, "
    "partner lead, agency lead, organisation lead, strategic lead, seat lead, main representative",
    Whose.DEPUTY: "deputy, deputies, standing deputy, substitute, alternate, named deputy, "
    "deputy representative, deputy member, stand in, deputy lead",
    Whose.MAIN: "main contact, primary contact, key contact, contact, contacts, lead contact, "
    "organisation contact, partner contact, single point contact, spoc, contact person",
    Whose.DIARY: "pa, diary contact, diary, ea, assistant, personal assistant, pa contact, "
    "executive assistant, secretary, diary manager, business support",
}

OF_A_PERSON: dict[Fact, str] = {
    Fact.PERSON: ", name, full name",
    Fact.ADDRESS: "email, email address, mail, mail address, address, emails, work email",
    Fact.JOB_TITLE: "job title, title, job, position, role, job role, post",
}

NAME = {"name", "names"}
ROLE = {"role", "roles", "type", "status", "membership", "title"}

_PARTS = {
    "lead": "lead, l, representative, rep, member, named member, full member, core member, "
    "seat holder, lead representative, main representative, statutory member, voting member",
    "deputy": "deputy, d, standing deputy, substitute, alternate, dep, named deputy",
    "main": "main contact, primary contact, contact, key contact, main",
    "diary": "diary contact, pa, ea, diary, assistant, personal assistant, secretary, diary keeper",
    "none": "staff, colleague, other, employee, person",
}


def _keys(written: str) -> list[str]:
    return [heading_key(each) for each in written.split(",")]


def _all() -> dict[str, Column]:
    found = {key: Column(fact) for fact, text in SAID.items() for key in _keys(text)}
    for whose, text in PEOPLE.items():
        for who in _keys(text):
            for fact, attributes in OF_A_PERSON.items():
                for each in _keys(attributes):
                    found.setdefault(f"{who} {each}".strip(), Column(fact, whose))
                    found.setdefault(f"{each} {who}".strip(), Column(fact, whose))
    return found


COLUMNS = _all()
"""What each heading says, by its key."""

_PART_OF = {key: part for part, text in _PARTS.items() for key in _keys(text)}


def read_part(text: str) -> str | None:
    """Give the part (a `Whose`, or `none`) that a word in a cell means; None for another word."""
    return _PART_OF.get(heading_key(text))
