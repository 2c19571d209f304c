"""The tenant, and the Slack workspaces and channels it is found by."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import (
    Base,
    Owned,
    address_text,
    id_column,
    instant,
    name_text,
    owned_key,
    reference,
    short_text,
    slack_id,
)


class Partnership(Base):
    """A partnership: the tenant. Its rehearsal ends at `live_at`.

    `phone` and `privacy_page` (how people's details are used) stand at the foot of its mails.
    `region` says which bank holidays count (domain.working_days.Region). `hide_guests` is how new
    events begin, and `keeps_files` allows papers as files. `audiences_kept_at` is when those
    invited to its events were last compared with the register, and `reminded_at` when it was last
    looked at who is to be reminded. `digest_channel` is where its digest goes (else the
    coordinators' channel), and `updates_channel` a shared one for the partners' update;
    `warns_early` takes the lower thresholds of a standing (domain.standing.EARLY).
    `digest_asked` is the month whose digest somebody wants at once.
    """

    __tablename__ = "partnership"

    id: Mapped[id_column]
    slug: Mapped[short_text] = mapped_column(unique=True)
    name: Mapped[name_text]
    zone: Mapped[short_text]
    language: Mapped[short_text]
    coordinators_channel: Mapped[slack_id | None]
    reply_mailbox: Mapped[address_text | None]
    phone: Mapped[short_text | None]
    privacy_page: Mapped[address_text | None]
    region: Mapped[short_text] = mapped_column(default="ENG")
    hide_guests: Mapped[bool] = mapped_column(default=True)
    keeps_files: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[instant]
    set_up_at: Mapped[instant | None]
    live_at: Mapped[instant | None]
    audiences_kept_at: Mapped[instant | None]
    reminded_at: Mapped[instant | None]
    sends_digest: Mapped[bool] = mapped_column(default=True)
    digest_channel: Mapped[slack_id | None]
    updates_channel: Mapped[slack_id | None]
    warns_early: Mapped[bool] = mapped_column(default=False)
    digest_asked: Mapped[date | None]
    digest_asked_by: Mapped[reference | None]

    def day(self, moment: datetime) -> date:
        """Give the day that a moment falls on where the partnership is."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def in_rehearsal(self, now: datetime) -> bool:
        """Say whether messages still reach coordinators only."""
        return self.live_at is None or now < self.live_at


class Installation(Owned, Base):
    """The app in one Slack workspace, with its bot token sealed (db/sealing.py).

    `enterprise_id` is empty outside Enterprise Grid. A workspace that two partnerships share has
    a row in each.
    """

    __tablename__ = "installation"
    __table_args__ = (UniqueConstraint("partnership_id", "enterprise_id", "team_id"), owned_key())

    id: Mapped[id_column]
    enterprise_id: Mapped[slack_id]
    team_id: Mapped[slack_id] = mapped_column(index=True)
    bot_user_id: Mapped[slack_id]
    bot_id: Mapped[slack_id]
    sealed_token: Mapped[bytes] = mapped_column(LargeBinary)
    installed_at: Mapped[instant]
    revoked_at: Mapped[instant | None]


class PartnershipChannel(Owned, Base):
    """A Slack channel that says which partnership is meant, where several share a workspace."""

    __tablename__ = "partnership_channel"
    __table_args__ = (UniqueConstraint("team_id", "channel_id"), owned_key())

    id: Mapped[id_column]
    team_id: Mapped[slack_id]
    channel_id: Mapped[slack_id]
