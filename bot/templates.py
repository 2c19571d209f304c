"""The sheet that a coordinator may fill in, where there is none yet."""

from bot.workbooks import xlsx
from domain.sheets import Table

_HEADINGS = (
    "Organisation",
    "Also known as",
    "Sector",
    "E-mail domains",
    "Member since",
    "Name",
    "Job title",
    "E-mail address",
    "Body",
    "Part",
    "Seat title",
    "Seat from",
    "Statutory",
    "Speaks for",
    "Diary contact of",
)

_SAID = (
    ("Organisation", "Needed. The partner's name; write it again on each row of its people."),
    ("Also known as", "Other names, with semicolons between them."),
    ("Sector", "For example Local authority, Health, Police, Education, Voluntary."),
    ("E-mail domains", "What stands after the @, for example police.uk."),
    ("Member since", "A day, for example 1 Sep 2019. Blank: today."),
    ("Name", "A person, if the row is about one."),
    ("Job title", "Their job."),
    ("E-mail address", "Their work address."),
    ("Body", "What meets: a board, forum or group on which the partner has a seat."),
    ("Part", "lead, deputy, main contact, diary contact, or nothing."),
    ("Seat title", "Only where one partner has two seats on one body."),
    ("Seat from", "Since when this person fills the seat. Blank: today."),
    ("Statutory", "yes or no."),
    ("Speaks for", "Whom the seat stands for besides, for example ninety primary schools."),
    ("Diary contact of", "Whose diary this person keeps."),
    ("", "Please write nothing about any child or family here."),
)


def template() -> bytes:
    """Give an empty workbook with the headings that an import knows, and what each means."""
    return xlsx(
        [
            Table("Partners and people", _HEADINGS, ()),
            Table("How to fill it in", ("Column", "What to write"), _SAID),
        ]
    )
