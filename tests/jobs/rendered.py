"""Letters and cards about events as they leave, for tests: rendered from the rows that wait."""

from datetime import date, timedelta

from sqlalchemy import select

from bot.ground import Ground
from bot.letters.letter import Letter
from bot.pages.addresses import addresses
from bot.reply import Message
from db import people
from db.models import Delivery, Person
from db.signing import Signer
from domain.recurrence import Frequency, Ordinal, Rule
from jobs.kinds import KINDS, LETTERS, render, render_letter
from tests.db.meetings import FORUM, NOW, Register
from tests.world import shown

LATER = NOW + timedelta(minutes=5)
MONTHLY = Rule(Frequency.MONTHLY, weekday=3, ordinal=Ordinal.FIRST)
WEEK_AFTER = FORUM.on(date(2026, 12, 10))
PAGES = addresses("https://joinedup.example.org", Signer("k" * 40))
GROUND = Ground(LATER, PAGES, "calendar@example.org")


def found_in_slack(register: Register, person: Person) -> None:
    user = f"U{person.id}"
    people.identify(register.session, person, enterprise_id="", team_id="T1", user_id=user)


def waiting(register: Register, who: str, channel: str = "mail") -> Delivery:
    query = (
        select(Delivery)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.state == "planned", Person.name == who)
        .where(Delivery.channel_kind == channel)
    )
    return register.session.scalars(query).one()


def letter(register: Register, who: str = "Police lead", ground: Ground = GROUND) -> Letter | None:
    return render_letter(LETTERS, register.session, waiting(register, who), ground)


def written(register: Register, who: str = "Police lead") -> Letter:
    made = letter(register, who)
    assert made is not None
    return made


def card(register: Register, who: str = "Police lead", ground: Ground = GROUND) -> Message | None:
    return render(KINDS, register.session, waiting(register, who, "slack"), ground)


def made(register: Register, who: str = "Police lead") -> str:
    found = card(register, who)
    assert found is not None
    return shown(found.blocks)


def one_line(text: str) -> str:
    return " ".join(text.split())
