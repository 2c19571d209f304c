"""The tables, one module a noun. Importing this package registers them all."""

from db.models.answers import AccessNeed, Answer, NamedDeputy
from db.models.attendance import (
    Attendance,
    CallLine,
    CallReport,
    CheckInTry,
    Correction,
    DraftedOutcome,
    Outcome,
    QuorumForecast,
    WalkIn,
)
from db.models.audit import AuditDetail, AuditEntry, AuditSeal
from db.models.base import Base
from db.models.calendars import CalendarDraft, FeedPart
from db.models.connectedness import (
    DigestSent,
    Finding,
    LoggedContact,
    PartnersUpdate,
    Snooze,
)
from db.models.deliveries import Delivery
from db.models.events import AudienceItem, Event, Paper, Series
from db.models.heartbeats import Heartbeat
from db.models.imports import Import, ImportChange, ImportQuestion
from db.models.inbound import CalendarReply, InboundMail, MailNote
from db.models.inbox import InboxEntry
from db.models.invitations import Attendee, Invitation, Recipient, Round
from db.models.links import Link
from db.models.organisations import (
    Contact,
    EmailDomain,
    Membership,
    Merge,
    Organisation,
    OrganisationName,
    Sector,
    SectorHeld,
)
from db.models.partnerships import Installation, Partnership, PartnershipChannel
from db.models.people import (
    Address,
    DiaryContact,
    Introduction,
    OptOut,
    Person,
    Post,
    RoleHeld,
    SlackIdentity,
)
from db.models.seats import Arrangement, Body, Leave, Seat, SeatHolder, Term
from db.models.worklist import WorklistItem

__all__ = [
    "AccessNeed",
    "Address",
    "Answer",
    "Arrangement",
    "Attendance",
    "Attendee",
    "AudienceItem",
    "AuditDetail",
    "AuditEntry",
    "AuditSeal",
    "Base",
    "Body",
    "CalendarDraft",
    "CalendarReply",
    "CallLine",
    "CallReport",
    "CheckInTry",
    "Contact",
    "Correction",
    "Delivery",
    "DiaryContact",
    "DigestSent",
    "DraftedOutcome",
    "EmailDomain",
    "Event",
    "FeedPart",
    "Finding",
    "Heartbeat",
    "Import",
    "ImportChange",
    "ImportQuestion",
    "InboundMail",
    "InboxEntry",
    "Installation",
    "Introduction",
    "Invitation",
    "Leave",
    "Link",
    "LoggedContact",
    "MailNote",
    "Membership",
    "Merge",
    "NamedDeputy",
    "OptOut",
    "Organisation",
    "OrganisationName",
    "Outcome",
    "Paper",
    "PartnersUpdate",
    "Partnership",
    "PartnershipChannel",
    "Person",
    "Post",
    "QuorumForecast",
    "Recipient",
    "RoleHeld",
    "Round",
    "Seat",
    "SeatHolder",
    "Sector",
    "SectorHeld",
    "Series",
    "SlackIdentity",
    "Snooze",
    "Term",
    "WalkIn",
    "WorklistItem",
]
