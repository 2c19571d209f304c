"""The tables, one module a noun. Importing this package registers them all."""

from db.models.audit import AuditDetail, AuditEntry, AuditSeal
from db.models.base import Base
from db.models.deliveries import Delivery
from db.models.heartbeats import Heartbeat
from db.models.inbox import InboxEntry
from db.models.links import Link
from db.models.organisations import Organisation
from db.models.partnerships import Installation, Partnership, PartnershipChannel
from db.models.people import Address, Person, RoleHeld, SlackIdentity

__all__ = [
    "Address",
    "AuditDetail",
    "AuditEntry",
    "AuditSeal",
    "Base",
    "Delivery",
    "Heartbeat",
    "InboxEntry",
    "Installation",
    "Link",
    "Organisation",
    "Partnership",
    "PartnershipChannel",
    "Person",
    "RoleHeld",
    "SlackIdentity",
]
