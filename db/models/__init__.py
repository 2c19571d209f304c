"""The tables, one module a noun. Importing this package registers them all."""

from db.models.audit import AuditDetail, AuditEntry, AuditSeal
from db.models.base import Base
from db.models.deliveries import Delivery
from db.models.heartbeats import Heartbeat
from db.models.imports import Import, ImportChange, ImportQuestion
from db.models.inbox import InboxEntry
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
    "Address",
    "Arrangement",
    "AuditDetail",
    "AuditEntry",
    "AuditSeal",
    "Base",
    "Body",
    "Contact",
    "Delivery",
    "DiaryContact",
    "EmailDomain",
    "Heartbeat",
    "Import",
    "ImportChange",
    "ImportQuestion",
    "InboxEntry",
    "Installation",
    "Introduction",
    "Leave",
    "Link",
    "Membership",
    "Merge",
    "OptOut",
    "Organisation",
    "OrganisationName",
    "Partnership",
    "PartnershipChannel",
    "Person",
    "Post",
    "RoleHeld",
    "Seat",
    "SeatHolder",
    "Sector",
    "SectorHeld",
    "SlackIdentity",
    "Term",
    "WorklistItem",
]
