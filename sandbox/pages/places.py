"""Where blocks stand (a message, a modal, the Home tab): the names and values of their elements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from sandbox.pages import moments, richtext
from sandbox.slack import forms
from sandbox.slack.state import Channel, Json, State, User

ACTING = ("section", "actions")


@dataclass(frozen=True)
class Option:
    """One thing to choose, as a menu shows it."""

    value: str
    label: str
    description: str = ""
    group: str = ""
    url: str = ""


def _option(given: Json, group: str = "") -> Option:
    said = (given.get("description") or {}).get("text", "")
    text, url = given["text"]["text"], given.get("url", "")
    return Option(given["value"], text, said, group, url)


def options_of(element: Json) -> list[Option]:
    """Give the options an element brings, those in groups with the group's label."""
    found = [_option(each) for each in element.get("options") or []]
    for group in element.get("option_groups") or []:
        found += [_option(each, group["label"]["text"]) for each in group["options"]]
    return found


@dataclass(frozen=True)
class Choices:
    """What menus of people and conversations offer to one viewer."""

    people: Sequence[User] = ()
    rooms: Sequence[Channel] = ()
    state: State = field(default_factory=State)
    viewer_id: str = ""

    def of(self, element: Json) -> list[Option]:
        """Give the people or conversations that an element offers."""
        kind = element["type"].removeprefix("multi_")
        if kind == "users_select":
            return [Option(one.id, one.real_name, one.title) for one in self.people]
        wanted = element.get("filter") or {}
        if kind == "channels_select":
            wanted = {"include": ["public"]}
        return [
            Option(room.id, self.called(room)) for room in self.rooms if self._fits(room, wanted)
        ]

    def _fits(self, room: Channel, wanted: Json) -> bool:
        bots = [one for one in room.members if self.state.users[one].is_bot]
        return (
            room.kind in wanted.get("include", [room.kind])
            and not (wanted.get("exclude_external_shared_channels") and room.shared_with)
            and not (wanted.get("exclude_bot_users") and room.kind == "im" and bots)
        )

    def called(self, room: Channel) -> str:
        """Give the name of a conversation: direct messages have that of the other end."""
        if room.kind == "im":
            others = [self.state.users[one] for one in room.members if one != self.viewer_id]
            return next((one.real_name for one in others), "direct message")
        return f"#{room.name}"


@dataclass(frozen=True)
class Field:
    """One element: its names in the form and on the page, and what it holds."""

    block: Json
    element: Json
    place: "Place"

    @property
    def kind(self) -> str:
        """Give the element's type."""
        return str(self.element["type"])

    @cached_property
    def path(self) -> str:
        """Give what names the element within its form."""
        return f"{quote(self.block['block_id'], safe='')}/{quote(self._action, safe='')}"

    @property
    def _action(self) -> str:
        return str(self.element.get("action_id", ""))

    @property
    def name(self) -> str:
        """Give the name of its value in the form."""
        return f"v/{self.path}"

    @property
    def id(self) -> str:
        """Give its id on the page."""
        value = quote(str(self.element.get("value", "")), safe="") if self.kind == "button" else ""
        return f"{self.place.id}/{self.path}/{value}".rstrip("/")

    @property
    def acts(self) -> bool:
        """Tell whether the app hears of it at once."""
        return self.block["type"] in ACTING or bool(self.block.get("dispatch_action"))

    @property
    def label(self) -> str:
        """Give a name for those who don't see where it stands."""
        for text in (self.block.get("label"), self.element.get("placeholder")):
            if text:
                return str(text["text"])
        if self.block["type"] == "section" and self.block.get("text"):
            return str(self.block["text"]["text"])[:80]
        return self._action or self.kind

    @cached_property
    def held(self) -> object:
        """Give what it holds, as `state.values` has it."""
        here = self.place.values.get(self.block["block_id"], {}).get(self._action) or {}
        return here.get(forms.HELD[self.kind][0]) if self.kind in forms.HELD else None

    @property
    def text(self) -> str:
        """Give what is typed or picked, as a form's input writes it."""
        if self.kind == "rich_text_input":
            return richtext.plain(self.held)
        if self.kind == "datetimepicker" and self.held:
            at = moments.local(str(self.held), self.place.zone)
            return f"{at:%Y-%m-%dT%H:%M}"
        return "" if self.held is None else str(self.held)

    @cached_property
    def chosen(self) -> list[Option]:
        """Give the options that are chosen."""
        several = self.held if isinstance(self.held, list) else [self.held]
        known = {option.value: option for option in self.options}
        found = [_option(one) if isinstance(one, dict) else None for one in several]
        named = [known.get(one) for one in several if isinstance(one, str)]
        return [one for one in (*found, *named) if one is not None]

    @property
    def chosen_values(self) -> list[str]:
        """Give the values of the chosen options."""
        return [option.value for option in self.chosen]

    @cached_property
    def options(self) -> list[Option]:
        """Give what can be chosen."""
        if self.kind.endswith("external_select"):
            return [_option(each) for each in self.place.offered.get(self.path, [])]
        if self.kind.endswith(("users_select", "conversations_select", "channels_select")):
            return self.place.choices.of(self.element)
        return options_of(self.element)

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """Give the options by group, in their order."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.group, []).append(option)
        return [*found.items()]

    @property
    def files(self) -> list[str]:
        """Give the names of the files that are attached."""
        held = self.held if isinstance(self.held, list) else []
        return [str(one.get("name")) for one in held if isinstance(one, dict)]

    @property
    def error(self) -> str:
        """Give what is wrong with it."""
        return self.place.errors.get(self.block["block_id"], "")


@dataclass(frozen=True)
class Place:
    """One message, modal or Home tab, as one viewer has it before them."""

    kind: str
    id: str
    zone: str
    values: Json = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    offered: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    asked: Mapping[str, str] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)

    def field(self, block: Json, element: Json) -> Field:
        """Give an element in this place."""
        return Field(block, element, self)
