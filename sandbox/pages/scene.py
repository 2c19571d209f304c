"""The whole Slack page for one person: left column, messages or Home, thread, modal, doubts."""

from dataclasses import dataclass

from sandbox.pages.desk import Desk, place_id
from sandbox.pages.places import Choices, Place
from sandbox.pages.reader import Reader
from sandbox.pages.rooms import faces, other_of, role, sidebar
from sandbox.pages.talk import Talk
from sandbox.slack.core import Core
from sandbox.slack.people import Person
from sandbox.slack.state import Channel, Json, State, User, View


@dataclass(frozen=True)
class Look:
    """What somebody looks at, and how: they `enter` it, have `seen` it live, or left it `unseen`.

    `past` is a page of older messages, before the stamp `before`.
    """

    where: str
    thread: str = ""
    before: str = ""
    how: str = "enter"


def acquaintances(state: State, person: Person) -> list[User]:
    """Give the people and bots of a person's own workspace, and those they share a channel with."""
    own = [one for one in state.channels.values() if person.id in one.members]
    met = {member for channel in own for member in channel.members}
    people = [
        one
        for one in state.users.values()
        if not one.deleted and (one.team_id == person.user.team_id or one.id in met)
    ]
    return sorted(people, key=lambda one: one.real_name)


def choices(state: State, person: Person) -> Choices:
    """Give the people and conversations that a person finds in menus."""
    own = [one for one in state.channels.values() if person.id in one.members]
    public = [
        one
        for one in state.channels.values()
        if one.kind == "public" and one.team_id == person.user.team_id and one not in own
    ]
    return Choices(acquaintances(state, person), [*own, *public], state, person.id)


@dataclass(frozen=True)
class Scene:
    """Makes the template's context; to be used while the core's lock is held."""

    core: Core
    person: Person
    desk: Desk

    @property
    def reader(self) -> Reader:
        """Give the person as a reader."""
        return Reader.of(self.core.state, self.person.user, self.core.now())

    def context(self, look: Look) -> Json:
        """Give everything the page shows; `where` is a channel's id or `home`."""
        state, person, where = self.core.state, self.person, look.where
        channel = state.channels.get(where)
        if channel is not None and person.id not in channel.members:
            channel = None
        shown: Json = self._people() | {
            "reader": self.reader,
            "channel": channel,
            "tab": "home" if where == "home" else "messages",
            "thread": [],
            "views": self._stack(),
            "doubt": self.desk.doubt,
            "commands": self._commands(),
            "shortcuts": self._shortcuts("global"),
            "message_shortcuts": self._shortcuts("message"),
            "home": self._view(person.home) if where == "home" and person.home else None,
            "base": f"/slack/{person.id}",
        }
        shown |= self._channel(channel, look) if channel else {"messages": []}
        shown["sidebar"] = sidebar(state, person, self.desk, where)
        return shown

    def _people(self) -> Json:
        """Give who one is, whom one can be, and to whom one can write."""
        state, user = self.core.state, self.person.user
        others = [one for one in acquaintances(state, self.person) if one is not user]
        return {
            "me": user,
            "my_role": role(state, user),
            "team": self.person.team,
            "faces": faces(state, user),
            "acquaintances": [(one, role(state, one)) for one in others if not one.is_bot],
        }

    def _channel(self, channel: Channel, look: Look) -> Json:
        state = self.core.state
        self._note(channel, look.how)
        talk = Talk(state, self.reader, self.desk, choices(state, self.person))
        messages, older = talk.channel(channel, self.desk.lines.get(channel.id, ""), look.before)
        guests = [state.teams[one].name for one in state.teams_in(channel)]
        other = other_of(state, channel, self.person.id)
        bot = other if other and other.is_bot else None
        thread = talk.thread(channel, look.thread) if look.thread else []
        return {
            "messages": messages,
            "older": older,
            "before": look.before,
            "room_path": f"/slack/{self.person.id}/{channel.id}",
            "thread": thread,
            "thread_ts": look.thread,
            "replies": sum(not one.message.ephemeral_for for one in thread[1:]),
            "bot": bot,
            "other": None if bot else other,
            "own_app": bot is not None and bot.id == self.person.team.bot_user_id,
            "shared": guests if channel.shared_with and not other else [],
            "people": [state.users[one] for one in channel.members],
            "title": other.real_name if other else channel.name,
        }

    def _note(self, channel: Channel, how: str) -> None:
        """Remember what is read by looking."""
        if how == "enter":
            self.desk.enter(channel)
        elif how == "seen":
            self.desk.see(channel)
        elif how == "unseen":
            self.desk.miss(channel)

    def _stack(self) -> list[Json]:
        return [self._view(view) for view in self.core.state.stack(self.person.id)]

    def _view(self, view: View) -> Json:
        trouble = self.desk.troubles.get(view.id)
        where = place_id(view)
        place = Place(
            str(view.content["type"]),
            where,
            self.person.user.tz,
            view.values,
            trouble.errors if trouble else {},
            self.desk.offered.get(where, {}),
            self.desk.asked.get(where, {}),
            choices(self.core.state, self.person),
        )
        app = self.core.state.users[self.core.state.teams[view.team_id].bot_user_id]
        said = trouble.said if trouble else ""
        return {"view": view, "place": place, "app": app, "said": said}

    def _commands(self) -> list[Json]:
        if not self.person.team.installed:
            return []
        return [
            {
                "name": one.command,
                "description": one.description,
                "usages": one.usages,
                "hint": one.usage_hint,
            }
            for one in self.core.commands or ()
        ]

    def _shortcuts(self, kind: str) -> list[Json]:
        if not self.person.team.installed:
            return []
        return [
            {"name": one.name, "id": one.callback_id, "description": one.description}
            for one in self.core.shortcuts
            if one.kind == kind
        ]
