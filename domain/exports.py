"""Who may take the whole register away, and for how long a link to it holds."""

from datetime import timedelta

from domain.roles import COORDINATOR, Roles

PURPOSE = "export"
"""What a link to the register is for."""

MAY_EXPORT: Roles = COORDINATOR
"""It has everybody's names and addresses; asked again when the link is opened."""

LASTS = timedelta(minutes=15)

TEMPLATE = "/template/partners.xlsx"
"""Where an empty sheet to fill in is: anybody may have it."""
