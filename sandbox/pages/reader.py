"""Who reads: names, channels and times as one person sees them, for all that is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from sandbox.pages import moments
from sandbox.slack.state import Channel, State, User

SLACKBOT = "USLACKBOT"
SCHEMES = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True)
class Reader:
    """One viewer and what names mean to them; everything it gives is safe HTML or plain text."""

    user: User
    now: datetime
    users: Mapping[str, User] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)

    @classmethod
    def of(cls, state: State, user: User, now: datetime) -> "Reader":
        """Make the reader that a person is."""
        return cls(user, now, state.users, state.channels)

    def name(self, user_id: str, otherwise: str = "") -> str:
        """Give what a person is called."""
        if user_id == SLACKBOT:
            return "Slackbot"
        known = self.users.get(user_id)
        return known.real_name if known else otherwise or "someone"

    def mention(self, user_id: str, label: str = "") -> Markup:
        """Write a mention of a person; one of the reader stands out."""
        kind = "mention me" if user_id == self.user.id else "mention"
        return Markup('<span class="{}">@{}</span>').format(kind, self.name(user_id, label))

    def broadcast(self, word: str) -> Markup:
        """Write a mention of everybody."""
        return Markup('<span class="mention me">@{}</span>').format(word)

    def channel(self, channel_id: str, label: str = "") -> Markup:
        """Write a channel's name, linked if the reader is in it."""
        known = self.channels.get(channel_id)
        if known and self.user.id in known.members:
            return Markup('<a class="mention" href="/slack/{}/{}">#{}</a>').format(
                self.user.id, known.id, known.name
            )
        public = known is not None and known.kind == "public"
        name = known.name if known and public else label or "private-channel"
        return Markup('<span class="mention">#{}</span>').format(name)

    def link(self, url: str, label: str | Markup = "") -> Markup:
        """Write a link, if it is of a kind that is safe to follow; else its words."""
        words = label or url.removeprefix("mailto:")
        if not url.lower().startswith(SCHEMES):
            return Markup("{}").format(words)
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
            url, words
        )

    def date(self, stamp: str, layout: str, link: str = "", fallback: str = "") -> Markup:
        """Write a moment in the reader's zone, or the fallback if it is none."""
        try:
            at = moments.local(stamp, self.user.tz)
            said = moments.write(int(stamp), layout, self.user.tz, self.now)
        except (ValueError, OverflowError, OSError):
            return Markup("{}").format(fallback)
        title = f"{moments.long_date(at)}, {moments.clock_time(at)} {at.tzname()}"
        written = Markup('<time datetime="{}" title="{}">{}</time>').format(
            at.isoformat(), title, said
        )
        return self.link(link, written) if link else written
