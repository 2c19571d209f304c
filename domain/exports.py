"""Who may take the register and attendance away, and for how long a link to them holds."""

from datetime import timedelta

from domain.roles import COORDINATOR, READER, Roles

PURPOSE = "export"
"""What a link to files that are taken away is for."""

MAY_EXPORT: Roles = COORDINATOR
"""It has everybody's names and addresses; asked again when the link is opened."""

MAY_EXPORT_ATTENDANCE: Roles = READER
"""Who may read figures of attendance may take them away; asked again, too."""

LASTS = timedelta(minutes=15)

TEMPLATE = "/template/partners.xlsx"
"""Where an empty sheet to fill in is: anybody may have it."""
