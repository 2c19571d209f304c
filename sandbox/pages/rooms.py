"""The left column: workspaces, people to be, channels, direct messages, the app."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sandbox.pages.desk import Desk
from sandbox.slack.onlookers import Onlooker
from sandbox.slack.state import Channel, State, Team, User


@dataclass(frozen=True)
class Room:
    """One line in the left column."""

    href: str
    name: str
    kind: str
    unread: int = 0
    badge: int = 0
    current: bool = False
    shared: bool = False
    face: str = ""


@dataclass(frozen=True)
class Face:
    """One person to be, with the words for their role."""

    user: User
    role: str
    current: bool


def role(state: State, user: User) -> str:
    """Give a person's role: what their profile says, and how they stand to the app's workspace."""
    team = state.teams[user.team_id]
    kind = "Guest" if user.is_guest else "" if team.installed else "Another workspace"
    return " · ".join(one for one in (user.title, kind) if one) or "Member"


def faces(state: State, current: User) -> list[tuple[Team, list[Face]]]:
    """Give all people by workspace, without bots."""
    people = [one for one in state.users.values() if not one.is_bot and not one.deleted]
    found = []
    for team in state.teams.values():
        own = [one for one in people if one.team_id == team.id]
        found.append((team, [Face(one, role(state, one), one is current) for one in own]))
    return [(team, own) for team, own in found if own]


@dataclass(frozen=True)
class Sidebar:
    """What one person has in their left column."""

    rooms: list[Room]
    directs: list[Room]
    apps: list[Room]


def bot_of(state: State, channel: Channel) -> User | None:
    """Give the bot with which a direct-message channel is shared."""
    return next((state.users[one] for one in channel.members if state.users[one].is_bot), None)


def other_of(state: State, channel: Channel, viewer_id: str) -> User | None:
    """Give the person or the bot at the other end of direct messages."""
    if channel.kind != "im":
        return None
    others = (state.users[one] for one in channel.members if one != viewer_id)
    return next(others, state.users.get(viewer_id))


def between(state: State, one: User, other: User, now: datetime) -> Channel:
    """Give the direct messages of two people, opening them if need be."""
    pair = {one.id, other.id}
    for known in state.channels.values():
        if known.kind == "im" and set(known.members) == pair:
            return known
    channel = Channel(state.new_id("D"), one.team_id, "", "im", int(now.timestamp()), one.id)
    channel.members = [one.id, other.id]
    if other.team_id != one.team_id:
        channel.shared_with = [other.team_id]
    state.channels[channel.id] = channel
    return channel


def face_of(user: User) -> str:
    """Give what a person's or a bot's colour is made of: the same wherever they are shown."""
    return user.real_name if user.is_bot else user.id


def _lines(state: State, person: Onlooker, desk: Desk, here: str) -> Iterator[tuple[Channel, Room]]:
    for channel in state.channels.values():
        if person.id in channel.members and not channel.archived:
            fresh = desk.unread(channel)
            loud = [one for one in fresh if channel.kind == "im" or person.mention in one.text]
            other = other_of(state, channel, person.id)
            yield (
                channel,
                Room(
                    f"/slack/{person.id}/{channel.id}",
                    other.real_name if other else channel.name,
                    "bot" if other and other.is_bot else channel.kind,
                    len(fresh),
                    len(loud),
                    channel.id == here,
                    bool(channel.shared_with),
                    face_of(other) if other else "",
                ),
            )


def sidebar(state: State, person: Onlooker, desk: Desk, here: str) -> Sidebar:
    """Make a person's left column; `here` is the id of the open channel, or `home`."""
    lines = [*_lines(state, person, desk, here)]
    rooms = sorted(
        (room for channel, room in lines if channel.kind != "im"), key=lambda room: room.name
    )
    directs = [room for channel, room in lines if channel.kind == "im"]
    if not person.team.installed:
        return Sidebar(rooms, directs, [])
    own = [channel for channel, _ in lines if channel.kind == "im"]
    app_room = next((one for one in own if person.team.bot_user_id in one.members), None)
    bot = state.users[person.team.bot_user_id]
    directs = [room for channel, room in lines if channel.kind == "im" and channel is not app_room]
    fresh = len(desk.unread(app_room)) if app_room else 0
    current = here == "home" or (app_room is not None and app_room.id == here)
    target = "messages" if fresh or here not in ("home", "") else "home"
    app = Room(
        f"/slack/{person.id}/{target}",
        bot.real_name,
        "bot",
        fresh,
        fresh,
        current,
        face=face_of(bot),
    )
    return Sidebar(rooms, directs, [app])


def first_room(state: State, person: Onlooker) -> str:
    """Give where a person begins: the Messages tab, or their first channel."""
    if person.team.installed:
        return "messages"
    own = [one for one in state.channels.values() if person.id in one.members]
    return own[0].id if own else "nowhere"
