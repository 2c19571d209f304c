"""The messages of a channel or a thread as one person sees them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from markupsafe import Markup

from sandbox.pages import moments, previews
from sandbox.pages.desk import Desk, place_id
from sandbox.pages.emoji import emoji
from sandbox.pages.mrkdwn import mrkdwn
from sandbox.pages.places import Choices, Place
from sandbox.pages.previews import Preview
from sandbox.pages.reader import SLACKBOT, Reader
from sandbox.pages.rooms import face_of
from sandbox.slack import forms
from sandbox.slack.state import Channel, Json, Message, State, User

TOGETHER = 300.0
SHOWN = 40
COLOURS = 8


def initials(name: str) -> str:
    """Give one or two letters for an avatar."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


def colour(user_id: str) -> int:
    """Give the number of a person's colour, always the same."""
    return sum(ord(letter) * place for place, letter in enumerate(user_id, 1)) % COLOURS


@dataclass(frozen=True)
class Shown:
    """One message on the page."""

    message: Message
    author: str
    is_app: bool
    at: datetime
    place: Place
    blocks: list[Json]
    text: Markup
    day: str = ""
    is_new: bool = False
    with_last: bool = False
    replies: int = 0
    last_reply: str = ""
    files: list[Preview] = field(default_factory=list)
    reactions: list[tuple[str, str, int, bool]] = field(default_factory=list)
    notice: str = ""
    external: str = ""
    face: str = ""

    @property
    def time(self) -> str:
        """Give the time of day."""
        return moments.clock_time(self.at)

    @property
    def full_time(self) -> str:
        """Give the whole moment, in words."""
        return f"{moments.long_date(self.at)}, {self.time} {self.at.tzname()}"


@dataclass(frozen=True)
class Talk:
    """Makes what one person sees of a channel."""

    state: State
    reader: Reader
    desk: Desk
    choices: Choices

    def channel(self, channel: Channel, line: str, before: str = "") -> tuple[list[Shown], int]:
        """Give a page of messages, and how many older ones there are; `line` is the last read.

        The page ends with the newest message, or with the last one before a stamp.
        """
        every = [*channel.messages, *self._ephemerals(channel)]
        top = [one for one in every if one.thread_ts in ("", one.ts)]
        top = [one for one in top if not before or one.ts < before]
        top.sort(key=_stamp)
        return self._many(top[-SHOWN:], line), max(len(top) - SHOWN, 0)

    def thread(self, channel: Channel, ts: str) -> list[Shown]:
        """Give one thread, its first message first; the first reply says who wrote it."""
        every = [*channel.messages, *self._ephemerals(channel)]
        found = sorted((one for one in every if ts in (one.ts, one.thread_ts)), key=_stamp)
        return [*self._many(found[:1], ""), *self._many(found[1:], "")]

    def _ephemerals(self, channel: Channel) -> list[Message]:
        mine = self.state.ephemerals_of(self.reader.user.id)
        return [one for one in mine if one.channel == channel.id]

    def _many(self, messages: Iterable[Message], line: str) -> list[Shown]:
        shown, marked = list[Shown](), not line
        for message in messages:
            others = message.user != self.reader.user.id and not message.ephemeral_for
            is_new = not marked and others and message.ts > line
            shown.append(self._one(message, shown[-1] if shown else None, is_new=is_new))
            marked = marked or is_new
        return shown

    def _one(self, message: Message, before: Shown | None, *, is_new: bool) -> Shown:
        at = moments.local(message.ts, self.reader.user.tz)
        new_day = before is None or before.at.date() != at.date()
        replies = self._replies.get((message.channel, message.ts), [])
        last = moments.local(replies[-1].ts, self.reader.user.tz) if replies else at
        blocks = message.blocks if message.bot_id else []
        user = self.state.users.get(message.user)
        return Shown(
            message,
            self.reader.name(message.user),
            bool(message.bot_id) or message.user == SLACKBOT,
            at,
            self.place(message),
            blocks,
            Markup() if blocks else mrkdwn(message.text, self.reader),
            moments.divider(at.date(), self._today()) if new_day else "",
            is_new,
            not new_day and not is_new and _goes_on(message, before),
            len(replies),
            f"{moments.within(last.date(), self._today())} at {moments.clock_time(last)}",
            self._files(message),
            self._reactions(message),
            self.desk.notices.get(message.ts, ""),
            self._external(user),
            face_of(user) if user else message.user,
        )

    def _external(self, user: User | None) -> str:
        """Give the name of an author's workspace, if it is not the reader's."""
        strange = user is not None and user.team_id != self.reader.user.team_id
        return self.state.teams[user.team_id].name if user and strange else ""

    def _today(self) -> date:
        return moments.local(self.reader.now.timestamp(), self.reader.user.tz).date()

    @cached_property
    def _replies(self) -> dict[tuple[str, str], list[Message]]:
        """Give all replies by the channel and the stamp of what they reply to."""
        found = dict[tuple[str, str], list[Message]]()
        for channel in self.state.channels.values():
            for one in channel.messages:
                if one.thread_ts not in ("", one.ts):
                    found.setdefault((channel.id, one.thread_ts), []).append(one)
        return found

    def _files(self, message: Message) -> list[Preview]:
        files = [self.state.files[one] for one in message.files if one in self.state.files]
        viewer = self.reader.user
        return [previews.preview(one, viewer.id, viewer.tz) for one in files]

    def _reactions(self, message: Message) -> list[tuple[str, str, int, bool]]:
        return [
            (emoji(name), name, len(users), self.reader.user.id in users)
            for name, users in message.reactions.items()
        ]

    def place(self, message: Message) -> Place:
        """Give the place that a message is for its elements."""
        where = place_id(message)
        typed = self.desk.typed_in(message)
        return Place(
            "message",
            where,
            self.reader.user.tz,
            forms.first_values(message.blocks) if typed is None else typed,
            {},
            self.desk.offered.get(where, {}),
            self.desk.asked.get(where, {}),
            self.choices,
        )


def _stamp(message: Message) -> str:
    return message.ts


def _goes_on(message: Message, before: Shown | None) -> bool:
    """Tell whether a message needs no avatar, because its author has just spoken."""
    if before is None or before.message.ephemeral_for != message.ephemeral_for:
        return False
    near = float(message.ts) - float(before.message.ts) < TOGETHER
    return near and before.message.user == message.user
